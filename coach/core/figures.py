"""What is counted of a group, as values: `group` makes them of the talks that learners share."""

from typing import Literal

from coach.core.moves import Value
from coach.core.progress import Finished
from coach.core.rubric import Criterion, Marker, Objective

Brushed = Literal["hint", "too_soon", "unheard"]
BRUSHED: tuple[Brushed, ...] = ("hint", "too_soon", "unheard")


class Counted(Value):
    """A shared talk with feedback, and what was reached of the member's story in it."""

    learner: str
    """Tells people apart, nothing else."""
    hidden: bool
    """Only its scores are shared: the facilitator can't read it."""
    finished: Finished
    reached: tuple[int, ...] = ()
    """Depths of the layers that were found, 1 to 3."""
    brushed: tuple[Brushed, ...] = ()
    """How layers that were not found came near."""


class Share(Value):
    """So many of so many people."""

    people: int
    of: int

    @property
    def part(self) -> float:
        """0 to 1."""
        return self.people / self.of if self.of else 0.0


class ObjectiveFigure(Value):
    """One objective. `level` is None where it was judged with too few people."""

    objective: Objective
    of: int = 0
    level: float | None = None
    """Mean of the people's levels, 0 to 3, one decimal."""
    below: int = 0
    """People below level 1."""
    between: int = 0
    """From 1 to below 2."""
    above: int = 0
    """From 2 on."""


class CriterionFigure(Value):
    """How many people missed a criterion."""

    criterion: Criterion
    missed: Share


class MarkerFigure(Value):
    """In how many people's talks a habit was seen."""

    marker: Marker
    seen: Share


class LayerFigure(Value):
    """How many people reached a layer of this depth in any talk."""

    depth: int
    reached: Share


class NeverReached(Value):
    """A layer of one member's story that nobody of those who met them has reached."""

    persona: str
    name: str
    depth: int
    people: int


class BrushFigure(Value):
    """How many people came near a layer in this way."""

    how: Brushed
    people: Share


class TryFigure(Value):
    """How a criterion moved from the first to the second try: people with whom it rose, fell."""

    criterion: Criterion
    rose: int
    fell: int
    of: int


class Tries(Value):
    """Second tries."""

    people: int
    rose: int
    """People with whom the mean level over all criteria that were judged both times rose."""
    fell: int
    criteria: tuple[TryFigure, ...]
    """Those that moved, most often risen first."""


class Group(Value):
    """The figures. What fewer than five people have to do with is left out."""

    people: int
    objectives: tuple[ObjectiveFigure, ...]
    missed: tuple[CriterionFigure, ...]
    """Most often missed first."""
    markers: tuple[MarkerFigure, ...]
    """Most often seen first."""
    layers: tuple[LayerFigure, ...]
    never: tuple[NeverReached, ...]
    brushed: tuple[BrushFigure, ...]
    tries: Tries | None
    """None where fewer than five have tried again."""
    mixed: bool
    """Some were assessed by a model and some by the built-in assessor."""
