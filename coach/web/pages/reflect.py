"""After the talk and before any feedback: what did you hear, and how was it?"""

from typing import Any

import gradio as gr

from coach.core.feedback import Heard, Reflection
from coach.errors import CoachError
from coach.practice import Practice
from coach.talk import Talk
from coach.web.look.draw import draw, fault
from coach.web.pages.parts import AT_ONCE, attempt, drafts, footer, header, learner, part, refusal
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
            return [fault(talk), *[gr.skip()] * (2 + len(boxes))]
        under_way = await practice.judging(learner(request), talk.id)
        steps = draw("steps", talk_id=talk.id) if under_way else gr.skip()
        written = texts(talk.reflection or Reflection())
        return [draw("reflect", talk=talk), gr.Column(visible=True), steps, *written]

    async def begin(request: gr.Request, written: tuple[str, ...]) -> str:
        talk_id = request.query_params.get("id", "")
        await practice.judge(learner(request), talk_id, reflection(written))
        return draw("steps", talk_id=talk_id)

    async def reflect(request: gr.Request, *written: str) -> str:
        begun = await attempt(begin(request, written))
        return refusal(begun) if isinstance(begun, CoachError) else begun

    demo.load(load, None, [intro, form, answer, *boxes], **AT_ONCE)
    send.click(reflect, boxes, answer, trigger_mode="once", **AT_ONCE)


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
