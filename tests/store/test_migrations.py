"""Databases of every age: brought forward with what is in them, put aside before that, refused when they are newer."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

from coach.errors import StoreError
from coach.store import Store
from coach.store.backups import backup_of
from coach.store.migrations import STEPS, VERSION

FIRST = (Path(__file__).parent / "version_1.sql").read_text("utf-8")


@contextmanager
def opened(url: str) -> Generator[Connection]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def run(url: str, script: str) -> None:
    with opened(url) as connection:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def ask(url: str, query: str) -> Any:
    with opened(url) as connection:
        return connection.execute(text(query)).scalar()


def shape(url: str) -> dict[str, Any]:
    """All that the database says of its tables, but for SQLite's names of types, which mean little to it."""
    with opened(url) as connection:
        look = inspect(connection)
        return {
            table: {
                "columns": {
                    column["name"]: (column["nullable"], "" if "sqlite" in url else repr(column["type"]))
                    for column in look.get_columns(table)
                },
                "key": look.get_pk_constraint(table)["constrained_columns"],
                "belongs": sorted(
                    (key["constrained_columns"], key["referred_table"], key.get("options", {}).get("ondelete"))
                    for key in look.get_foreign_keys(table)
                ),
                "indexes": sorted((index["name"] or "", index["column_names"]) for index in look.get_indexes(table)),
            }
            for table in look.get_table_names()
        }


@pytest.fixture
def old(database: str) -> str:
    """A database of the first version."""
    run(database, FIRST)
    return database


@pytest.fixture
def new(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> str:
    """Another one of the same kind, empty."""
    if "sqlite" in database:
        return f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}"
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """SQLite's file of the first version."""
    file = tmp_path / "old.sqlite3"
    run(url_of(file), FIRST)
    return file


def url_of(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def test_a_database_of_the_first_version_becomes_the_same_as_a_new_one_and_keeps_what_is_in_it(
    old: str, new: str
) -> None:
    for url in (old, new):
        Store(url).close()
    assert shape(old) == shape(new)
    assert ask(old, "SELECT version FROM schema_version") == VERSION
    assert "quincunxes" in str(ask(old, "SELECT body FROM turns"))


def test_a_newer_database_is_refused_and_left_alone(database: str) -> None:
    Store(database).close()
    run(database, f"UPDATE schema_version SET version = '{len(STEPS) + 2}'")
    before = shape(database)
    with pytest.raises(StoreError, match=f"version {len(STEPS) + 2}; this coach knows version {VERSION}"):
        Store(database)
    assert shape(database) == before


def test_a_step_that_fails_changes_nothing(old: str) -> None:
    run(old, "CREATE TABLE usage (day DATE)")
    before = shape(old)
    with pytest.raises(StoreError, match=r'usage"? already exists'):
        Store(old)
    assert shape(old) == before
    assert ask(old, "SELECT version FROM schema_version") == "1"


@pytest.mark.parametrize("age", ["empty", "old"])
def test_processes_that_start_at_once_make_and_change_the_tables_once(database: str, age: str) -> None:
    if age == "old":
        run(database, FIRST)

    def started(_: int) -> tuple[int, int]:
        with closing(Store(database)) as store:
            return store.spent()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(started, range(8))) == {(0, 0)}
    assert ask(database, "SELECT count(*) FROM schema_version") == 1
    assert ask(database, "SELECT version FROM schema_version") == VERSION


def test_before_it_is_changed_the_file_is_put_aside_whole_for_nobody_else_to_read(old_file: Path) -> None:
    Store(url_of(old_file)).close()
    backup = backup_of(old_file, "1")
    assert backup.name == "old.sqlite3.version-1.backup"
    assert backup.stat().st_mode & 0o077 == 0
    assert ask(url_of(backup), "SELECT version FROM schema_version") == "1"
    assert "quincunxes" in ask(url_of(backup), "SELECT body FROM turns")
    before = backup.read_bytes()
    Store(url_of(old_file)).close()
    assert backup.read_bytes() == before, "a second start has nothing to put aside"


def test_a_new_database_has_nothing_to_put_aside(tmp_path: Path) -> None:
    Store(url_of(tmp_path / "new.sqlite3")).close()
    assert not list(tmp_path.glob("*.backup"))


def test_where_it_can_not_be_put_aside_nothing_is_changed(old_file: Path) -> None:
    backup_of(old_file, "1").mkdir()
    before = shape(url_of(old_file))
    with pytest.raises(StoreError, match="nothing was changed"):
        Store(url_of(old_file))
    assert shape(url_of(old_file)) == before
