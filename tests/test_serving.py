"""What `coach serve` says and keeps at its start."""

from pathlib import Path

import pytest

from coach.app import App
from coach.meaning.encoder import shipped
from coach.reader.people import people_of
from coach.serve import address, cookie_secret, limbered
from coach.settings import Settings


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("hall.lan", "hall.lan")],
)
def test_the_address_that_is_said_can_be_opened(host: str, shown: str) -> None:
    assert address(host, 7860) == f"http://{shown}:7860"


def test_what_signs_cookies_is_made_once_for_nobody_else_to_read_and_is_never_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = tmp_path / "coach" / "cookie-secret"
    file.parent.mkdir()
    file.touch()  # the disk was full
    made = cookie_secret(App(Settings()))
    assert len(made) > 30
    assert cookie_secret(App(Settings())) == made
    assert file.stat().st_mode & 0o077 == 0


async def test_what_a_first_turn_would_load_is_there_before_it_and_nothing_is_kept(tmp_path: Path) -> None:
    app = App(Settings(database_url=f"sqlite:///{tmp_path / 'coach.sqlite3'}"))
    for loaded in (people_of, shipped):
        loaded.cache_clear()
    await limbered(app, wait=0)
    assert people_of.cache_info().currsize == len(app.content.members)
    assert shipped.cache_info().currsize == 1
    assert not (tmp_path / "coach.sqlite3").exists()
