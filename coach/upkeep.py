"""What whoever runs the app is told: what the model cost today, and which model servers run on this machine."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from coach.llm import USUAL_PORTS, LocalServer, find_local_servers
from coach.spending import Prices, Spent, spent_on
from coach.store import Store

LOOKED_FOR = 30.0
"""Seconds that what was found counts: a server that was just started is seen at the next reload or the one after."""


class Upkeep:
    """Both, for a page that is opened often. `ports`: where servers are looked for; None where one is set already."""

    def __init__(
        self,
        store: Store,
        prices: Prices,
        *,
        ports: Mapping[int, str] | None = USUAL_PORTS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._prices, self._ports, self._clock, self._seconds = store, prices, ports, clock, seconds
        self._found: tuple[LocalServer, ...] = ()
        self._looked: float | None = None

    async def spent_today(self) -> Spent:
        """Tokens of all learners, and what they cost. Raises StoreError."""
        return await asyncio.to_thread(spent_on, self._clock().astimezone().date(), self._store, self._prices)

    async def nearby(self) -> tuple[LocalServer, ...]:
        """Servers that could be used; none of them is, until its settings are set."""
        if self._ports is None:
            return ()
        now = self._seconds()
        if self._looked is None or now - self._looked > LOOKED_FOR:
            self._looked = now
            self._found = await find_local_servers(self._ports)
        return self._found
