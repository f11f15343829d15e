"""kill -9 at any moment while learners talk: nothing that was kept is lost, nothing is kept twice."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass

import httpx2
import psycopg

from tests.soak.rooms import Rooms
from tests.soak.seats import Broken, Refused, Seat, ask_again, plain_client, say, take_seats, turns_of

AWAY = (httpx2.TransportError, Broken)
SHORTEST_LIFE, LONGEST_LIFE = 0.05, 0.6
"""Seconds from when the app answers until it is killed."""


@dataclass(frozen=True)
class Kept:
    """What became of a load: turns that learners know to be kept, those that are there, and those that are wrong."""

    kills: int
    acknowledged: int
    kept: int
    lost: int
    doubled: int
    seconds: float


async def killed(url: str, kills: int, learners: int, chance: random.Random) -> Kept:
    """Let learners talk at the app on this database and kill it so many times, then see what is kept."""
    seats = take_seats(url, learners, "killed")
    known: dict[str, list[str]] = {seat.talk: [] for seat in seats}
    over, began = asyncio.Event(), time.monotonic()
    server = Rooms(url)
    async with plain_client() as client:
        talking = [asyncio.create_task(_talk(client, server.address, seat, known[seat.talk], over)) for seat in seats]
        for _ in range(kills):
            await asyncio.to_thread(server.start)
            await asyncio.sleep(chance.uniform(SHORTEST_LIFE, LONGEST_LIFE))
            server.kill()
        await asyncio.to_thread(server.start)
        over.set()
        await asyncio.gather(*talking)
        server.kill()
    took = time.monotonic() - began
    return counted(url, known, kills, took)


async def _talk(client: httpx2.AsyncClient, address: str, seat: Seat, known: list[str], over: asyncio.Event) -> None:
    """Take turn after turn; what the app showed as kept goes into `known`. What did not arrive is sent again."""
    while True:
        with suppress(*AWAY, Refused):
            turns = [turn["text"] for turn in await turns_of(client, address, seat)]
            assert turns[: len(known)] == known, "what was seen before is there"
            known[:] = turns
            if len(turns) % 2:
                await ask_again(client, address, seat)
            elif over.is_set():
                return
            else:
                await say(client, address, seat, f"Line {len(turns)} of {seat.talk}: how was your week?", len(turns))
            continue
        await asyncio.sleep(0.05)


def counted(url: str, known: Mapping[str, list[str]], kills: int, seconds: float) -> Kept:
    """By a look into the database itself, beside the app."""
    rows = rows_of(url)
    kept: dict[str, list[str]] = {talk: [] for talk in known}
    for talk, number, text in rows:
        if talk in kept:
            assert number == len(kept[talk]) + 1, "turns are numbered without a gap"
            kept[talk].append(text)
    lost = sum(text not in kept[talk] for talk, texts in known.items() for text in texts)
    lines = [text for texts in kept.values() for text in texts if text.startswith("Line ")]
    return Kept(
        kills=kills,
        acknowledged=sum(map(len, known.values())),
        kept=sum(map(len, kept.values())),
        lost=lost,
        doubled=len(lines) - len(set(lines)),
        seconds=seconds,
    )


def rows_of(url: str) -> list[tuple[str, int, str]]:
    """Every turn: its talk, its number, and what was said."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as kept:
            query = "SELECT talk, number, json_extract(body, '$.text') FROM turns ORDER BY talk, number"
            return list(kept.execute(query))
    with psycopg.connect(url) as kept:
        return list(kept.execute("SELECT talk, number, body->>'text' FROM turns ORDER BY talk, number"))
