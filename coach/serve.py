"""Starts the app on a port, says where it is and who will play."""

import asyncio
import gc
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType

import typer
import uvicorn
from platformdirs import user_data_path

from coach import logs
from coach.accounts import Accounts
from coach.app import App
from coach.errors import CoachError, SettingError
from coach.practice import Practice
from coach.web import build
from coach.web.gate.entry import Entry

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine to itself. Where anybody may come in, the app answers to no other: a page elsewhere that points
a name of its own at this machine reads nothing."""
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - known here, and bound only where who may come in was said
"""Hosts that stand for all addresses of this machine, each with the one that it is opened by from here."""
REPLIES_END = 25.0
"""Seconds that replies and feedback under way have to end in when the app is stopped."""
FIRST_PAGES = 2.0
"""Seconds from the start on in which pages have the machine to themselves."""
LEFT_OPEN = 2
"""Seconds until connections are closed after that: every open page holds one."""


class Server(uvicorn.Server):
    """Stops in two steps: takes no more turns until what is under way has ended, then closes. Asked twice, at once."""

    def __init__(self, config: uvicorn.Config, practice: Practice) -> None:
        super().__init__(config)
        self._practice = practice
        self._leaving = False
        self._loop: asyncio.AbstractEventLoop | None = None

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Until it is asked to stop, and has."""
        self._loop = asyncio.get_running_loop()
        await super().serve(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """What happens when somebody asks."""
        if self._loop is None or self._leaving:
            super().handle_exit(sig, frame)
        else:
            self._leaving = True
            self._loop.call_soon_threadsafe(self._begin_leaving)

    def _begin_leaving(self) -> None:
        self._practice.close()
        self._left = asyncio.ensure_future(self._leave())

    async def _leave(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(REPLIES_END):
                await self._practice.settle()
        self.should_exit = True  # not by the signal once more, which would end all before what is open is closed


def serve(app: App) -> None:
    """Serve until stopped. Raises SettingError where the port is taken, StoreError where nothing can be kept."""
    settings = app.settings
    _see_that_free(settings.host, settings.port)
    for problem in app.content.problems:
        typer.echo(f"! {problem}", err=True)
    for doubt in _doubts(app):
        typer.echo(f"! {doubt}", err=True)
    entry = _entry(app)
    open_to = LOOPBACK if entry.open else None
    web = build(
        app.practice,
        entry,
        open_to,
        aloud=app.aloud,
        studio=app.studio,
        workshops=app.workshops,
        upkeep=app.upkeep,
        kept=app.kept,
    )
    typer.echo(f"\n  coach is at {address(settings.host, settings.port)}\n  {_who_plays(app)}\n", err=True)
    logs.begin(settings.log)
    app.store.know(app.content.members)
    config = uvicorn.Config(
        web,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=LEFT_OPEN,
    )
    # What is loaded by now stays: left out of every later search for garbage, a turn costs an eighth less.
    gc.freeze()
    gc.enable()
    with closing(app.store), suppress(KeyboardInterrupt):
        asyncio.run(_until_stopped(Server(config, app.practice), app))


def _doubts(app: App) -> Iterator[str]:
    """What in the settings works but is probably not meant."""
    yield from app.settings.doubts()
    servers = (app.server if app.settings.model_configured else None, app.audio)
    yield from dict.fromkeys(doubt for server in servers if server for doubt in server.doubts)


async def _until_stopped(server: uvicorn.Server, app: App) -> None:
    tasks = (warmed(app), limbered(app), app.retention.every_day())
    beside = [asyncio.create_task(task) for task in tasks]
    await server.serve()
    for task in beside:
        task.cancel()
    for door in (app.server if app.settings.model_configured else None, app.audio):
        if door:
            await door.aclose()


async def warmed(app: App) -> None:
    """Open a line to the model's server, and say what is doubtful about it."""
    if not app.settings.model_configured:
        return
    for doubt in await app.server.warm_up():
        typer.echo(f"! {doubt}", err=True)


async def limbered(app: App, wait: float = FIRST_PAGES) -> None:
    """Take a turn with each member: nobody's first turn waits for what is loaded then, half a second and more."""
    await asyncio.sleep(wait)
    with suppress(CoachError):  # said where somebody meets it
        for persona in app.content.members:
            await asyncio.to_thread(asyncio.run, app.stage.limber_up(persona))


def _entry(app: App) -> Entry:
    """Who may come in. Raises SettingError where that would be anybody from anywhere, or no account can be read."""
    settings = app.settings
    if settings.host not in LOOPBACK and not (settings.accounts or settings.join_code):
        raise SettingError(
            f"At {settings.host}, everybody who can reach this machine could come in.",
            "Say who may: COACH_JOIN_CODE=two-words-or-more for a workshop, or COACH_ACCOUNTS=file for accounts (see "
            "coach account add). Or leave the host out: on 127.0.0.1 nobody else gets in.",
        )
    old = (settings.old_secret.get_secret_value(),) if settings.old_secret else ()
    return Entry(
        *old,
        cookie_secret(app),
        accounts=Accounts(settings.accounts) if settings.accounts else None,
        code=settings.join_code.get_secret_value() if settings.join_code else None,
        https=settings.https,
    )


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    place = ANY.get(host, host)
    return f"http://{f'[{place}]' if ':' in place else place}:{port}"


def _who_plays(app: App) -> str:
    if app.players.partner == "llm":
        return f"The members are played by {app.players.model}."
    return (
        "The members are played by the built-in partner. For a model: set OPENAI_API_KEY, or OPENAI_BASE_URL and "
        "COACH_MODEL (see the README)."
    )


def _see_that_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name != "nt":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as taken:
            raise SettingError(
                f"Port {port} on {host} can't be used: {taken.strerror}.",
                f"Is coach running already? Then open it, or choose another port: make run PORT={port + 1}, "
                f"or coach serve --port {port + 1}.",
            ) from None


def cookie_secret(app: App) -> str:
    """What signs the cookies: the one that is set, or one that is made once and kept beside the database."""
    if app.settings.secret:
        return app.settings.secret.get_secret_value()
    file = Path(user_data_path("coach", appauthor=False, ensure_exists=True)) / "cookie-secret"
    with suppress(FileNotFoundError):
        if kept := file.read_text("utf-8"):
            return kept
        file.unlink()  # the disk was full when it was made
    made = secrets.token_urlsafe(32)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            written.write(made)
    except FileExistsError:  # another process was first
        return file.read_text("utf-8") or made
    return made
