"""Replies under way: stopped, failing, and read a second time."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace

import pytest

from coach.content import Content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.errors import ContentError, Problem, StoreError
from coach.partner.builtin import BuiltinPartner
from coach.practice import READINGS_AT_ONCE, Players, Practice, replies
from coach.reply import Reply
from coach.stage import Stage
from coach.store import Store
from tests.practice.players import Faltering, Readers, spoken, with_partner


async def test_what_was_said_is_kept_before_it_is_answered(
    practice: Practice, stage: Stage, shipped: Content, store: Store
) -> None:
    never = asyncio.Event()

    async def wait_for_ever(_: float) -> None:
        await never.wait()

    slow = Practice(shipped, store, with_partner(stage, BuiltinPartner(1, wait_for_ever)), Players(partner="builtin"))
    learner = await slow.new_learner()
    talk = await slow.open_talk(learner, "mele")
    reply = await slow.say(learner, talk.id, "How are you?")
    kept = (await practice.talk(learner, talk.id)).conversation.turns
    assert [turn.text for turn in kept] == ["How are you?"]
    reply.stop()
    never.set()
    await reply.wait()


async def test_a_model_is_asked_while_what_was_decided_is_being_kept_and_nothing_is_shown_before_that_is(
    stage: Stage, shipped: Content, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, may_keep = store.decide, threading.Event()
    asked = asyncio.Event()

    def decide_late(talk_id: str, turns: Mapping[int, OrganizerTurn]) -> None:
        may_keep.wait(10)
        decide(talk_id, turns)

    class Quick(Faltering):
        async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
            asked.set()
            yield "It was long."
            yield MemberTurn(text="It was long.")

    monkeypatch.setattr(store, "decide", decide_late)
    practice = Practice(shipped, store, with_partner(stage, Quick()), Players(partner="llm", model="m"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    reply = await practice.say(learner, talk.id, "How has your week been?")
    await asked.wait()
    await asyncio.sleep(0.05)
    assert not reply.text
    may_keep.set()
    assert await spoken(reply) == "It was long."
    (_, turn), *_ = (await practice.talk(learner, talk.id)).conversation.organizer_turns
    assert turn.direction


async def test_a_reply_whose_decision_cannot_be_kept_is_not_shown(
    stage: Stage, shipped: Content, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_talk_id: str, _turns: Mapping[int, OrganizerTurn]) -> None:
        raise StoreError("What is kept can't be reached just now.")

    monkeypatch.setattr(store, "decide", away)
    practice = Practice(shipped, store, stage, Players(partner="builtin"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    reply = await practice.say(learner, talk.id, "How has your week been?")
    pieces = [piece async for piece in reply.follow()]
    assert [(piece.kind, piece.text) for piece in pieces] == [("failed", "What is kept can't be reached just now.")]


async def test_a_stopped_reply_keeps_what_was_shown_and_says_so(stage: Stage, shipped: Content, store: Store) -> None:
    reply: Reply | None = None

    async def stop_after_a_few(_: float) -> None:
        await asyncio.sleep(0)
        if reply and len(reply.text.split()) >= 3:
            reply.stop()

    practice = Practice(
        shipped, store, with_partner(stage, BuiltinPartner(1, stop_after_a_few)), Players(partner="builtin")
    )
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    reply = await practice.say(learner, talk.id, "What's changed since the hours were cut?")
    await reply.wait()
    last = (await practice.talk(learner, talk.id)).conversation.turns[-1]
    assert isinstance(last, MemberTurn)
    assert last.cut
    assert 3 <= len(last.text.split()) <= 4


async def test_where_the_model_fails_the_builtin_partner_speaks_and_says_so(
    stage: Stage, shipped: Content, store: Store
) -> None:
    practice = Practice(shipped, store, with_partner(stage, Faltering()), Players(partner="llm", model="m"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    last = (await practice.talk(learner, talk.id)).conversation.turns[-1]
    assert isinstance(last, MemberTurn)
    assert last.spoken_by == "builtin"
    assert last.note == "The model server is overloaded. The built-in partner spoke this turn."


async def test_where_the_model_fails_in_mid_reply_what_was_shown_is_kept(
    stage: Stage, shipped: Content, store: Store
) -> None:
    practice = Practice(shipped, store, with_partner(stage, Faltering("I ", "was ")), Players(partner="llm", model="m"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    assert await spoken(await practice.say(learner, talk.id, "How are you?")) == "I was"
    last = (await practice.talk(learner, talk.id)).conversation.turns[-1]
    assert isinstance(last, MemberTurn)
    assert last.cut
    assert "broke off" in last.note


async def test_a_second_reading_begins_when_the_reply_is_kept_and_counts_from_the_next_turn_on(
    stage: Stage, shipped: Content, store: Store
) -> None:
    readers = Readers()
    practice = Practice(shipped, store, replace(stage, second_reader=readers), Players(partner="builtin"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    reply = await practice.say(learner, talk.id, "How has your week been?")
    async for piece in reply.follow():
        assert readers.at_once == 0, f"nobody reads while {piece.kind} comes"
    readers.may_speak.set()
    await spoken(await practice.say(learner, talk.id, "And how are you after such a week?"))
    (_, first), (_, second) = (await practice.talk(learner, talk.id)).conversation.organizer_turns[-2:]
    assert first.reread == Reading(moves=(Move.REPAIR,))
    assert second.reread is None


async def test_a_whole_class_at_once_has_its_replies_before_its_second_readings(
    stage: Stage, shipped: Content, store: Store
) -> None:
    readers = Readers()
    practice = Practice(shipped, store, replace(stage, second_reader=readers), Players(partner="builtin"))
    learner = await practice.new_learner()
    talks = [await practice.open_talk(learner, "mele") for _ in range(READINGS_AT_ONCE + 4)]
    for talk in talks:
        await spoken(await practice.say(learner, talk.id, "How has your week been?"))
    await asyncio.sleep(0)
    assert readers.most == READINGS_AT_ONCE
    for talk in talks:
        await practice.end_talk(learner, talk.id)


async def test_second_readings_for_a_turn_that_never_comes_are_not_held_for_ever(
    stage: Stage, shipped: Content, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "READINGS_HELD", 2)
    readers = Readers()
    practice = Practice(shipped, store, replace(stage, second_reader=readers), Players(partner="builtin"))
    learner, other = await practice.new_learner(), await practice.new_learner()
    talks = [(one, await practice.open_talk(one, "mele")) for one in (learner, other, learner, other)]
    for one, talk in talks:
        await spoken(await practice.say(one, talk.id, "How has your week been?"))
        await asyncio.sleep(0)
    assert readers.at_once == 2, "those of the newest talks"
    await practice.forget(other)
    await asyncio.sleep(0)
    assert readers.at_once == 1
    readers.may_speak.set()
    _, talk = talks[2]
    await spoken(await practice.say(learner, talk.id, "What changed?"))
    first, _ = (await practice.talk(learner, talk.id)).conversation.organizer_turns
    assert first[1].reread == Reading(moves=(Move.REPAIR,))


async def test_what_ended_the_talk_is_not_read_a_second_time(stage: Stage, shipped: Content, store: Store) -> None:
    readers = Readers()
    readers.may_speak.set()
    practice = Practice(shipped, store, replace(stage, second_reader=readers), Players(partner="builtin"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    before = ("Hello Mele.", "How has your week been?", "What changed?", "What made you stay?", "Who else is there?")
    for said in before:
        await spoken(await practice.say(learner, talk.id, said))
    await spoken(await practice.say(learner, talk.id, "Thank you for your time, Mele. Goodbye."))
    assert (await practice.talk(learner, talk.id)).left == "goodbye"
    await asyncio.sleep(0)
    assert readers.asked == len(before)


async def test_a_prompt_that_breaks_in_mid_talk_leaves_the_turn_to_the_builtin_partner(
    stage: Stage, shipped: Content, store: Store
) -> None:
    class Unworded(Faltering):
        async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
            raise ContentError((Problem("turn.md", 3, "the template can't be read"),))
            yield ""

    practice = Practice(shipped, store, with_partner(stage, Unworded()), Players(partner="llm", model="m"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    last = (await practice.talk(learner, talk.id)).conversation.turns[-1]
    assert isinstance(last, MemberTurn)
    assert last.spoken_by == "builtin"
    assert "facilitator" in last.note
