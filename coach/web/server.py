"""The web as one application: Gradio's pages, the routes that stream, and the guard before both."""

import os
import warnings
from pathlib import Path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from gradio.route_utils import FnIndexInferError
from starlette.routing import Mount

from coach.aloud import Aloud
from coach.errors import CoachError, InputError, NotFound
from coach.lab.studio import Studio
from coach.practice import Practice
from coach.privacy import Kept
from coach.upkeep import Upkeep
from coach.web import pages, talks
from coach.web import studio as room
from coach.web import workshops as groups
from coach.web.frame.first_words import greet
from coach.web.frame.theme import theme
from coach.web.gate import health, joining, sign_in
from coach.web.gate.access import Access
from coach.web.gate.entry import Entry
from coach.web.gate.guard import Guard
from coach.web.look.answers import answer
from coach.web.pages import privacy
from coach.web.words import say
from coach.workshops import Workshops

ASSETS = Path(__file__).parent / "look" / "assets"
HEAD = """
<link rel="icon" href="/coach/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/coach/coach.css">
<link rel="stylesheet" href="/coach/drawn.css">
<link rel="stylesheet" href="/coach/debrief.css">
<link rel="stylesheet" href="/coach/again.css">
<link rel="stylesheet" href="/coach/print.css" media="print">
<link rel="stylesheet" href="/sign-in/role.css">
<script type="module" src="/coach/coach.js"></script>
"""


CLOSED = "<style>.gradio-container .drawn .top .sign-out { display: block; }</style>"
"""Where people sign in, they can sign out."""


def build(
    practice: Practice,
    entry: Entry,
    hosts: frozenset[str] | None = None,
    *,
    aloud: Aloud | None = None,
    studio: Studio | None = None,
    workshops: Workshops | None = None,
    upkeep: Upkeep | None = None,
    kept: Kept | None = None,
) -> FastAPI:
    """The application.

    `entry` says who may come in; `hosts`, under which names it may be called, None for any; `aloud`, whether talks
    can be held aloud; `studio`, whether members can be written here; `workshops`, whether groups can be set up;
    `upkeep`, what facilitators are told of the app; `kept`, where what learners say lies, for the privacy page.
    """
    aloud = aloud or Aloud(practice)
    app = FastAPI(title=say("app.name"), docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Guard, practice=practice, entry=entry, hosts=hosts)
    app.add_middleware(Access)
    for kind in (CoachError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _answer)

    app.include_router(health.router(practice))
    app.include_router(talks.router(practice, aloud, entry))
    app.include_router(sign_in.router(practice, entry))
    app.include_router(joining.router(practice, entry))
    app.include_router(privacy.router(practice.who_plays(), aloud, entry, kept or Kept()))
    if studio:
        app.include_router(room.router(studio))
    if workshops:
        app.include_router(groups.router(workshops))
    app.mount("/coach", StaticFiles(directory=ASSETS), name="coach")
    with warnings.catch_warnings():
        # It says that it turns off what is off already.
        warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
        return _mount(app, pages.blocks(practice, aloud, upkeep), HEAD if entry.open else HEAD + CLOSED)


def _mount(app: FastAPI, blocks: gr.Blocks, head: str) -> FastAPI:
    greet()
    gr.mount_gradio_app(
        app,
        blocks,
        "/",
        theme=theme(),
        head=head,
        favicon_path=str(ASSETS / "icon.svg"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
    )
    gradios = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, FastAPI))
    for kind in (Exception, FnIndexInferError, RequestValidationError):
        gradios.add_exception_handler(kind, _answer)
    return app


async def _answer(request: Request, error: Exception) -> Response:
    """Any error as a person may read it."""
    status, message, mend = 500, say("error.ours"), ""
    if isinstance(error, CoachError):
        status = 404 if isinstance(error, NotFound) else 422 if isinstance(error, InputError) else 503
        message, mend = error.message, error.mend
    elif isinstance(error, HTTPException):
        status, message = error.status_code, str(error.detail)
    elif isinstance(error, RequestValidationError):
        status, message = 422, say("error.form")
    elif isinstance(error, FnIndexInferError):
        status, message = 404, say("error.no_page")
    return answer(request, status, message, mend)
