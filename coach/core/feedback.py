"""Feedback as values, and what makes it trustworthy: `verify` the quotes, `score` the levels."""

from collections.abc import Iterable
from typing import Literal, TypeVar

from pydantic import Field

from coach.core.conversation import Conversation
from coach.core.moves import Value
from coach.core.quotes import standing_quote
from coach.core.rubric import MOST_LEVELS, TOP_LEVEL, Rubric, solid

NullBecause = Literal["no_opportunity", "not_scored"]
NO_SUCH_LEVEL = "It was given a level that this criterion does not have, so it is not scored."
UNPROVEN = "Nothing that you said could be quoted for this, so it is not scored."


class Heard(Value):
    """What the learner says they learned about the member. All free text, all may be empty."""

    self_interest: str = ""
    story: str = ""
    resources: str = ""
    fears: str = ""
    next_step: str = ""


class Reflection(Value):
    """What the learner wrote after the talk, before any feedback. All free text, all may be empty."""

    heard: Heard = Heard()
    how_it_went: str = ""
    where_back: str = ""
    """Where they would go back, and what they would do there."""
    why_beyond: str = ""
    """Why this conversation mattered beyond this person."""

    @property
    def own_words(self) -> str:
        """What was written about oneself and the talk, and not about the member."""
        return f"{self.how_it_went}\n{self.where_back}\n{self.why_beyond}"

    @property
    def empty(self) -> bool:
        """Whether nothing at all was written."""
        heard = self.heard
        written = (heard.self_interest, heard.story, heard.resources, heard.fears, heard.next_step)
        return not "".join((*written, self.how_it_went, self.where_back, self.why_beyond)).strip()


class Evidence(Value):
    """Words of the organizer's: `turn` counts from 1 over the whole talk."""

    turn: int = Field(ge=1)
    quote: str


class CriterionResult(Value):
    """One verdict."""

    id: str
    level: int | None = Field(default=None, ge=0, le=MOST_LEVELS - 1)
    top: int = Field(default=TOP_LEVEL, ge=1, le=MOST_LEVELS - 1)
    """The highest level that this criterion has: set by `score`, from the rubric."""
    null_because: NullBecause | None = None
    why: str
    evidence: tuple[Evidence, ...] = ()
    agreement: float | None = Field(default=None, ge=0, le=1)
    """Share of the judgements that gave this level; None where it was judged once."""

    @property
    def share(self) -> float | None:
        """How far up its own scale the level is, 0 to 1; None where there is none."""
        return None if self.level is None else self.level / self.top

    @property
    def missed(self) -> bool:
        """Whether it was judged and is below the level that counts as solid."""
        return self.level is not None and self.level < solid(self.top)


class ObjectiveResult(Value):
    """One objective: its level is computed by `score`."""

    id: str
    level: float | None = Field(default=None, ge=0, le=TOP_LEVEL)
    criteria: tuple[CriterionResult, ...]


class Moment(Value):
    """A turn worth looking at."""

    turn: int = Field(ge=1)
    quote: str
    why: str


class Priority(Moment):
    """The one turn to go back to."""

    effect: str
    """What it did to the member."""
    try_instead: str
    """A better line, that uses the member's own words."""


class MarkerResult(Value):
    """A mobilizing marker and the turns that it was seen in."""

    id: str
    turns: tuple[int, ...]


class Measures(Value):
    """What code counts."""

    organizer_share: float | None = Field(default=None, ge=0, le=1)
    """The organizer's share of all words; None where nobody said a word."""
    words: int = 0
    """The organizer's words."""
    member_words: int = 0
    turns: int = 0
    """The organizer's turns."""
    member_turns: int = 0
    questions: int = 0
    open_questions: int = 0
    """Organizer turns that hold an open question."""
    follow_ups: int = 0
    reflections: int = 0
    own_stories: int = 0
    stacked_turns: int = 0
    """Organizer turns with two questions or more."""
    longest_turn_words: int = 0
    member_longest_turn_words: int = 0


