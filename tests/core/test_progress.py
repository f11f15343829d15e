"""Progress: per objective over talks, what keeps being missed, what another try changed; and little said of few."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.content import Content
from coach.core.feedback import CriterionResult, Feedback, ObjectiveResult, score
from coach.core.progress import Finished, progress
from coach.core.rubric import Rubric

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def rubric(shipped: Content) -> Rubric:
    return shipped.rubric()


def talk(
    rubric: Rubric,
    number: int,
    level: int | None,
    again_of: str | None = None,
    assessor: str = "builtin",
    **levels: int,
) -> Finished:
    """A talk of that number in which every criterion has this level, but for those that are named."""
    objectives = tuple(
        ObjectiveResult(
            id=objective.id,
            criteria=tuple(
                CriterionResult(id=one.id, level=levels.get(f"c{one.id}", level), why="…") for one in objective.criteria
            ),
        )
        for objective in rubric.objectives
    )
    return Finished(
        talk=str(number),
        name="Mele",
        persona="mele",
        started_at=START + timedelta(days=number),
        feedback=score(Feedback.model_validate({"objectives": objectives, "assessor": assessor}), rubric),
        rubric=rubric,
        again_of=again_of,
        from_turn=3 if again_of else None,
    )


def test_without_talks_there_is_nothing_to_say() -> None:
    seen = progress(())
    assert (seen.talks, seen.courses, seen.missed, seen.retries) == (0, (), (), ())


def test_each_objective_has_its_levels_in_the_order_of_the_talks(rubric: Rubric) -> None:
    seen = progress([talk(rubric, 2, 2), talk(rubric, 1, 1)])
    assert [course.objective.id for course in seen.courses] == [one.id for one in rubric.objectives]
    assert [point.level for point in seen.courses[0].points] == [1.0, 2.0]
    newest = seen.courses[0].newest
    assert newest is not None
    assert newest.talk == "2"


@pytest.mark.parametrize(
    ("levels", "trend"),
    [
        ((0, 3, 3), "unknown"),
        ((0, 0, 2, 2), "up"),
        ((3, 2, 1, 1), "down"),
        ((2, 2, 2, 2), "level"),
        ((1, 1, 3, 2, 2), "up"),
    ],
)
def test_a_trend_takes_more_than_three_talks(rubric: Rubric, levels: tuple[int, ...], trend: str) -> None:
    seen = progress([talk(rubric, n, level) for n, level in enumerate(levels)])
    assert {course.trend for course in seen.courses} == {trend}


def test_another_try_is_no_point_of_the_line(rubric: Rubric) -> None:
    seen = progress([talk(rubric, 1, 1), talk(rubric, 2, 3, again_of="1")])
    assert (seen.talks, seen.judged) == (1, 1)
    assert [point.level for point in seen.courses[0].points] == [1.0]


def test_a_talk_with_too_little_in_it_counts_as_a_talk_and_not_as_judged(rubric: Rubric) -> None:
    little = talk(rubric, 2, None).model_copy(update={"feedback": Feedback(too_little="Too short.")})
    seen = progress([talk(rubric, 1, 1), little])
    assert (seen.talks, seen.judged) == (2, 1)


def test_what_was_not_judged_is_no_level_of_nothing(rubric: Rubric) -> None:
    seen = progress([talk(rubric, n, None) for n in range(4)])
    assert all(course.newest is None for course in seen.courses)
    assert seen.missed == ()


def test_what_is_low_in_most_talks_keeps_being_missed(rubric: Rubric) -> None:
    talks = [talk(rubric, 1, 3, c2b=0), talk(rubric, 2, 3, c2b=1, c1a=0), talk(rubric, 3, 3)]
    assert [(one.criterion.id, one.missed, one.judged) for one in progress(talks).missed] == [("2b", 2, 3)]


def test_one_talk_shows_nothing_that_keeps_being_missed(rubric: Rubric) -> None:
    assert progress([talk(rubric, 1, 0)]).missed == ()


def test_what_another_try_changed_is_told_in_both_directions(rubric: Rubric) -> None:
    first, again = talk(rubric, 1, 2, c2b=0), talk(rubric, 2, 2, again_of="1", c2b=2, c1a=1)
    (retry,) = progress([first, again]).retries
    assert [(one.criterion.id, one.before, one.after) for one in retry.gains] == [("2b", 0, 2)]
    assert [(one.criterion.id, one.before, one.after) for one in retry.losses] == [("1a", 2, 1)]
    assert retry.from_turn == 3


def test_another_try_of_a_deleted_talk_is_compared_with_nothing(rubric: Rubric) -> None:
    assert progress([talk(rubric, 2, 2, again_of="gone")]).retries == ()


def test_two_assessors_over_the_talks_are_told(rubric: Rubric) -> None:
    assert not progress([talk(rubric, 1, 1), talk(rubric, 2, 1)]).mixed
    assert progress([talk(rubric, 1, 1), talk(rubric, 2, 1, assessor="llm")]).mixed
