"""What is to be kept while something else is being kept waits, and is kept together: each commit waits for the disk."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ParamSpec

from coach.store.database import Change, Database, Room

Values = ParamSpec("Values")

COMPANY_SECONDS = 0.1
"""How long what is in no hurry waits for something else to be kept with."""


class Together(Room):
    """Keeps changes in the order in which they come, as many in one transaction as are waiting for it.

    A database server takes many who write at once, and commits for several by itself: there each has its own.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._waiting: list[tuple[Change, asyncio.Future[None]]] = []
        self._later: asyncio.TimerHandle | None = None
        self._work: asyncio.Task[None] | None = None

    async def keep(self, change: Callable[Values, None], *values: Values.args, **named: Values.kwargs) -> None:
        """Make a change by a method of the store that writes: it is kept when this returns. Raises what that raises."""
        if not self._database.in_file:
            await asyncio.to_thread(change, *values, **named)
            return
        kept = self._add(partial(change, *values, **named))
        self.hurry()
        await kept

    async def keep_along(self, change: Callable[Values, None], *values: Values.args, **named: Values.kwargs) -> None:
        """The same in no hurry: along with what is kept next, or alone a little later."""
        if not self._database.in_file:
            await asyncio.to_thread(change, *values, **named)
            return
        kept = self._add(partial(change, *values, **named))
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(COMPANY_SECONDS, self.hurry)
        await kept

    def hurry(self) -> None:
        """Have all that is waiting kept now."""
        if self._waiting and (self._work is None or self._work.done()):
            self._work = asyncio.ensure_future(self._keep_waiting())

    def _add(self, change: Change) -> asyncio.Future[None]:
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((change, kept))
        return kept

    async def _keep_waiting(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            if self._later:
                self._later.cancel()
                self._later = None
            faults = await asyncio.to_thread(self._database.make, [change for change, _ in taken])
            for (_, kept), fault in zip(taken, faults, strict=True):
                if kept.done():  # whoever waited for it has gone
                    continue
                if fault:
                    kept.set_exception(fault)
                else:
                    kept.set_result(None)
