"""The pages, one module each. Forms are Gradio's; what is read or streams is drawn from templates."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from coach.errors import CoachError, InputError
from coach.practice import Practice
from coach.web.draw import draw, fault
from coach.web.learner import LearnerCookie
from coach.web.words import say

log = logging.getLogger(__name__)

QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""Every event of ours: no name for programs to call, and no veil of Gradio's over what it changes."""
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""Events that draw a page: one request, not the three of the queue."""

Drawing = Callable[[str, Mapping[str, str]], Awaitable[str]]
"""Learner and what the address says, to HTML."""


@dataclass(frozen=True)
class House:
    """What each page is given."""

    practice: Practice
    cookie: LearnerCookie

    def learner(self, request: gr.Request) -> str:
        """Who asks. Raises InputError where the browser sent no cookie of ours."""
        if learner := self.cookie.read(dict(request.cookies)):
            return learner
        raise InputError(say("error.no_cookie"))


def readable(error: Exception) -> CoachError:
    """The error itself where it is for people; otherwise one that says that it is our fault, and the log has it."""
    if isinstance(error, CoachError):
        return error
    log.error("a page failed", exc_info=error)
    return CoachError(say("error.ours"))


def part(html: str = "") -> gr.HTML:
    """A part of a page that is drawn from a template: without Gradio's own way of setting text."""
    return gr.HTML(html, js_on_load=None, apply_default_css=False, elem_classes="drawn")


def header(here: str) -> None:
    """The bar at the top of a page; `here` is its path."""
    part(draw("header", here=here))


def drawn(demo: gr.Blocks, house: House, drawing: Drawing) -> None:
    """A page, or the part of it, that is drawn when it is opened."""
    place = part(draw("waiting", sentence=say("app.loading")))

    async def load(request: gr.Request) -> str:
        try:
            return await drawing(house.learner(request), dict(request.query_params))
        except Exception as error:
            return fault(readable(error))

    demo.load(load, None, place, **AT_ONCE)