class Feedback(Value):
    """All that a learner gets back on one talk."""

    objectives: tuple[ObjectiveResult, ...] = ()
    strength: Moment | None = None
    priority: Priority | None = None
    markers: tuple[MarkerResult, ...] = ()
    measures: Measures = Measures()
    assessor: Literal["builtin", "llm"] = "builtin"
    too_little: str | None = None
    """Why there is too little to assess; then nothing is scored."""
    no_strength: str = ""
    """What to say where no turn has earned praise."""
    next_time: str = ""
    """One thing to practise."""
    note: str = ""
    """What the page says about how this was made, such as that the built-in assessor stepped in."""

    @property
    def results(self) -> dict[str, CriterionResult]:
        """Verdicts by criterion id."""
        return {result.id: result for objective in self.objectives for result in objective.criteria}

    @property
    def mean_level(self) -> float | None:
        """Mean level of all judged criteria, from 0 to 3, unrounded; None where none was judged."""
        return _mean_level(self.results.values())


Quoted = TypeVar("Quoted", Evidence, Moment, Priority)


def verify(feedback: Feedback, conversation: Conversation) -> Feedback:
    """The same feedback with only what stands.

    Each quote is looked up in the organizer turn that it names; a near miss is replaced by the verbatim
    words, anything else is dropped. A level of 1 or more that keeps no evidence becomes `not_scored`; a
    strength or a priority whose quote does not stand is dropped.
    """

    def standing(found: Quoted) -> Quoted | None:
        quote = standing_quote(found.quote, found.turn, conversation)
        return None if quote is None else found.model_copy(update={"quote": quote})

    def proven(result: CriterionResult) -> CriterionResult:
        kept = tuple(stands for one in result.evidence if (stands := standing(one)))
        if result.level and not kept:
            return CriterionResult(id=result.id, null_because="not_scored", why=UNPROVEN)
        return result.model_copy(update={"evidence": kept})

    objectives = tuple(
        objective.model_copy(update={"criteria": tuple(proven(result) for result in objective.criteria)})
        for objective in feedback.objectives
    )
    return feedback.model_copy(
        update={
            "objectives": objectives,
            "strength": feedback.strength and standing(feedback.strength),
            "priority": feedback.priority and standing(feedback.priority),
        }
    )


def score(feedback: Feedback, rubric: Rubric) -> Feedback:
    """The same feedback in the rubric's order, with each objective's level computed.

    The level is the mean of the judged criteria, each as a share of its own scale, brought to 0 to 3 and to one
    decimal; None where fewer than half of the objective's criteria are judged. A criterion that nobody judged, or
    that was given a level which it does not have, says so; one that the rubric does not know is left out.
    """
    if feedback.too_little:
        return feedback.model_copy(update={"objectives": (), "strength": None, "priority": None})
    given = feedback.results
    objectives: list[ObjectiveResult] = []
    for objective in rubric.objectives:
        results = tuple(_on_its_scale(given.get(one.id) or not_scored(one.id), one.top) for one in objective.criteria)
        judged = [result for result in results if result.level is not None]
        mean = _mean_level(judged) if len(judged) * 2 >= len(results) else None
        level = None if mean is None else round(mean, 1)
        objectives.append(ObjectiveResult(id=objective.id, level=level, criteria=results))
    return feedback.model_copy(update={"objectives": tuple(objectives)})


def _on_its_scale(result: CriterionResult, top: int) -> CriterionResult:
    if result.level is not None and result.level > top:
        result = not_scored(result.id, NO_SUCH_LEVEL)
    return result.model_copy(update={"top": top})


def _mean_level(results: Iterable[CriterionResult]) -> float | None:
    shares = [result.share for result in results if result.share is not None]
    return TOP_LEVEL * sum(shares) / len(shares) if shares else None


def not_scored(criterion_id: str, why: str = "This assessor can't judge it.") -> CriterionResult:
    """A verdict that says honestly that there is none."""
    return CriterionResult(id=criterion_id, null_because="not_scored", why=why)
