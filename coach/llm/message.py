"""What is said to a model: one message, and how a list of them is laid out for servers that are choosy."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

from coach.core.moves import Value

Role = Literal["system", "user", "assistant"]

Systems = Literal["anywhere", "first", "never"]
"""Where a server takes system messages: in any place, only as the very first message, or not at all."""


class Message(Value):
    """One message to or from a model."""

    role: Role
    content: str


def arranged(messages: Sequence[Message], systems: Systems) -> tuple[Message, ...]:
    """The same words, in an order of roles that the server takes.

    Where system messages may only come first, those at the start become one, and later ones go into the user
    message that follows them (or stand as one at the end): never back into the first, so that what was sent
    before stays the same, word for word, and a prefix cache still hits. Servers that choosy also want
    user and assistant to alternate, so neighbours of one role are joined.
    """
    if systems == "anywhere":
        return tuple(messages)
    opening = 0
    if systems == "first":
        while opening < len(messages) and messages[opening].role == "system":
            opening += 1
    rest = (
        message.model_copy(update={"role": "user"}) if message.role == "system" else message
        for message in messages[opening:]
    )
    return tuple(_joined([*messages[:opening], *rest]))


def _joined(messages: Iterable[Message]) -> Iterable[Message]:
    for role, group in groupby(messages, key=_role):
        yield Message(role=role, content="\n\n".join(message.content for message in group))


def _role(message: Message) -> Role:
    return message.role
