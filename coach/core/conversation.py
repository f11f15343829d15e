"""A talk as values: turns, and the direction that was decided before each of the member's replies."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from coach.core.moves import MemberReading, Reading, Value
from coach.core.since import Line, Since
from coach.core.situation import Situation


class Stance(StrEnum):
    """How open the member is just now; it sets how long they speak."""

    OPEN = "open"
    ORDINARY = "ordinary"
    GUARDED = "guarded"
    SHUT = "shut"


class Answer(Value):
    """How the member answers an ask: decided by code, before the reply is made."""

    kind: Literal["agree", "maybe", "no", "easy_yes"]
    act: str
    """Id of the commitment or refusal; empty where the file does not know the act."""


Leaving = Literal["goodbye", "time", "shut", "insulted"]
"""Why the member ends the talk: they were wished goodbye, time is well over, they are shut out, or insulted again."""


class Direction(Value):
    """What the next reply may and must do. Recorded with the organizer's turn before the reply is made."""

    situation: Situation
    stance: Stance
    granted: tuple[str, ...] = ()
    """Ids of all layers granted by now: the only ones that may stand in a prompt."""
    tell: str | None = None
    """Layer that may surface now."""
    cover: str | None = None
    """Layer that was reached for too soon."""
    hint: str | None = None
    """Layer of which something may slip, without giving it away."""
    topics: tuple[str, ...] = ()
    """Ids of topics that were asked for and may be answered, best first."""
    goes_on: bool = False
    """They go on with what they were speaking of."""
    answer: Answer | None = None
    asks_back: bool = False
    mind_the_clock: bool = False
    leaves: Leaving | None = None
    """They end the talk with this reply, and why."""


class Spoken(Value):
    """How a turn was spoken, by the browser's clock. The text is what counts; no sound is kept."""

    seconds: float = Field(ge=0, le=600)
    """How long they spoke."""
    pause: float | None = Field(default=None, ge=0, le=3600)
    """Seconds between the end of the member's words, as they were heard, and the first of theirs."""
    over: bool = False
    """They began while the member was still speaking."""
    heard: float = Field(default=0, ge=0, le=3600)
    """Seconds that the member spoke aloud since the turn before."""


Concern = Literal["distress", "abuse"]
"""Why somebody may want a way out of the practice: they are in distress themselves, or they abuse the member."""


class OrganizerTurn(Value):
    """What the learner said, how it was read, and what was decided then."""

    speaker: Literal["organizer"] = "organizer"
    text: str
    reading: Reading | None = None
    reread: Reading | None = None
    """A better reading that came in time to count for directions still to come."""
    direction: Direction | None = None
    spoken: Spoken | None = None
    """None where it was typed."""
    clock: float | None = Field(default=None, ge=0)
    """Seconds that the page's clock showed when it was said, without pauses; None where there was no clock."""
    again: int = Field(default=0, ge=0)
    """How often the learner asked for another answer to it than the one that had come."""
    concern: Concern | None = None
    """Why a way out of the practice was offered after it."""

    @property
    def counted(self) -> Reading | None:
        """The reading that the fold goes by. What somebody says in distress of their own is no move."""
        return Reading() if self.concern == "distress" else self.reread or self.reading


class MemberTurn(Value):
    """What the member said, and what code found in it."""

    speaker: Literal["member"] = "member"
    text: str
    told: tuple[str, ...] = ()
    """Ids of the layer tellings and topics that were really spoken of."""
    hinted: str | None = None
    """Layer that a hint was dropped of."""
    answer: Answer | None = None
    reading: MemberReading | None = None
    spoken_by: Literal["builtin", "llm", "transcript"] = "builtin"
    note: str = ""
    """What the page says about this reply, such as that the built-in partner stepped in."""
    cut: bool = False
    """Stopped before its end."""


Turn = Annotated[OrganizerTurn | MemberTurn, Field(discriminator="speaker")]


class Conversation(Value):
    """A talk from its first turn on; turns are numbered from 1."""

    persona: str | None = None
    scenario: str | None = None
    since: Since | None = None
    """What lies between this meeting and the one before; None in a first meeting."""
    turns: tuple[Turn, ...] = ()

    def add(self, turn: OrganizerTurn | MemberTurn) -> "Conversation":
        """The same talk with one more turn."""
        return self.model_copy(update={"turns": (*self.turns, turn)})

    @property
    def practised(self) -> "Conversation":
        """The talk as it may be judged: where somebody spoke of their own distress, that turn says nothing."""
        turns = (
            turn.model_copy(update={"text": ""}) if turn.speaker == "organizer" and turn.concern == "distress" else turn
            for turn in self.turns
        )
        return self.model_copy(update={"turns": tuple(turns)})

    @property
    def lines(self) -> tuple[Line, ...]:
        """Who said what, in order."""
        return tuple((turn.speaker, turn.text) for turn in self.turns)

    @property
    def earlier(self) -> tuple[Line, ...]:
        """Who said what in the meetings before this one, in order."""
        return self.since.lines if self.since else ()

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """Who said what in this meeting and in those before it, in order."""
        return (*self.earlier, *self.lines)

    @property
    def organizer_turns(self) -> tuple[tuple[int, OrganizerTurn], ...]:
        """The organizer's turns with their numbers."""
        return tuple((n, t) for n, t in enumerate(self.turns, 1) if isinstance(t, OrganizerTurn))

    @property
    def member_turns(self) -> tuple[tuple[int, MemberTurn], ...]:
        """The member's turns with their numbers."""
        return tuple((n, t) for n, t in enumerate(self.turns, 1) if isinstance(t, MemberTurn))
