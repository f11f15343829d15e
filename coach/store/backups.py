"""SQLite's file as it was before its tables changed: put aside, reached by every deletion, and gone after a while."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from coach.errors import StoreError
from coach.store.tables import Base

SUFFIX = ".backup"
PRAGMAS = ("journal_mode=DELETE", "foreign_keys=ON", "secure_delete=ON")
"""No log stays beside a backup, and what was deleted is overwritten."""


def backup_of(file: Path, version: str) -> Path:
    """Where the file is put aside before its tables of this version are changed."""
    return file.with_name(f"{file.name}.version-{version}{SUFFIX}")


def backups_of(file: Path) -> tuple[Path, ...]:
    """All that lie beside it."""
    beside = f"{file.name}.version-"
    with suppress(OSError):
        return tuple(sorted(one for one in file.parent.iterdir() if _is_backup(one, beside)))
    return ()


def back_up(file: Path, version: str) -> None:
    """Put a whole copy aside. Raises StoreError where that can't be done: then nothing is changed."""
    place = backup_of(file, version)
    unfinished = place.with_name(f"{place.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)  # what was said is nobody else's to read
        with closing(sqlite3.connect(file)) as kept, closing(sqlite3.connect(unfinished)) as copy:
            kept.backup(copy)
        unfinished.replace(place)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(
            f"The database has to be brought forward, and can't be copied to {place.name} before that: {fault}",
            "Make room beside it; nothing was changed.",
        ) from fault


def erase_in(backups: Iterable[Path], change: Callable[[Session], object]) -> None:
    """Do in backups what deletes somebody's words; one in which that can't be done goes as a whole.

    Raises StoreError where even that can't be.
    """
    for backup in backups:
        made = backup.stat()
        try:
            _change(backup, change)
            os.utime(backup, ns=(made.st_atime_ns, made.st_mtime_ns))  # it is as old as what is in it
        except (SQLAlchemyError, OSError):
            _remove(backup)


def has_table(session: Session, row: type[Base]) -> bool:
    """Whether there is a table of such rows: a backup may be older than it."""
    return inspect(session.connection()).has_table(row.__tablename__)


def drop_older(file: Path, moment: datetime) -> tuple[Path, ...]:
    """Remove the backups that were made before a moment: which."""
    old = tuple(one for one in backups_of(file) if datetime.fromtimestamp(one.stat().st_mtime, UTC) < moment)
    for backup in old:
        _remove(backup)
    return old


def _is_backup(path: Path, beginning: str) -> bool:
    return path.name.startswith(beginning) and path.suffix == SUFFIX and path.is_file()


def _change(backup: Path, change: Callable[[Session], object]) -> None:
    engine = create_engine(URL.create("sqlite", database=str(backup)), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    with Session(engine) as session, session.begin():
        change(session)


def _remove(backup: Path) -> None:
    try:
        backup.unlink()
    except OSError as fault:
        raise StoreError(
            f"Words that are to be deleted also lie in {backup.name}, which can't be changed: {fault.strerror}",
            "Delete that file yourself, then try again.",
        ) from fault
