"""What is to be kept while something else is being kept waits, and is kept together: each commit waits for the disk."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ParamSpec

from coach.store.database import Change, Database, Room

Values = ParamSpec("Values")


class Together(Room):
    """Keeps changes in the order in which they come, as many in one transaction as are waiting for it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._waiting: list[tuple[Change, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def keep(self, change: Callable[Values, None], *values: Values.args, **named: Values.kwargs) -> None:
        """Make a change by a method of the store that writes: it is kept when this returns. Raises what that raises.

        A database server takes many who write at once, and commits for several by itself.
        """
        if not self._database.in_file:
            await asyncio.to_thread(change, *values, **named)
            return
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append((partial(change, *values, **named), kept))
        if self._work is None or self._work.done():
            self._work = asyncio.ensure_future(self._keep_waiting())
        await kept

    async def _keep_waiting(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            faults = await asyncio.to_thread(self._database.make, [change for change, _ in taken])
            for (_, kept), fault in zip(taken, faults, strict=True):
                if kept.done():  # whoever waited for it has gone
                    continue
                if fault:
                    kept.set_exception(fault)
                else:
                    kept.set_result(None)
