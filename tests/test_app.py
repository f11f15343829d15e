"""What is wired when nothing is set: the machine of somebody who starts the app for the first time."""

from pathlib import Path

import pytest

from coach.app import App
from coach.errors import StoreError
from coach.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with nothing in it, not even the folders that most have."""
    folder = tmp_path / "home"
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


def test_the_first_start_makes_the_folder_that_talks_are_kept_in(home: Path) -> None:
    App(Settings.read({})).store.close()
    assert list(home.rglob("coach.sqlite3"))


def test_a_folder_that_somebody_named_is_not_made_for_them(tmp_path: Path) -> None:
    misspelt = tmp_path / "tlaks"
    with pytest.raises(StoreError):
        _ = App(Settings.read({"COACH_DATABASE_URL": f"sqlite:///{misspelt.as_posix()}/coach.sqlite3"})).store
    assert not misspelt.exists()
