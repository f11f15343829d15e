"""Holding a talk, on a real database and with the built-in players."""

import asyncio
from dataclasses import replace

import pytest

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.core.feedback import Heard, Reflection
from coach.core.hints import RUNGS
from coach.core.moves import Move, Reading
from coach.core.situation import Situation
from coach.errors import InputError, TurnTaken
from coach.practice import LONGEST_TURN, Players, Practice
from coach.reply import Reply
from coach.stage import MODEL_ALONE, Stage
from coach.store import Store
from coach.talk import Plan
from tests.practice.players import Faltering, Readers, Unread, spoken


async def test_a_group_may_sit_down_with_the_same_member_at_the_same_moment(practice: Practice) -> None:
    learners = [await practice.new_learner() for _ in range(12)]
    talks = await asyncio.gather(*(practice.open_talk(learner, "mele") for learner in learners))
    assert len({talk.id for talk in talks}) == 12


async def test_a_talk_of_twelve_turns_ends_in_feedback(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele", plan=Plan(purpose="to listen"))
    replies = [
        await spoken(await practice.say(learner, talk.id, said))
        for said in (
            "Hi Mele, thanks for sitting down. I'm talking with people on your shift. Half an hour?",
            "What's changed since the hours were cut?",
            "One of you with the whole wing. What is that like?",
            "I did nights alone in a kitchen once, and I still dream about it.",
            "What made you stay?",
            "Who do people go to on your shift when something is wrong?",
            "So they come to you.",
            "What would you change first?",
            "What might get in the way?",
            "That makes sense.",
            "Would you have coffee with Rosa and one other on Tuesday at three, at the café?",
            "I'll ring you Wednesday. Thank you for telling me that.",
        )
    ]
    assert len(set(replies)) == 12
    done = await practice.reflect(learner, talk.id, Reflection(heard=Heard(story="short shifts")))
    assert done.ended
    assert done.feedback is not None
    assert done.feedback.too_little is None
    assert [objective.id for objective in done.feedback.objectives] == ["LO1", "LO2", "LO3", "LO4"]


async def test_a_talk_survives_a_restart(practice: Practice, database: str, shipped: Content, stage: Stage) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "darren")
    await spoken(await practice.say(learner, talk.id, "How's the footy going?"))
    restarted = Practice(shipped, Store(database), stage, Players(partner="builtin"))
    assert (await restarted.talk(learner, talk.id)).conversation == (await practice.talk(learner, talk.id)).conversation
    await spoken(await restarted.say(learner, talk.id, "What was it like before?"))


async def test_an_unanswered_turn_can_be_answered_later(practice: Practice, store: Store) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    store.add_turn(talk.id, 1, OrganizerTurn(text="How are you?"), talk.started_at)
    with pytest.raises(InputError, match="not answered"):
        await practice.say(learner, talk.id, "Hello?")
    assert await spoken(await practice.answer(learner, talk.id))
    with pytest.raises(InputError, match="your turn"):
        await practice.answer(learner, talk.id)


@pytest.mark.parametrize("text", ["", "   \n ", "\x00", "a" * (LONGEST_TURN + 1)])
async def test_what_can_not_be_said_is_refused_in_words(practice: Practice, text: str) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    with pytest.raises(InputError):
        await practice.say(learner, talk.id, text)
    assert (await practice.talk(learner, talk.id)).conversation.turns == ()


@pytest.mark.parametrize(
    "text",
    [
        "🙂🙂🙂",
        "مرحبا، كيف حالك؟",
        "<script>alert(1)</script>",
        "a" * LONGEST_TURN,
        "…",
        "'; DROP TABLE turns; --",
    ],
)
async def test_odd_texts_are_kept_as_they_are_and_answered(practice: Practice, text: str) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    assert await spoken(await practice.say(learner, talk.id, text))
    assert (await practice.talk(learner, talk.id)).conversation.turns[0].text == text


