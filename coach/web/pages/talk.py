"""The room for the talk. Its script does the rest: see assets/talk.js and web/talks.py."""

from collections.abc import Mapping

import gradio as gr

from coach.practice import LONGEST_TURN
from coach.web.draw import draw
from coach.web.pages import House, drawn


def page(demo: gr.Blocks, house: House) -> None:
    """Build it."""

    async def room(learner: str, address: Mapping[str, str]) -> str:
        talk = await house.practice.talk(learner, address.get("id", ""))
        return draw("talk", talk=talk, players=house.practice.who_plays(), most=LONGEST_TURN)

    drawn(demo, house, room)
