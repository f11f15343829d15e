"""What the pages of the facilitators' room send, each with how much of it is taken."""

from typing import Annotated

from pydantic import BaseModel, Field

from coach.core.conversation import Conversation
from coach.lab.cards import LARGEST as LARGEST_CARD
from coach.lab.correct import Doubt
from coach.lab.studio import Edit
from coach.located import LARGEST, Place


class New(BaseModel):
    """A new member: under which name, and after which file; none for the template."""

    name: str = Field(default="", max_length=2000)
    copy_of: str = Field(default="", max_length=200)


class Description(BaseModel):
    """Somebody whom a model is to draft."""

    name: str = Field(default="", max_length=2000)
    description: str = Field(default="", max_length=100_000)


class Card(BaseModel):
    """A character card's text."""

    text: str = Field(max_length=LARGEST_CARD)


class Written(BaseModel):
    """What stands in the editor."""

    text: Annotated[str, Field(max_length=LARGEST)]


class Edits(Written):
    """Changes of the form."""

    edits: tuple[Edit, ...] = ()


class At(Written):
    """A place where a part comes or goes."""

    place: Place


class Saving(Written):
    """The text to save, and the stamp of the one that it came from."""

    stamp: str = Field(max_length=64)


class Saying(Written):
    """A line to the draft; the talk so far."""

    conversation: Conversation | None = None
    scenario: str | None = None
    said: str = Field(default="", max_length=10_000)


class Doubted(Written):
    """A reply of a draft that rings false, by its number in the talk."""

    conversation: Conversation
    number: int = Field(ge=1, le=1000)


class Correcting(Doubted):
    """A correction of it."""

    doubt: Doubt
