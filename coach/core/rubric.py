"""What `prompts/objectives.yaml` says: the learning objectives, their criteria with their levels, the markers.

Values only: the file belongs to trainers, who may add, drop and reword.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from coach.core.moves import Value
from coach.core.since import LaterKind

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=800)]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z][0-9a-z_-]{0,23}$")]
ObjectiveId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_-]{0,23}$")]
MarkerId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]{1,31}$")]

TOP_LEVEL = 3
"""What an objective is scored up to, and the top level of the criteria that the built-in assessor knows."""
FEWEST_LEVELS, MOST_LEVELS = 2, 6


def solid(top: int) -> int:
    """The level that counts as solid on a scale from 0 to `top`: two thirds of the way, rounded; 2 of 3."""
    return max(1, round(top * 2 / 3))


class Criterion(Value):
    """One thing that is looked for in a talk."""

    id: CriterionId
    title: Text
    """A few words, as the page shows them."""
    question: Text
    """What the learner may ask themselves."""
    levels: tuple[Text, ...] = Field(min_length=FEWEST_LEVELS, max_length=MOST_LEVELS)
    """What each level looks like, from 0 upwards, in words a learner understands."""
    null_allowed: bool = False
    """Whether a talk may give no opportunity for it; otherwise its absence is level 0."""
    from_reflection: bool = False
    """Judged from what the learner writes afterwards, not from the talk."""
    counted: bool = False
    """Code counts it, whoever assesses the rest."""
    later: tuple[LaterKind, ...] = ()
    """Looked for only when they meet again, in a meeting of these kinds; in every meeting where it names none."""
    builtin: bool = False
    """The built-in assessor knows this id in this meaning; otherwise it says "not scored"."""

    @property
    def top(self) -> int:
        """Its highest level."""
        return len(self.levels) - 1

    @property
    def solid(self) -> int:
        """The level that counts as solid."""
        return solid(self.top)

    @property
    def known(self) -> bool:
        """Whether the built-in assessor can judge it: it knows its criteria in four levels and no others."""
        return self.builtin and self.top == TOP_LEVEL


class Objective(Value):
    """One learning objective with its criteria."""

    id: ObjectiveId
    title: Text
    statement: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Marker(Value):
    """A habit of mobilizing rather than organizing that is counted and shown, never scored."""

    id: MarkerId
    title: Text
    what: Text
    instead: Text


class Rubric(Value):
    """All that feedback is given against."""

    version: int = Field(ge=1)
    coding_rules: tuple[Text, ...] = Field(min_length=1)
    objectives: tuple[Objective, ...] = Field(min_length=1)
    markers: tuple[Marker, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Rubric":
        for kind, ids in (
            ("objective", [objective.id for objective in self.objectives]),
            ("criterion", [criterion.id for criterion in self.criteria]),
            ("marker", [marker.id for marker in self.markers]),
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{kind} {', '.join(twice)} stands in the file more than once")
        return self

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the file's order."""
        return tuple(self._each())

    def of(self, kind: LaterKind | None = None) -> "Rubric":
        """What is looked for in a first meeting, or in a later one of this kind."""
        kept = [
            (one, tuple(each for each in one.criteria if not each.later or kind in each.later))
            for one in self.objectives
        ]
        objectives = tuple(one.model_copy(update={"criteria": criteria}) for one, criteria in kept if criteria)
        return self.model_copy(update={"objectives": objectives})

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of this id. Raises KeyError."""
        return {criterion.id: criterion for criterion in self.criteria}[criterion_id]

    def _each(self) -> Iterator[Criterion]:
        for objective in self.objectives:
            yield from objective.criteria
