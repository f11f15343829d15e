"""Going back, on a real database and with the built-in players."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.core.moves import Move, Reading
from coach.errors import InputError, NotFound, TurnTaken
from coach.partner.builtin import BuiltinPartner
from coach.practice import Players, Practice
from coach.stage import Stage
from coach.store import Store
from tests.practice.players import Readers, spoken, with_partner


async def test_trying_again_leaves_the_first_way_as_it_was(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    for said in ("How are you?", "You should join the union!", "Sorry."):
        await spoken(await practice.say(learner, talk.id, said))
    first = (await practice.end_talk(learner, talk.id)).conversation
    again = await practice.rewind(learner, talk.id, 3)
    assert again.conversation.turns == first.turns[:2]
    assert (again.rewound_from, again.rewound_at) == (talk.id, 3)
    await spoken(await practice.say(learner, again.id, "What made you stay?"))
    assert (await practice.talk(learner, talk.id)).conversation == first
    with pytest.raises(InputError):
        await practice.rewind(learner, talk.id, 2)


async def test_another_try_knows_the_way_that_it_began_in(practice: Practice) -> None:
    learner, other = await practice.new_learner(), await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    again = await practice.rewind(learner, talk.id, 1)
    first = await practice.first_way(learner, again)
    assert first is not None
    assert first.id == talk.id
    assert await practice.first_way(learner, first) is None
    assert await practice.first_way(other, again) is None, "somebody else's talk is not found"
    await practice.delete_talk(learner, talk.id)
    assert await practice.first_way(learner, again) is None


async def held(practice: Practice, *lines: str) -> tuple[str, str]:
    """Somebody and a talk in which they have said these."""
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    for said in lines:
        await spoken(await practice.say(learner, talk.id, said))
    return learner, talk.id


async def test_last_words_are_taken_back_with_their_answer_and_leave_no_trace(
    practice: Practice, store: Store, database: str
) -> None:
    learner, talk = await held(practice, "How are you?", "Tell me about quincunxes.")
    first = (await practice.talk(learner, talk)).conversation.turns[:2]
    assert await practice.take_back(learner, talk, after=4) == "Tell me about quincunxes."
    assert (await practice.talk(learner, talk)).conversation.turns == first
    store.close()
    file = Path(database.removeprefix("sqlite:///"))
    assert b"quincunxes" not in b"".join(one.read_bytes() for one in file.parent.glob(file.name + "*"))


async def test_words_are_taken_back_once_however_often_it_is_asked(practice: Practice) -> None:
    learner, talk = await held(practice, "How are you?", "What changed?")
    sent = await asyncio.gather(*(practice.take_back(learner, talk, 4) for _ in range(12)), return_exceptions=True)
    assert [one for one in sent if isinstance(one, str)] == ["What changed?"]
    assert sum(isinstance(one, TurnTaken) for one in sent) == 11
    assert len((await practice.talk(learner, talk)).conversation.turns) == 2


async def test_words_are_taken_back_before_they_are_answered(stage: Stage, shipped: Content, store: Store) -> None:
    async def slowly(_: float) -> None:
        await asyncio.sleep(0.01)

    practice = Practice(shipped, store, with_partner(stage, BuiltinPartner(1, slowly)), Players(partner="builtin"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    reply = await practice.say(learner, talk.id, "You should join today!")
    assert await practice.take_back(learner, talk.id, after=1) == "You should join today!"
    assert reply.over
    assert (await practice.talk(learner, talk.id)).conversation.turns == ()
    await spoken(await practice.say(learner, talk.id, "How are you?"))


async def test_the_second_reading_of_words_that_were_taken_back_counts_for_nothing(
    stage: Stage, shipped: Content, store: Store
) -> None:
    readers = Readers()
    practice = Practice(shipped, store, replace(stage, second_reader=readers), Players(partner="builtin"))
    learner, talk = await held(practice, "How has your week been?")
    await practice.take_back(learner, talk, after=2)
    readers.may_speak.set()
    await spoken(await practice.say(learner, talk, "What changed?"))
    await spoken(await practice.say(learner, talk, "And before that?"))
    first, _ = (await practice.talk(learner, talk)).conversation.organizer_turns
    assert first[1].text == "What changed?"
    assert first[1].reread == Reading(moves=(Move.REPAIR,)), "its own, and it came in time"


async def test_another_answer_to_the_same_words_is_another_and_rests_on_the_same_decision(practice: Practice) -> None:
    learner, talk = await held(practice, "Hi Mele, thanks for your time.")
    before = (await practice.talk(learner, talk)).conversation.turns
    others = [await spoken(await practice.answer_again(learner, talk, after=2)) for _ in range(3)]
    after = (await practice.talk(learner, talk)).conversation.turns
    assert len({before[1].text, *others}) == 4
    assert [turn.text for turn in after] == [before[0].text, others[-1]]
    assert isinstance(before[0], OrganizerTurn)
    assert after[0] == before[0].model_copy(update={"again": 3})


async def test_what_was_said_before_another_try_is_not_taken_back(practice: Practice) -> None:
    learner, talk = await held(practice, "How are you?", "What changed?")
    again = await practice.rewind(learner, talk, 3)
    for attempt in (practice.take_back(learner, again.id, 2), practice.answer_again(learner, again.id, 2)):
        with pytest.raises(InputError, match="nothing of yours"):
            await attempt


async def test_nothing_is_taken_back_from_a_talk_that_has_ended_or_gone_on_or_is_another_s(practice: Practice) -> None:
    learner, talk = await held(practice, "How are you?")
    with pytest.raises(TurnTaken):
        await practice.take_back(learner, talk, after=4)
    with pytest.raises(TurnTaken):
        await practice.answer_again(learner, talk, after=4)
    with pytest.raises(NotFound):
        await practice.take_back(await practice.new_learner(), talk, after=2)
    await practice.end_talk(learner, talk)
    for attempt in (practice.take_back(learner, talk, 2), practice.answer_again(learner, talk, 2)):
        with pytest.raises(InputError, match="ended"):
            await attempt
    assert len((await practice.talk(learner, talk)).conversation.turns) == 2


async def test_hints_stay_with_the_place_that_they_were_taken_at(practice: Practice) -> None:
    learner, talk = await held(practice, "How are you?")
    taken = [await practice.hint(learner, talk, rung, after=2) for rung in ("silence", "question")]
    await spoken(await practice.say(learner, talk, "What changed?"))
    await practice.hint(learner, talk, "silence", after=4)
    await practice.take_back(learner, talk, after=4)
    assert list((await practice.talk(learner, talk)).hints) == taken
    again = await practice.rewind(learner, talk, 1)
    assert again.hints == (), "they were taken after the turn that is tried again"
