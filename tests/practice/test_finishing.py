"""Ending a talk and looking back on it."""

import asyncio

import pytest

from coach.core.feedback import Reflection
from coach.errors import InputError
from coach.practice import Practice
from coach.store import Store
from coach.talk import Intention
from tests.practice.players import spoken


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
