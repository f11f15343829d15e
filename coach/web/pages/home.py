"""The first page: whom one can meet, what was left open, where words go."""

from collections.abc import Mapping
from pathlib import PurePath

import gradio as gr

from coach.practice import Practice
from coach.web.draw import draw
from coach.web.pages import drawn, header

MOST_OPEN = 3
"""Talks left open that are offered: older ones stand among the talks."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("")

    async def members(learner: str, _address: Mapping[str, str]) -> str:
        talks, problems = await practice.talks(learner), practice.problems()
        return draw(
            "home",
            members=practice.members(),
            players=practice.who_plays(),
            problems=problems,
            broken=len({problem.file for problem in problems if PurePath(problem.file).suffix}),
            intention=await practice.last_intention(learner),
            open=[talk for talk in talks if talk.turns and talk.state != "done"][:MOST_OPEN],
            first_time=not talks,
        )

    drawn(demo, members)
