"""The privacy page: true in every way in which the app can be set up."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import httpx2
import pytest

from coach.accounts import Accounts, Role, add
from coach.app import App
from coach.privacy import kept
from coach.settings import Settings
from coach.web.gate.entry import Entry
from coach.web.pages.privacy import drawing
from coach.web.words.language import languages, speaking
from tests.web.house import SECRET, House

OPEN = Entry(SECRET)
MODEL = {"OPENAI_BASE_URL": "https://models.example.org/v1", "COACH_MODEL": "wren-7b"}
VOICES = {"COACH_AUDIO_BASE_URL": "https://voices.example.net/v1", "COACH_AUDIO_API_KEY": "k"}

Page = Callable[..., str]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Gives the page's words, without the markup, under the settings that it is given."""
    apps: list[App] = []

    def under(environ: dict[str, str] | None = None, entry: Entry = OPEN) -> str:
        database = {"COACH_DATABASE_URL": f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"}
        app = App(Settings.read(database | (environ or {})))
        apps.append(app)
        html = drawing(app.players, app.aloud, entry, app.kept)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    yield under
    for app in apps:
        app.store.close()


def test_built_in_players_send_nothing_and_record_nothing(page: Page) -> None:
    said = page()
    assert "Your words are not sent anywhere." in said
    assert "This app records no sound." in said
    assert "a file on this computer" in said
    assert "sent to" not in said
    assert "password" not in said
    assert "Whoever uses this browser on this computer." in said


def test_a_model_is_named_with_the_server_that_gets_the_words(page: Page) -> None:
    said = page(MODEL)
    assert "is sent to models.example.org. The model there answers as the member" in said
    assert "What models.example.org does with it" in said
    assert "not sent anywhere" not in said
    assert "written to files" not in said


def test_a_model_on_the_same_machine_is_said_to_be_there(page: Page) -> None:
    said = page(MODEL | {"OPENAI_BASE_URL": "http://127.0.0.1:11434/v1"})
    assert "sent to 127.0.0.1" in said
    assert "the same machine that runs this app" in said
    assert "leave out real names" not in said


def test_a_recording_of_requests_is_owned_up_to(page: Page, tmp_path: Path) -> None:
    assert "also written to files" in page(MODEL | {"COACH_TRACE": str(tmp_path / "trace")})


def test_what_is_heard_and_what_is_voiced_goes_where_it_is_said_to_go(page: Page) -> None:
    heard = page(VOICES | {"COACH_HEARING_MODEL": "hear-1"})
    assert "recorded and sent to voices.example.net" in heard
    assert "your browser reads their words" in heard
    assert "only for how long you spoke" in heard
    voiced = page(VOICES | {"COACH_VOICE_MODEL": "voice-1"})
    assert "their words are sent to voices.example.net" in voiced
    assert "This app records no sound." in voiced


def test_with_accounts_or_a_code_it_says_who_can_read_it(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    add(file, "ana", Role.LEARNER, "four quiet brown birds")
    account = page(entry=Entry(SECRET, accounts=Accounts(file)))
    assert "signed in with your account" in account
    assert "scrambled form of your password" in account
    assert "for up to 30 days" in account
    code = page(entry=Entry(SECRET, code="blue wren"))
    assert "joined with the code" in code
    assert "for up to 365 days" in code
    assert "password" not in code
    for said in (account, code):
        assert "a file on the computer that runs this app" in said
        assert "No page shows your talks to other learners." in said


def test_a_database_elsewhere_is_named_without_who_may_open_it() -> None:
    elsewhere = kept(Settings.read({"COACH_DATABASE_URL": "postgresql://coach:secret@db.example.org/coach"}))
    assert elsewhere.database == "db.example.org"
    assert kept(Settings.read({"COACH_DATABASE_URL": "postgresql://coach@localhost/coach"})).database == ""


@pytest.mark.parametrize("code", list(languages()))
def test_it_is_there_in_every_language(page: Page, code: str) -> None:
    with speaking(code):
        assert len(page(MODEL | {"COACH_HEARING_MODEL": "hear-1", "COACH_VOICE_MODEL": "voice-1"})) > 1500


async def test_anybody_may_read_it_and_every_page_leads_there(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as client:
        read = await client.get("/privacy")
        assert "Built-in players do everything here" in read.text
        assert "set-cookie" not in read.headers
        for path in ("/", "/prepare", "/reflect", "/feedback", "/talks", "/progress", "/nowhere"):
            answer = await client.get(path, headers={"accept": "text/html"})
            assert 'href="/privacy"' in answer.text.replace("\\", ""), path


def test_how_long_a_talk_is_kept_is_what_the_host_set(page: Page) -> None:
    assert "deleted by itself" not in page()
    assert "nothing has happened for 90 days is deleted by itself" in page({"COACH_KEEP_DAYS": "90"})
    assert "nothing has happened for a day is deleted by itself" in page({"COACH_KEEP_DAYS": "1"})
