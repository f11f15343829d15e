"""What a learner may do with all that is kept of them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from coach.talk import Plan
from coach.web.gate.entry import Entry
from tests.web.house import SECRET, House

SAID = "I kept the lemons of Oamaru in a blue bucket."


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=60) as client:
        await client.get("/")
        yield client


def who(client: httpx2.AsyncClient) -> str:
    visitor = Entry(SECRET).visitor(dict(client.cookies))
    assert visitor
    return visitor.learner


async def talk_of(house: House, client: httpx2.AsyncClient, member: str = "mele", said: str = SAID) -> str:
    """The id of a talk in which this was said and answered."""
    talk = await house.app.practice.open_talk(who(client), member, plan=Plan(purpose="To hear of the quinces."))
    turns = len(talk.conversation.turns)
    await client.post(f"/talks/{talk.id}/turns", json={"text": said, "after": turns})
    return talk.id


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


async def test_a_talk_gets_a_name_and_is_found_by_it_by_the_member_and_by_what_was_said(
    house: House, client: httpx2.AsyncClient
) -> None:
    with_mele, with_darren = await talk_of(house, client), await talk_of(house, client, "darren", "Hello there.")
    practice, learner = house.app.practice, who(client)
    renamed = await client.post(f"/talks/{with_darren}/rename", json={"name": "The  ute talk"})
    assert renamed.json() == {"to": "/talks"}
    for words, found in (
        ("LEMONS", {with_mele}), ("ute TALK", {with_darren}), ("darren", {with_darren}), ("zzz", set[str]()),
        ("  ", {with_mele, with_darren}),
    ):  # fmt: skip
        assert {talk.id for talk in await practice.talks(learner, words)} == found, words


async def test_a_name_that_is_too_long_is_refused_in_words_and_anothers_talk_is_not_found(
    house: House, client: httpx2.AsyncClient
) -> None:
    talk = await talk_of(house, client)
    long = await client.post(f"/talks/{talk}/rename", json={"name": "x" * 81})
    assert long.status_code == 422
    assert long.json()["mend"] == "Shorten it."
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as other:
        await other.get("/")
        assert (await other.post(f"/talks/{talk}/rename", json={"name": "Mine"})).status_code == 404
        assert (await other.get("/mine/talks.json")).json() == {"talks": []}


async def test_everything_can_be_taken_along_as_one_file(house: House, client: httpx2.AsyncClient) -> None:
    talk = await talk_of(house, client)
    await client.post(f"/talks/{talk}/rename", json={"name": "Lemons"})
    await talk_of(house, client, "darren", "Hello there.")
    saved = await client.get("/mine/talks.json")
    assert saved.headers["content-disposition"] == 'attachment; filename="my-talks.json"'
    newest, oldest = saved.json()["talks"]
    assert (newest["persona"], oldest["persona"], oldest["name"]) == ("darren", "mele", "Lemons")
    assert SAID in [turn["text"] for turn in oldest["turns"]]
    assert oldest["plan"]["purpose"] == "To hear of the quinces."
    read = (await client.get("/mine/talks.md")).text
    assert SAID in read
    assert read.count("# A 1:1 with") == 2


async def test_nobody_who_is_not_known_gets_or_deletes_anything(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as stranger:
        assert (await stranger.get("/mine/talks.json")).status_code == 422
        assert (await stranger.post("/mine/forget")).status_code == 422
        foreign = await stranger.post("/mine/forget", headers={"Origin": "https://elsewhere.example"})
        assert foreign.status_code == 403


async def test_whoever_wants_to_be_forgotten_is_gone_from_every_table_and_every_file_and_can_begin_anew(
    tmp_path: Path,
) -> None:
    with House(tmp_path) as house:
        async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=60) as client:
            await client.get("/")
            learner, talk = who(client), await talk_of(house, client)
            assert await house.app.practice.knows(learner)
            forgotten = await client.post("/mine/forget")
            assert forgotten.json() == {"to": "/"}
            assert "Max-Age=0" in forgotten.headers["set-cookie"]
            assert not await house.app.practice.knows(learner)
            kept = all_bytes(tmp_path)
            for trace in (learner, talk, "lemons of Oamaru", "quinces", "blue bucket"):
                assert trace.encode() not in kept, trace
            await client.get("/")
            assert who(client) != learner
            assert json.loads((await client.get("/mine/talks.json")).text) == {"talks": []}
