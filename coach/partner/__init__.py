"""What does the member say? A talk whose last turn has a `Direction` in, the member's words out, as they come."""

from collections.abc import AsyncGenerator
from typing import Literal, Protocol

from coach.core.conversation import Conversation, MemberTurn
from coach.core.persona import Persona


class Partner(Protocol):
    """A player of the member's role."""

    @property
    def name(self) -> Literal["builtin", "llm"]:
        """Which player this is."""
        ...

    def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        """Reply to the last turn, an organizer's with its direction.

        Yields pieces of text as they come, then, last, the whole as a `MemberTurn`. Raises ModelError, with
        nothing lost of what was yielded.
        """
        ...
