"""Before somebody is met again: what both know, what came of one's promises, and what the meeting is for."""

import gradio as gr

from coach.errors import CoachError
from coach.practice import LONGEST_ACCOUNT, Practice
from coach.practice.reunions import Reunion
from coach.web.look.draw import PAGES, draw, fault, go
from coach.web.pages.parts import AT_ONCE, attempt, footer, header, learner, part
from coach.web.talks.again import LONGEST_NOTE, WEEKS
from coach.web.words import say

KINDS = ("maintenance", "escalation")
OUTCOMES = ("kept", "partly", "broken")


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it. What a model has to say of the last meeting comes beside the page, which waits for none of it."""
    header("talks")
    place = part(draw("waiting", sentence=say("app.loading")))
    felt = part()
    form = part()
    footer()

    async def come(request: gr.Request) -> tuple[Reunion, str]:
        who, talk_id = learner(request), request.query_params.get("after", "")
        before = await practice.reunion(who, talk_id)
        if before.followed_by is None:
            return before, await practice.last_advice(who)
        return before, PAGES[(await practice.talk(who, before.followed_by)).state]

    async def load(request: gr.Request) -> tuple[str, str]:
        found = await attempt(come(request))
        if isinstance(found, CoachError):
            return fault(found), ""
        before, told = found
        if before.followed_by:
            return go(f"/{told}?id={before.followed_by}"), ""
        values = {"before": before, "talk": before.talk, "name": before.talk.persona.name}
        asked = practice.can_tell_feeling and not before.talk.felt
        lists = {"kinds": KINDS, "outcomes": OUTCOMES, "weeks": WEEKS, "most": LONGEST_ACCOUNT, "longest": LONGEST_NOTE}
        return draw("again", asked=asked, **values), draw("again_form", advice=told, **values, **lists)

    async def tell(request: gr.Request) -> str:
        who, talk_id = learner(request), request.query_params.get("after", "")
        talk = await attempt(practice.talk(who, talk_id))
        if isinstance(talk, CoachError) or talk.felt or not practice.can_tell_feeling:
            return ""  # the page itself says it, or why there is nothing to say
        said = await attempt(practice.felt(who, talk_id))
        return draw("again_came", name=talk.persona.name, felt=said if isinstance(said, str) else "")

    demo.load(load, None, [place, form], **AT_ONCE)
    demo.load(tell, None, felt, **AT_ONCE)
