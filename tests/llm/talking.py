"""What the tests say to a model, and how they listen and wait."""

from coach.llm import Message, ModelServer

KEY = "sk-never-to-be-seen"

TALK = (
    Message(role="system", content="You are Mele."),
    Message(role="user", content="How was your week?"),
)


class Pauses(list[float]):
    """Instead of sleeping, notes for how long."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


async def heard(server: ModelServer, max_tokens: int = 100) -> list[str]:
    """The words of a streamed reply to TALK."""
    return [text async for text in server.stream(TALK, max_tokens=max_tokens)]
