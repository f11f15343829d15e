"""Past talks: find, open again, name, save, delete; and all that is kept of a learner."""

from collections.abc import Mapping

import gradio as gr

from coach.practice import LONGEST_NAME, Practice
from coach.web.draw import draw
from coach.web.pages import drawn, footer, header

LONGEST_SEARCH = 200
"""Characters that are looked for."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("talks")

    async def talks(learner: str, address: Mapping[str, str]) -> str:
        words = " ".join(address.get("find", "")[:LONGEST_SEARCH].split())
        found = await practice.talks(learner, words)
        any_at_all = bool(found) or (bool(words) and bool(await practice.talks(learner)))
        return draw("talks", talks=found, words=words, any=any_at_all, most=LONGEST_NAME, longest=LONGEST_SEARCH)

    drawn(demo, talks)
    footer()
