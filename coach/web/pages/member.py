"""A member's page: the meetings that a learner has had with them, on one line."""

from collections.abc import Mapping

import gradio as gr

from coach.core.persona import Persona
from coach.errors import NotFound
from coach.practice import Practice
from coach.web.look.draw import draw
from coach.web.look.over_meetings import picture
from coach.web.pages.parts import drawn, footer, header
from coach.web.words import say


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("member")

    async def over_meetings(learner: str, address: Mapping[str, str]) -> str:
        who = address.get("id", "")
        found = await practice.relationships(learner, who)
        member, is_there = await _member(learner, who, found[0].last.talk if found else None)
        return draw(
            "member",
            member=member,
            is_there=is_there,
            acts={one.id: one.act for one in member.commitments},
            lines=[(one, picture(one.meetings)) for one in found],
        )

    async def _member(learner: str, who: str, last: str | None) -> tuple[Persona, bool]:
        """As their file has them, or, where it is gone, as they were in the last meeting."""
        try:
            return practice.member(who), True
        except NotFound:
            if last is None:
                raise NotFound(say("error.no_member"), say("error.no_member_mend")) from None
            return (await practice.talk(learner, last)).persona, False

    drawn(demo, over_meetings)
    footer()
