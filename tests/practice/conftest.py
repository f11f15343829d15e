"""A practice on a real database, with the built-in players."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.app import App
from coach.content import Content
from coach.practice import Players, Practice
from coach.settings import Settings
from coach.stage import Stage
from coach.store import Store


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'coach.sqlite3'}"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    yield store
    store.close()


@pytest.fixture(scope="module")
def stage() -> Stage:
    return App(Settings()).stage


@pytest.fixture
def practice(shipped: Content, store: Store, stage: Stage) -> Practice:
    return Practice(shipped, store, stage, Players(partner="builtin"))
