"""Progress over talks: what each objective's levels were, what keeps being missed, what a second try improved.

Members differ and assessors err, so it says little of few talks, and counts only what was judged.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from coach.core.feedback import Feedback
from coach.core.moves import Value
from coach.core.rubric import Criterion, Objective, Rubric

FEW = 3
"""So many judged talks are too few to see a trend."""
LEAST_CHANGE = 0.5
"""Of a level: about what two people who assess the same talk may differ by. Smaller changes are none."""
LEAST_TALKS = 2
"""A criterion must be judged in so many talks before it can be said to keep being missed."""

Trend = Literal["up", "down", "level", "unknown"]


class Finished(Value):
    """A talk with feedback."""

    talk: str
    name: str
    """The member's."""
    persona: str
    started_at: datetime
    feedback: Feedback
    rubric: Rubric
    again_of: str | None = None
    """The talk that it is another try of."""
    from_turn: int | None = None


class Point(Value):
    """The level of one objective in one talk."""

    talk: str
    name: str
    started_at: datetime
    level: float


class Course(Value):
    """One objective over all first ways through."""

    objective: Objective
    points: tuple[Point, ...]
    """Oldest first; only talks in which it was judged."""
    trend: Trend
    """Of the later half against the earlier; "unknown" while there are few."""

    @property
    def newest(self) -> Point | None:
        """The latest level."""
        return self.points[-1] if self.points else None


class Missed(Value):
    """A criterion that keeps being missed: below the level that counts as solid."""

    criterion: Criterion
    missed: int
    judged: int


class Gain(Value):
    """A criterion whose level changed from the first to the second try."""

    criterion: Criterion
    before: int
    after: int


class Retry(Value):
    """A second try beside the way it began in."""

    talk: str
    name: str
    started_at: datetime
    from_turn: int
    gains: tuple[Gain, ...]
    losses: tuple[Gain, ...]


class Progress(Value):
    """All of it."""

    talks: int
    """First ways through with feedback."""
    judged: int
    """Those of them with enough in them to be judged."""
    courses: tuple[Course, ...] = ()
    missed: tuple[Missed, ...] = ()
    """Most often missed first."""
    retries: tuple[Retry, ...] = ()
    """Newest first; only those whose first way is there to compare with."""
    mixed: bool = False
    """Some were assessed by a model and some by the built-in assessor: their levels can't be compared closely."""


def progress(finished: Iterable[Finished]) -> Progress:
    """Look over all finished talks of a learner. The newest talk's rubric names what is looked at."""
    all_ = sorted(finished, key=lambda one: one.started_at)
    first_ways = [one for one in all_ if one.again_of is None]
    judged = [one for one in first_ways if not one.feedback.too_little]
    if not all_:
        return Progress(talks=0, judged=0)
    rubric = all_[-1].rubric
    return Progress(
        talks=len(first_ways),
        judged=len(judged),
        courses=tuple(_course(objective, judged) for objective in rubric.objectives),
        missed=_missed(rubric, judged),
        retries=tuple(_retries(rubric, all_)),
        mixed=len({one.feedback.assessor for one in judged}) > 1,
    )


def _course(objective: Objective, talks: Sequence[Finished]) -> Course:
    points = tuple(
        Point(talk=one.talk, name=one.name, started_at=one.started_at, level=result.level)
        for one in talks
        for result in one.feedback.objectives
        if result.id == objective.id and result.level is not None
    )
    return Course(objective=objective, points=points, trend=_trend([point.level for point in points]))


def _trend(levels: Sequence[float]) -> Trend:
    if len(levels) <= FEW:
        return "unknown"
    half = len(levels) // 2
    change = sum(levels[-half:]) / half - sum(levels[:half]) / half
    if abs(change) < LEAST_CHANGE:
        return "level"
    return "up" if change > 0 else "down"


def _missed(rubric: Rubric, talks: Sequence[Finished]) -> tuple[Missed, ...]:
    found: list[Missed] = []
    for criterion in rubric.criteria:
        results = [one.feedback.results.get(criterion.id) for one in talks]
        judged = [result for result in results if result and result.level is not None]
        low = sum(result.missed for result in judged)
        if len(judged) >= LEAST_TALKS and low * 2 > len(judged):
            found.append(Missed(criterion=criterion, missed=low, judged=len(judged)))
    return tuple(sorted(found, key=lambda one: (-one.missed / one.judged, -one.missed)))


def _retries(rubric: Rubric, talks: Sequence[Finished]) -> Iterable[Retry]:
    by_id = {one.talk: one for one in talks}
    for again in reversed(talks):
        first = by_id.get(again.again_of or "")
        if first is None or first.feedback.too_little or again.feedback.too_little:
            continue
        changes = [
            Gain(criterion=criterion, before=before.level, after=after.level)
            for criterion in rubric.criteria
            if (before := first.feedback.results.get(criterion.id))
            and (after := again.feedback.results.get(criterion.id))
            and before.level is not None
            and after.level is not None
            and before.level != after.level
            and before.top == after.top
        ]
        yield Retry(
            talk=again.talk,
            name=again.name,
            started_at=again.started_at,
            from_turn=again.from_turn or 1,
            gains=tuple(one for one in changes if one.after > one.before),
            losses=tuple(one for one in changes if one.after < one.before),
        )
