"""What a group finds hard: figures over the talks that its learners share, each over five people or not at all.

One person counts once in each figure, however often they practised: by their newest talk in which it was judged.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from coach.core.crowd import enough
from coach.core.feedback import Feedback, ObjectiveResult, score
from coach.core.figures import (
    BRUSHED,
    BrushFigure,
    Counted,
    CriterionFigure,
    Group,
    LayerFigure,
    MarkerFigure,
    NeverReached,
    ObjectiveFigure,
    Share,
    Tries,
    TryFigure,
)
from coach.core.rubric import Criterion, Objective, Rubric
from coach.core.workshop import Remark

People = Mapping[str, Sequence[Counted]]
"""Their first ways through, by person, oldest first."""


def group(rubric: Rubric, talks: Iterable[Counted]) -> Group:
    """The figures over these talks, whoever may be counted: see `crowd`."""
    judged = sorted((one for one in talks if not one.finished.feedback.too_little), key=_started)
    firsts = [one for one in judged if one.finished.again_of is None]
    people = _by_person(firsts)
    everybody = enough([_hidden(talks) for talks in people.values()])
    return Group(
        people=len({one.learner for one in judged}),
        objectives=tuple(_objective(objective, people) for objective in rubric.objectives),
        missed=_missed(rubric, people),
        markers=_markers(rubric, people) if everybody else (),
        layers=_layers(people) if everybody else (),
        never=_never(firsts),
        brushed=_brushed(people) if everybody else (),
        tries=_tries(rubric, judged),
        mixed=len({one.finished.feedback.assessor for one in judged}) > 1,
    )


def corrected(feedback: Feedback, rubric: Rubric, given: Mapping[str, Remark]) -> Feedback:
    """The same feedback with a facilitator's levels, by criterion, in place of the assessor's."""

    def levels(found: ObjectiveResult) -> ObjectiveResult:
        criteria = tuple(
            one.model_copy(update={"level": given[one.id].level, "null_because": None}) if one.id in given else one
            for one in found.criteria
        )
        return found.model_copy(update={"criteria": criteria})

    if not given:
        return feedback
    return score(feedback.model_copy(update={"objectives": tuple(levels(one) for one in feedback.objectives)}), rubric)


def _started(one: Counted) -> float:
    return one.finished.started_at.timestamp()


def _by_person(talks: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for one in talks:
        found[one.learner].append(one)
    return dict(found)


def _hidden(talks: Iterable[Counted]) -> bool:
    return any(one.hidden for one in talks)


def _objective(objective: Objective, people: People) -> ObjectiveFigure:
    newest = [found for talks in people.values() if (found := _newest_objective(objective, talks))]
    levels = [level for level, _ in newest]
    if not enough([hidden for _, hidden in newest]):
        return ObjectiveFigure(objective=objective)
    return ObjectiveFigure(
        objective=objective,
        of=len(levels),
        level=round(sum(levels) / len(levels), 1),
        below=sum(level < 1 for level in levels),
        between=sum(1 <= level < 2 for level in levels),
        above=sum(level >= 2 for level in levels),
    )


def _newest_objective(objective: Objective, talks: Sequence[Counted]) -> tuple[float, bool] | None:
    for one in reversed(talks):
        for result in one.finished.feedback.objectives:
            if result.id == objective.id and result.level is not None:
                return result.level, one.hidden
    return None


def _newest_missed(criterion: Criterion, talks: Sequence[Counted]) -> tuple[bool, bool] | None:
    for one in reversed(talks):
        result = one.finished.feedback.results.get(criterion.id)
        if result and result.level is not None:
            return result.missed, one.hidden
    return None


def _missed(rubric: Rubric, people: People) -> tuple[CriterionFigure, ...]:
    found: list[CriterionFigure] = []
    for criterion in rubric.criteria:
        newest = [seen for talks in people.values() if (seen := _newest_missed(criterion, talks))]
        low = sum(missed for missed, _ in newest)
        if low and enough([hidden for _, hidden in newest]):
            found.append(CriterionFigure(criterion=criterion, missed=Share(people=low, of=len(newest))))
    return tuple(sorted(found, key=lambda one: (-one.missed.part, -one.missed.of)))


def _markers(rubric: Rubric, people: People) -> tuple[MarkerFigure, ...]:
    seen = [
        {marker.id for one in talks for marker in one.finished.feedback.markers if marker.turns}
        for talks in people.values()
    ]
    found = [
        MarkerFigure(marker=marker, seen=Share(people=number, of=len(people)))
        for marker in rubric.markers
        if (number := sum(marker.id in one for one in seen))
    ]
    return tuple(sorted(found, key=lambda one: -one.seen.people))


def _layers(people: People) -> tuple[LayerFigure, ...]:
    def reached(depth: int) -> int:
        return sum(any(depth in one.reached for one in talks) for talks in people.values())

    return tuple(LayerFigure(depth=depth, reached=Share(people=reached(depth), of=len(people))) for depth in (1, 2, 3))


def _never(firsts: Iterable[Counted]) -> tuple[NeverReached, ...]:
    met: dict[str, list[Counted]] = defaultdict(list)
    for one in firsts:
        met[one.finished.persona].append(one)
    found: list[NeverReached] = []
    for persona, talks in sorted(met.items()):
        people = _by_person(talks)
        if enough([_hidden(one) for one in people.values()]):
            reached = {depth for one in talks for depth in one.reached}
            found += (
                NeverReached(persona=persona, name=talks[-1].finished.name, depth=depth, people=len(people))
                for depth in (1, 2, 3)
                if depth not in reached
            )
    return tuple(found)


def _brushed(people: People) -> tuple[BrushFigure, ...]:
    found = [
        BrushFigure(how=how, people=Share(people=number, of=len(people)))
        for how in BRUSHED
        if (number := sum(any(how in one.brushed for one in talks) for talks in people.values()))
    ]
    return tuple(sorted(found, key=lambda one: -one.people.people))


def _tries(rubric: Rubric, talks: Sequence[Counted]) -> Tries | None:
    by_talk = {one.finished.talk: one for one in talks}
    pairs: dict[str, tuple[Counted, Counted]] = {}
    for again in talks:  # oldest first: the newest second try of each person stands
        first = by_talk.get(again.finished.again_of or "")
        if first and first.learner == again.learner:
            pairs[again.learner] = (first, again)
    if not enough([_hidden(pair) for pair in pairs.values()]):
        return None
    moved = [(_moved(rubric, first, again), _hidden((first, again))) for first, again in pairs.values()]
    criteria: list[TryFigure] = []
    for criterion in rubric.criteria:
        both = [(change[criterion.id], hidden) for change, hidden in moved if criterion.id in change]
        rose, fell = sum(change > 0 for change, _ in both), sum(change < 0 for change, _ in both)
        if (rose or fell) and enough([hidden for _, hidden in both]):
            criteria.append(TryFigure(criterion=criterion, rose=rose, fell=fell, of=len(both)))
    whole = [sum(change.values()) for change, _ in moved]
    return Tries(
        people=len(pairs),
        rose=sum(change > 0 for change in whole),
        fell=sum(change < 0 for change in whole),
        criteria=tuple(sorted(criteria, key=lambda one: (one.fell - one.rose, -one.of))),
    )


def _moved(rubric: Rubric, first: Counted, again: Counted) -> dict[str, int]:
    """By criterion that was judged both times, the change of its level."""
    found: dict[str, int] = {}
    for criterion in rubric.criteria:
        before = first.finished.feedback.results.get(criterion.id)
        after = again.finished.feedback.results.get(criterion.id)
        if not before or not after or before.top != after.top:
            continue
        if before.level is not None and after.level is not None:
            found[criterion.id] = after.level - before.level
    return found
