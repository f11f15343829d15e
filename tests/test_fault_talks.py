"""Whatever the model server does, a talk goes on: every fault, in any order, in whole talks."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest

from coach.app import App
from coach.core.conversation import MemberTurn
from coach.core.feedback import Reflection
from coach.practice import Practice
from coach.settings import Settings
from coach.stage import ASSESSED_BUILTIN, BROKE_OFF, STEPPED_IN
from coach.web.gate.entry import Entry
from tests.fake_server import FAULTS, FakeServer, Reply, Request, closed_url
from tests.web.house import SECRET, House
from tests.web.lines import TWELVE

BEGUN = "Well, I was"
WHOLE = "It has been a long week. "
GOOD = "It has been a long week."
HURRIED: dict[str, Any] = {"first_word_seconds": "1", "between_words_seconds": "0.5", "total_seconds": "2"}
HASTY = {"first_word_seconds": "0.2", "between_words_seconds": "0.2", "total_seconds": "0.4"}
"""For servers that say nothing good, whatever time they have."""
TALKS = 4
THOUGHTS = "They ask about the bus."
NO_FAULT_TO_A_LEARNER = {"good", "invalid UTF-8", "a reasoning field", "a reasoning_content field", "think tags"}
"""What can be shown as it came, or as far as it is speech."""

PLAYED = {
    "good": Reply(GOOD),
    "a reasoning field": Reply(GOOD, thoughts=THOUGHTS, thoughts_field="reasoning"),
    "a reasoning_content field": Reply(GOOD, thoughts=THOUGHTS),
    "think tags": Reply(f"<think>{THOUGHTS}</think>{GOOD}"),
    "thoughts and nothing else": Reply(f"<think>{THOUGHTS}"),
    **FAULTS,
    **{
        f"{name}, after a sentence": replace(fault, text=WHOLE + BEGUN)
        for name, fault in FAULTS.items()
        if fault.text == BEGUN
    },
}


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


def dealt(talks: int, seed: int) -> dict[str, str]:
    """What is played in each turn of each talk, by the turn's mark: all of it, over and over, in any order."""
    chance = Random(seed)
    marks = [f"{talk}.{turn}" for talk in range(talks) for turn in range(len(TWELVE))]
    rounds = -(-len(marks) // len(PLAYED))
    names = [name for _ in range(rounds) for name in chance.sample(sorted(PLAYED), len(PLAYED))]
    return dict(zip(marks, names, strict=False))


def marked(request: Request) -> str:
    """The mark of the latest turn that a request speaks of; empty where no turn has one."""
    return re.findall(r"turn ([0-9.]+)\.|$", " ".join(content for _, content in request.said))[-2:][0]


async def talked(client: httpx2.AsyncClient, talk: str, lines: list[str]) -> list[list[dict[str, Any]]]:
    """A talk as a page holds it, each turn said once the one before is answered: the pieces of every reply."""
    replies: list[list[dict[str, Any]]] = []
    after = len((await client.get(f"/talks/{talk}")).json()["turns"])
    for number, text in enumerate(lines):
        turn = {"text": text, "after": after + 2 * number}
        async with client.stream("POST", f"/talks/{talk}/turns", json=turn) as response:
            assert response.status_code == 200, await response.aread()
            replies.append([json.loads(line) async for line in response.aiter_lines()])
    return replies


async def sat_down(house: House, client: httpx2.AsyncClient) -> str:
    """A talk of whoever has this client's cookie."""
    await client.get("/")
    visitor = Entry(SECRET).visitor(dict(client.cookies))
    assert visitor
    return (await house.app.practice.open_talk(visitor.learner, "mele")).id


async def test_in_talks_with_every_fault_in_any_order_no_turn_is_lost_and_each_reply_says_who_spoke(
    tmp_path: Path, server: FakeServer, capfd: pytest.CaptureFixture[str]
) -> None:
    programme = dealt(TALKS, seed=12)
    assert set(programme.values()) == set(PLAYED), "every fault is played"
    server.otherwise = lambda request: PLAYED[programme[marked(request)]]

    async def one(house: House, number: int) -> None:
        async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=20) as client:
            talk = await sat_down(house, client)
            lines = [f"{text} That was turn {number}.{turn}." for turn, text in enumerate(TWELVE)]
            replies = await talked(client, talk, lines)
            now = (await client.get(f"/talks/{talk}")).json()
        opening = len(now["turns"]) - 2 * len(TWELVE)
        assert [turn["text"] for turn in now["turns"][opening::2]] == lines, "every word that was said is kept"
        for turn, (pieces, kept) in enumerate(zip(replies, now["turns"][opening + 1 :: 2], strict=True)):
            fault = programme[f"{number}.{turn}"]
            shown = "".join(piece["text"] for piece in pieces if piece["kind"] == "text")
            assert (pieces[-1]["kind"], pieces[-1]["text"]) == ("done", kept["text"]), fault
            assert shown.strip() == kept["text"], f"{fault}: nothing that was shown is taken back"
            assert "Traceback" not in json.dumps(pieces)
            assert THOUGHTS not in kept["text"], fault
            if fault in NO_FAULT_TO_A_LEARNER:
                assert kept["note"] == "", fault
            elif kept["cut"]:
                assert kept["text"] == GOOD, f"{fault}: the member's, as far as it went"
                assert kept["note"].endswith(BROKE_OFF), fault
            else:
                assert kept["note"].endswith(STEPPED_IN), fault
                assert not any(words in kept["text"] for words in (BEGUN, "{", "xxx", "bus")), fault

    with House(tmp_path, **HURRIED, base_url=server.url, model="fake-model") as house:
        await asyncio.gather(*(one(house, number) for number in range(TALKS)))
    assert "Traceback" not in capfd.readouterr().err


