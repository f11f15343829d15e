"""What a call to the server is, when all goes well or when the learner has had enough."""

import asyncio
import json
from pathlib import Path

import pytest

from coach.errors import ModelOverflow, ModelSpent, SettingError
from coach.llm import Message, ModelServer, ModelSettings, Usage, http, paid_from
from tests.fake_server import FAULTS, FakeServer, Reply, closed_url
from tests.llm.talking import KEY, TALK, Pauses, Pouch, heard

GOOD = "It has been a long week."


def written(folder: Path) -> list[tuple[int, str]]:
    """Mode and text of each file in a folder."""
    return [(file.stat().st_mode, file.read_text(encoding="utf-8")) for file in folder.iterdir()]


async def test_words_are_handed_on_as_they_come(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply(GOOD, pace=0.02))
    words = await heard(door)
    assert len(words) > 1
    assert "".join(words) == GOOD


async def test_a_word_is_handed_on_before_the_next_has_come(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply("Well,", then="stall"))
    words = door.stream(TALK, max_tokens=100)
    assert await anext(words) == "Well,"
    await words.aclose()


async def test_a_request_says_what_was_asked_for(fake: FakeServer, door: ModelServer) -> None:
    _ = [text async for text in door.stream(TALK, max_tokens=77, temperature=0.3)]
    body = fake.requests[0].body
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("fake-model", 77, 0.3)
    assert fake.requests[0].said == [(message.role, message.content) for message in TALK]
    assert fake.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_when_the_learner_stops_the_request_is_cancelled_at_the_server(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply("one two three", then="stall"))
    words = door.stream(TALK, max_tokens=100)
    await anext(words)
    await words.aclose()
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)
    assert door.usage.calls == 1


