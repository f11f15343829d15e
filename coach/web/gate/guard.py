"""What stands before every request: who asks, and whether they may; how often; and what a page gets along."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.errors import CoachError
from coach.practice import Practice
from coach.web.gate.allowance import Allowance
from coach.web.gate.entry import Entry, Visitor
from coach.web.gate.headers import EARLY, HEADERS, keeping
from coach.web.gate.learner import VISITOR, address
from coach.web.gate.paths import FOR_ALL, FOR_FACILITATORS, PAGES, SAFE, refused
from coach.web.look.answers import answer
from coach.web.words import say
from coach.web.words.language import LANGUAGE, picked, speaking

log = logging.getLogger(__name__)

PATIENCE = 60
"""Seconds that a whole body may take to come in: six megabytes at less than a megabit."""
BELIEVED = 5
"""Seconds for which a workshop that was there is taken to be there still."""
TURNS, TURNS_SECONDS = 20, 60
"""A learner's turns: nobody says so many things in a minute."""
SENT, SENT_SECONDS = 240, 60
"""Whatever else one learner's pages send."""
NEWCOMERS, NEWCOMERS_SECONDS = 3000, 3600
"""New learners from one address: a hall of people behind one router, and their reloads, but not a flood."""


class Guard:
    """An ASGI middleware; it never touches the body, so streams pass as they come."""

    def __init__(
        self,
        app: ASGIApp,
        practice: Practice,
        entry: Entry,
        hosts: frozenset[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        """`hosts`: the names under which the app may be called; None for any. `patience`: seconds for a body."""
        self._app, self._practice, self._entry, self._hosts = app, practice, entry, hosts
        self._patience, self._clock = patience, clock
        self._stands: dict[str, float] = {}
        self._turns = Allowance(TURNS, TURNS_SECONDS, clock)
        self._sent = Allowance(SENT, SENT_SECONDS, clock)
        self._newcomers = Allowance(NEWCOMERS, NEWCOMERS_SECONDS, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        language = picked(request.cookies, request.headers.get("accept-language", ""))
        with speaking(language):
            await self._answer(request, language, receive, send)

    async def _answer(self, request: Request, language: str, receive: Receive, send: Send) -> None:
        scope, visitor = request.scope, await self._visitor(request)
        scope["state"] = {**scope.get("state", {}), VISITOR: visitor, LANGUAGE: language}
        added = list(HEADERS.items())
        begun = ended = False

        async def dressed(message: Message) -> None:
            nonlocal begun, ended
            begun, ended = True, message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", keeping(request.url.path, message["status"]))
                _add(headers, added)
            await send(message)

        if answered := self._turned_away(request, visitor):
            await answered(scope, receive, dressed)
            return
        if request.method in SAFE and request.url.path in PAGES:
            added += [("Link", link) for link in EARLY]
            if introduced := await self._introduce(request, visitor):
                added += [("Set-Cookie", introduced)]
        try:
            await self._app(scope, receive if request.method in SAFE else in_time(receive, self._patience), dressed)
        except Exception:
            log.exception("a request failed")
            if begun and not ended:
                raise  # half an answer: the server has to break it off, so that nobody takes it for a whole one
            if not begun:
                await answer(request, 500, say("error.ours"))(scope, receive, dressed)

    async def _visitor(self, request: Request) -> Visitor | None:
        """Who asks; nobody where the workshop whose code let them in is closed by now."""
        visitor = self._entry.visitor(request.cookies)
        if visitor is None or visitor.workshop is None or self._stands.get(visitor.workshop, 0) > self._clock():
            return visitor
        try:
            if not await self._practice.stands(visitor.workshop):
                return None
        except CoachError:
            return visitor  # the database can't be asked just now: the page itself says so
        self._stands[visitor.workshop] = self._clock() + BELIEVED
        return visitor

    def _turned_away(self, request: Request, visitor: Visitor | None) -> Response | None:
        """The answer to a request that may not pass."""
        path = request.url.path
        if self._hosts is not None and (request.url.hostname or "") not in self._hosts:
            return answer(request, 421, say("error.host"))
        if refusal := refused(request.method, path, request.headers):
            return answer(request, *refusal)
        if visitor is None and not self._entry.open and not path.startswith(FOR_ALL):
            if request.method in SAFE and path in PAGES:
                back = quote(path + (f"?{request.url.query}" if request.url.query else ""), safe="")
                return RedirectResponse(f"/sign-in?to={back}", 303)
            return answer(request, 401, say("error.signed_out"), say("error.signed_out_mend"))
        if path.startswith(FOR_FACILITATORS) and not self._entry.facilitates(visitor):
            return answer(request, 403, say("error.facilitators"))
        return self._slowed(request, visitor)

    def _slowed(self, request: Request, visitor: Visitor | None) -> Response | None:
        """The answer to one who asks for more than a person can."""
        if request.method in SAFE or visitor is None:
            return None
        turn = request.url.path.endswith(("/turns", "/answer"))
        wait = (self._turns if turn else self._sent).take(visitor.learner)
        if not wait:
            return None
        slow = answer(request, 429, say("error.too_fast"), say("error.too_fast_mend"))
        slow.headers["Retry-After"] = str(wait)
        return slow

    async def _introduce(self, request: Request, visitor: Visitor | None) -> str | None:
        """A cookie for whoever has none that counts here, or one that is old."""
        try:
            if visitor and await self._practice.knows(visitor.learner):
                return self._entry.renewed(visitor) if visitor.stale else None
            if not self._entry.open or self._newcomers.take(address(request)):
                return None
            return self._entry.cookie(await self._practice.new_learner())
        except CoachError:
            return None  # the page itself says what is wrong, as soon as it asks


def in_time(receive: Receive, seconds: float) -> Receive:
    """Receives a body that must be there within some seconds; what comes after it, such as a leaving, may take long."""
    ends = asyncio.get_running_loop().time() + seconds
    whole = False

    async def received() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(ends):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, say("error.too_slow")) from None
        whole = not message.get("more_body", False)
        return message

    return received


def _add(headers: MutableHeaders, added: Iterable[tuple[str, str]]) -> None:
    for name, value in added:
        headers.append(name, value)
