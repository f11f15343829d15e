"""Past talks: open again, save, delete."""

from collections.abc import Mapping

import gradio as gr

from coach.web.draw import draw
from coach.web.pages import House, drawn, header


def page(demo: gr.Blocks, house: House) -> None:
    """Build it."""
    header("talks")

    async def talks(learner: str, _address: Mapping[str, str]) -> str:
        return draw("talks", talks=await house.practice.talks(learner))

    drawn(demo, house, talks)
