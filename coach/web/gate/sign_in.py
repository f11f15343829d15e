"""The way in and out: a page with a form, for people with an account or the workshop's code."""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from coach.accounts import Account, learner_of
from coach.practice import Practice
from coach.web.gate.allowance import Allowance
from coach.web.gate.entry import Entry
from coach.web.gate.joining import speak_its_language
from coach.web.gate.learner import address, visiting
from coach.web.look.draw import draw
from coach.web.words import say
from coach.web.words.language import COOKIE, languages

WRONG, WRONG_SECONDS = 6, 600
"""Wrong passwords for one name."""
WRONG_HERE, WRONG_HERE_SECONDS = 300, 600
"""Wrong passwords and codes from one address: a hall of people behind one router mistype that often, not more."""
AT_ONCE = 2
"""Passwords checked at a time: each costs a core some 50 ms and tens of megabytes."""


def router(practice: Practice, entry: Entry, clock: Callable[[], float] = time.monotonic) -> APIRouter:
    """The routes /sign-in and /sign-out."""
    routes = APIRouter()
    by_name = Allowance(WRONG, WRONG_SECONDS, clock)
    by_address = Allowance(WRONG_HERE, WRONG_HERE_SECONDS, clock)
    checking = asyncio.Semaphore(AT_ONCE)

    async def page(
        status: int = 200, *, to: str = "/", name: str = "", code: str = "", wrong: str = ""
    ) -> HTMLResponse:
        coded = entry.has_code or await practice.any_workshops()
        return HTMLResponse(draw("sign_in", entry=entry, coded=coded, to=to, name=name, code=code, wrong=wrong), status)

    @routes.get("/sign-in", response_model=None)
    async def form(request: Request, to: str = "/", code: str = "") -> Response:
        """The form; a link with ?code=… has the code filled in."""
        if entry.open or visiting(request):
            return RedirectResponse(within(to), 303)
        return await page(to=within(to), code=(code or code_in(to))[:200])

    @routes.post("/sign-in", response_model=None)
    async def sign_in(request: Request) -> Response:
        """Come in with an account, or with the code."""
        sent = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        to, name, code = within(sent.get("to", "/")), sent.get("name", "").strip()[:64], sent.get("code", "")[:200]
        keys = [(by_address, address(request)), *([(by_name, name.casefold())] if name else [])]
        if wait := max(allowance.wait(key) for allowance, key in keys):
            slow = await page(429, to=to, name=name, wrong=say("sign_in.wait", minutes=str(-(-wait // 60))))
            slow.headers["Retry-After"] = str(wait)
            return slow
        if name:
            async with checking:
                account = await asyncio.to_thread(entry.sign_in, name, sent.get("password", ""))
            if account:
                by_name.restore(name.casefold())
                return await come_in(to, learner_of(account.name), account)
        elif invited := await practice.invitation(code):
            learner = await practice.new_learner()
            await practice.join(learner, invited.id)
            came = await come_in("/" if code_in(to) else to, learner, workshop=invited.id)
            speak_its_language(came, invited, entry)
            return came
        elif entry.opens(code):
            return await come_in(to, await practice.new_learner())
        for allowance, key in keys:
            allowance.take(key)
        return await page(
            401, to=to, name=name, code=code, wrong=say("sign_in.wrong" if name else "sign_in.wrong_code")
        )

    @routes.get("/sign-in/role.css")
    async def role(request: Request) -> Response:
        """What a page shows to this visitor alone: the bar at its top and an empty list are the same for all."""
        shown = "inline-flex" if entry.facilitates(visiting(request)) else "none"
        return Response(f".drawn :is(.top, .empty) .for-facilitators {{ display: {shown}; }}", media_type="text/css")

    async def come_in(to: str, learner: str, account: Account | None = None, workshop: str | None = None) -> Response:
        if account:
            await practice.admit(learner)
        answer = RedirectResponse(to, 303)
        answer.headers.append("Set-Cookie", entry.cookie(learner, account, workshop))
        return answer

    @routes.post("/language")
    async def language(request: Request) -> RedirectResponse:
        """Speak another language from now on, and go back to where one was."""
        chosen = str((await request.form()).get("language", ""))
        came_from = urlsplit(request.headers.get("referer", ""))
        back = within(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
        answer = RedirectResponse(back, 303)
        if chosen in languages():
            answer.headers.append("Set-Cookie", entry.plain_cookie(COOKIE, chosen))
        return answer

    @routes.post("/sign-out")
    async def sign_out() -> RedirectResponse:
        """Forget who this browser was."""
        answer = RedirectResponse("/sign-in", 303)
        answer.headers.append("Set-Cookie", entry.forget())
        return answer

    return routes


def code_in(to: str) -> str:
    """The code in the address of an invitation; empty in any other."""
    parts = urlsplit(to)
    return (parse_qs(parts.query).get("code") or [""])[0] if parts.path == "/join" else ""


def within(to: str) -> str:
    """An address of this app's own, whatever was asked for."""
    parts = urlsplit(to)
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return to if ours and to.isprintable() else "/"
