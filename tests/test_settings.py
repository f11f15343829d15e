"""Settings come from the environment; what can't be used is named with its origin, secrets stay secret."""

from pathlib import Path

import pytest

from coach.errors import SettingError
from coach.settings import DEFAULT_MODEL, SETTINGS, Settings

KEY = "sk-very-private-0123456789"


def test_without_an_environment_everything_has_a_default_and_no_model_plays() -> None:
    settings = Settings.read({})
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.database_url.startswith("sqlite:///")
    assert not settings.model_configured
    assert {source.origin for source in settings.sources()} == {"default"}


def test_a_key_alone_is_enough_for_a_model_to_play() -> None:
    settings = Settings.read({"OPENAI_API_KEY": KEY})
    assert settings.model_configured
    assert settings.model == DEFAULT_MODEL


def test_an_address_needs_a_model_to_play() -> None:
    address = {"OPENAI_BASE_URL": "http://127.0.0.1:11434/v1"}
    assert not Settings.read(address).model_configured
    assert Settings.read({**address, "COACH_MODEL": "qwen"}).model_configured


def test_our_own_names_win_over_those_that_other_programs_share() -> None:
    settings = Settings.read({"OPENAI_API_KEY": "sk-other", "COACH_API_KEY": KEY})
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == KEY
    assert settings.came_from["api_key"] == "the environment variable COACH_API_KEY, which wins over OPENAI_API_KEY"


def test_the_command_line_wins_over_the_environment() -> None:
    settings = Settings.read({"COACH_PORT": "8000"}, {"port": "9000"})
    assert settings.port == 9000
    assert settings.came_from["port"] == "the command line"


def test_an_empty_value_counts_as_not_set() -> None:
    assert not Settings.read({"OPENAI_API_KEY": "", "COACH_MODEL": "  "}).came_from


def test_every_setting_is_told_with_its_origin() -> None:
    rows = {source.name: source for source in Settings.read({"COACH_MODEL": "qwen"}).sources()}
    assert len(rows) == len(SETTINGS)
    assert rows["COACH_MODEL"].shown == "qwen"
    assert rows["COACH_MODEL"].origin == "the environment variable COACH_MODEL"
    assert rows["COACH_TRACE"].shown == "not set"


def test_secrets_are_never_shown() -> None:
    settings = Settings.read(
        {
            "OPENAI_API_KEY": KEY,
            "COACH_SECRET": f"cookie-{KEY}",
            "OPENAI_BASE_URL": f"https://me:{KEY}@api.example.org/v1?key={KEY}",
            "COACH_DATABASE_URL": f"postgresql://coach:{KEY}@db.example.org/coach?password={KEY}",
        }
    )
    shown = [f"{row.shown} {row.origin}" for row in settings.sources()]
    assert not [text for text in (repr(settings), str(settings), *shown, *settings.doubts()) if KEY in text]
    assert "postgresql://…@db.example.org/coach?… the environment variable COACH_DATABASE_URL" in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COACH_PORT", "abc"),
        ("COACH_PORT", "0"),
        ("COACH_PORT", "65536"),
        ("COACH_PORT", "٣"),
        ("COACH_PORT", "9" * 5000),
        ("COACH_HOST", "my host"),
        ("COACH_CONTEXT_TOKENS", "8k"),
        ("COACH_TOTAL_SECONDS", "nan"),
        ("COACH_TOTAL_SECONDS", "soon"),
        ("COACH_PERSONAS", "/no/such/folder"),
        ("COACH_PROMPTS", "/no/such/folder"),
        ("COACH_TRACE", __file__),
        ("COACH_DATABASE_URL", "coach.db"),
        ("COACH_SECRET", "short"),
        ("COACH_MODEL", "two\nlines"),
        ("OPENAI_BASE_URL", "localhost:11434"),
        ("OPENAI_BASE_URL", "http://[::1"),
        ("OPENAI_BASE_URL", "http://host:port"),
        ("OPENAI_API_KEY", "sk two words"),
        ("COACH_API_KEY", "sk\ntwo"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_origin_and_a_mend(name: str, value: str) -> None:
    with pytest.raises(SettingError) as raised:
        Settings.read({name: value})
    assert raised.value.message.startswith(f"{name} (from the environment variable {name}) ")
    assert raised.value.mend


def test_an_error_about_a_secret_does_not_repeat_it() -> None:
    for name in ("OPENAI_API_KEY", "COACH_SECRET", "COACH_DATABASE_URL", "OPENAI_BASE_URL"):
        with pytest.raises(SettingError) as raised:
            Settings.read({name: f"{KEY} {KEY}"})
        assert KEY not in str(raised.value)


def test_folders_may_be_given_from_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "members").mkdir()
    assert Settings.read({"COACH_PERSONAS": "~/members"}).personas == tmp_path / "members"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"COACH_MODLE": "x"}, "Did you mean COACH_MODEL?"),
        ({"COACH_MODEL": "x"}, "so no model plays"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1/v1"}, "so no model plays"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1/v1", "OPENAI_API_KEY": KEY}, "COACH_MODEL is not set"),
        (
            {"COACH_BASE_URL": "http://127.0.0.1/v1", "OPENAI_API_KEY": KEY},
            "OPENAI_API_KEY goes to the server",
        ),
    ],
)
def test_what_is_probably_a_slip_is_said(environ: dict[str, str], said: str) -> None:
    assert any(said in doubt for doubt in Settings.read(environ).doubts())


def test_what_is_in_order_raises_no_doubt() -> None:
    assert Settings.read({"OPENAI_API_KEY": KEY, "COACH_MODEL": "x", "PATH": "/bin"}).doubts() == ()
