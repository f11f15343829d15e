"""Three ways to a reply: straight from the model server, through coach as its page does, and through plain Gradio."""

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from openai import AsyncOpenAI

from coach.partner.watch import sentences
from tests.bench.gradio_page import Page
from tests.bench.processes import Running

READS = 4.0
"""Seconds between a reply and the next turn: less than anybody needs to read it and to write."""
LINES = ("How has your week been?", "And how are you after such a week?", "What made it long?", "Who stayed back?")


@dataclass(frozen=True)
class Wait:
    """How long somebody waited for a reply, in seconds."""

    event: float
    """For the first sign of life: the model's first token, or that the turn is kept and they are about to speak."""
    words: float
    """For the first words to read. Through coach, that is the first sentence: it is seen to be the member's before."""
    sentence: float
    """For the whole of the first sentence."""
    total: float


Talk = Callable[[int], Awaitable[Wait]]
"""Takes a turn of the talk, by its number from 0."""


@dataclass(frozen=True)
class Way:
    """`open` opens a talk; `cpu`, the seconds of CPU used so far by what is between the learner and the model."""

    open: Callable[[], Awaitable[Talk]]
    cpu: Callable[[], float]


@asynccontextmanager
async def direct(model: str) -> AsyncGenerator[Way]:
    """The SDK's own stream, in this process."""
    async with AsyncOpenAI(base_url=f"{model}/v1", api_key="none", max_retries=0) as client:

        async def open_talk() -> Talk:
            async def turn(number: int) -> Wait:
                began, words, sentence = time.perf_counter(), 0.0, 0.0

                async def tokens() -> AsyncGenerator[str]:
                    nonlocal words
                    async for chunk in await client.chat.completions.create(
                        model="fake-model", messages=[{"role": "user", "content": LINES[number]}], stream=True
                    ):
                        if chunk.choices and chunk.choices[0].delta.content:
                            words = words or time.perf_counter() - began
                            yield chunk.choices[0].delta.content

                async for _ in sentences(tokens()):
                    sentence = sentence or time.perf_counter() - began
                return Wait(words, words, sentence, time.perf_counter() - began)

            return turn

        yield Way(open_talk, time.process_time)


@asynccontextmanager
async def coach(model: str, folder: Path) -> AsyncGenerator[Way]:
    """`coach serve`, its pages and its lines of JSON, each learner with a cookie and a talk of their own."""
    async with serving(model, folder) as (app, sit_down):

        async def open_talk() -> Talk:
            return (await sit_down()).turn

        yield Way(open_talk, app.cpu)


@asynccontextmanager
async def serving(
    model: str, folder: Path, **more: str
) -> AsyncGenerator[tuple[Running, Callable[[], Awaitable["Learner"]]]]:
    """The app with a model, and `more` of its environment; and how somebody sits down to a talk in it."""
    env = {
        "OPENAI_BASE_URL": f"{model}/v1",
        "COACH_MODEL": "fake-model",
        "COACH_DATABASE_URL": f"sqlite:///{(folder / 'coach.sqlite3').as_posix()}",
        "COACH_SECRET": "of-the-measurements-alone",
        **more,
    }
    with Running("-m", "coach", "serve", "--port", "{port}", env=env) as app:
        async with _client() as client:
            config = (await client.get(f"{app.address}/config")).json()

            async def sit_down() -> Learner:
                page = await client.get(f"{app.address}/prepare?member=mele")
                client.cookies.clear()  # each learner has their own
                cookie = {"Cookie": page.headers["set-cookie"].partition(";")[0]}
                learner = Learner(client, app.address, cookie)
                await learner.sit_down(config)
                return learner

            yield app, sit_down


@asynccontextmanager
async def plain(model: str, _folder: Path) -> AsyncGenerator[Way]:
    """A plain `gr.ChatInterface`, by the events that its page fires."""
    with Running("-m", "tests.bench.plain", "{port}", f"{model}/v1") as app:
        async with _client() as client:
            config = (await client.get(f"{app.address}/config")).json()

            async def open_talk() -> Talk:
                page = Page(client, app.address, config)
                submit = next(event for event in page.events if any(how == "submit" for _, how in event["targets"]))
                box = submit["inputs"][0]

                async def turn(number: int) -> Wait:
                    page.values[box] = LINES[number]
                    began, first = time.perf_counter(), list[float]()
                    await page.run(submit)
                    shown, answered = (page.event(name) for name in ("_append_message_to_history", "_submit_fn"))
                    await page.run(shown)
                    await page.run(answered, first, time.perf_counter)
                    total = time.perf_counter() - began
                    await page.follow(answered)
                    return Wait(first[0] - began, first[0] - began, 0.0, total)

                return turn

            yield Way(open_talk, app.cpu)


