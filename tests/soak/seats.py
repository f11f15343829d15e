"""Learners in front of a served app: each with a cookie and a talk of their own, by the routes that the page uses."""

import json
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2

from coach import content
from coach.content import Content
from coach.core.conversation import Conversation
from coach.store import Store
from coach.talk import Talk
from coach.web.gate.entry import Entry

ROOT = Path(__file__).parents[2]
SECRET = "of-the-soak-alone-and-nobody-else"


@dataclass(frozen=True)
class Seat:
    """A learner, their talk, and the headers that say who they are."""

    learner: str
    talk: str
    headers: Mapping[str, str]


class Refused(Exception):
    """The app said no, in words: `status`, and what it said."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status}: {said}")
        self.status = status


class Broken(Exception):
    """The reply broke off, or could not be made."""


def take_seats(url: str, number: int, name: str = "learner") -> list[Seat]:
    """So many learners with a talk that waits for their first words."""
    shipped, entry = shipped_content(), Entry(SECRET)
    with closing(Store(url)) as store:
        return [_seat(store, shipped, entry, f"{name}-{one}") for one in range(number)]


def shipped_content() -> Content:
    """The members as they are shipped."""
    return content.load(ROOT / "personas", ROOT / "prompts")


def _seat(store: Store, shipped: Content, entry: Entry, learner: str) -> Seat:
    mele, now = shipped.member("mele"), datetime.now(UTC)
    scenario = mele.scenarios[0].id
    talk = Talk(
        id=f"talk-of-{learner}",
        persona=mele,
        rubric=shipped.rubric(),
        scenario_id=scenario,
        conversation=Conversation(persona=mele.id, scenario=scenario),
        started_at=now,
    )
    store.add_learner(learner, now)
    store.add_talk(learner, talk)
    return Seat(learner, talk.id, {"Cookie": entry.cookie(learner).partition(";")[0]})


async def turns_of(client: httpx2.AsyncClient, address: str, seat: Seat) -> list[dict[str, str]]:
    """The talk as the server has it."""
    answer = await client.get(f"{address}/talks/{seat.talk}", headers=seat.headers)
    if answer.status_code != 200:
        raise Refused(answer.status_code, answer.text)
    return answer.json()["turns"]


async def say(client: httpx2.AsyncClient, address: str, seat: Seat, text: str, after: int) -> float:
    """Take a turn and read the reply to its end: the seconds until its first words. Raises Refused, Broken."""
    return await _follow(client, f"{address}/talks/{seat.talk}/turns", seat, {"text": text, "after": after})


async def ask_again(client: httpx2.AsyncClient, address: str, seat: Seat) -> float:
    """Ask for the reply that never came, or follow the one under way."""
    live = await client.get(f"{address}/talks/{seat.talk}", headers=seat.headers)
    if live.status_code == 200 and live.json()["live"]:
        return await _follow(client, f"{address}/talks/{seat.talk}/reply", seat, None)
    return await _follow(client, f"{address}/talks/{seat.talk}/answer", seat, {})


async def _follow(client: httpx2.AsyncClient, url: str, seat: Seat, body: dict[str, object] | None) -> float:
    began, first = time.perf_counter(), 0.0
    method = "GET" if body is None else "POST"
    async with client.stream(method, url, json=body, headers=seat.headers) as answer:
        if answer.status_code == 204:
            return 0.0
        if answer.status_code != 200:
            raise Refused(answer.status_code, (await answer.aread()).decode())
        async for line in answer.aiter_lines():
            piece = json.loads(line)
            first = first or (time.perf_counter() - began if piece["kind"] == "text" else 0.0)
            if piece["kind"] == "failed":
                raise Broken(piece["text"])
            if piece["kind"] == "done":
                return first
    raise Broken("the stream ended before the reply did")


def plain_client() -> httpx2.AsyncClient:
    """A client for many at once, by no proxy."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx2.AsyncClient(trust_env=False, timeout=60, limits=limits)
