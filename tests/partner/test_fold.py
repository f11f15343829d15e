"""A talk that outgrows the model's window goes on: older turns are told in short, seldom, and always alike."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise, takewhile

import pytest
from pydantic import SecretStr

from coach.app import App
from coach.content import Content
from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.errors import ModelOverflow
from coach.llm import Message, ModelServer, ModelSettings, estimate_tokens
from coach.partner.llm import LLMPartner
from coach.partner.prompt import MOST_TOKENS, prompt
from coach.settings import Settings
from tests.fake_server import FakeServer, Reply
from tests.partner.test_llm import SAID, closed_texts

WINDOW = 4096
TURNS = 40


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with FakeServer(models=[{"id": "fake"}]) as server:
        server.elsewhere = {"/api/ps": {"models": [{"name": "fake", "context_length": WINDOW}]}}
        yield server


@asynccontextmanager
async def playing(fake: FakeServer, shipped: Content, **settings: int) -> AsyncGenerator[LLMPartner]:
    """The member, played through a server that holds as much as Ollama does by itself."""
    known = ModelSettings(base_url=fake.url, api_key=SecretStr("key"), model="fake")
    server = ModelServer(known.model_copy(update=settings))
    yield LLMPartner(server, shipped.render)
    await server.aclose()


async def reply(partner: LLMPartner, persona: Persona, conversation: Conversation) -> MemberTurn:
    whole = [piece async for piece in partner.speak(persona, conversation)][-1]
    assert isinstance(whole, MemberTurn)
    return whole


async def held(persona: Persona, turns: int = TURNS) -> list[Conversation]:
    """A long talk with the built-in partner, as it stood before each reply."""
    stage, conversation, stood = App(Settings()).stage, Conversation(persona=persona.id), list[Conversation]()
    for number in range(turns):
        said = (
            f"{SAID[number % len(SAID)]} {persona.story[number % 3].would_open} That is what I heard, number {number}."
        )
        conversation = await stage.hear(persona, conversation.add(OrganizerTurn(text=said)))
        stood.append(conversation)
        pieces = [piece async for piece in stage.understudy.speak(persona, conversation)]
        assert isinstance(pieces[-1], MemberTurn)
        conversation = conversation.add(pieces[-1])
    return stood


def shared(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> bool:
    """Whether a request has all of the one before it at its beginning."""
    return after[: len(before)] == before


def same(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The messages that both begin with: what a server's prefix cache can serve again, at the least."""
    return [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(after, before, strict=False))]


def tokens(said: list[tuple[str, str]]) -> int:
    return sum(estimate_tokens(Message(role="user", content=content)) for _, content in said)


async def test_the_requests_of_a_talk_of_forty_turns_begin_like_the_one_before_but_for_a_few_folds(
    fake: FakeServer, shipped: Content, mele: Persona
) -> None:
    async with playing(fake, shipped) as partner:
        for conversation in await held(mele):
            await reply(partner, mele, conversation)
    sent = [request.said for request in fake.requests]
    assert len(sent) == TURNS
    folds = [n for n in range(1, TURNS) if not shared(sent[n - 1], sent[n])]
    assert 1 <= len(folds) <= TURNS // 6, folds
    assert len({said[0] for said in sent}) == 1, "the system prompt never changes"
    for request in fake.requests:
        assert tokens(request.said) + request.body["max_tokens"] <= WINDOW
        assert request.body["max_tokens"] == MOST_TOKENS
    again = [tokens(same(before, after)) / tokens(after) for before, after in pairwise(sent)]
    after_a_fold = [share for n, share in enumerate(again, 1) if n not in folds and n > folds[0]]
    assert sum(after_a_fold) / len(after_a_fold) > 0.9, "a prefix cache serves what it did before the fold"
    assert sum(again) / len(again) > 0.85, "the turns of the folds themselves with it"


async def test_after_a_restart_the_prompt_is_the_same(fake: FakeServer, shipped: Content, mele: Persona) -> None:
    stood = await held(mele)
    async with playing(fake, shipped) as partner:
        for conversation in stood:
            await reply(partner, mele, conversation)
    async with playing(fake, shipped) as partner:
        await reply(partner, mele, stood[-1])
    assert fake.requests[-1].said == fake.requests[-2].said


