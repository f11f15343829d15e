"""A database that goes away and comes back: no turn is lost or doubled, and the talk goes on."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.errors import StoreError
from coach.store import Store, database
from tests.postgres import Postgres
from tests.store.people import NOON, a_talk
from tests.web.conftest import SLOW
from tests.web.house import House

AWAY = "What is kept can't be reached just now."


@pytest.fixture
def house_on_postgres(tmp_path: Path, postgres: Postgres) -> Iterator[House]:
    with House(tmp_path, pace=SLOW, database_url=postgres.new_database()) as running:
        yield running
        postgres.stop()
        postgres.start()


async def test_a_reply_that_was_seen_is_kept_once_the_database_is_back(
    house_on_postgres: House, postgres: Postgres
) -> None:
    practice = house_on_postgres.app.practice
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    before = len(talk.conversation.turns)
    reply = await practice.say(learner, talk.id, "How has your week been?")
    while not reply.text:
        await asyncio.sleep(0.01)
    postgres.stop()
    seen = ""
    while reply.text != seen:
        seen = reply.text
        await asyncio.sleep(4 * SLOW)
    assert not reply.over, "all was said, and is not kept yet"
    postgres.start()
    await reply.wait()
    kept = (await practice.talk(learner, talk.id)).conversation.turns
    assert reply.turn
    assert [turn.text for turn in kept[before:]] == ["How has your week been?", reply.turn.text]


def test_learners_are_sent_elsewhere_while_it_is_away_and_told_nothing_of_the_inside(
    house_on_postgres: House, postgres: Postgres
) -> None:
    with httpx2.Client(base_url=house_on_postgres.address, trust_env=False, timeout=20) as client:
        assert client.get("/readyz").text == "ready"
        postgres.stop()
        away = client.get("/readyz")
        assert (away.status_code, away.text) == (503, AWAY)
        assert client.get("/healthz").status_code == 200, "another process would not help"
        page = client.get("/talks/one", headers={"Cookie": house_on_postgres.entry.cookie("ana").partition(";")[0]})
        assert page.status_code == 503
        assert page.json()["message"] == AWAY
        assert not re.search(r"psycopg|socket|connection|coach-pg|COACH_", page.text)
        postgres.start()
        assert client.get("/readyz").status_code == 200


def test_on_a_full_disk_what_was_kept_stays_and_more_is_kept_when_there_is_room(
    tmp_path: Path, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"
    with closing(Store(url)) as store:
        store.add_learner("ana", NOON)
        store.add_talk("ana", a_talk(shipped, "one"))
    pages = (tmp_path / "coach.sqlite3").stat().st_size // 4096
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, f"max_page_count={pages + 5}"))
    with closing(Store(url)) as store:
        with pytest.raises(StoreError, match="full") as raised:
            talk_on(store, 0, 1000)
        assert raised.value.message == AWAY
        kept = len(store.talk("ana", "one").conversation.turns)
    assert kept
    monkeypatch.undo()
    with closing(Store(url)) as store:
        talk_on(store, kept, 3)
        assert len(store.talk("ana", "one").conversation.turns) == kept + 3


def talk_on(store: Store, kept: int, turns: int) -> None:
    for number in range(kept + 1, kept + turns + 1):
        store.add_turn("one", number, OrganizerTurn(text="So much to say. " * 200), NOON)
