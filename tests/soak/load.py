"""A hall full of learners who read and think between their turns, before a model that answers at a pace."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median, quantiles

import httpx2

from coach.partner.watch import sentences
from tests.bench.model import REPLY
from tests.bench.processes import Running
from tests.fake_server import Reply
from tests.soak.seats import SECRET, Broken, Refused, Seat, plain_client, say, take_seats

PACE = 1 / 50
"""Seconds a token of the model's."""
THINKS = (15.0, 45.0)
"""Seconds, from to, that somebody reads, thinks and types between two turns."""


@dataclass(frozen=True)
class Load:
    """What learners saw. Waits in seconds, for the first words to read, beyond what the model itself takes for them."""

    learners: int
    turns: int
    errors: int
    median_added: float
    p95_added: float
    cores: float
    """Of one processor's time, while it ran."""
    megabytes: tuple[float, ...]
    """Of memory, at the end of each run."""


async def hall(url: str, learners: int, seconds: float, runs: int = 2) -> Load:
    """So many learners, so long, so many times after one another at one process."""
    seats, seen = take_seats(url, learners, "hall"), Seen()
    memory: list[float] = []
    with ExitStack() as running:
        model = running.enter_context(Running("-m", "tests.bench.model", "{port}", str(PACE), path="/v1/models"))
        env = {
            "COACH_DATABASE_URL": url,
            "COACH_SECRET": SECRET,
            "OPENAI_BASE_URL": f"{model.address}/v1",
            "COACH_MODEL": "fake-model",
        }
        app = running.enter_context(Running("-m", "coach", "serve", "--port", "{port}", path="/readyz", env=env))
        began, cpu = time.monotonic(), app.cpu()
        for _ in range(runs):
            await seen.gather(app.address, seats, seconds, THINKS)
            memory.append(app.megabytes())
        cores = (app.cpu() - cpu) / (time.monotonic() - began)
    for error in sorted(set(seen.errors))[:5]:
        print(f"  {seen.errors.count(error)} × {error}")
    own = await first_sentence_seconds()
    added = [wait - own for wait in seen.waits]
    p95 = quantiles(added, n=20)[-1]
    return Load(learners, len(seen.waits), len(seen.errors), median(added), p95, cores, tuple(memory))


class Seen:
    """What learners saw so far."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        """Seconds for the first words of each reply."""
        self.errors: list[str] = []
        self.said: Counter[str] = Counter()
        """Turns in each talk, by its id."""

    async def gather(self, address: str, seats: Sequence[Seat], seconds: float, thinks: tuple[float, float]) -> None:
        """Let everybody talk for so long, with a pause between two turns from, to so many seconds."""
        ends = time.monotonic() + seconds
        async with plain_client() as client:
            await asyncio.gather(*(self._sit(client, address, seat, ends, thinks) for seat in seats))

    async def _sit(
        self, client: httpx2.AsyncClient, address: str, seat: Seat, ends: float, thinks: tuple[float, float]
    ) -> None:
        chance = random.Random(f"{seat.talk} {self.said[seat.talk]}")
        await asyncio.sleep(chance.uniform(0, thinks[1]))
        while time.monotonic() < ends:
            try:
                line, after = "What was the best of your week, and why?", self.said[seat.talk]
                self.waits.append(await say(client, address, seat, line, after))
                self.said[seat.talk] += 2
            except (httpx2.TransportError, Broken, Refused) as fault:
                self.errors.append(f"{type(fault).__name__} {fault}"[:200])
                return
            await asyncio.sleep(chance.uniform(*thinks))


async def first_sentence_seconds() -> float:
    """How long the model takes for its first sentence, with the token by which its end is seen."""
    pieces, shown = Reply(REPLY).pieces, 0

    async def tokens() -> AsyncGenerator[str]:
        nonlocal shown
        for piece in pieces:
            shown += 1
            yield piece

    async for _ in sentences(tokens()):
        break
    return shown * PACE
