"""Answers with a shape, from servers that can be bound to it and from those that can't."""

import json
from typing import Literal

import pytest

from coach.core.moves import Value
from coach.errors import ModelBusy, ModelNonsense, ModelOverflow, ModelRefused
from coach.llm import ModelServer
from coach.llm.shape import strict_schema
from tests.fake_server import FAULTS, FakeServer, Reply
from tests.llm.talking import TALK

RIGHT = {"move": "pitch", "turns": [{"turn": 3, "quote": "join us"}]}
WRONG = {"move": "sermon"}


class Quote(Value):
    turn: int
    quote: str


class Verdict(Value):
    move: Literal["pitch", "listening"]
    turns: tuple[Quote, ...] = ()


class Choice(Value):
    default: str = "none"


def test_the_strict_form_has_no_defaults_but_may_have_a_field_of_that_name() -> None:
    assert strict_schema(Choice)["properties"] == {"default": {"title": "Default", "type": "string"}}
    assert "default" not in json.dumps(strict_schema(Verdict))


async def verdict(server: ModelServer) -> Verdict:
    return await server.structured(TALK, Verdict, max_tokens=200)


async def test_a_server_is_bound_to_the_schema_in_its_strict_form(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(json.dumps(RIGHT))
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    form = fake.requests[0].body["response_format"]["json_schema"]
    assert (form["name"], form["strict"]) == ("Verdict", True)
    assert form["schema"]["required"] == ["move", "turns"]
    assert form["schema"]["additionalProperties"] is False
    assert fake.requests[0].said == [(message.role, message.content) for message in TALK]


@pytest.mark.parametrize("status", [400, 422, 500])
async def test_a_server_that_knows_no_schemas_is_asked_for_json_and_told_the_shape(
    status: int, fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses, fake.refusal_status = {"json_schema"}, status
    fake.otherwise = lambda _: Reply(json.dumps(RIGHT))
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    assert fake.requests[-1].form == "json_object"
    assert '"listening"' in fake.requests[-1].said[-1][1]
    assert door.form(Verdict) == "json_object"
    asked = len(fake.requests)
    await verdict(door)
    assert len(fake.requests) == asked + 1


@pytest.mark.parametrize("mute", [True, False])
async def test_a_server_that_knows_no_forms_at_all_has_json_looked_for_in_what_it_says(
    mute: bool, fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses, fake.mute = {"json_schema", "json_object"}, mute
    fake.otherwise = lambda _: Reply(
        f"As {{you}} wish. Here you are:\n```json\n{json.dumps(RIGHT)}\n```\nI hope it helps {{}}."
    )
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    assert door.form(Verdict) == "text"


async def test_a_server_that_takes_a_schema_and_ignores_it_is_seen_through(fake: FakeServer, door: ModelServer) -> None:
    fake.ignores = {"json_schema", "json_object"}
    fake.otherwise = lambda _: Reply(json.dumps(RIGHT))
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    assert door.form(Verdict) == "text"
    assert [request.form for request in fake.requests] == ["json_schema", "json_object", "text"]


async def test_a_wrong_answer_is_sent_back_once_with_what_is_wrong(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(json.dumps(WRONG), json.dumps(RIGHT))
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    (said_role, said), (told_role, told) = fake.requests[1].said[-2:]
    assert (said_role, json.loads(said)) == ("assistant", WRONG)
    assert told_role == "user"
    assert "move" in told
    assert "'pitch' or 'listening'" in told


async def test_a_model_that_never_gets_it_right_is_given_up(fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: Reply(json.dumps(WRONG))
    with pytest.raises(ModelNonsense):
        await verdict(door)
    assert len(fake.requests) == 4
    assert door.form(Verdict) is None


async def test_half_an_answer_is_not_sent_back_for_it_would_be_half_again(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["half a JSON"], json.dumps(RIGHT))
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    assert [request.form for request in fake.requests] == ["json_schema", "json_object"]


async def test_an_answer_is_found_even_if_the_model_talks_on_to_its_limit(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(Reply(json.dumps(RIGHT) + " and furthermore {", finish="length"))
    assert await verdict(door) == Verdict.model_validate(RIGHT)


async def test_thoughts_are_not_taken_for_the_answer(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(f"<think>Perhaps {json.dumps(WRONG)}</think>{json.dumps(RIGHT)}")
    assert await verdict(door) == Verdict.model_validate(RIGHT)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("name", ["stalls", "hangs up", "no end", "error in the stream", "503"])
async def test_since_nothing_is_shown_a_fault_in_the_middle_is_met_with_another_try(
    name: str, fake: FakeServer, hasty: ModelServer
) -> None:
    fake.enqueue(FAULTS[name], json.dumps(RIGHT))
    assert await verdict(hasty) == Verdict.model_validate(RIGHT)


@pytest.mark.parametrize(("name", "kind"), [("401", ModelRefused), ("429", ModelBusy), ("too long", ModelOverflow)])
async def test_a_fault_that_has_nothing_to_do_with_the_form_is_told_at_once(
    name: str, kind: type[Exception], fake: FakeServer, door: ModelServer
) -> None:
    fake.otherwise = lambda _: FAULTS[name]
    with pytest.raises(kind):
        await verdict(door)
    assert {request.form for request in fake.requests} == {"json_schema"}


async def test_the_small_work_goes_to_the_small_model(fake: FakeServer, door_to_two: ModelServer) -> None:
    fake.enqueue(json.dumps(RIGHT))
    await door_to_two.structured(TALK, Verdict, max_tokens=200, small=True)
    assert fake.requests[0].body["model"] == "small-model"
    assert door_to_two.usage_by_model.keys() == {"small-model"}
