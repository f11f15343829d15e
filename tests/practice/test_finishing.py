"""Ending a talk and looking back on it."""

import asyncio
from dataclasses import replace
from typing import Literal

import pytest

from coach.assessor import Case, Progress, Tell, nobody
from coach.content import Content
from coach.core.feedback import Feedback, Reflection
from coach.errors import CoachError, InputError
from coach.practice import Players, Practice
from coach.stage import Stage
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


class Assessing:
    """An assessor who judges when it is told to, and counts how often it was asked."""

    name: Literal["builtin", "llm"] = "builtin"

    def __init__(self, feedback: Feedback | Exception) -> None:
        self.feedback, self.asked, self.may_judge = feedback, 0, asyncio.Event()

    async def assess(self, case: Case, tell: Tell = nobody) -> Feedback:
        self.asked += 1
        tell(Progress(step="judging", objective=2, objectives=4))
        await self.may_judge.wait()
        tell(Progress(step="checking"))
        if isinstance(self.feedback, Exception):
            raise self.feedback
        return self.feedback


async def test_how_far_feedback_has_come_is_told_to_all_who_follow_it_and_it_is_made_once(
    practice: Practice, stage: Stage, shipped: Content, store: Store
) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    made = (await practice.reflect(learner, talk.id, Reflection())).feedback
    assert made
    slow = Assessing(made)
    practice = Practice(shipped, store, replace(stage, assessor=slow), Players(partner="builtin"))
    first = await practice.judge(learner, talk.id, Reflection(how_it_went="Well."))
    assert await practice.judge(learner, talk.id, Reflection(how_it_went="Well.")) is first
    assert await practice.judging(learner, talk.id) is first
    seen: list[str] = []
    async for progress in first.follow():
        seen.append(progress.step)
        if progress.step == "judging":
            slow.may_judge.set()
    await first.end()
    assert [step for step in seen if step != "reading"] == ["judging", "checking"]
    assert slow.asked == 1
    assert await practice.judging(learner, talk.id) is None


async def test_where_making_feedback_fails_it_is_told_and_can_be_asked_for_again(
    practice: Practice, stage: Stage, shipped: Content, store: Store
) -> None:
    broken = Assessing(RuntimeError("a fault of ours"))
    broken.may_judge.set()
    failing = Practice(shipped, store, replace(stage, assessor=broken), Players(partner="builtin"))
    learner = await failing.new_learner()
    talk = await failing.open_talk(learner, "mele")
    with pytest.raises(CoachError, match="on our side"):
        await failing.reflect(learner, talk.id, Reflection(how_it_went="Well."))
    kept = await failing.talk(learner, talk.id)
    assert kept.reflection == Reflection(how_it_went="Well.")
    assert (await practice.reflect(learner, talk.id, Reflection())).feedback
