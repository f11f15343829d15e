"""Every way in which a server fails, over a real connection, and what becomes of it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from random import Random

import pytest

from coach.errors import (
    ModelBusy,
    ModelCut,
    ModelError,
    ModelNonsense,
    ModelOverflow,
    ModelRefused,
    ModelUnreachable,
)
from coach.llm import ModelServer, ModelSettings
from coach.llm.tries import MOST_PAUSES
from tests.fake_server import FAULTS, FakeServer, Reply, closed_url
from tests.llm.talking import KEY, TALK, Pauses, heard

GOOD = "It has been a long week."


async def failing(words: AsyncIterator[str]) -> tuple[str, ModelError]:
    """What was shown of a reply that fails, and the error."""
    shown = ""
    try:
        async for text in words:
            shown += text
    except ModelError as error:
        return shown, error
    raise AssertionError(f"it did not fail: {shown}")


@pytest.mark.parametrize("name", ["408", "429", "500", "502", "503", "hangs up at once", "garbage", "empty"])
async def test_a_fault_that_may_pass_is_not_noticed_when_the_next_try_succeeds(
    name: str, fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(FAULTS[name], GOOD)
    assert "".join(await heard(door)) == GOOD
    assert len(fake.requests) == 2


@pytest.mark.parametrize("name", ["429", "500", "502", "503", "no end at once"])
async def test_tries_end_after_a_few_with_growing_pauses(
    name: str, fake: FakeServer, door: ModelServer, pauses: Pauses
) -> None:
    fault = FAULTS.get(name, Reply(finish=None))
    fake.otherwise = lambda _: fault
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert isinstance(error, ModelBusy | ModelUnreachable)
    assert len(fake.requests) == MOST_PAUSES + 1
    assert 0.2 <= pauses[0] <= 0.4 <= pauses[1] <= 0.8


@pytest.mark.parametrize(
    ("status", "said", "message", "mend"),
    [
        (404, "Not Found", "There is no model at the model server's address.", "most servers want /v1"),
        (405, "Method Not Allowed", "There is no model at the model server's address.", "most servers want /v1"),
        (402, "Payment required.", "The account at the model server has no credit left.", "Top it up"),
        (451, "Not here.", "The model server refused the request.", "coach doctor"),
    ],
)
async def test_an_address_or_account_that_is_of_no_use_is_said_with_its_mend(
    status: int, said: str, message: str, mend: str, fake: FakeServer, door: ModelServer
) -> None:
    fake.otherwise = lambda _: Reply(status=status, error={"message": said})
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert isinstance(error, ModelRefused)
    assert error.message == message
    assert mend in error.mend


async def test_a_refusal_without_end_is_read_only_as_far_as_it_can_tell_something(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.otherwise = lambda _: Reply(status=401, raw=b"x" * 50_000_000)
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert error.message == "The model server does not accept the key."
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


async def test_pauses_differ_by_chance(fake: FakeServer, settings: ModelSettings) -> None:
    fake.otherwise = lambda _: FAULTS["503"]
    several: list[Pauses] = [Pauses(), Pauses()]
    for seed, pauses in enumerate(several):
        server = ModelServer(settings, sleep=pauses, chance=Random(seed))
        await failing(server.stream(TALK, max_tokens=100))
        await server.aclose()
    assert several[0] != several[1]


async def test_the_pause_that_a_server_asks_for_is_kept(fake: FakeServer, door: ModelServer, pauses: Pauses) -> None:
    fake.enqueue(Reply(status=429, headers={"Retry-After": "3"}), GOOD)
    assert "".join(await heard(door)) == GOOD
    assert pauses == [3.0]


@pytest.mark.parametrize(
    ("name", "asked", "kept"),
    [
        ("retry-after-ms", "1500", 1.5),
        ("Retry-After", "2.5", 2.5),
        ("Retry-After", "soon", None),
        ("Retry-After", "", None),
    ],
)
async def test_the_pause_may_be_asked_for_in_other_ways_and_nonsense_is_passed_over(
    name: str, asked: str, kept: float | None, fake: FakeServer, door: ModelServer, pauses: Pauses
) -> None:
    fake.enqueue(Reply(status=429, headers={name: asked}), GOOD)
    assert "".join(await heard(door)) == GOOD
    assert pauses == [kept] if kept else 0.2 <= pauses[0] <= 0.4


async def test_the_pause_may_be_asked_for_as_a_date(fake: FakeServer, door: ModelServer, pauses: Pauses) -> None:
    dates = {"Date": "Wed, 25 Nov 2026 17:00:00 GMT", "Retry-After": "Wed, 25 Nov 2026 17:00:07 GMT"}
    fake.enqueue(Reply(status=503, headers=dates), GOOD)
    assert "".join(await heard(door)) == GOOD
    assert pauses == [7.0]


async def test_a_pause_longer_than_a_learner_waits_is_not_begun(
    fake: FakeServer, door: ModelServer, pauses: Pauses
) -> None:
    fake.enqueue(Reply(status=429, headers={"Retry-After": "900"}))
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert isinstance(error, ModelBusy)
    assert pauses == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("401", ModelRefused),
        ("403", ModelRefused),
        ("404 model", ModelRefused),
        ("413", ModelOverflow),
        ("too long", ModelOverflow),
        ("429 no money", ModelRefused),
        ("refusal", ModelNonsense),
        ("content filter", ModelNonsense),
    ],
)
async def test_where_asking_again_is_of_no_use_it_is_asked_once(
    name: str, kind: type[ModelError], fake: FakeServer, door: ModelServer
) -> None:
    fake.otherwise = lambda _: FAULTS[name]
    shown, error = await failing(door.stream(TALK, max_tokens=100))
    assert (shown, type(error), len(fake.requests)) == ("", kind, 1)


@pytest.mark.parametrize("name", ["empty", "tool calls", "garbage", "a web page", "5 MB line"])
async def test_what_is_no_reply_is_asked_for_once_more(name: str, fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: FAULTS[name]
    shown, error = await failing(door.stream(TALK, max_tokens=100))
    assert (shown, type(error), len(fake.requests)) == ("", ModelNonsense, 2)


@pytest.mark.parametrize("name", ["never answers", "never starts", "only heartbeats"])
async def test_a_server_that_says_nothing_is_left_when_the_time_for_the_first_word_is_over(
    name: str, fake: FakeServer, hasty: ModelServer
) -> None:
    fake.enqueue(FAULTS[name])
    shown, error = await failing(hasty.stream(TALK, max_tokens=100))
    assert (shown, error.message) == ("", "The model server took too long to begin.")
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


@pytest.mark.parametrize(
    "name", ["stalls", "hangs up", "no end", "error in the stream", "content filter in the middle"]
)
async def test_once_something_was_shown_it_is_kept_marked_as_cut_and_not_asked_again(
    name: str, fake: FakeServer, hasty: ModelServer
) -> None:
    fake.enqueue(FAULTS[name], GOOD)
    shown, error = await failing(hasty.stream(TALK, max_tokens=100))
    assert (shown, type(error)) == ("Well, I was", ModelCut)
    assert error.message.startswith("The reply broke off.")
    assert len(fake.requests) == 1


async def test_a_model_that_repeats_itself_for_ever_is_cut(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["repeats for ever"])
    shown, error = await failing(door.stream(TALK, max_tokens=4000))
    assert isinstance(error, ModelCut)
    assert shown.startswith("and the bus and the train and the bus")
    assert len(shown) < 1000
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


async def test_a_model_that_never_stops_is_ended_at_the_length_that_was_asked_for(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply([f"word {number} " for number in range(10_000)]))
    assert len("".join(await heard(door, max_tokens=10))) == 120
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


async def test_a_reply_that_trickles_is_ended_when_its_whole_time_is_over(
    fake: FakeServer, settings: ModelSettings
) -> None:
    fake.enqueue(Reply([f"word {number} " for number in range(100)], pace=0.1))
    server = ModelServer(settings.model_copy(update={"total_seconds": 1.0}))
    shown, error = await failing(server.stream(TALK, max_tokens=1000))
    await server.aclose()
    assert shown.startswith("word 0 word 1 ")
    assert "took too long to finish" in error.message


async def test_bytes_that_are_no_text_are_replaced(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["invalid UTF-8"])
    assert "".join(await heard(door)) == "caf\ufffd on the \ufffd corner"


async def test_a_reply_may_end_without_its_last_mark_if_it_gave_a_reason(fake: FakeServer, door: ModelServer) -> None:
    end = b'data: {"choices": [{"delta": {"content": "Yes."}, "finish_reason": "stop"}]}'
    fake.enqueue(Reply(raw=end))
    assert await heard(door) == ["Yes."]


async def test_a_server_that_ends_a_reply_and_does_not_close_it_is_not_waited_for(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply(GOOD, then="linger"))
    assert "".join(await heard(door)) == GOOD
    assert await asyncio.to_thread(fake.requests[0].gone.wait, 20)


async def test_a_connection_that_is_lost_after_the_last_word_is_no_loss(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply(GOOD, then="slam"))
    assert "".join(await heard(door)) == GOOD


async def test_a_line_without_end_is_not_taken_in(fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: FAULTS["5 MB line"]
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert error.message == "The model server's answer can't be read."


async def test_tool_calls_beside_words_are_passed_over(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply(GOOD, tool_calls=True))
    assert "".join(await heard(door)) == GOOD


async def test_a_server_that_is_not_there_is_tried_a_few_times(settings: ModelSettings, pauses: Pauses) -> None:
    server = ModelServer(settings.model_copy(update={"base_url": closed_url()}), sleep=pauses)
    _, error = await failing(server.stream(TALK, max_tokens=100))
    await server.aclose()
    assert isinstance(error, ModelUnreachable)
    assert error.message == "The model server can't be reached."
    assert len(pauses) == MOST_PAUSES


async def test_a_name_that_does_not_exist_can_not_be_reached(settings: ModelSettings, pauses: Pauses) -> None:
    address = "http://no-such-host.invalid/v1"
    server = ModelServer(settings.model_copy(update={"base_url": address}), sleep=pauses)
    _, error = await failing(server.stream(TALK, max_tokens=100))
    await server.aclose()
    assert error.message == "The model server can't be reached."


async def test_a_connection_that_is_not_safe_is_not_made(
    fake: FakeServer, settings: ModelSettings, pauses: Pauses
) -> None:
    address = fake.url.replace("http:", "https:")
    server = ModelServer(settings.model_copy(update={"base_url": address}), sleep=pauses)
    _, error = await failing(server.stream(TALK, max_tokens=100))
    await server.aclose()
    assert error.message == "No safe connection to the model server could be made."
    assert pauses == []


async def test_a_model_that_is_not_there_has_those_that_are_offered(fake: FakeServer, door: ModelServer) -> None:
    fake.refuses = {"other model"}
    fake.models = [{"id": "llama"}, {"id": "fake-model-2"}]
    _, error = await failing(door.stream(TALK, max_tokens=100))
    assert error.message == "The model server does not know the model."
    assert error.mend == "Check COACH_MODEL. The server has fake-model-2, llama."


@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_no_fault_tells_the_key_the_address_or_the_servers_own_words(
    name: str, fake: FakeServer, hasty: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="coach")
    fake.otherwise = lambda _: FAULTS[name]
    told = "."
    try:
        await heard(hasty)
    except ModelError as error:
        told = f"{error!r} {error.mend} {error.message}"
    assert told.endswith(".")
    for secret in (KEY, fake.url, "Rate limit reached"):
        assert secret not in told + caplog.text


async def test_in_talks_of_twelve_turns_with_faults_in_any_order_no_turn_is_stuck(
    fake: FakeServer, hasty: ModelServer
) -> None:
    chance = Random(12)
    faults = iter(chance.choices(sorted(FAULTS), k=1000))
    fake.otherwise = lambda _: FAULTS[next(faults)]
    for _ in range(36):
        with suppress(ModelError):
            await heard(hasty)
    fake.otherwise = lambda _: Reply(GOOD)
    assert "".join(await heard(hasty)) == GOOD
