"""The wiring: who plays under which settings, and who is said to receive the words."""

from pathlib import Path

import pytest

from coach.app import App, Choice
from coach.errors import SettingError, StoreError
from coach.practice import Players
from coach.settings import Settings

MODEL = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "COACH_MODEL": "m"}


def test_without_a_model_the_builtin_players_play() -> None:
    app = App(Settings.read({}))
    assert (app.stage.partner.name, app.stage.assessor.name, app.stage.second_reader) == ("builtin", "builtin", None)
    assert app.players == Players(partner="builtin")


def test_with_a_model_its_players_play_and_the_page_can_name_the_server() -> None:
    app = App(Settings.read(MODEL))
    assert (app.stage.partner.name, app.stage.assessor.name) == ("llm", "llm")
    assert app.stage.second_reader is not None
    assert (app.players.partner, app.players.server) == ("llm", "127.0.0.1")


def test_the_server_is_named_where_a_model_only_assesses() -> None:
    app = App(Settings.read(MODEL), Choice(partner="builtin", reader="builtin"))
    assert (app.players.partner, app.players.server) == ("builtin", "127.0.0.1")


def test_a_model_that_is_asked_for_and_not_set_up_is_told() -> None:
    with pytest.raises(SettingError, match="No model is set up"):
        _ = App(Settings.read({}), Choice(partner="llm")).stage


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
