"""How long things are kept: as long as the host said, and not a word longer, in no copy either."""

import asyncio
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.retention import BACKUPS_KEPT, Retention
from coach.store import Purged, Store
from coach.store.backups import backup_of
from tests.store.people import NOON, WORD, settle
from tests.store.test_deletion import contains, rows_of
from tests.store.test_migrations import ask, old_file, url_of

__all__ = ["old_file"]


def on_day(number: int) -> datetime:
    return NOON + timedelta(days=number)


def retention(store: Store, days: int | None, today: int) -> Retention:
    return Retention(store, days, clock=lambda: on_day(today))


def test_a_talk_goes_when_nothing_has_happened_in_it_for_so_many_days(database: str, shipped: Content) -> None:
    with closing(Store(database)) as store:
        settle(store, shipped, "ana")
        taken_up_again = settle(store, shipped, "ben")
        store.add_turn(taken_up_again, 3, OrganizerTurn(text="I am back."), on_day(20))
        store.add_learner("new", on_day(29))
        assert retention(store, 30, today=30).clean() == Purged()
        assert retention(store, 30, today=31).clean() == Purged(talks=1), "each met Mele again a day later"
        assert retention(store, 30, today=32).clean() == Purged(talks=2, learners=1)
        assert not store.knows("ana")
        assert [talk.id for talk in store.talks("ben")] == [taken_up_again]
        assert store.knows("new")
        assert not [row for table in rows_of(database).values() for row in table if "'ana'" in row]
        assert store.spent() == (0, 0), "counts of days that long ago go with them"


def test_unless_the_host_says_so_nothing_goes(database: str, shipped: Content) -> None:
    with closing(Store(database)) as store:
        settle(store, shipped, "ana")
        assert retention(store, None, today=40_000).clean() == Purged()
        assert store.holdings().talks == 2


def test_what_was_kept_long_enough_goes_from_a_copy_put_aside_too(old_file: Path) -> None:
    with closing(Store(url_of(old_file))) as store:
        assert contains(old_file.parent, WORD)
        retention(store, 30, today=31).clean()
        assert store.holdings().backups == (backup_of(old_file, "1").name,)
    assert not contains(old_file.parent, WORD)


def test_a_copy_put_aside_goes_after_a_month(old_file: Path) -> None:
    with closing(Store(url_of(old_file))) as store:
        made = datetime.fromtimestamp(backup_of(old_file, "1").stat().st_mtime).astimezone()
        Retention(store, None, clock=lambda: made + BACKUPS_KEPT).clean()
        assert backup_of(old_file, "1").exists()
        Retention(store, None, clock=lambda: made + BACKUPS_KEPT + timedelta(seconds=1)).clean()
        assert not backup_of(old_file, "1").exists()
        assert WORD in ask(url_of(old_file), "SELECT body FROM turns"), "the talks themselves stay"


async def test_the_first_round_is_at_the_start(tmp_path: Path, shipped: Content) -> None:
    with closing(Store(url_of(tmp_path / "coach.sqlite3"))) as store:
        settle(store, shipped, "ana")
        rounds = asyncio.create_task(retention(store, 1, today=5).every_day())
        while await asyncio.to_thread(store.knows, "ana"):
            await asyncio.sleep(0.01)
        rounds.cancel()
