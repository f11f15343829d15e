"""The line to the database: SQLite or PostgreSQL, one transaction at a time, and its faults in words."""

import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from time import monotonic, sleep
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import Delete, Update, create_engine, event, text
from sqlalchemy.engine import CursorResult, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from coach.errors import StoreError
from coach.store.backups import backups_of, erase_in
from coach.store.copies import Copies

PATIENCE = 5
"""Seconds in which a database server has to answer."""
LOG_PATIENCE = 10
"""Seconds for SQLite's switch to a write-ahead log, while others that start beside this one make it too."""
Erased = TypeVar("Erased")
Change = Callable[[], None]
"""A method of the store that writes, with its values."""

PRAGMAS = ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""How SQLite is asked to work: what was committed outlasts a loss of power, what was deleted is overwritten."""


@dataclass(frozen=True)
class Purged:
    """How much was deleted."""

    talks: int = 0
    learners: int = 0


class Database:
    """Where everything is kept. What comes out of here is StoreError, or IntegrityError where a key is taken."""

    def __init__(self, url: str) -> None:
        """Nothing is asked of the database yet. Raises StoreError for a URL that can't be used."""
        try:
            address = make_url(url)
            if address.drivername in ("postgres", "postgresql"):
                address = address.set(drivername="postgresql+psycopg")
            self.in_file = address.get_backend_name() == "sqlite"
            self._engine = create_engine(
                address,
                pool_pre_ping=not self.in_file,
                hide_parameters=True,  # they are what people said
                connect_args={} if self.in_file else {"connect_timeout": PATIENCE},
            )
        except (ArgumentError, ImportError) as wrong:
            raise StoreError(
                "COACH_DATABASE_URL can't be used.",
                "Write it like sqlite:////path/to/coach.sqlite3 or postgresql://user:password@host/name; "
                "PostgreSQL needs the extra: pip install coach[postgres].",
            ) from wrong
        in_memory = address.database in (None, "", ":memory:")
        self.file = Path(str(address.database)) if self.in_file and not in_memory else None
        """SQLite's file; None where there is none."""
        self._writer: AbstractContextManager[object] = threading.Lock() if self.in_file else nullcontext()
        self._shared = threading.local()
        if self.in_file:
            event.listen(self._engine, "connect", _prepare_sqlite)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Generator[Session]:
        """A transaction that writes. One after the other: SQLite's own way is to sleep and to try again."""
        shared: Session | None = getattr(self._shared, "session", None)
        if shared:
            yield shared
            return
        with self._writer, self.reading() as session:
            yield session

    def make(self, changes: Sequence[Change]) -> list[Exception | None]:
        """Make changes in one transaction; where one fails, each in one of its own. The fault of each."""
        if len(changes) > 1:
            with suppress(Exception):
                self._make_as_one(changes)
                return [None] * len(changes)
        return [_fault_of(change) for change in changes]

    def _make_as_one(self, changes: Sequence[Change]) -> None:
        with self.writing() as session:
            self._shared.session = session
            try:
                for change in changes:
                    change()
            finally:
                self._shared.session = None

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A transaction that only reads."""
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except IntegrityError:
            raise
        except SQLAlchemyError as fault:
            raise StoreError(
                "What is kept can't be reached just now.",
                "It is safe. Try again in a minute.",
                detail=f"The database can't be used: {_first_line(fault)} See that it runs and can be reached, that "
                "its folder can be written to and its disk has room, or set COACH_DATABASE_URL.",
            ) from fault
        except ValidationError as fault:
            raise StoreError("This was kept by another version of coach and can't be read by this one.") from fault

    def erase(
        self, change: Callable[[Session], Erased], in_backups: Callable[[Session], object] | None = None
    ) -> Erased:
        """Do what deletes somebody's words: in the backups first, then here, and leave nothing of them in the log.

        A backup may have fewer tables, and an older state: `in_backups` is done there where that asks for something
        else. What `change` found here comes back.
        """
        if self.file:
            with self._writer:
                erase_in(backups_of(self.file), in_backups or change)
        with self.writing() as session:
            found = change(session)
        self._wipe()
        return found

    def _wipe(self) -> None:
        """Empty SQLite's log, which keeps what was deleted until then."""
        if self.in_file:
            with self._writer, self._engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


class Room:
    """Methods of the store that belong together, on one database."""

    def __init__(self, database: Database) -> None:
        self._database, self._copies = database, Copies()


def rows(session: Session, change: Delete | Update, values: Mapping[str, object] | None = None) -> int:
    """Make a change to rows: to how many. `values` for what the change leaves open."""
    made = session.execute(change, values, execution_options={"synchronize_session": False})
    return cast(CursorResult[Any], made).rowcount


def _fault_of(change: Change) -> Exception | None:
    try:
        change()
    except Exception as fault:  # noqa: BLE001 - raised where it was asked for
        return fault
    return None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    _keep_log(cursor)
    cursor.close()


def _keep_log(cursor: Any) -> None:
    """Switch to a write-ahead log. SQLite does not wait where another process switches, so it is done here."""
    until = monotonic() + LOG_PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except OperationalError as fault:
            if fault.sqlite_errorcode != SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)


def _first_line(fault: Exception) -> str:
    return str(getattr(fault, "orig", None) or fault).splitlines()[0]
