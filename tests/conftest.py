"""What all tests share: the shipped content, and members read from it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach import content
from coach.content import Content
from coach.core.persona import Persona
from tests.postgres import NotHere, Postgres

ROOT = Path(__file__).parent.parent

for name in list(os.environ):
    if name.startswith(("COACH_", "OPENAI_")):
        del os.environ[name]  # no test may speak to a model that the machine happens to have


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest are begun first: nobody waits at the end for one worker with one long file."""
    marked = {
        mark: {item.path for item in items if item.get_closest_marker(mark) is not None} for mark in ("slow", "browser")
    }
    items.sort(key=lambda item: [item.path not in paths for paths in marked.values()])


@pytest.fixture(scope="session")
def shipped() -> Content:
    return content.load(ROOT / "personas", ROOT / "prompts")


@pytest.fixture(scope="session")
def mele(shipped: Content) -> Persona:
    return shipped.member("mele")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    try:
        with Postgres() as server:
            yield server
    except NotHere as why:
        pytest.skip(str(why))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()
