"""What `prompts/help.yaml` says: a plain word to somebody who may want out of the practice, and where to find help."""

from typing import Annotated

from pydantic import Field, StringConstraints

from coach.core.conversation import Concern
from coach.core.moves import Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Place(Value):
    """Somebody to turn to."""

    name: Short
    reach: Short
    """How to reach them: a number, an address, a room."""
    what: Short | None = None
    """For whom, or when."""


class Help(Value):
    """The whole file: it belongs to the host."""

    distress: Text
    """To somebody who spoke of their own distress."""
    abuse: Text
    """To somebody who abused the member."""
    places: tuple[Place, ...] = Field(min_length=1, max_length=12)

    def message(self, concern: Concern) -> str:
        """The plain word for this concern."""
        return self.distress if concern == "distress" else self.abuse
