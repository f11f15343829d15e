"""Who is deleted is gone: from every table, from SQLite's file and log, and from the copies put aside before."""

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

from coach.content import Content
from coach.errors import NotFound
from coach.store import Store
from coach.store.backups import backup_of, backups_of
from coach.store.tables import Base
from tests.store.people import NOON, WORD, settle
from tests.store.test_migrations import ask, old_file, url_of

__all__ = ["old_file"]

OF_NOBODY = {"schema_version", "copies", "workshops", "shown"}
"""Tables in which no learner has anything: the version, members as their files had them, what facilitators set up."""


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table that the database says it has."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {name: [str(row) for row in connection.execute(select(table))] for name, table in tables.tables.items()}
    engine.dispose()
    return found


@contextmanager
def two_people(database: str, shipped: Content) -> Generator[tuple[Store, str]]:
    with closing(Store(database)) as store:
        settle(store, shipped, "ben")
        yield store, settle(store, shipped, "ana")


def test_whoever_is_forgotten_is_in_no_row_of_any_table(database: str, shipped: Content) -> None:
    with two_people(database, shipped) as (store, talk):
        before = rows_of(database)
        assert set(before) == set(Base.metadata.tables)
        for table in set(before) - OF_NOBODY:
            assert any("ana" in row or talk in row for row in before[table]), f"settle() puts nothing in {table}"
        store.forget("ana")
        store.spend(NOON.date(), "ana", talk, 5, 1)  # by a call that was under way then
        after = rows_of(database)
        assert store.spent() == (205, 41), "what the day cost is nobody's now, but counts"
    for table, rows in after.items():
        assert not [row for row in rows if "'ana'" in row or talk in row], f"{table} still knows them"
        if table not in OF_NOBODY:
            assert [row for row in rows if "ben" in row] == [row for row in before[table] if "ben" in row]


def test_of_a_talk_that_is_deleted_only_the_count_of_its_tokens_stays(database: str, shipped: Content) -> None:
    with two_people(database, shipped) as (store, talk):
        store.delete_talk("ana", talk)
        after = rows_of(database)
        assert store.knows("ana")
    assert {table for table, rows in after.items() if any(talk in row for row in rows)} == {"usage"}
    assert not [row for rows in after.values() for row in rows if "ana" in row and WORD in row]


@pytest.mark.parametrize("by", ["talk", "learner"])
def test_words_that_are_deleted_are_in_no_file_any_more(tmp_path: Path, shipped: Content, by: str) -> None:
    with closing(Store(url_of(tmp_path / "coach.sqlite3"))) as store:
        talk = settle(store, shipped, "ana")
        assert contains(tmp_path, WORD)
        store.forget("ana") if by == "learner" else store.delete_talk("ana", talk)
        assert not contains(tmp_path, WORD)


@pytest.mark.parametrize("by", ["talk", "learner"])
def test_words_that_are_deleted_go_from_a_copy_put_aside_before_too(old_file: Path, by: str) -> None:
    """The file of the first version holds a talk of ana's with the word in it, and no table of tokens yet."""
    with closing(Store(url_of(old_file))) as store:
        backup = backup_of(old_file, "1")
        made = backup.stat().st_mtime_ns
        assert WORD.encode() in backup.read_bytes()
        store.forget("ana") if by == "learner" else store.delete_talk("ana", "one")
    assert not contains(old_file.parent, WORD)
    assert ask(url_of(backup), "SELECT version FROM schema_version") == "1", "it can still be gone back to"
    assert backup.stat().st_mtime_ns == made, "and is as old as before"


def test_a_copy_that_can_not_be_changed_goes_as_a_whole(old_file: Path) -> None:
    with closing(Store(url_of(old_file))) as store:
        backup_of(old_file, "1").write_bytes(b"quincunx, and no database any more")
        store.forget("ana")
    assert backups_of(old_file) == ()
    assert not contains(old_file.parent, WORD)


def test_nobody_deletes_another_s_words_from_a_copy(old_file: Path) -> None:
    with closing(Store(url_of(old_file))) as store, pytest.raises(NotFound):
        store.delete_talk("ben", "one")
    assert WORD.encode() in backup_of(old_file, "1").read_bytes()


def contains(folder: Path, word: str) -> list[str]:
    """The files that have this word in them."""
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]
