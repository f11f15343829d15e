"""The one door to a model server."""

from collections.abc import AsyncGenerator, Callable, Sequence
from typing import TypeVar

import httpx2
from pydantic import BaseModel

from coach.errors import ModelUnreachable
from coach.llm.message import Message
from coach.llm.settings import ModelSettings, check_settings, host_of
from coach.llm.usage import Usage

T = TypeVar("T", bound=BaseModel)

Spent = Callable[[Usage], None]
"""Told what a call cost, once, when it has ended in whatever way."""


class ModelServer:
    """The model server that the settings name, and what has been found out about it.

    One per process: talks share its connections. All calls raise nothing but ModelError.
    """

    def __init__(self, settings: ModelSettings, *, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        check_settings(settings)
        self.settings = settings

    @property
    def name(self) -> str:
        """What a learner is told about who receives their words: "gpt-x at api.example.org"."""
        return f"{self.settings.model} at {host_of(self.settings.address)}"

    @property
    def usage(self) -> Usage:
        """Tokens used since the start."""
        return Usage()

    async def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.8,
        small: bool = False,
        spent: Spent | None = None,
    ) -> AsyncGenerator[str, None]:
        """The model's words as they come. Closing the generator cancels the request at the server."""
        raise ModelUnreachable("The model server can't be reached yet.")
        yield ""

    async def structured(
        self,
        messages: Sequence[Message],
        schema: type[T],
        *,
        max_tokens: int,
        small: bool = False,
        spent: Spent | None = None,
    ) -> T:
        """The model's answer as a value of `schema`."""
        raise ModelUnreachable("The model server can't be reached yet.")

    async def warm_up(self) -> None:
        """Opens a connection, so that the first learner does not wait for it. Never raises."""

    async def aclose(self) -> None:
        """Closes all connections."""
