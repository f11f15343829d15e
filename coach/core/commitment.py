"""What a member may be asked for, by their file: what they might take on and what that takes, and what they refuse."""

from pydantic import Field

from coach.core.moves import Value
from coach.core.story import Id, Text, Words


class CommitmentNeeds(Value):
    """What a yes takes."""

    trust: int = Field(ge=0, le=10)
    """Of 10."""
    depth: int = Field(default=1, ge=0, le=3)
    """The deepest layer told must be at least this one."""
    reason: bool = True
    """They have said, in their own words, why it matters to them."""
    fear: bool = True
    """What they are afraid of has been named, and not brushed aside."""
    after: Id | None = None
    """A smaller commitment that they must have kept first, at least in part: so this one takes another meeting."""


class Answers(Value):
    """How the member answers one ask."""

    yes: tuple[Text, ...] = Field(min_length=2)
    maybe: tuple[Text, ...] = Field(min_length=2)
    no: tuple[Text, ...] = Field(min_length=1)
    easy_yes: tuple[Text, ...] = ()
    """The yes of a member who says yes to anything (`start.easy_yes`): it holds nothing."""


class Afterwards(Value):
    """What the member tells, when they are met again, of something that they agreed to."""

    cues: tuple[Words, ...] = ()
    """The words people use who ask how it went, beside those of the act itself."""
    kept: tuple[Text, ...] = Field(min_length=1)
    partly: tuple[Text, ...] = Field(min_length=1)
    broken: tuple[Text, ...] = Field(min_length=1)
    """They did not do it: a reason, never an excuse that the file does not know."""


class Commitment(Value):
    """Something this member might take on."""

    id: Id
    act: Text
    """As a phrase after "agreed to": "have coffee with two workmates"."""
    size: int = Field(ge=1, le=3)
    cues: tuple[Words, ...] = Field(min_length=1)
    needs: CommitmentNeeds
    says: Answers
    after: Afterwards | None = None


class Refusal(Value):
    """Something this member will not do, however well they are asked."""

    id: Id
    act: Text
    cues: tuple[Words, ...] = Field(min_length=1)
    says: tuple[Text, ...] = Field(min_length=1)