async def test_the_setting_makes_room_as_well(fake: FakeServer, shipped: Content, mele: Persona) -> None:
    fake.elsewhere = {}
    async with playing(fake, shipped, context_tokens=WINDOW) as partner:
        await reply(partner, mele, (await held(mele, 30))[-1])
    (request,) = fake.requests
    assert len(request.said) < 40


async def test_a_refusal_for_being_too_long_is_answered_with_less_in_the_same_turn(
    fake: FakeServer, shipped: Content, mele: Persona
) -> None:
    fake.elsewhere = {}
    refusal = {"message": f"This model's maximum context length is {WINDOW} tokens.", "code": "context_length_exceeded"}
    fake.enqueue(Reply(status=400, error=refusal), "Is that right. Hm.")
    async with playing(fake, shipped) as partner:
        turn = await reply(partner, mele, (await held(mele, 30))[-1])
    assert turn.text == "Is that right. Hm."
    refused, taken = (request.said for request in fake.requests)
    assert len(taken) < len(refused)
    assert taken[-1] == refused[-1]


async def test_a_window_that_can_not_hold_the_member_is_left_to_the_builtin_partner(
    fake: FakeServer, shipped: Content, mele: Persona
) -> None:
    async with playing(fake, shipped, context_tokens=1024) as partner:
        with pytest.raises(ModelOverflow, match="too little for this talk"):
            await reply(partner, mele, (await held(mele, 1))[0])
    assert fake.requests == []


async def test_no_closed_layer_is_told_in_short(shipped: Content) -> None:
    for persona in shipped.members[::3]:
        for conversation in (await held(persona, 24))[::6]:
            direction = conversation.organizer_turns[-1][1].direction
            assert direction is not None
            said = " ".join(text for who, text in conversation.lines if who == "organizer")
            sent = " ".join(message.content for message in prompt(persona, conversation, shipped.render, 3400))
            leaked = [text for text in closed_texts(persona, direction.granted) if text in sent and text not in said]
            assert not leaked


def moved(text: str, *moves: Move, **direction: object) -> OrganizerTurn:
    full = {"situation": Situation.LISTENED, "stance": Stance.ORDINARY, **direction}
    return OrganizerTurn(text=text, reading=Reading(moves=moves), direction=Direction.model_validate(full))


async def test_what_was_told_promised_and_shared_is_still_known(mele: Persona, shipped: Content) -> None:
    layer, act = mele.story[0], mele.commitments[0]
    talk = Conversation(turns=(moved("Hi Mele, I'm <b>Sam</b> from the library group."), MemberTurn(text="Hello.")))
    talk = talk.add(moved("My dad drove nights.", Move.OWN_STORY)).add(MemberTurn(text="Did he."))
    talk = talk.add(moved("What changed?", granted=(layer.id,), tell=layer.id))
    talk = talk.add(MemberTurn(text="A lot.", told=(layer.tells[0].id, mele.facts[0].id)))
    talk = talk.add(moved("Would you?")).add(MemberTurn(text="Yes.", answer=Answer(kind="agree", act=act.id)))
    for number in range(40):
        talk = talk.add(moved(f"And then, number {number}?")).add(MemberTurn(text="Hm."))
    messages = prompt(mele, talk.add(moved("So.")), shipped.render, 3400)
    earlier = messages[1].content
    for known in (
        "I'm ‹b›Sam‹/b› from the library group.",
        "My dad drove nights.",
        layer.truth,
        layer.tells[0].says,
        mele.facts[0].says[0],
        act.act,
        "You said yes.",
    ):
        assert known in earlier
    assert "And then, number 2?" not in " ".join(message.content for message in messages)
    assert "And then, number 39?" in messages[-3].content
    assert [message.role for message in messages[:3]] == ["system", "user", "assistant"]


async def test_a_roomy_window_changes_nothing(mele: Persona, shipped: Content) -> None:
    conversation = (await held(mele, 20))[-1]
    assert prompt(mele, conversation, shipped.render, 32_000) == prompt(mele, conversation, shipped.render)
