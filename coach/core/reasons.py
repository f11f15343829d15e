"""Why trust or guard changed: a reason in plain words, and what every rule that gives one needs."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.core.rapport import Rapport

MONOLOGUE = 150
"""Words; a turn of the organizer's longer than this is a monologue (rubric, criterion 2c)."""
LONG = 80
"""Words; a longer turn must give back two of the member's words before it counts as following them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why trust or guard changed. `why` is a sentence to the learner."""

    rule: str
    why: str
    trust: int = 0
    guard: int = 0
    opens: bool = False
    """It is an opening move that landed."""
    gives: bool = False
    """It gave something of the organizer's own, or asked leave."""
    most: int = 1
    """The most trust that a turn can earn that holds this."""


Rule = Callable[[Persona, Rapport, Reading], Reason | None]


def carries(reading: Reading) -> bool:
    """Whether the turn carries something that this member said, and is not said a second time."""
    needed = 1 if reading.words <= LONG else 2
    return len(reading.echoes) >= needed and not reading.repeats


def them(persona: Persona) -> str:
    """The object pronoun: her, him, them."""
    return persona.pronouns.split("/")[1] if persona.pronouns != "they/them" else "them"


def they(persona: Persona) -> str:
    """The subject pronoun with its verb-friendly form: she, he, they."""
    return persona.pronouns.split("/")[0]


def their(persona: Persona) -> str:
    """The possessive: her, his, their."""
    return {"she/her": "her", "he/him": "his"}.get(persona.pronouns, "their")
