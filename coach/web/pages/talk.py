"""The room for the talk. Its script does the rest: see look/assets/talk.js and web/talks/."""

from collections.abc import Mapping

import gradio as gr

from coach.aloud import LONGEST_SECONDS, Aloud
from coach.practice import LONGEST_TURN, Practice
from coach.web.look.draw import draw
from coach.web.pages.parts import drawn


def page(demo: gr.Blocks, practice: Practice, aloud: Aloud) -> None:
    """Build it."""

    async def room(learner: str, address: Mapping[str, str]) -> str:
        talk = await practice.talk(learner, address.get("id", ""))
        return draw(
            "talk", talk=talk, players=practice.who_plays(), aloud=aloud, longest=LONGEST_SECONDS, most=LONGEST_TURN
        )

    drawn(demo, room, headless=True)
