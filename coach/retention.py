"""How long what learners say is kept here, as the host set it; and the daily round that holds to it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from coach.errors import StoreError
from coach.store import Purged, Store

log = logging.getLogger(__name__)

BACKUPS_KEPT = timedelta(days=30)
"""Copies of SQLite's file from before its tables changed: whoever wants to go back has noticed by then."""
ROUND = timedelta(days=1)
TRIED_AGAIN = timedelta(hours=1)


class Retention:
    """`days`: how long talks are kept in which nothing happens; None for as long as nobody deletes them."""

    def __init__(
        self, store: Store, days: int | None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._days, self._clock = store, days, clock

    def clean(self) -> Purged:
        """Delete what has been kept for long enough: how much. Raises StoreError."""
        now = self._clock()
        self._store.drop_backups(now - BACKUPS_KEPT)
        return self._store.purge(now - timedelta(days=self._days)) if self._days else Purged()

    async def every_day(self) -> None:
        """Clean now and then daily, until cancelled. What can't be deleted is said in the log and tried again."""
        while True:
            try:
                purged = await asyncio.to_thread(self.clean)
                if purged != Purged():
                    log.info("%d talks and %d learners were kept long enough", purged.talks, purged.learners)
                wait = ROUND
            except StoreError as fault:
                log.warning("what is to be deleted could not be: %s", fault)
                wait = TRIED_AGAIN
            await asyncio.sleep(wait.total_seconds())
