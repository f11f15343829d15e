"""Feedback that is being made: it goes on when nobody watches, and any number of pages may follow how far it is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from coach.assessor import Progress, Tell
from coach.core.feedback import Reflection


class Judging:
    """The work on the feedback of one talk, from a reflection on."""

    def __init__(self, reflection: Reflection, make: Callable[[Tell], Awaitable[None]]) -> None:
        """`make` makes the feedback and keeps it, and tells how far it has come."""
        self.reflection = reflection
        self.progress = Progress()
        self._more = asyncio.Event()
        self._task = asyncio.ensure_future(make(self._tell))
        self._task.add_done_callback(self._over)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._more.set()
        if not task.cancelled():
            task.exception()  # looked at here, since perhaps no page is there to be told

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        self._more.set()

    async def follow(self) -> AsyncIterator[Progress]:
        """How far it is now, and each time it has come further, until it is over."""
        seen: Progress | None = None
        while not self._task.done():
            self._more.clear()
            if self.progress != seen:
                seen = self.progress
                yield seen
            elif not self._task.done():
                await self._more.wait()

    async def end(self) -> None:
        """Until it is over. Raises CoachError where nothing came of it."""
        await asyncio.wait((self._task,))
        self._task.result()
