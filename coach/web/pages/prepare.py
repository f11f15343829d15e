"""Before the talk: who they are, why you meet, and the learner's own notes. All of it can be skipped."""

from typing import Any

import gradio as gr

from coach.core.persona import Persona, Scenario
from coach.talk import Plan
from coach.web.draw import draw, fault, go
from coach.web.pages import AT_ONCE, QUIET, House, header, part, readable
from coach.web.words import say

NOTES = ("purpose", "own_story", "possible_ask", "to_practise")
"""Fields of a plan, in the page's order."""


def page(demo: gr.Blocks, house: House) -> None:
    """Build it."""
    header("prepare")
    who = part(draw("waiting", sentence=say("app.loading")))
    with gr.Row(visible=False, elem_classes="page form-page sides") as form:
        with gr.Column(min_width=320, scale=6):
            kind = gr.Radio([], label=say("prepare.kind"), visible=False, elem_id="kind")
            occasion = part()
            known = part()
            early = gr.Button(say("prepare.start"), variant="primary", size="lg", elem_id="start-early")
        with gr.Column(min_width=320, scale=5):
            part(draw("notes"))
            with gr.Column(elem_id="draft-plan"):
                notes = [_box(name) for name in NOTES]
            answer = part()
            start = gr.Button(say("prepare.start"), variant="primary", size="lg")
            part(draw("players", players=house.practice.who_plays()))

    async def load(request: gr.Request) -> list[Any]:
        try:
            learner = house.learner(request)
            member = house.practice.member(request.query_params.get("member", ""))
            advice = await house.practice.last_advice(learner)
        except Exception as error:
            return [fault(readable(error)), *[gr.skip()] * (4 + len(NOTES))]
        first = member.scenarios[0]
        return [
            draw("prepare", member=member),
            gr.Row(visible=True),
            gr.Radio(choices(member), value=first.id, visible=len(member.scenarios) > 1),
            draw("occasion", scenario=first),
            draw("known", member=member),
            *("" for _ in NOTES[:-1]),
            advice,
        ]

    async def choose(scenario: str, request: gr.Request) -> str:
        try:
            member = house.practice.member(request.query_params.get("member", ""))
        except Exception as error:
            return fault(readable(error))
        return draw("occasion", scenario=member.scenario(scenario))

    async def begin(request: gr.Request, scenario: str | None, *noted: str) -> str:
        try:
            learner = house.learner(request)
            plan = Plan(**{name: text.strip() for name, text in zip(NOTES, noted, strict=True)})
            member = request.query_params.get("member", "")
            talk = await house.practice.open_talk(learner, member, scenario, plan)
        except Exception as error:
            return refusal(error)
        return go(f"/talk?id={talk.id}")

    demo.load(load, None, [who, form, kind, occasion, known, *notes], **AT_ONCE)
    kind.input(choose, kind, occasion, **AT_ONCE)
    for button in (early, start):
        button.click(begin, [kind, *notes], answer, trigger_mode="once", **QUIET)


def _box(name: str) -> gr.Textbox:
    return gr.Textbox(label=say(f"prepare.{name}"), info=say(f"prepare.{name}_hint"), lines=2, max_length=1000)


def choices(member: Persona) -> list[tuple[str, str]]:
    """The meetings to choose from, as the page names them."""

    def named(scenario: Scenario) -> str:
        return f"{scenario.title} ({say(f'prepare.kind.{scenario.kind}')})"

    return [(named(scenario), scenario.id) for scenario in member.scenarios]


def refusal(error: Exception) -> str:
    """Why the form could not be taken; what was written stays in it."""
    said = readable(error)
    return draw("refusal", message=said.message, mend=said.mend)
