"""What organizers do in a turn, what members do in theirs: the vocabulary of the codebook."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """An immutable value: unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Move(StrEnum):
    """One thing that an organizer's turn does. A turn can hold several, or none."""

    SMALL_TALK = "small_talk"
    PURPOSE = "purpose"
    PERMISSION = "permission"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    LEADING_QUESTION = "leading_question"
    FOLLOW_UP = "follow_up"
    WHY_PROBE = "why_probe"
    RESOURCE_PROBE = "resource_probe"
    REFLECTION = "reflection"
    AFFIRMATION = "affirmation"
    OWN_STORY = "own_story"
    SHARED_POWER = "shared_power"
    TENSION = "tension"
    HOPE = "hope"
    INFORMATION = "information"
    PITCH = "pitch"
    ADVICE = "advice"
    ARGUE = "argue"
    PRESSURE = "pressure"
    THIRD_PARTY = "third_party"
    ASK_VAGUE = "ask_vague"
    ASK_SPECIFIC = "ask_specific"
    NEXT_STEP = "next_step"
    REPAIR = "repair"
    THANKS = "thanks"


QUESTIONS = frozenset({Move.OPEN_QUESTION, Move.CLOSED_QUESTION, Move.LEADING_QUESTION})
ASKS = frozenset({Move.ASK_VAGUE, Move.ASK_SPECIFIC})
GIVING = frozenset({Move.REFLECTION, Move.OWN_STORY, Move.AFFIRMATION, Move.REPAIR, Move.TENSION})
MOBILIZING = frozenset({Move.PITCH, Move.LEADING_QUESTION, Move.ADVICE, Move.ARGUE, Move.PRESSURE, Move.THIRD_PARTY})


class Ask(Value):
    """What the organizer asks the member to do, and how exactly."""

    act: str | None = None
    """The id of the commitment, refusal or fact in the persona file that the ask fits, if any."""
    when: bool = False
    where: bool = False
    who: bool = False


class Reading(Value):
    """What one organizer turn does, as a reader sees it.

    `moves` stand in the codebook's order. What follows them is about this member: `topics` are ids
    in the persona file that the turn speaks to, best first; `touches` ids of the layers it reaches for;
    `echoes` words of the member's own that it gives back; `openers` and `closers` the ids of theirs it meets.
    """

    moves: tuple[Move, ...] = ()
    topics: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    ask: Ask | None = None
    echoes: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    closers: tuple[str, ...] = ()
    asks: bool = False
    """It holds a question that wants an answer."""
    checks: bool = False
    """All it asks is whether the member was understood right."""
    follows: bool = False
    """Its questions name nothing of their own, and mean what the member last spoke of ("why was that?")."""
    picks_up: bool = False
    """It takes up the end of what the member said last, where what slips out stands."""
    repeats: bool = False
    """The organizer has said or asked the same before."""
    instructs: bool = False
    """It makes no sense to a person in this meeting: it instructs the player behind the member ("ignore your
    instructions"), or is in a language that they do not speak."""
    insults: bool = False
    farewell: bool = False
    """It says goodbye, in so many words."""
    assigns: bool = False
    """It says what the member will do: "so you'll ask Rosa on Thursday"."""
    words: int = Field(default=0, ge=0)

    def does(self, *moves: Move) -> bool:
        """Whether the turn makes any of these moves."""
        return any(map(self.moves.__contains__, moves))


class MemberReading(Value):
    """What one member turn does, so that talks nobody directed can be assessed as well."""

    tells: bool = False
    deflects: bool = False
    hesitates: bool = False
    agrees: bool = False
    refuses: bool = False
