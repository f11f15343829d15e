"""The use cases, on a real database and with the built-in players."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from coach.app import App
from coach.content import Content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Heard, Reflection
from coach.core.moves import Move, Reading
from coach.core.persona import Persona, Situation
from coach.errors import ContentError, InputError, ModelBusy, NotFound, Problem
from coach.partner.builtin import BuiltinPartner
from coach.practice import LONGEST_TURN, READINGS_AT_ONCE, Players, Practice
from coach.reply import Reply
from coach.settings import Settings
from coach.stage import Stage
from coach.store import Store
from coach.talk import Intention, Plan


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'coach.sqlite3'}"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    yield store
    store.close()


@pytest.fixture(scope="module")
def stage() -> Stage:
    return App(Settings()).stage


@pytest.fixture
def practice(shipped: Content, store: Store, stage: Stage) -> Practice:
    return Practice(shipped, store, stage, Players(partner="builtin"))


async def spoken(reply: Reply) -> str:
    await reply.wait()
    assert reply.turn is not None, "the reply failed"
    return reply.turn.text


class Faltering:
    """A partner whose model fails after so many words."""

    name: Literal["builtin", "llm"] = "llm"

    def __init__(self, *words: str) -> None:
        self.words = words

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        for word in self.words:
            yield word
        raise ModelBusy("The model server is overloaded.")


def with_partner(stage: Stage, partner: Faltering | BuiltinPartner) -> Stage:
    return Stage(
        reader=stage.reader,
        partner=partner,
        assessor=stage.assessor,
        understudy=stage.understudy,
        builtin_assessor=stage.builtin_assessor,
    )


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


async def test_nobody_sees_the_talk_of_another(practice: Practice) -> None:
    mine, theirs = await practice.new_learner(), await practice.new_learner()
    talk = await practice.open_talk(mine, "mele")
    for attempt in (
        practice.talk(theirs, talk.id),
        practice.say(theirs, talk.id, "Hello"),
        practice.end_talk(theirs, talk.id),
        practice.reflect(theirs, talk.id, Reflection()),
        practice.rewind(theirs, talk.id, 1),
        practice.intend(theirs, talk.id, Intention(who="Sam")),
        practice.delete_talk(theirs, talk.id),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await practice.talks(theirs) == ()


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


class Readers:
    """A second reader who says nothing before it is told to; how many read at once is counted."""

    name: Literal["builtin", "llm"] = "llm"

    def __init__(self) -> None:
        self.at_once = self.most = 0
        self.may_speak = asyncio.Event()

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.may_speak.wait()
        self.at_once -= 1
        return Reading(moves=(Move.REPAIR,))


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


async def test_an_ended_talk_takes_no_more_turns(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await practice.end_talk(learner, talk.id)
    with pytest.raises(InputError, match="ended"):
        await practice.say(learner, talk.id, "One more thing")


async def test_a_talk_without_a_word_is_too_little_to_assess(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    done = await practice.reflect(learner, talk.id, Reflection())
    assert done.feedback is not None
    assert done.feedback.too_little
    assert done.feedback.objectives == ()


async def test_what_the_learner_means_to_do_and_practise_is_recalled(practice: Practice) -> None:
    learner = await practice.new_learner()
    assert await practice.last_intention(learner) is None
    assert await practice.last_advice(learner) == ""
    talk = await practice.open_talk(learner, "mele")
    await practice.intend(learner, talk.id, Intention(who="Sam", when="Friday"))
    assert await practice.last_intention(learner) == Intention(who="Sam", when="Friday")


async def test_a_deleted_talk_is_gone(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    await practice.delete_talk(learner, talk.id)
    assert await practice.talks(learner) == ()
    with pytest.raises(NotFound):
        await practice.talk(learner, talk.id)


async def test_a_past_talk_keeps_the_member_it_began_with(
    practice: Practice, database: str, shipped: Content, stage: Stage, mele: Persona
) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    changed = mele.model_copy(update={"name": "Somebody else"})
    edited = Content(shipped.personas, shipped.prompts, (changed,), (), shipped.templates)
    later = Practice(edited, Store(database), stage, Players(partner="builtin"))
    assert (await later.talk(learner, talk.id)).persona.name == "Mele"
    assert (await later.open_talk(learner, "mele")).persona.name == "Somebody else"


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


async def test_progress_is_over_finished_talks_of_this_learner_alone(practice: Practice, store: Store) -> None:
    learner, other = await practice.new_learner(), await practice.new_learner()
    for member, turns in (("mele", 4), ("darren", 0), ("col", 1)):
        talk = await practice.open_talk(learner, member)
        for n in range(turns):
            await spoken(await practice.say(learner, talk.id, f"What was it like for you in year {n} of all this?"))
        if turns:
            await practice.reflect(learner, talk.id, Reflection())
    finished = await asyncio.to_thread(store.finished, learner)
    assert [(one.persona, one.name, bool(one.feedback.too_little)) for one in finished] == [
        ("mele", "Mele", False),
        ("col", "Col", True),
    ]
    seen = await practice.progress(learner)
    assert (seen.talks, seen.judged) == (2, 1)
    assert (await practice.progress(other)).talks == 0


async def test_a_talk_is_looked_back_on_with_what_was_not_reached(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(
        await practice.say(learner, talk.id, "You should join, we have won big pay rises and everyone is signing up!")
    )
    found = practice.debrief(await practice.talk(learner, talk.id))
    assert found.shifts[0].closed
    assert found.layers[2].truth == talk.persona.story[2].truth


async def test_a_talk_has_the_name_that_it_was_given_until_that_is_taken_back(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await practice.rename_talk(learner, talk.id, "  The  one about\nlifts ")
    assert (await practice.talk(learner, talk.id)).name == "The one about lifts"
    assert [one.name for one in await practice.talks(learner)] == ["The one about lifts"]
    with pytest.raises(InputError):
        await practice.rename_talk(learner, talk.id, "x" * 81)
    with pytest.raises(NotFound):
        await practice.rename_talk(await practice.new_learner(), talk.id, "Mine")
    await practice.rename_talk(learner, talk.id, "")
    assert (await practice.talk(learner, talk.id)).name == ""


async def test_words_that_were_said_find_the_talks_of_whoever_asks(practice: Practice) -> None:
    learner, other = await practice.new_learner(), await practice.new_learner()
    said = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, said.id, "Élodie’s 100 % café, and a_b."))
    await practice.open_talk(learner, "darren")
    for words in ("élodie", "100 %", "CAFÉ", "a_b"):
        assert await practice.search(learner, words) == {said.id}
    assert await practice.search(learner, "aXb") == frozenset()
    assert await practice.search(other, "élodie") == frozenset()


async def test_whoever_is_forgotten_leaves_not_a_word_in_the_database(
    practice: Practice, store: Store, database: str
) -> None:
    learner, other = await practice.new_learner(), await practice.new_learner()
    talk = await practice.open_talk(learner, "mele", plan=Plan(purpose="quincunx"))
    stays = await practice.open_talk(other, "mele")
    await spoken(await practice.say(learner, talk.id, "My word is quincunx."))
    await practice.reflect(learner, talk.id, Reflection(how_it_went="quincunx"))
    await practice.forget(learner)
    assert not await practice.knows(learner)
    assert await practice.talks(learner) == ()
    with pytest.raises(NotFound):
        await practice.talk(learner, talk.id)
    assert (await practice.talk(other, stays.id)).id == stays.id
    store.close()  # the last connection to go writes the log into the file
    file = Path(database.removeprefix("sqlite:///"))
    left = b"".join(one.read_bytes() for one in file.parent.glob(file.name + "*"))
    assert b"quincunx" not in left


def test_a_database_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    Store(url).close()
    with sqlite3.connect(tmp_path / "old.sqlite3") as old:
        old.execute("ALTER TABLE talks DROP COLUMN name")
        old.execute("UPDATE schema_version SET version = '1'")
    old.close()
    store = Store(url)
    assert store.talks("nobody") == ()
    store.close()


async def test_a_copy_of_a_member_with_older_news_is_read(
    practice: Practice, database: str, tmp_path: Path, store: Store
) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    store.close()
    with sqlite3.connect(tmp_path / "coach.sqlite3") as kept:
        kept.execute(
            "UPDATE copies SET body = json_set(body, '$.between_meetings', json('[\"The roster went up.\"]')) "
            "WHERE json_extract(body, '$.pronouns') IS NOT NULL"
        )
    kept.close()
    later = Store(database)
    assert later.talk(learner, talk.id).persona.between_meetings == ()
    later.close()


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


@pytest.mark.parametrize("language", ["es", "en"])
async def test_where_no_model_speaks_a_talk_is_in_the_members_own_language(practice: Practice, language: str) -> None:
    talk = await practice.open_talk(await practice.new_learner(), "mele", language=language)
    assert talk.persona == practice.member("mele")
