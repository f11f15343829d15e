"""What is kept of a learner, and what is not."""

import sqlite3
from pathlib import Path

import pytest

from coach.content import Content
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.errors import InputError, NotFound
from coach.practice import Players, Practice
from coach.stage import Stage
from coach.store import Store
from coach.talk import Intention, Plan
from tests.practice.players import spoken


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
