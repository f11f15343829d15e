"""The member's reply while it is being made: it goes on when nobody watches, and any number of pages may follow it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Literal

from coach.core.conversation import MemberTurn
from coach.core.moves import Value
from coach.talk import Talk

Keep = Callable[[MemberTurn], Awaitable[MemberTurn]]
Cut = Callable[[str], MemberTurn]


class Piece(Value):
    """What a page gets to see of a reply: next words, a sentence for the learner, or its end."""

    kind: Literal["text", "note", "done", "failed"]
    text: str = ""


class Reply:
    """A reply under way. `done` is set once it is kept, or has failed."""

    def __init__(self) -> None:
        self.turn: MemberTurn | None = None
        """The whole, once it is kept."""
        self.talk: Talk | None = None
        """The talk with it, as it is kept then."""
        self._pieces: list[Piece] = []
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._taking: asyncio.Task[None] | None = None
        self._stopped = False

    @property
    def text(self) -> str:
        """What can be seen so far."""
        return "".join(piece.text for piece in self._pieces if piece.kind == "text")

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return bool(self._pieces) and self._pieces[-1].kind in ("done", "failed")

    def start(self, making: Awaitable[None]) -> None:
        """Make it in the background."""
        self._task = asyncio.ensure_future(making)

    async def run(self, words: AsyncGenerator[str | MemberTurn, None], keep: Keep, cut: Cut) -> None:
        """Take the words as they come and keep the whole; a stop keeps what was shown, marked as cut."""
        whole: MemberTurn | None = None

        async def take() -> None:
            nonlocal whole
            async with aclosing(words):
                async for piece in words:
                    if isinstance(piece, MemberTurn):
                        whole = piece
                    elif piece:
                        self._add(Piece(kind="text", text=piece))
                    if self._stopped:
                        break

        if not self._stopped:
            self._taking = asyncio.ensure_future(take())
            try:
                await self._taking
            except asyncio.CancelledError:
                if not self._stopped:
                    raise
        if whole is None and self.text.strip():
            whole = cut(self.text)
        if whole is None:
            self.fail("Stopped before they said a word.")
            return
        self.turn = await keep(whole)
        if self.turn.note:
            self._add(Piece(kind="note", text=self.turn.note))
        self._add(Piece(kind="done", text=self.turn.text))

    def stop(self) -> None:
        """End it now, whatever is being waited for. What was shown is kept."""
        self._stopped = True
        if self._taking:
            self._taking.cancel()

    def fail(self, why: str) -> None:
        """Nothing was kept of it; `why` is a sentence for the learner."""
        if not self.over:
            self._add(Piece(kind="failed", text=why))

    async def follow(self) -> AsyncIterator[Piece]:
        """All its pieces from its beginning on, as they come, until it is over."""
        place = 0
        while True:
            while place < len(self._pieces):
                yield self._pieces[place]
                place += 1
            if self.over:
                return
            self._more.clear()
            await self._more.wait()

    async def wait(self) -> None:
        """Until it is over."""
        async for _ in self.follow():
            pass

    async def settle(self) -> None:
        """Until it is over, and all that its making has to do after that is done too."""
        await self.wait()
        if self._task:
            await asyncio.wait((self._task,))

    def _add(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self._more.set()
