"""Past talks: open again, save, delete."""

from collections.abc import Mapping

import gradio as gr

from coach.practice import Practice
from coach.web.draw import draw
from coach.web.pages import drawn, header


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("talks")

    async def talks(learner: str, _address: Mapping[str, str]) -> str:
        return draw("talks", talks=await practice.talks(learner))

    drawn(demo, talks)