async def test_where_no_server_can_be_reached_the_builtin_partner_holds_the_whole_talk(
    tmp_path: Path, server: FakeServer
) -> None:
    addresses = (closed_url(), "http://no-such-host.invalid/v1", server.url.replace("http:", "https:"))

    async def held(address: str) -> None:
        async with modelled(tmp_path, address) as practice:
            learner = await practice.new_learner()
            talk = await practice.open_talk(learner, "mele")
            before = len(talk.conversation.turns)
            for text in TWELVE:
                await (await practice.say(learner, talk.id, text)).wait()
            talk = await practice.talk(learner, talk.id)
        replies = [turn for turn in talk.conversation.turns[before:] if isinstance(turn, MemberTurn)]
        assert len(replies) == len(TWELVE)
        assert all(turn.note.endswith(STEPPED_IN) for turn in replies)

    await asyncio.gather(*map(held, addresses))


@pytest.mark.parametrize("shown", ["", WHOLE], ids=["before a word", "after a sentence"])
async def test_a_stop_is_heeded_at_once_where_the_model_falls_silent_and_ends_the_request(
    shown: str, tmp_path: Path, server: FakeServer
) -> None:
    server.enqueue(Reply(shown + BEGUN, then="stall"))
    async with modelled(tmp_path, server.url, patience={}) as practice:
        learner = await practice.new_learner()
        talk = await practice.open_talk(learner, "mele")
        reply = await practice.say(learner, talk.id, TWELVE[0])
        assert await asyncio.to_thread(server.arrived.wait, 20)
        if shown:
            assert (await anext(reply.follow())).text == WHOLE
        reply.stop()
        pieces = [piece async for piece in reply.follow()]
        last = (await practice.talk(learner, talk.id)).conversation.turns[-1]
        assert await asyncio.to_thread(server.requests[0].gone.wait, 20)
    if shown:
        assert isinstance(last, MemberTurn)
        assert (last.text, last.cut, last.note) == (GOOD, True, "")
    else:
        assert last.speaker == "organizer"
        assert pieces[-1].text == "Stopped before they said a word."


async def test_feedback_is_given_whatever_the_server_does_and_says_who_made_it(
    tmp_path: Path, server: FakeServer
) -> None:
    names = sorted(FAULTS)
    server.otherwise = lambda request: FAULTS[names[int(number)]] if (number := marked(request)) else Reply(GOOD)

    async def assessed(practice: Practice, learner: str, talk: str, number: int) -> None:
        again = await practice.rewind(learner, talk, last)
        await (await practice.say(learner, again.id, f"Thank you. That was turn {number}.")).wait()
        feedback = (await practice.reflect(learner, again.id, Reflection())).feedback
        assert feedback is not None, names[number]
        assert feedback.note.endswith(ASSESSED_BUILTIN), names[number]
        assert len(feedback.objectives) == 4, names[number]

    async with modelled(tmp_path, server.url) as practice:
        learner = await practice.new_learner()
        talk = await practice.open_talk(learner, "mele")
        for text in TWELVE[:6]:
            await (await practice.say(learner, talk.id, text)).wait()
        talk = await practice.talk(learner, talk.id)
        last, _ = talk.conversation.organizer_turns[-1]
        await asyncio.gather(*(assessed(practice, learner, talk.id, number) for number in range(len(names))))


@asynccontextmanager
async def modelled(folder: Path, address: str, patience: dict[str, str] = HASTY) -> AsyncGenerator[Practice]:
    """A practice with a model at an address, and little patience with it."""
    database = f"sqlite:///{(folder / 'coach.sqlite3').as_posix()}"
    settings = {"base_url": address, "model": "fake-model", "database_url": database, **patience}
    app = App(Settings.read({}, settings))
    yield app.practice
    await app.server.aclose()
    app.store.close()
