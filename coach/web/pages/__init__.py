"""The pages, one module each. Forms are Gradio's; what is read or streams is drawn from templates."""

from typing import Any, cast

import gradio as gr

from coach.aloud import Aloud
from coach.practice import Practice
from coach.upkeep import Upkeep
from coach.web.frame.tongues import Tongues, in_every_language
from coach.web.pages import again, feedback, home, member, past, prepare, progress, reflect, talk
from coach.web.words import say

THREADS = 200
"""Handlers at work at once, async ones too: Gradio's 40 is a cap on everybody together."""

IDLE = 0.5
"""Seconds between two looks of Gradio's queue at whether somebody waits in it: no event of ours does. It looks
a thousand times a second by itself, which is three hundredths of a core while nobody is there."""


def blocks(practice: Practice, aloud: Aloud, upkeep: Upkeep | None = None) -> gr.Blocks:
    """All pages as one Gradio app, so that it starts once."""
    demo = in_every_language(lambda: _pages(practice, aloud, upkeep))
    demo.max_threads = THREADS
    demo.queue(default_concurrency_limit=None)
    queue = cast(Any, demo)._queue
    queue.sleep_when_free = queue.progress_update_sleep_when_free = IDLE
    return demo


def _pages(practice: Practice, aloud: Aloud, upkeep: Upkeep | None) -> Tongues:
    with Tongues(title=say("app.name"), analytics_enabled=False, fill_width=True) as demo:
        home.page(demo, practice, upkeep)
    with demo.route("talk", "talk", show_in_navbar=False):
        talk.page(demo, practice, aloud)
    for path, page in (
        ("prepare", prepare),
        ("again", again),
        ("reflect", reflect),
        ("feedback", feedback),
        ("member", member),
    ):
        with demo.route(path, path, show_in_navbar=False):
            page.page(demo, practice)
    with demo.route("talks", "talks", show_in_navbar=False):
        past.page(demo, practice)
    with demo.route("progress", "progress", show_in_navbar=False):
        progress.page(demo, practice)
    return demo
