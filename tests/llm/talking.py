"""What the tests say to a model, and how they listen and wait."""

from coach.errors import ModelSpent
from coach.llm import Message, ModelServer, Usage

KEY = "sk-never-to-be-seen"

TALK = (
    Message(role="system", content="You are Mele."),
    Message(role="user", content="How was your week?"),
)


class Pauses(list[float]):
    """Instead of sleeping, notes for how long."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Pouch:
    """A purse that notes what was spent from it."""

    def __init__(self, *, empty: bool = False) -> None:
        self.spent: list[Usage] = []
        self.empty = empty

    def check(self) -> None:
        if self.empty:
            raise ModelSpent("Nothing is left.")

    def spend(self, usage: Usage) -> None:
        self.spent.append(usage)


async def heard(server: ModelServer, max_tokens: int = 100) -> list[str]:
    """The words of a streamed reply to TALK."""
    return [text async for text in server.stream(TALK, max_tokens=max_tokens)]
