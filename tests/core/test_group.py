"""The group's figures: each person once, each figure over five or not at all, a facilitator's level first."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.content import Content
from coach.core.feedback import CriterionResult, Feedback, MarkerResult, ObjectiveResult, score
from coach.core.figures import Brushed, Counted, Share
from coach.core.group import corrected, group
from coach.core.progress import Finished
from coach.core.rubric import Rubric
from coach.core.workshop import Remark

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def rubric(shipped: Content) -> Rubric:
    return shipped.rubric()


def feedback(rubric: Rubric, level: int | None, markers: tuple[str, ...] = (), **levels: int | None) -> Feedback:
    """One in which every criterion has this level, but for those that are named."""
    objectives = tuple(
        ObjectiveResult(
            id=objective.id,
            criteria=tuple(
                CriterionResult(id=one.id, level=levels.get(f"c{one.id}", level), why="…") for one in objective.criteria
            ),
        )
        for objective in rubric.objectives
    )
    seen = tuple(MarkerResult(id=marker, turns=(1,)) for marker in markers)
    return score(Feedback(objectives=objectives, markers=seen), rubric)


def talk(
    rubric: Rubric,
    learner: str,
    level: int | None,
    *,
    day: int = 1,
    hidden: bool = True,
    again: bool = False,
    reached: tuple[int, ...] = (),
    brushed: tuple[Brushed, ...] = (),
    markers: tuple[str, ...] = (),
    **levels: int | None,
) -> Counted:
    return Counted(
        learner=learner,
        hidden=hidden,
        reached=reached,
        brushed=brushed,
        finished=Finished(
            talk=f"{learner}{day}",
            name="Mele",
            persona="mele",
            started_at=START + timedelta(days=day),
            feedback=feedback(rubric, level, markers, **levels),
            rubric=rubric,
            again_of=f"{learner}{day - 1}" if again else None,
        ),
    )


def test_a_persons_newest_talk_counts_and_each_person_once(rubric: Rubric) -> None:
    talks = [talk(rubric, key, 1) for key in "abcde"] + [talk(rubric, "a", 3, day=day) for day in (2, 3, 4)]
    found = group(rubric, talks)
    assert found.people == 5
    first = found.objectives[0]
    assert (first.of, first.level, first.below, first.between, first.above) == (5, 1.4, 0, 4, 1)


def test_what_was_judged_with_fewer_than_five_people_is_left_out(rubric: Rubric) -> None:
    talks = [talk(rubric, key, 2, c2b=0) for key in "abcd"] + [talk(rubric, "e", 2, c2b=None)]
    assert [one.criterion.id for one in group(rubric, talks).missed] == []
    talks.append(talk(rubric, "f", 2, c2b=1))
    missed = group(rubric, talks).missed
    assert [(one.criterion.id, one.missed) for one in missed] == [("2b", Share(people=5, of=5))]


def test_a_figure_in_which_one_stands_among_talks_that_can_be_read_is_left_out(rubric: Rubric) -> None:
    read = [talk(rubric, key, 2, hidden=False, c2b=0) for key in "abcd"]
    hidden = [talk(rubric, "e", 2, c2b=0), talk(rubric, "f", 2, c2b=None), talk(rubric, "g", 2, c2b=None)]
    found = group(rubric, [*read, *hidden])
    assert found.missed == ()
    assert found.objectives[0].of == 7


def test_the_most_missed_comes_first(rubric: Rubric) -> None:
    talks = [talk(rubric, key, 3, c3d=0, c1a=0 if key < "d" else 2) for key in "abcde"]
    missed = group(rubric, talks).missed
    assert [(one.criterion.id, one.missed.people) for one in missed] == [("3d", 5), ("1a", 3)]


def test_habits_layers_and_what_came_near_are_counted_by_people(rubric: Rubric) -> None:
    talks = [talk(rubric, key, 1, reached=(1,), markers=("PITCH",), brushed=("too_soon",)) for key in "abcd"]
    talks += [talk(rubric, "e", 1, reached=(1, 2)), talk(rubric, "a", 1, day=2, reached=(2,), markers=("PITCH",))]
    found = group(rubric, talks)
    assert [(one.marker.id, one.seen.people) for one in found.markers] == [("PITCH", 4)]
    assert [one.reached.people for one in found.layers] == [5, 2, 0]
    assert [(one.how, one.people.people) for one in found.brushed] == [("too_soon", 4)]
    assert [(one.name, one.depth, one.people) for one in found.never] == [("Mele", 3, 5)]


def test_second_tries_say_with_how_many_a_criterion_rose_and_stand_in_no_other_figure(rubric: Rubric) -> None:
    talks = [talk(rubric, key, 1) for key in "abcde"]
    talks += [talk(rubric, key, 1, day=2, again=True, c2b=2) for key in "abcd"]
    assert group(rubric, talks).tries is None, "four have tried again"
    talks.append(talk(rubric, "e", 1, day=2, again=True, c2b=0))
    found = group(rubric, talks)
    tries = found.tries
    assert tries
    assert (tries.people, tries.rose, tries.fell) == (5, 4, 1)
    assert [(one.criterion.id, one.rose, one.fell, one.of) for one in tries.criteria] == [("2b", 4, 1, 5)]
    assert {one.missed.people for one in found.missed} == {5}


def test_a_facilitators_level_counts_and_the_objective_is_computed_anew(rubric: Rubric) -> None:
    given = Remark(id="1", by="ana", at=START, text="They did, in turn 3.", criterion="2b", level=3)
    before = feedback(rubric, 0, c2b=None)
    after = corrected(before, rubric, {"2b": given})
    assert after.results["2b"].level == 3
    assert before.results["2b"].level is None
    levels = {one.id: one.level for one in after.objectives}
    assert levels["LO1"] == 0
    assert levels["LO2"] == pytest.approx(0.6, abs=0.05)
    assert corrected(before, rubric, {}) is before
