"""What pages are made of: parts that are drawn, and how they know who asks and say what went wrong."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar, cast

import gradio as gr
from starlette.requests import Request

from coach.errors import CoachError
from coach.web.gate.learner import known
from coach.web.look.draw import draw, fault
from coach.web.words import say
from coach.web.words.language import ENGLISH, LANGUAGE, speak, told

log = logging.getLogger(__name__)

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""Every event of ours: no name for programs to call, and no veil of Gradio's over what it changes."""
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""Events that draw a page: one request, not the three of the queue."""

Got = TypeVar("Got")
Drawing = Callable[[str, Mapping[str, str]], Awaitable[str]]
"""Learner and what the address says, to HTML."""


async def attempt(doing: Awaitable[Got]) -> Got | CoachError:
    """What this gives, or why not, as a person may read it."""
    try:
        return await doing
    except CoachError as error:
        return error
    except Exception:
        log.exception("a page failed")
        return CoachError(say("error.ours"))


def learner(request: gr.Request) -> str:
    """Who asks. Raises InputError where the browser sent no cookie of ours."""
    return known(cast(Request, request.request))


def speaks(request: gr.Request) -> None:
    """Speak the language of whoever asks: what Gradio's queue runs knows nothing of the request that it began with."""
    speak(getattr(cast(Request, request.request).state, LANGUAGE, ENGLISH))


def part(html: str = "") -> gr.HTML:
    """A part of a page that is drawn from a template: without Gradio's own way of setting text."""
    return gr.HTML(html, js_on_load=None, apply_default_css=False, elem_classes="drawn")


def header(here: str) -> None:
    """The bar at the top of a page; `here` is its path."""
    part(draw("header", here=here))


def footer() -> None:
    """What stands at the end of a page: the languages."""
    part(draw("footer"))


def drafts() -> None:
    """Stands last in a group of boxes whose id begins with "draft-": they keep their words over a reload."""
    part(draw("drafts"))


def drawn(demo: gr.Blocks, drawing: Drawing, *, headless: bool = False) -> None:
    """A page, or the part of it, that is drawn when it is opened. `headless`: it has no bar at the top."""
    place = part(draw("waiting", sentence=say("app.loading")))

    async def load(request: gr.Request) -> str:
        async def draws() -> str:
            return await drawing(learner(request), dict(request.query_params))

        found = await attempt(draws())
        return fault(found, headed=headless) if isinstance(found, CoachError) else found

    demo.load(load, None, place, **AT_ONCE)


def refusal(error: CoachError) -> str:
    """Why a form could not be taken; what was written stays in it."""
    return draw("refusal", message=told(error.message), mend=told(error.mend))
