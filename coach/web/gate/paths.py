"""Which paths there are, and for whom; what is turned away by its path, its sender's site and its size alone.

Gradio takes uploads where no page has any, and answers where no page asks.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from coach.aloud import MOST_BYTES as MOST_HEARD
from coach.web.words import say

PAGES = frozenset(
    {
        "/",
        "/prepare",
        "/talk",
        "/reflect",
        "/again",
        "/member",
        "/feedback",
        "/talks",
        "/progress",
        "/studio",
        "/workshops",
        "/join",
        "/sharing",
    }
)
HEALTH = ("/healthz", "/readyz")
OURS = (
    "/talks/",
    "/mine/",
    "/studio/",
    "/workshops/",
    "/sharing/",
    "/coach/",
    *HEALTH,
    "/sign-in",
    "/sign-out",
    "/language",
    "/privacy",
)
FOR_ALL = ("/coach/", *HEALTH, "/sign-in", "/sign-out", "/language", "/privacy", "/favicon.ico", "/robots.txt")
"""What is open to those who are not in yet."""
FOR_FACILITATORS: tuple[str, ...] = ("/studio", "/workshops")
"""Where only facilitators may go; pages, and all of Gradio's endpoints behind them, lie below these."""
GRADIO = ("/assets/", "/static/", "/gradio_api/heartbeat/")
GRADIO_EXACT = frozenset(
    {
        "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/config",
        "/gradio_api/startup-events", "/gradio_api/run/predict", "/gradio_api/cancel",
        "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/app_id",
    }
)  # fmt: skip
"""All of Gradio that the pages use: what is not here does not exist."""
LONGEST_PATH = 300
"""Characters: ours have far fewer, and a file system takes no name of more than 255."""
MOST_BYTES = 256 * 1024
"""Of a request's body: a turn has at most 4,000 characters, a form some few of them."""
MOST_WRITTEN = 6_000_000
"""Of what facilitators send: a member's file, or a character card."""
SAFE = frozenset({"GET", "HEAD"})


def refused(method: str, path: str, headers: Headers) -> tuple[int, str] | None:
    """The status and the sentence with which a request is turned away; None where it may pass."""
    if len(path) > LONGEST_PATH:
        return 404, say("error.no_page")
    if not (path in PAGES or path in GRADIO_EXACT or path.startswith(OURS) or path.startswith(GRADIO)):
        return 404, say("error.no_page")
    if method in SAFE:
        return None
    if foreign(headers):
        return 403, say("error.foreign")
    length = headers.get("content-length", "")
    if not length.isdigit():
        return 411, say("error.no_length")
    if path.startswith(FOR_FACILITATORS):
        return (413, say("error.too_much")) if int(length) > MOST_WRITTEN else None
    if path.endswith("/hear"):
        return (413, say("error.too_long")) if int(length) > MOST_HEARD else None
    return (413, say("error.too_much")) if int(length) > MOST_BYTES else None


def foreign(headers: Headers) -> bool:
    """Whether another site's page sent this. Who sends no Origin is no browser, and has no cookie of one."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "")}
    return urlsplit(origin).netloc not in hosts - {""}
