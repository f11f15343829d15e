"""What did the organizer just do? A conversation in, a `Reading` of its last turn out."""

from typing import Literal, Protocol

from coach.core.conversation import Conversation
from coach.core.moves import Reading
from coach.core.persona import Persona


class Reader(Protocol):
    """A player of the reader's role."""

    @property
    def name(self) -> Literal["builtin", "llm"]:
        """Which player this is."""
        ...

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        """Read the last turn, an organizer's. Without a persona only what needs none. Raises ModelError."""
        ...
