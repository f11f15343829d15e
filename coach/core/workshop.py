"""What a workshop is: whom its learners meet, how they come in, what is looked for; and what of a talk is shared."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coach.core.help import Place
from coach.core.moves import Value
from coach.core.persona import Kind, Persona
from coach.core.rubric import MOST_LEVELS, Rubric

LONGEST_NAME, LONGEST_WELCOME, LONGEST_CODE, LONGEST_REMARK = 80, 2000, 40, 2000
"""Characters."""
SHORTEST_CODE = 6
"""Letters and digits: at 300 wrong tries in ten minutes, the shortest of letters alone holds for years."""

Sharing = Literal["nothing", "scores", "talk"]
"""What the facilitator gets of a talk: nothing, its scores among those of others, or the talk itself."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Welcome = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WELCOME)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CODE)]


class Workshop(Value):
    """What a facilitator has set up."""

    name: Name
    code: Code
    """By which learners join."""
    welcome: Welcome = ""
    members: tuple[str, ...] = ()
    """The ids of those whom its learners meet; empty for everybody."""
    kind: Kind | None = None
    """The one kind of meeting that is offered; None for all."""
    rubric: Rubric | None = None
    """Its own objectives; None for those of the file, as they are at each talk."""
    places: tuple[Place, ...] = Field(default=(), max_length=12)
    """Where its learners find help; empty for those of the host's file."""
    languages: tuple[str, ...] = ()
    """What its pages may begin in, the first for whoever's browser has none of them; empty for any."""

    @property
    def key(self) -> str:
        """The code as it is compared."""
        return code_key(self.code)


class Kept(Value):
    """A workshop as it is kept."""

    id: str
    workshop: Workshop
    stamp: str
    """Changes with what it says."""
    made_at: datetime
    learners: int = 0
    """How many have joined."""


class Membership(Value):
    """A learner in a workshop."""

    id: str
    """The workshop's."""
    workshop: Workshop
    shares: Sharing = "nothing"
    """What is shared of a talk that has no choice of its own."""
    called: str = ""
    """What the facilitator may call them, where a talk is shared; empty for no name."""
    joined_at: datetime


class Remark(Value):
    """What a facilitator says to a shared talk, or at which level they see a criterion."""

    id: str
    by: str
    """The account's name; empty where nobody signs in."""
    at: datetime
    text: str
    criterion: str | None = None
    level: int | None = Field(default=None, ge=0, le=MOST_LEVELS - 1)
    """Theirs, on the criterion's own scale, beside the assessor's; None with a comment."""


def code_key(code: str) -> str:
    """What of a code counts: letters and digits, in any case, whatever stands between them."""
    return "".join(mark for mark in code.casefold() if mark.isalnum())


def offered(workshop: Workshop, members: Iterable[Persona]) -> tuple[Persona, ...]:
    """Those of the members whom its learners meet, each with the meetings that are offered."""
    wanted = frozenset(workshop.members)
    found: list[Persona] = []
    for member in members:
        meetings = tuple(one for one in member.scenarios if workshop.kind in (None, one.kind))
        if meetings and (not wanted or member.id in wanted):
            found.append(member.model_copy(update={"scenarios": meetings}))
    return tuple(found)


def shared(own: Sharing | None, workshops: Sharing) -> Sharing:
    """What is shared of a talk: its own choice goes before that for the workshop."""
    return own or workshops


def overrides(remarks: Iterable[Remark]) -> dict[str, Remark]:
    """By criterion, the newest remark that gives a level."""
    levels = sorted((one for one in remarks if one.criterion and one.level is not None), key=lambda one: one.at)
    return {one.criterion: one for one in levels if one.criterion}
