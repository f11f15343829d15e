"""What stands below the feedback on a talk: what a facilitator said to it, and what they see of it."""

import gradio as gr

from coach.core.workshop import Membership, Remark, Sharing, shared
from coach.practice import Practice
from coach.talk import Talk, TalkSummary
from coach.web.look.draw import draw
from coach.web.pages.parts import AT_ONCE, attempt, learner, part


def below_feedback(demo: gr.Blocks, practice: Practice) -> None:
    """Build it; it is asked for beside the page. Empty where the learner is in no workshop and nobody has written."""
    place = part()

    async def drawn(request: gr.Request) -> str:
        async def draws() -> str:
            who = learner(request)
            talk = await practice.talk(who, request.query_params.get("id", ""))
            if talk.feedback is None:
                return ""
            return drawing(talk, await practice.memberships(who), await practice.remarks(who, talk.id))

        found = await attempt(draws())
        return found if isinstance(found, str) else ""  # the page itself says what is wrong

    demo.load(drawn, None, place, **AT_ONCE)


def drawing(talk: Talk, joined: tuple[Membership, ...], remarks: tuple[Remark, ...]) -> str:
    """It as HTML."""
    if not joined and not remarks:
        return ""
    return draw(
        "shared_talk",
        talk=talk,
        joined=joined,
        chosen=shares(talk, joined),
        remarks=remarks,
        criteria={one.id: one for one in talk.rubric.criteria},
        results=talk.feedback.results if talk.feedback else {},
    )


def shares(talk: Talk | TalkSummary, joined: tuple[Membership, ...]) -> Sharing:
    """What is shared of a talk now."""
    for one in joined:
        if one.id == talk.workshop:
            return shared(talk.shares, one.shares)
    return "nothing"
