"""The first page: whom one can meet, what was left open, where words go."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath
from typing import cast

import gradio as gr
from starlette.requests import Request

from coach.accounts import Role
from coach.practice import Practice
from coach.upkeep import Upkeep
from coach.web.gate.learner import visiting
from coach.web.look.draw import draw
from coach.web.pages.parts import AT_ONCE, attempt, drawn, footer, header, part

NEWS = timedelta(days=7)
"""For so long the first page says that a facilitator has written; then it stands among the talks."""
MOST_OPEN = 3
"""Talks left open that are offered: older ones stand among the talks."""


def page(demo: gr.Blocks, practice: Practice, upkeep: Upkeep | None) -> None:
    """Build it. `upkeep` is for facilitators alone."""
    header("")

    async def members(learner: str, _address: Mapping[str, str]) -> str:
        talks, problems = await practice.talks(learner), practice.problems()
        remarked = await practice.remarked(learner, NEWS)
        return draw(
            "home",
            members=await practice.offered(learner),
            joined=await practice.membership(learner),
            remarked=[talk for talk in talks if talk.id in remarked][:MOST_OPEN],
            players=practice.who_plays(),
            problems=problems,
            broken=len({problem.file for problem in problems if PurePath(problem.file).suffix}),
            intention=await practice.last_intention(learner),
            open=[talk for talk in talks if talk.turns and talk.state != "done"][:MOST_OPEN],
            met={talk.persona_id for talk in talks if talk.turns},
            first_time=not talks,
        )

    drawn(demo, members)
    if upkeep:
        _for_whoever_runs_it(demo, upkeep)
    footer()


def _for_whoever_runs_it(demo: gr.Blocks, upkeep: Upkeep) -> None:
    """What stands below the members for facilitators; it is asked for beside the page, which waits for none of it."""
    below = part()

    async def told(request: gr.Request) -> str:
        visitor = visiting(cast(Request, request.request))
        if visitor is None or visitor.role is not Role.FACILITATOR:
            return ""

        async def drawing() -> str:
            return draw("upkeep", spent=await upkeep.spent_today(), nearby=await upkeep.nearby())

        found = await attempt(drawing())
        return found if isinstance(found, str) else ""

    demo.load(told, None, below, **AT_ONCE)
