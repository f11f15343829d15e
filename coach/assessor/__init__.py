"""How did it go? A talk in, feedback out: every verdict quoted, every quote checked."""

from collections.abc import Callable
from typing import Annotated, Literal, Protocol

from pydantic import AfterValidator

from coach.core.conversation import Conversation
from coach.core.feedback import Feedback, Reflection
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.rubric import Rubric


class Case(Value):
    """All that an assessor may know about a talk.

    Organizer turns carry the reading that counts, member turns theirs; without a persona nothing is said
    about what the member kept back. What the learner said in distress of their own is not in it.
    """

    conversation: Annotated[Conversation, AfterValidator(lambda held: held.practised)]
    rubric: Rubric
    persona: Persona | None = None
    reflection: Reflection | None = None
    retried: bool = False
    """The learner has tried a moment of this talk again."""


class Progress(Value):
    """How far the work on a talk has come."""

    step: Literal["reading", "judging", "checking"] = "reading"
    """The talk is read, its objectives are judged, quotes are checked."""
    objective: int = 0
    """The objective that is being judged, from 1; 0 before and after."""
    objectives: int = 0


Tell = Callable[[Progress], None]
"""Told whenever the work has come further."""


def nobody(_: Progress) -> None:
    """Where nobody wants to know."""


class Assessor(Protocol):
    """Whoever says how a talk went."""

    name: Literal["builtin", "llm"]

    async def assess(self, case: Case, tell: Tell = nobody) -> Feedback:
        """Feedback that is verified and scored. Raises ModelError where a model was needed and failed."""
        ...
