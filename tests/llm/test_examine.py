"""What the host is shown about a server."""

import pytest

from coach.llm import ModelServer, ModelSettings, Report, examine
from tests.fake_server import FAULTS, FakeServer, Reply, closed_url, politely
from tests.llm.talking import KEY, Pauses


def results(report: Report) -> dict[str, str]:
    return {row.what.removeprefix("fake-model: "): row.result for row in report.rows}


def mends(report: Report) -> dict[str, str]:
    return {row.what.removeprefix("fake-model: "): row.mend for row in report.rows if not row.good}


async def test_a_server_that_can_do_everything_has_nothing_to_mend(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model", "max_model_len": 32768}]
    report = await examine(door)
    assert report.good
    found = results(report)
    assert found["list of models"] == "1, with fake-model"
    assert found["streaming"] == "yes"
    assert found["temperature"] == "can be set"
    assert found["longest reply"] == "set by max_tokens"
    assert found["system messages"] == "in any place"
    assert found["answers with a shape"] == "by json_schema"
    assert found["context"] == "32768 tokens"


async def test_what_a_server_can_not_do_is_shown_as_it_was_found(fake: FakeServer, door: ModelServer) -> None:
    fake.refuses = {"temperature", "max_tokens", "stream", "second system", "json_schema"}
    fake.otherwise = lambda request: (
        Reply('{"season": "spring", "letters": 6}') if request.form == "json_object" else politely(request)
    )
    found = results(await examine(door))
    assert found["streaming"].startswith("no")
    assert found["temperature"] == "is the model's own"
    assert found["longest reply"] == "set by max_completion_tokens"
    assert found["system messages"].startswith("only at the start")
    assert found["answers with a shape"] == "by json_object"


async def test_a_schema_that_is_taken_and_ignored_is_found_out(fake: FakeServer, door: ModelServer) -> None:
    fake.ignores = {"json_schema", "json_object"}
    report = await examine(door)
    assert results(report)["answers with a shape"] == "The model's answer can't be used."
    assert mends(report)["answers with a shape"]


async def test_a_context_that_is_too_small_is_shown_with_its_mend(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model", "context_length": 4096}]
    assert "OLLAMA_CONTEXT_LENGTH" in mends(await examine(door))["context"]


async def test_a_model_that_is_not_in_the_list_has_the_others_offered(fake: FakeServer, door: ModelServer) -> None:
    fake.models = [{"id": "fake-model-2"}]
    assert "The server has fake-model-2." in mends(await examine(door))["list of models"]


async def test_a_server_whose_list_is_broken_can_be_used_all_the_same(fake: FakeServer, door: ModelServer) -> None:
    fake.models_status = 500
    report = await examine(door)
    assert results(report)["list of models"].startswith("none")
    assert report.good


async def test_the_small_model_is_examined_as_well(fake: FakeServer, door_to_two: ModelServer) -> None:
    fake.models = [{"id": "fake-model"}, {"id": "small-model"}]
    report = await examine(door_to_two)
    assert {"fake-model: reply", "small-model: reply"} <= {row.what for row in report.rows}


@pytest.mark.parametrize("name", sorted(FAULTS))
async def test_no_fault_keeps_the_table_from_being_shown_and_no_key_is_in_it(
    name: str, fake: FakeServer, settings: ModelSettings, pauses: Pauses
) -> None:
    fake.otherwise = lambda _: FAULTS[name]
    short = {"first_word_seconds": 0.2, "between_words_seconds": 0.2, "total_seconds": 1.0}
    server = ModelServer(settings.model_copy(update=short), sleep=pauses)
    report = await examine(server)
    await server.aclose()
    assert report.rows
    assert KEY not in report.model_dump_json()


async def test_a_server_that_is_not_there_is_shown_as_that(settings: ModelSettings, pauses: Pauses) -> None:
    server = ModelServer(settings.model_copy(update={"base_url": closed_url()}), sleep=pauses)
    report = await examine(server)
    await server.aclose()
    assert not report.good
    assert results(report)["reply"] == "The model server can't be reached."


async def test_a_model_that_thinks_before_it_speaks_is_shown_to_make_learners_wait(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply("Spring.", thoughts="A season?"))
    assert mends(await examine(door))["thinking"]


async def test_what_is_doubtful_in_the_settings_is_shown(settings: ModelSettings) -> None:
    server = ModelServer(settings.model_copy(update={"base_url": closed_url().removesuffix("/v1")}))
    report = await examine(server)
    await server.aclose()
    assert "has no /v1 at its end" in results(report)["settings"]