async def test_when_the_task_is_cancelled_the_request_is_cancelled_at_the_server(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(FAULTS["never answers"])
    listening = asyncio.create_task(heard(door))
    assert await asyncio.to_thread(fake.arrived.wait, 20)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


async def test_talks_use_one_connection_again_and_again(fake: FakeServer, door: ModelServer) -> None:
    for _ in range(5):
        await heard(door)
    assert len({request.connection for request in fake.requests}) == 1


async def test_a_crowd_uses_its_connections_again(fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: Reply(GOOD, pace=0.02)
    await door.window()
    for _ in range(3):
        await asyncio.gather(*(heard(door) for _ in range(10)))
    assert len({request.connection for request in fake.requests}) <= 15, "of thirty requests"


async def test_what_was_opened_for_a_crowd_is_closed_when_it_has_gone(
    fake: FakeServer, door: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.otherwise = lambda _: Reply(GOOD, pace=0.02)
    await door.window()
    before = fake.open
    await asyncio.gather(*(heard(door) for _ in range(12)))
    assert fake.open == before + 12
    monkeypatch.setattr(http, "UNUSED_SECONDS", 0.0)
    await heard(door)
    await door.window()
    assert fake.open <= before + 2, "but for the last one, and one that may just be going"


async def test_half_a_character_of_the_learners_is_sent_as_something(fake: FakeServer, door: ModelServer) -> None:
    assert await door.ask([*TALK, Message(role="user", content="So \ud83d")], max_tokens=9) == "That is good to hear."
    assert fake.requests[0].said[-1] == ("user", "So ?")


async def test_many_talks_can_stream_at_once(fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: Reply(GOOD, pace=0.01)
    replies = await asyncio.gather(*(heard(door) for _ in range(50)))
    assert {"".join(words) for words in replies} == {GOOD}


async def test_the_servers_own_count_is_kept(fake: FakeServer, door: ModelServer) -> None:
    count = {"prompt_tokens": 90, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 64}}
    fake.enqueue(Reply(GOOD, usage=count), Reply(GOOD, usage=count))
    purse = Pouch()
    with paid_from(purse):
        await heard(door)
    await door.ask(TALK, max_tokens=100)
    assert purse.spent == [Usage(calls=1, prompt=90, cached=64, completion=7)]
    assert door.usage == Usage(calls=2, prompt=180, cached=128, completion=14)


async def test_where_the_server_gives_no_count_ours_stands(fake: FakeServer, door: ModelServer) -> None:
    fake.refuses = {"stream_options"}
    fake.enqueue(GOOD)
    await heard(door)
    assert door.usage.estimated == 1
    assert door.usage.prompt > 8
    assert door.usage.completion >= 6


async def test_a_request_that_was_refused_costs_nothing(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["503"], GOOD)
    await heard(door)
    assert door.usage.calls == 1


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
async def test_thoughts_in_a_field_of_their_own_are_not_shown(field: str, fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply(GOOD, thoughts="Mele is tired.", thoughts_field=field))  # pyright: ignore[reportArgumentType]
    assert "".join(await heard(door)) == GOOD


async def test_thoughts_between_tags_are_not_shown_wherever_the_pieces_break(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply(["<th", "ink>Mele ", "is</", "thi", "nk>\n\nIt ", "is < 3."]))
    assert "".join(await heard(door)) == "It is < 3."


async def test_a_model_found_to_begin_among_thoughts_has_them_held_back_the_next_time(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(f"Mele is tired.</think>{GOOD}", f"She is.</think>{GOOD}", GOOD, Reply(GOOD, pace=0.02))
    await heard(door)
    assert "".join(await heard(door)) == GOOD
    assert "".join(await heard(door)) == GOOD, "a reply without thoughts is shown in the end"
    assert len(await heard(door)) > 1, "and from then on as it comes"


async def test_a_server_without_a_key_gets_no_secret(fake: FakeServer, settings: ModelSettings) -> None:
    server = ModelServer(settings.model_copy(update={"api_key": None}))
    assert "".join(await heard(server)) == "That is good to hear."
    await server.aclose()


async def test_the_key_is_never_in_what_is_printed(door: ModelServer, settings: ModelSettings) -> None:
    assert KEY not in f"{door.name} {settings!r} {settings} {settings.model_dump_json()} {vars(door)!r}"


async def test_the_name_says_which_model_and_who_receives_the_words(settings: ModelSettings) -> None:
    address = "https://me:secret@api.example.org/v1"
    server = ModelServer(settings.model_copy(update={"base_url": address}))
    assert server.name == "fake-model at api.example.org"
    await server.aclose()


async def test_a_query_in_the_address_goes_with_every_request(fake: FakeServer, settings: ModelSettings) -> None:
    address = f"{fake.url}?api-version=2026-10-01"
    server = ModelServer(settings.model_copy(update={"base_url": address}))
    await heard(server)
    await server.aclose()
    assert fake.requests[0].path == "/v1/chat/completions?api-version=2026-10-01"


def test_settings_that_can_not_be_used_are_refused_at_once(settings: ModelSettings) -> None:
    with pytest.raises(SettingError):
        ModelServer(settings.model_copy(update={"base_url": "api.example.org"}))


async def test_warming_up_opens_the_connection_that_the_first_learner_uses(fake: FakeServer, door: ModelServer) -> None:
    await door.warm_up()
    await heard(door)
    assert len(fake.requests) == 2
    assert fake.opened == 3, "one to wake the model, one for the list, one for the learner"


async def test_warming_up_with_nobody_there_says_so_and_goes_on(
    settings: ModelSettings, pauses: Pauses, caplog: pytest.LogCaptureFixture
) -> None:
    server = ModelServer(settings.model_copy(update={"base_url": closed_url()}), sleep=pauses)
    await server.warm_up()
    await server.aclose()
    assert "can't be reached" in caplog.text


@pytest.mark.parametrize("name", ["max_model_len", "context_length", "loaded_context_length"])
async def test_how_much_the_model_holds_is_asked_of_the_server_once(
    name: str, fake: FakeServer, door: ModelServer
) -> None:
    fake.models = [{"id": "other", name: 1}, {"id": "fake-model", name: 8192}]
    assert await door.window() == 8192
    visits = len(fake.visits)
    assert await door.window() == 8192
    assert len(fake.visits) == visits


async def test_ollama_tells_how_much_it_really_holds(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model", "context_length": 131072}]
    fake.elsewhere = {"/api/ps": {"models": [{"name": "fake-model:latest", "context_length": 4096}]}}
    assert await door.window() == 4096


async def test_how_much_the_model_holds_is_learnt_from_a_refusal(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["too long"])
    with pytest.raises(Exception, match="too long"):
        await heard(door)
    assert await door.window() == 16384


@pytest.mark.parametrize("fault", ["too long", "413"])
async def test_a_refusal_of_far_less_than_the_model_holds_does_not_shrink_it_further(
    fault: str, fake: FakeServer, door: ModelServer
) -> None:
    fake.models = [{"id": "fake-model", "context_length": 16384}]
    for _ in range(3):
        fake.enqueue(FAULTS[fault])
        with pytest.raises(Exception, match="too long"):
            await heard(door)
    assert await door.window() == 16384


async def test_a_purse_pays_for_tasks_that_are_begun_while_it_is_open(fake: FakeServer, door: ModelServer) -> None:
    purse = Pouch()
    with paid_from(purse):
        later = asyncio.create_task(heard(door))
    await later
    await heard(door)
    assert (len(purse.spent), len(fake.requests)) == (1, 2)


async def test_from_an_empty_purse_nothing_is_asked(fake: FakeServer, door: ModelServer) -> None:
    with paid_from(Pouch(empty=True)), pytest.raises(ModelSpent):
        await heard(door)
    assert fake.requests == []


async def test_what_does_not_fit_is_not_sent_to_a_server_that_might_cut_it(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model", "context_length": 1000}]
    long = [*TALK, Message(role="user", content="and the bus was late " * 300)]
    with pytest.raises(ModelOverflow):
        await door.ask(long, max_tokens=100)
    assert fake.requests == []


async def test_a_reply_is_not_allowed_more_tokens_than_the_window_leaves(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model", "context_length": 1000}]
    await door.ask(TALK, max_tokens=1500)
    asked = fake.requests[0].body["max_tokens"]
    assert 900 < asked < 1000


async def test_a_server_that_knows_its_window_only_once_the_model_is_loaded_is_asked_again(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.elsewhere = {"/api/ps": {"models": []}}
    assert await door.window() is None
    await heard(door)
    fake.elsewhere = {"/api/ps": {"models": [{"name": "fake-model", "context_length": 4096}]}}
    assert await door.room(320) == 4096 - 320


async def test_a_refusal_that_gives_no_new_number_makes_room_by_steps(fake: FakeServer, door: ModelServer) -> None:
    talk = [*TALK, Message(role="user", content="x" * 30_000)]
    mute = Reply(status=400, error={"message": "The prompt is too long."})
    fake.enqueue(mute, mute)
    rooms: list[int | None] = []
    for _ in range(2):
        with pytest.raises(ModelOverflow):
            await door.ask(talk, max_tokens=100)
        rooms.append(await door.room(100))
        talk[-1] = Message(role="user", content="x" * 15_000)
    first, second = rooms
    assert first is not None
    assert second is not None
    assert second < first < 11_000


async def test_what_the_settings_say_about_the_context_stands(settings: ModelSettings) -> None:
    server = ModelServer(settings.model_copy(update={"context_tokens": 2048}))
    assert await server.window() == 2048
    await server.aclose()


async def test_a_recording_holds_each_request_and_reply_without_secrets(
    fake: FakeServer, settings: ModelSettings, pauses: Pauses, tmp_path: Path
) -> None:
    address = f"{fake.url.replace('://', '://me:word@')}?secret=in-the-address"
    server = ModelServer(settings.model_copy(update={"trace": tmp_path, "base_url": address}), sleep=pauses)
    fake.enqueue(FAULTS["503"], Reply(GOOD, headers={"Set-Cookie": "session=1"}))
    talk = [*TALK, Message(role="user", content=f"My key is {KEY}")]
    _ = [text async for text in server.stream(talk, max_tokens=9)]
    await server.aclose()
    ((mode, text),) = written(tmp_path)
    busy, good = (json.loads(line) for line in text.splitlines())
    assert busy["status"] == 503
    assert "busy" in busy["fault"]
    assert (good["reply"], good["finish"], good["status"]) == (GOOD, "stop", 200)
    assert good["request"]["messages"][1]["content"] == "How was your week?"
    assert good["url"] == f"{fake.url}/chat/completions"
    for secret in (KEY, "session=1", "me:word", "in-the-address"):
        assert secret not in text
    assert mode & 0o077 == 0


async def test_nothing_is_recorded_unless_asked_for(
    fake: FakeServer, door: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await heard(door)
    assert written(tmp_path) == []


async def test_a_recording_that_can_not_be_written_stops_no_talk(
    fake: FakeServer, settings: ModelSettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "records"
    server = ModelServer(settings.model_copy(update={"trace": folder}))
    folder.write_text("not a folder")
    assert await heard(server)
    assert await heard(server)
    await server.aclose()
    assert caplog.text.count("not being recorded") == 1


async def test_warming_up_goes_well_with_a_server_that_refuses_something(
    fake: FakeServer, door: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    fake.refuses = {"temperature"}
    fake.models = [{"id": "fake-model", "max_model_len": 8192}]
    await door.warm_up()
    assert caplog.text == ""
    assert await door.window() == 8192


async def test_at_the_start_a_model_that_is_not_there_is_named_with_those_that_are(
    fake: FakeServer, settings: ModelSettings
) -> None:
    fake.models = [{"id": "llama3.1:latest"}, {"id": "models/qwen"}]
    fake.refuses = {"other model"}
    wrong = settings.model_copy(update={"model": "llama3", "reader_model": "qwen"})
    server = ModelServer(wrong, came_from={"model": "the environment variable COACH_MODEL"})
    (said,) = await server.warm_up()
    assert said.startswith("COACH_MODEL (from the environment variable COACH_MODEL) is llama3, which 127.0.0.1:")
    assert said.endswith("does not list. The server has llama3.1:latest, models/qwen.")
    await server.aclose()


async def test_at_the_start_a_model_that_answers_by_any_name_raises_no_doubt(
    fake: FakeServer, settings: ModelSettings
) -> None:
    fake.models = [{"id": "some.gguf"}]
    server = ModelServer(settings)
    assert await server.warm_up() == ()
    assert fake.requests, "it was woken"
    await server.aclose()
