"""After the talk and before any feedback: what did you hear, and how was it?"""

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from coach.core.feedback import Heard, Reflection
from coach.web.draw import draw, fault, go
from coach.web.pages import AT_ONCE, QUIET, House, header, part, readable
from coach.web.pages.prepare import refusal
from coach.web.words import say

HEARD = ("self_interest", "story", "resources", "fears", "next_step")
YOURSELF = ("how_it_went", "where_back", "why_beyond")
"""Fields of a reflection, in the page's order."""


def page(demo: gr.Blocks, house: House) -> None:
    """Build it."""
    header("reflect")
    intro = part(draw("waiting", sentence=say("app.loading")))
    with gr.Column(visible=False, elem_id="draft-reflection", elem_classes="page narrow form-page") as form:
        part(draw("section", title=say("reflect.heard")))
        heard = [_box(name, 2) for name in HEARD]
        part(draw("section", title=say("reflect.yourself")))
        yourself = [_box(name, 3) for name in YOURSELF]
        answer = part()
        send = gr.Button(say("reflect.send"), variant="primary", size="lg")
        part(draw("aside", sentence=say("reflect.skip")))
    boxes = [*heard, *yourself]

    async def load(request: gr.Request) -> list[Any]:
        try:
            talk = await house.practice.talk(house.learner(request), request.query_params.get("id", ""))
        except Exception as error:
            return [fault(readable(error)), *[gr.skip()] * (1 + len(boxes))]
        written = talk.reflection or Reflection()
        texts = [*(getattr(written.heard, name) for name in HEARD), *(getattr(written, name) for name in YOURSELF)]
        return [draw("reflect", talk=talk), gr.Column(visible=True), *texts]

    async def reflect(request: gr.Request, *texts: str) -> AsyncIterator[str]:
        yield draw("waiting", sentence=say("reflect.working"))
        written = [text.strip() for text in texts]
        reflection = Reflection(
            heard=Heard(**dict(zip(HEARD, written, strict=False))),
            **dict(zip(YOURSELF, written[len(HEARD) :], strict=True)),
        )
        talk = request.query_params.get("id", "")
        try:
            await house.practice.reflect(house.learner(request), talk, reflection)
        except Exception as error:
            yield refusal(error)
        else:
            yield go(f"/feedback?id={talk}")

    demo.load(load, None, [intro, form, *boxes], **AT_ONCE)
    send.click(reflect, boxes, answer, trigger_mode="once", **QUIET)


def _box(name: str, lines: int) -> gr.Textbox:
    return gr.Textbox(label=say(f"reflect.{name}"), lines=lines, max_length=4000)
