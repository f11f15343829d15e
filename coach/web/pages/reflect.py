"""After the talk and before any feedback: what did you hear, and how was it?"""

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from coach.core.feedback import Heard, Reflection
from coach.errors import CoachError
from coach.practice import Practice
from coach.talk import Talk
from coach.web.draw import draw, fault, go
from coach.web.pages import AT_ONCE, QUIET, attempt, drafts, footer, header, learner, part, refusal, speaks
from coach.web.words import say

HEARD = ("self_interest", "story", "resources", "fears", "next_step")
YOURSELF = ("how_it_went", "where_back", "why_beyond")
"""Fields of a reflection, in the page's order."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("reflect")
    intro = part(draw("waiting", sentence=say("app.loading")))
    with gr.Column(visible=False, elem_id="draft-reflection", elem_classes="page narrow form-page") as form:
        part(draw("section", title=say("reflect.heard")))
        heard = [_box(name, 2) for name in HEARD]
        part(draw("section", title=say("reflect.yourself")))
        yourself = [_box(name, 3) for name in YOURSELF]
        drafts()
        answer = part()
        send = gr.Button(say("reflect.send"), variant="primary", size="lg")
        part(draw("aside", sentence=say("reflect.skip")))
    footer()
    boxes = [*heard, *yourself]

    async def find(request: gr.Request) -> Talk:
        return await practice.talk(learner(request), request.query_params.get("id", ""))

    async def load(request: gr.Request) -> list[Any]:
        talk = await attempt(find(request))
        if isinstance(talk, CoachError):
            return [fault(talk), *[gr.skip()] * (1 + len(boxes))]
        return [draw("reflect", talk=talk), gr.Column(visible=True), *texts(talk.reflection or Reflection())]

    async def keep(request: gr.Request, written: tuple[str, ...]) -> Talk:
        return await practice.reflect(learner(request), request.query_params.get("id", ""), reflection(written))

    async def reflect(request: gr.Request, *written: str) -> AsyncIterator[str]:
        speaks(request)
        yield draw("waiting", sentence=say("reflect.working"))
        talk = await attempt(keep(request, written))
        yield refusal(talk) if isinstance(talk, CoachError) else go(f"/feedback?id={talk.id}")

    demo.load(load, None, [intro, form, *boxes], **AT_ONCE)
    send.click(reflect, boxes, answer, trigger_mode="once", **QUIET)


def texts(reflection: Reflection) -> list[str]:
    """What stands in the boxes for this reflection, in the page's order."""
    heard, yourself = reflection.heard.model_dump(), reflection.model_dump()
    return [*(heard[name] for name in HEARD), *(yourself[name] for name in YOURSELF)]


def reflection(written: tuple[str, ...]) -> Reflection:
    """The reflection that was written into the boxes, in the page's order."""
    texts = dict(zip((*HEARD, *YOURSELF), (text.strip() for text in written), strict=True))
    heard = Heard(**{name: texts.pop(name) for name in HEARD})
    return Reflection(heard=heard, **texts)


def _box(name: str, lines: int) -> gr.Textbox:
    return gr.Textbox(label=say(f"reflect.{name}"), lines=lines, max_length=4000)
