"""The app without Gradio's pages, forked in a tenth of a second: the same guard, routes, practice and store.

`coach serve` takes seconds to start; two hundred of them would measure the start.
"""

import multiprocessing
import time
from multiprocessing.context import ForkServerProcess
from typing import Self

import httpx2
import uvicorn
from fastapi import FastAPI, Request, Response

from coach.aloud import Aloud
from coach.app import App
from coach.errors import CoachError, InputError
from coach.settings import Settings
from coach.web import talks
from coach.web.gate import health
from coach.web.gate.entry import Entry
from coach.web.gate.guard import Guard
from coach.web.look.answers import answer
from tests.bench.processes import LONGEST_START, free_port
from tests.soak.seats import ROOT, SECRET

PACE = 0.01
"""Seconds between two words of the member's: a reply is under way for a while, to be killed in."""


class Rooms:
    """A process that can be killed and started again at the same address."""

    def __init__(self, url: str, **settings: str) -> None:
        """`settings`: those of a model, where the member is not to be played by the built-in partner."""
        self.port, self._settings = free_port(), {"database_url": url, **settings}
        self.address = f"http://127.0.0.1:{self.port}"
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self._process: ForkServerProcess | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it can be used."""
        self._process = self._context.Process(target=_serve, args=(self.port, self._settings), daemon=True)
        self._process.start()
        ends = time.monotonic() + LONGEST_START
        with httpx2.Client(trust_env=False) as client:
            while True:
                try:
                    if client.get(f"{self.address}/readyz").status_code == 200:
                        return
                except httpx2.TransportError:
                    if time.monotonic() > ends:
                        raise
                time.sleep(0.02)

    def kill(self) -> None:
        """kill -9."""
        if self._process:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def _serve(port: int, settings: dict[str, str]) -> None:
    folders = {"personas": str(ROOT / "personas"), "prompts": str(ROOT / "prompts")}
    app = App(Settings.read({}, {**settings, **folders}), pace=PACE)
    web = FastAPI(openapi_url=None)
    entry = Entry(SECRET)
    web.add_middleware(Guard, practice=app.practice, entry=entry)
    web.include_router(health.router(app.practice))
    web.include_router(talks.router(app.practice, Aloud(app.practice), entry))
    web.add_exception_handler(CoachError, _refusal)
    uvicorn.run(web, host="127.0.0.1", port=port, log_level="critical")


async def _refusal(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, CoachError)
    return answer(request, 422 if isinstance(fault, InputError) else 503, fault.message, fault.mend)