class Learner:
    """Somebody at coach's page: what the page's script asks the server for."""

    def __init__(self, client: httpx2.AsyncClient, address: str, cookie: dict[str, str]) -> None:
        self._client, self._address, self._cookie = client, address, cookie
        self._talk, self._turns = "", 0

    async def sit_down(self, config: dict[str, object]) -> None:
        """From the page before the talk to the room for it."""
        async with _client(self._cookie) as own:
            page = Page(own, self._address, config, query="?member=mele")
            begin = page.event("begin")
            for part in begin["inputs"]:
                page.values[part] = ""
            page.values[begin["inputs"][0]] = None
            await page.run(begin)
        found = re.search(r"/talk\?id=([\w-]+)", str(page.values[begin["outputs"][0]]))
        if not found:
            raise RuntimeError(f"no talk was opened: {page.values}")
        self._talk = f"{self._address}/talks/{found[1]}"
        await self._sync()

    async def turn(self, number: int) -> Wait:
        """Send a turn, read the reply as it comes; its last line says how the talk stands."""
        began, words = time.perf_counter(), 0.0
        body = {"text": LINES[number], "after": self._turns}
        async with self._client.stream("POST", f"{self._talk}/turns", json=body, headers=self._cookie) as reply:
            event = time.perf_counter() - began
            async for line in reply.aiter_lines():
                piece = json.loads(line)
                if not words and piece["kind"] == "text":
                    words = time.perf_counter() - began
                if piece["kind"] in ("failed", "note"):
                    raise RuntimeError(piece["text"])
                if piece["kind"] == "done":
                    self._turns = len(piece["talk"]["turns"])
        total = time.perf_counter() - began
        return Wait(event, words, words, total)

    async def aloud(self, recording: bytes) -> tuple[float, float, float]:
        """Say a turn aloud: seconds from its end until it is understood, until they begin, until the first sound."""
        began, begun, sound = time.perf_counter(), 0.0, 0.0
        kind = {**self._cookie, "Content-Type": "audio/webm"}
        heard = await self._client.post(f"{self._talk}/hear?seconds=2", content=recording, headers=kind)
        understood = time.perf_counter() - began
        body = {"text": heard.json()["text"], "after": self._turns}
        async with self._client.stream("POST", f"{self._talk}/turns", json=body, headers=self._cookie) as reply:
            async for line in reply.aiter_lines():
                piece = json.loads(line)
                if piece["kind"] == "text" and not begun:
                    begun = time.perf_counter() - began
                    where = {"turn": self._turns + 2, "start": 0, "end": len(piece["text"])}
                    address = f"{self._talk}/aloud"
                    async with self._client.stream("GET", address, params=where, headers=self._cookie) as spoken:
                        spoken.raise_for_status()
                        await anext(spoken.aiter_bytes())
                        sound = time.perf_counter() - began
        await self._sync()
        return understood, begun, sound

    async def _sync(self) -> None:
        talk = await self._client.get(self._talk, headers=self._cookie)
        self._turns = len(talk.json()["turns"])


@dataclass(frozen=True)
class Held:
    """So many talks: every wait, the seconds until all had their reply by turn, and the seconds of CPU it took.

    `cpu`: of what is between the learner and the model; `pages`: of the many browsers that this process plays.
    """

    waits: list[Wait]
    all_done: list[float]
    cpu: float
    pages: float


async def hold(way: Way, talks: int, turns: int, spread: float = 0) -> Held:
    """Hold so many talks at once.

    All send each turn in the same instant, or evenly over `spread` seconds. READS seconds follow every turn, the last
    one too, so that what a turn leaves to be done after its reply is counted with it.
    """
    opened = [await way.open() for _ in range(talks)]
    all_done: list[float] = []
    every: list[Wait] = []

    async def late(talk: Talk, place: int, number: int) -> Wait:
        await asyncio.sleep(spread * place / talks)
        return await talk(number)

    before, pages = way.cpu(), time.process_time()
    for number in range(turns):
        began = time.perf_counter()
        every += await asyncio.gather(*(late(talk, place, number) for place, talk in enumerate(opened)))
        all_done.append(time.perf_counter() - began)
        await asyncio.sleep(READS)
    return Held(every, all_done, way.cpu() - before, time.process_time() - pages)


def _client(headers: dict[str, str] | None = None) -> httpx2.AsyncClient:
    # Nobody says a turn within the five seconds for which the servers keep a connection: each has one of its own.
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=READS / 2)
    return httpx2.AsyncClient(trust_env=False, timeout=120, limits=limits, headers=headers)
