"""The app as it runs: the shipped members, the built-in players, a database of its own, on a real port."""

import asyncio
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import uvicorn

from coach.app import App
from coach.settings import Settings
from coach.upkeep import Upkeep
from coach.web import build
from coach.web.gate.entry import Entry

ROOT = Path(__file__).parents[2]
SECRET = "a secret of the tests, and of nobody else"


class House:
    """A running app. `pace`: seconds between two words of the member's; `options`: settings, by field.

    `ports`: where model servers are looked for, none by default.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pace: float = 0,
        port: int = 0,
        entry: Entry | None = None,
        hosts: frozenset[str] | None = None,
        ports: Mapping[int, str] | None = None,
        **options: str,
    ) -> None:
        settings = {
            "database_url": f"sqlite:///{(folder / 'coach.sqlite3').as_posix()}",
            "personas": str(ROOT / "personas"),
            "prompts": str(ROOT / "prompts"),
            **options,
        }
        self.app = App(Settings.read({}, settings), pace=pace)
        # asyncio sends at once only on sockets that say they are TCP; others wait 40 ms for each answer.
        self._socket = socket.socket(proto=socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.entry = entry or Entry(SECRET)
        upkeep = Upkeep(self.app.store, self.app.prices, ports=ports)
        self.served = build(
            self.app.practice,
            self.entry,
            hosts,
            aloud=self.app.aloud,
            studio=self.app.studio,
            workshops=self.app.workshops,
            upkeep=upkeep,
            kept=self.app.kept,
        )
        config = uvicorn.Config(
            self.served,
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)

    async def _run(self) -> None:
        await self._server.serve([self._socket])
        if self.app.settings.model_configured:
            await self.app.server.aclose()
        if self.app.audio:
            await self.app.audio.aclose()

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.app.store.close()
