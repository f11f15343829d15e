"""Past talks: find, open again, name, save, delete; and all that is kept of a learner."""

from collections.abc import Mapping

import gradio as gr

from coach.practice import LONGEST_NAME, Practice
from coach.web.look.draw import draw
from coach.web.pages.parts import drawn, footer, header
from coach.web.pages.shared import shares

LONGEST_SEARCH = 200
"""Characters that are looked for."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("talks")

    async def talks(learner: str, address: Mapping[str, str]) -> str:
        words = " ".join(address.get("find", "")[:LONGEST_SEARCH].split())
        found = await practice.talks(learner, words)
        every = await practice.talks(learner) if words else found
        joined = await practice.memberships(learner)
        shared = {talk.id: shares(talk, joined) for talk in found if joined and talk.state == "done"}
        remarked = await practice.remarked(learner)
        return draw(
            "talks",
            shared=shared,
            remarked=remarked,
            joined=joined,
            talks=found,
            followed={talk.after for talk in every if not talk.rewound_from},
            words=words,
            any=bool(every),
            most=LONGEST_NAME,
            longest=LONGEST_SEARCH,
        )

    drawn(demo, talks)
    footer()
