"""What a server can't do is found out by trying, once."""

import asyncio

import pytest

from coach.errors import ModelRefused
from coach.llm import Message, ModelServer
from coach.llm.abilities import Abilities
from tests.fake_server import FAULTS, FakeServer, Reply
from tests.llm.talking import TALK, heard

GOOD = "It has been a long week."

CHOOSY = (
    Message(role="system", content="You are Mele."),
    Message(role="assistant", content="Come in."),
    Message(role="user", content="How was your week?"),
    Message(role="assistant", content="Long."),
    Message(role="system", content="She may tell about the bus."),
    Message(role="user", content="What made it long?"),
)


async def said(server: ModelServer, *messages: Message) -> str:
    return "".join([text async for text in server.stream(messages, max_tokens=50)])


@pytest.mark.parametrize(
    ("refused", "found"),
    [
        ({"temperature"}, Abilities(temperature=False)),
        ({"max_tokens"}, Abilities(limit="max_completion_tokens")),
        ({"max_tokens", "max_completion_tokens"}, Abilities(limit="none")),
        ({"stream_options"}, Abilities(counts=False)),
        ({"stream"}, Abilities(streams=False)),
        ({"second system"}, Abilities(systems="first")),
        ({"system"}, Abilities(systems="never")),
        (
            {"temperature", "max_tokens", "stream_options"},
            Abilities(temperature=False, limit="max_completion_tokens", counts=False),
        ),
    ],
)
async def test_what_a_server_refuses_by_name_is_left_out_from_then_on(
    refused: set[str], found: Abilities, fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses = refused
    fake.otherwise = lambda _: Reply(GOOD)
    assert await said(door, *CHOOSY) == GOOD
    assert door.abilities() == found
    asked = len(fake.requests)
    assert await said(door, *CHOOSY) == GOOD
    assert len(fake.requests) == asked + 1


@pytest.mark.parametrize(
    "refused", ["temperature", "max_tokens", "stream_options", "stream", "second system", "system"]
)
async def test_what_a_server_refuses_without_a_word_is_found_by_leaving_out_one_thing_after_the_other(
    refused: str, fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses = {refused}
    fake.mute = True
    fake.otherwise = lambda _: Reply(GOOD)
    assert await said(door, *CHOOSY) == GOOD
    asked = len(fake.requests)
    assert await said(door, *CHOOSY) == GOOD
    assert len(fake.requests) == asked + 1


async def test_a_server_that_refuses_everything_is_given_up_in_the_end(fake: FakeServer, door: ModelServer) -> None:
    fake.otherwise = lambda _: Reply(status=400, error="Bad Request")
    with pytest.raises(ModelRefused):
        await said(door, *CHOOSY)
    assert door.abilities() == Abilities()


async def test_nothing_is_learnt_from_a_server_that_is_only_busy(fake: FakeServer, door: ModelServer) -> None:
    fake.enqueue(FAULTS["500"], FAULTS["429"], GOOD)
    assert await said(door, *CHOOSY) == GOOD
    assert door.abilities() == Abilities()


async def test_what_two_talks_find_out_at_once_is_kept_from_both(fake: FakeServer, door: ModelServer) -> None:
    fake.refuses = {"temperature", "second system"}
    await asyncio.gather(said(door, *TALK), said(door, *CHOOSY), said(door, *CHOOSY))
    assert door.abilities() == Abilities(temperature=False, systems="first")


async def test_a_talk_that_began_before_something_was_found_out_does_not_make_it_forgotten(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses = {"second system"}
    early = door.stream(TALK, max_tokens=50)
    await anext(early)
    await said(door, *CHOOSY)
    _ = [text async for text in early]
    assert door.abilities() == Abilities(systems="first")


async def test_a_later_system_message_joins_the_turn_that_follows_so_that_the_beginning_never_changes(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses = {"second system"}
    await said(door, *CHOOSY)
    assert fake.requests[-1].said == [
        ("system", "You are Mele."),
        ("assistant", "Come in."),
        ("user", "How was your week?"),
        ("assistant", "Long."),
        ("user", "She may tell about the bus.\n\nWhat made it long?"),
    ]
    await said(door, *CHOOSY, Message(role="assistant", content="The bus."), TALK[1])
    before, after = fake.requests[-2].said, fake.requests[-1].said
    assert after[: len(before)] == before


async def test_a_server_without_system_messages_gets_their_words_in_turns_that_alternate(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.refuses = {"system"}
    await said(door, *CHOOSY)
    roles = [role for role, _ in fake.requests[-1].said]
    assert roles == ["user", "assistant", "user", "assistant", "user"]
    assert fake.requests[-1].said[0] == ("user", "You are Mele.")


async def test_a_server_that_ignores_the_wish_to_stream_is_understood_all_the_same(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.ignores = {"stream"}
    fake.enqueue(GOOD)
    assert await heard(door) == [GOOD]
    assert door.usage.estimated == 0


async def test_a_model_that_spends_its_tokens_on_thinking_gets_more_of_them_from_then_on(
    fake: FakeServer, door: ModelServer
) -> None:
    fake.enqueue(Reply(thoughts="Let me see", finish="length"), GOOD, GOOD)
    assert "".join(await heard(door)) == GOOD
    assert "".join(await heard(door)) == GOOD
    first, second, third = (request.body["max_tokens"] for request in fake.requests)
    assert first < second == third


async def test_each_model_has_abilities_of_its_own(fake: FakeServer, door_to_two: ModelServer) -> None:
    server = door_to_two
    fake.refuses = {"temperature"}
    await heard(server)
    assert server.abilities().temperature is False
    assert server.abilities(small=True).temperature is True