async def test_a_turn_sent_twice_is_kept_once(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    sent = await asyncio.gather(
        *(practice.say(learner, talk.id, "How are you?") for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, Reply) for one in sent) == 1
    assert all(isinstance(one, Reply | InputError) for one in sent)
    await next(one for one in sent if isinstance(one, Reply)).wait()
    assert len((await practice.talk(learner, talk.id)).conversation.turns) == 2


async def test_a_talk_in_another_language_is_read_by_the_model_before_the_member_answers(
    stage: Stage, shipped: Content, store: Store
) -> None:
    readers = Readers()
    readers.may_speak.set()
    modelled = replace(stage, partner=Faltering("Cansada."), second_reader=readers)
    practice = Practice(shipped, store, modelled, Players(partner="llm"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele", language="es")
    await spoken(await practice.say(learner, talk.id, "Hola Mele, ¿cómo te ha ido esta semana en la residencia?"))
    kept = await practice.talk(learner, talk.id)
    assert kept.persona.language == "es"
    (_, turn) = kept.conversation.organizer_turns[0]
    assert turn.reading == Reading(moves=(Move.REPAIR,))
    assert turn.direction is not None
    assert turn.direction.situation is not Situation.PUZZLED
    assert readers.most == 1


@pytest.mark.parametrize("fails", ["partner", "reader", "reader in time"])
async def test_nobody_steps_in_in_english_where_the_model_fails_a_talk_in_another_language(
    stage: Stage, shipped: Content, store: Store, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    monkeypatch.setattr("coach.stage.READING_SECONDS", 0.05)
    readers = Unread() if fails == "reader" else Readers()
    if fails == "partner":
        readers.may_speak.set()
    modelled = replace(stage, partner=Faltering(*(() if fails == "partner" else ("Cansada.",))), second_reader=readers)
    practice = Practice(shipped, store, modelled, Players(partner="llm"))
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele", language="es")
    for ask in (practice.say(learner, talk.id, "Hola Mele, ¿qué tal la semana?"), practice.answer(learner, talk.id)):
        pieces = [piece async for piece in (await ask).follow()]
        assert [piece.kind for piece in pieces] == ["failed"]
        assert pieces[0].text.startswith("The model server ")
        assert pieces[0].text.endswith(MODEL_ALONE)
    (turn,) = (await practice.talk(learner, talk.id)).conversation.turns
    assert turn.text == "Hola Mele, ¿qué tal la semana?", "what was said is kept"


@pytest.mark.parametrize("language", ["es", "en"])
async def test_where_no_model_speaks_a_talk_is_in_the_members_own_language(practice: Practice, language: str) -> None:
    talk = await practice.open_talk(await practice.new_learner(), "mele", language=language)
    assert talk.persona == practice.member("mele")


async def test_a_member_who_leaves_says_so_and_the_talk_is_over(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    for said in (
        "Hello Mele.",
        "How has your week been?",
        "What changed?",
        "What made you stay?",
        "Who else is there?",
    ):
        await spoken(await practice.say(learner, talk.id, said))
    goodbye = await spoken(await practice.say(learner, talk.id, "Thank you for your time, Mele. Goodbye."))
    over = await practice.talk(learner, talk.id)
    assert goodbye in over.persona.lines[Situation.GOODBYE]
    assert (over.ended, over.left) == (True, "goodbye")
    with pytest.raises(InputError, match="ended"):
        await practice.say(learner, talk.id, "One more thing")


async def test_the_ladder_of_hints_is_climbed_one_step_at_a_time_and_kept(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele", plan=Plan(purpose="to hear about the lifts"))
    with pytest.raises(InputError, match="not next"):
        await practice.hint(learner, talk.id, "line", after=0)
    taken = [await practice.hint(learner, talk.id, rung, after=0) for rung in RUNGS]
    assert "to hear about the lifts" in taken[2].says
    assert "Hi Mele" in taken[3].says
    assert await practice.hint(learner, talk.id, "question", after=0) == taken[1], "a step taken twice is one"
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    later = await practice.hint(learner, talk.id, "silence", after=2)
    assert (await practice.talk(learner, talk.id)).hints == (*taken, later)
    with pytest.raises(TurnTaken):
        await practice.hint(learner, talk.id, "question", after=0)
    await practice.end_talk(learner, talk.id)
    with pytest.raises(InputError, match="ended"):
        await practice.hint(learner, talk.id, "question", after=2)
