"""What stands before every request: who asks, from where, for what; and the headers of each answer.

Gradio sends no security headers, takes uploads where no page has any, and answers where no page asks.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coach.errors import CoachError
from coach.practice import Practice
from coach.web.answers import answer
from coach.web.learner import LEARNER, LearnerCookie
from coach.web.words import say

PAGES = frozenset({"/", "/prepare", "/talk", "/reflect", "/feedback", "/talks", "/progress"})
OURS = ("/talks/", "/coach/", "/healthz")
GRADIO = ("/assets/", "/static/", "/gradio_api/heartbeat/")
GRADIO_EXACT = frozenset(
    {
        "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/config",
        "/gradio_api/startup-events", "/gradio_api/run/predict", "/gradio_api/cancel",
        "/gradio_api/queue/join", "/gradio_api/queue/data",
    }
)  # fmt: skip
"""All of Gradio that the pages use: what is not here does not exist."""
MOST_BYTES = 256 * 1024
"""Of a request's body: a turn has at most 4,000 characters, a form some few of them."""
SAFE = frozenset({"GET", "HEAD"})
EARLY = (
    "</coach/coach.css>; rel=preload; as=style",
    "</coach/drawn.css>; rel=preload; as=style",
    "</coach/coach.js>; rel=modulepreload",
    "</coach/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2>; rel=preload; as=font; crossorigin",
    "</coach/fonts/literata-latin-wght-normal.woff2>; rel=preload; as=font; crossorigin",
)
"""Gradio names our files only once it has started; the browser fetches them meanwhile."""
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Gradio's page starts itself with scripts in the page, and fills its HTML parts by evaluating a template."""


class Guard:
    """An ASGI middleware; it never touches the body, so streams pass as they come."""

    def __init__(self, app: ASGIApp, practice: Practice, cookie: LearnerCookie) -> None:
        self._app, self._practice, self._cookie = app, practice, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        learner = self._cookie.read(request.cookies)
        scope["state"] = {**scope.get("state", {}), LEARNER: learner}
        added = list(HEADERS.items())
        if request.method in SAFE and request.url.path in PAGES:
            added += [("Link", link) for link in EARLY]
            if introduced := await self._introduce(learner):
                added += [("Set-Cookie", introduced)]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", keeping(request.url.path, message["status"]))
                _add(headers, added)
            await send(message)

        if refusal := refused(request.method, request.url.path, request.headers):
            status, sentence = refusal
            await answer(request, status, sentence)(scope, receive, dressed)
        else:
            await self._app(scope, receive, dressed)

    async def _introduce(self, learner: str | None) -> str | None:
        """A cookie for whoever has none that counts here."""
        try:
            if learner and await self._practice.knows(learner):
                return None
            return self._cookie.header(await self._practice.new_learner())
        except CoachError:
            return None  # the page itself says what is wrong, as soon as it asks


def refused(method: str, path: str, headers: Headers) -> tuple[int, str] | None:
    """The status and the sentence with which a request is turned away; None where it may pass."""
    if not (path in PAGES or path in GRADIO_EXACT or path.startswith(OURS) or path.startswith(GRADIO)):
        return 404, say("error.no_page")
    if method in SAFE:
        return None
    if foreign(headers):
        return 403, say("error.foreign")
    length = headers.get("content-length", "")
    if not length.isdigit():
        return 411, say("error.no_length")
    return (413, say("error.too_much")) if int(length) > MOST_BYTES else None


def keeping(path: str, status: int) -> str:
    """How long a browser may keep an answer: files whose names change with what is in them, for good."""
    if status < 400 and path.startswith(("/assets/", "/coach/fonts/")):
        return "public, max-age=31536000, immutable"
    return "no-cache" if path.startswith(("/coach/", "/static/", "/theme.css")) else "no-store"


def foreign(headers: Headers) -> bool:
    """Whether another site's page sent this. Who sends no Origin is no browser, and has no cookie of one."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "")}
    return urlsplit(origin).netloc not in hosts - {""}


def _add(headers: MutableHeaders, added: Iterable[tuple[str, str]]) -> None:
    for name, value in added:
        headers.append(name, value)
