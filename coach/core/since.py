"""What lies between two meetings: what each promised and did, what is told already, and the trust that is left.

Recorded when the next meeting begins and never changed, like a direction: the fold of that meeting starts from it.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from coach.core.moves import Value

Line = tuple[Literal["organizer", "member"], str]
"""Who spoke, and what they said."""
Outcome = Literal["kept", "partly", "broken"]
"""What became of something that was promised."""
LaterKind = Literal["maintenance", "escalation"]
"""What a meeting with somebody whom one has met before may be for."""
OUTCOMES: tuple[Outcome, ...] = ("broken", "partly", "kept")
"""From the worst to the best."""


class Undertaking(Value):
    """Something that the member agreed to, and what came of it."""

    act: str
    """Id of the commitment."""
    outcome: Outcome
    meeting: int
    """The one at which it is told."""


class Promise(Value):
    """Something that the organizer said they would do, and what came of it by their own account."""

    turn: int
    """In the meeting before."""
    text: str
    """The sentence, word for word."""
    outcome: Outcome
    account: str = ""
    """What they wrote of it, in their own words: kept for them alone, since the member has not heard it yet."""


class Change(Value):
    """Why the next meeting starts from another trust or guard. `why` is a sentence to the learner."""

    why: str
    trust: int = 0
    guard: int = 0


class Since(Value):
    """Where the member stands when they are met again."""

    occasion: str
    """Id of the scenario in which they first met."""
    meeting: int = Field(ge=2)
    """The second, the third …"""
    weeks: int = Field(ge=1, le=52)
    """Since the last one, in the story."""
    trust: int = Field(ge=0, le=10)
    guard: int = Field(ge=0, le=3)
    changes: tuple[Change, ...] = ()
    """How trust and guard came to be what they are, from where a first meeting starts."""
    earned: int = Field(default=0, ge=0, le=3)
    """Deepest layer that was earned in all meetings so far."""
    told: tuple[str, ...] = ()
    """Ids of all that they have spoken of so far."""
    fear_heard: bool = False
    undertakings: tuple[Undertaking, ...] = ()
    """All that they ever agreed to."""
    promises: tuple[Promise, ...] = ()
    """The organizer's, of the last meeting."""
    shared: tuple[str, ...] = ()
    """What the organizer told of themselves so far, word for word: the last of it."""
    news: str | None = None
    """Id of what has happened to them meanwhile; None where the file has nothing more."""
    felt: str = ""
    """How the last meeting left them, in their own words; empty where no model has put it."""
    lines: tuple[Line, ...] = ()
    """All that was said so far, word for word: what they told is theirs to be asked about again, and no line of the
    member's is spoken twice in a relationship."""

    @property
    def newest(self) -> tuple[Undertaking, ...]:
        """What came of what they took on in the last meeting."""
        return tuple(u for u in self.undertakings if u.meeting == self.meeting)

    @property
    def kept(self) -> tuple[str, ...]:
        """Ids of the commitments that they have done, at least in part."""
        return tuple(u.act for u in self.undertakings if u.outcome != "broken")

    @property
    def done(self) -> tuple[str, ...]:
        """Ids of the commitments that they have done in full: nobody can be asked to take them on again."""
        return tuple(u.act for u in self.undertakings if u.outcome == "kept")


def forgetting(since: Since, lines: Sequence[Line]) -> Since:
    """The same without the words of a meeting that was deleted. What came of it stays: trust, and what is known."""
    length = len(lines)
    places = [n for n in range(len(since.lines) - length + 1) if since.lines[n : n + length] == tuple(lines)]
    said = " ".join(text for who, text in lines if who == "organizer")
    kept = since.lines if not places else (*since.lines[: places[0]], *since.lines[places[0] + length :])
    return since.model_copy(
        update={
            "lines": kept,
            "shared": tuple(text for text in since.shared if text not in said),
            "promises": tuple(one for one in since.promises if one.text not in said),
            "felt": "",
        }
    )
