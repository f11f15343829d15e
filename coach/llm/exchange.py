"""One try: one request sent, and its reply taken in within the limits of time and length."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing, suppress
from dataclasses import dataclass
from typing import Any

from coach.llm import faults
from coach.llm.http import Answer
from coach.llm.speech import Spoken, repeats
from coach.llm.trace import Recorded
from coach.llm.usage import Usage
from coach.llm.wire import Piece, pieces

Send = Callable[[Mapping[str, Any]], AbstractAsyncContextManager[Answer]]
"""Sends a body, and has the answer as its context, from its head on."""

LOOK_EVERY = 64
"""Characters between two looks for a loop."""

LONGEST_TOKEN = 12
"""Characters. No reply of n tokens is longer than n times this, even where the server has no limit to set."""

AFTERTHOUGHT = 1.0
"""Seconds in which usage and the end mark must follow the last word."""


@dataclass(frozen=True)
class Patience:
    """When a try is given up, as times of the event loop's clock; `between` in seconds."""

    first_word_by: float
    between: float
    end_by: float


class Exchange:
    """A request and, once `words` has run, what came back."""

    def __init__(
        self,
        send: Send,
        body: Mapping[str, Any],
        patience: Patience,
        *,
        room: int,
        thinking: bool,
        pause: Callable[[], float],
    ) -> None:
        """`room` is the longest reply in tokens; `thinking`, that it is known to begin among thoughts.

        `pause`: seconds to let words gather before the next ones are taken in, since each look costs.
        """
        self.body = body
        self.text = ""
        self.thought = False
        self.finish: str | None = None
        self.usage: Usage | None = None
        self.fault: faults.Fault | None = None
        self.answer: Answer | None = None
        self.spoken = Spoken(thinking=thinking)
        self._send = send
        self._patience = patience
        self._pause = pause
        self._longest = room * LONGEST_TOKEN
        self._looked = 0
        self._began = asyncio.get_running_loop().time()
        self._refused = False
        self._overlong = False

    @property
    def answered(self) -> bool:
        """The server has taken the request, and it has cost something."""
        return self.answer is not None

    @property
    def complete(self) -> bool:
        """The reply came to a good end, or nobody wanted to hear it to its end."""
        return self.answered and self.fault is None

    def record(self) -> Recorded:
        """The request and its reply, for a recording."""
        status = self.answer.status if self.answer else self.fault.status if self.fault else 0
        return Recorded(
            url=self.answer.url if self.answer else "",
            request=self.body,
            status=status,
            headers=dict(self.answer.headers) if self.answer else {},
            reply=self.text,
            finish=self.finish,
            usage=self.usage.model_dump() if self.usage else None,
            fault=f"{self.fault.error} {self.fault.said}".strip() if self.fault else None,
            seconds=round(asyncio.get_running_loop().time() - self._began, 3),
        )

    async def words(self) -> AsyncGenerator[str, None]:
        """What is for showing, as it comes. Raises Fault; closing it closes the request."""
        try:
            async with AsyncExitStack() as stack:
                async for piece in await stack.enter_async_context(aclosing(self._pieces(stack))):
                    if text := self._heard(piece):
                        yield text
                    if self._overlong:
                        return
            if rest := self._say(self.spoken.end()):
                yield rest
            self._judge_end()
        except faults.BROKEN as error:
            self.fault = faults.fault(error)
            raise self.fault from error
        except faults.Fault as fault:
            self.fault = fault
            raise

    async def _pieces(self, stack: AsyncExitStack) -> AsyncGenerator[Piece, None]:
        """The reply's pieces, each waited for as long as the patience allows."""
        by = self._patience.end_by
        if self.body.get("stream"):
            by = min(by, self._patience.first_word_by)
        alive = over = False
        clock = asyncio.get_running_loop().time
        try:
            async with asyncio.timeout_at(by):
                self.answer = await stack.enter_async_context(self._send(self.body))
            kind = self.answer.headers.get("content-type", "")
            incoming = await stack.enter_async_context(aclosing(pieces(kind, self.answer.body)))
            while True:
                async with asyncio.timeout_at(by):
                    piece = await anext(incoming, None)
                if piece is None:
                    break
                yield piece
                alive = alive or bool(piece.text) or piece.thought
                over = over or piece.done or piece.finish is not None
                self.answer.gather(self._pause() if alive and not over else 0)
                if piece.done:
                    await self._drain(incoming)
                    break
                if alive or over:
                    pause = AFTERTHOUGHT if over else self._patience.between
                    by = min(clock() + pause, self._patience.end_by)
        except TimeoutError:
            if over:
                return
            if clock() >= self._patience.end_by:
                raise faults.too_slow() from None
            raise (faults.silent_between() if alive else faults.silent_at_start()) from None
        except faults.BROKEN:
            if not over:
                raise
        if not over:
            raise faults.no_end()

    async def _drain(self, incoming: AsyncIterator[Piece]) -> None:
        """Takes in the rest, so that the connection can be used again. What goes wrong now is no matter."""
        with suppress(Exception):
            async with asyncio.timeout(AFTERTHOUGHT / 10):
                async for _ in incoming:
                    pass

    def _heard(self, piece: Piece) -> str:
        """What of a piece is for showing."""
        if piece.error is not None:
            raise faults.in_stream(piece.error)
        self.thought |= piece.thought
        self.finish = piece.finish or self.finish
        self.usage = piece.usage or self.usage
        self._refused |= bool(piece.refusal)
        return self._say(self.spoken.take(piece.text)) if piece.text else ""

    def _say(self, text: str) -> str:
        if len(self.text) + len(text) > self._longest:
            text = text[: self._longest - len(self.text)]
            self.finish, self._overlong = "length", True
        self.text += text
        if len(self.text) - self._looked >= LOOK_EVERY:
            self._looked = len(self.text)
            if repeats(self.text):
                raise faults.in_a_loop()
        return text

    def _judge_end(self) -> None:
        """A clean end of the stream can still be no reply."""
        if self.finish == "content_filter":
            raise faults.filtered()
        if self._refused and not self.text.strip():
            raise faults.declined()
        if not self.text.strip():
            raise faults.nothing_said(ran_out=self.finish == "length")
