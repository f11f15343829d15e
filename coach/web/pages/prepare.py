"""Before the talk: who they are, why you meet, and the learner's own notes. All of it can be skipped."""

from typing import Any

import gradio as gr

from coach.core.persona import Persona, Scenario
from coach.errors import CoachError, NotFound
from coach.practice import Practice
from coach.talk import Plan, Talk
from coach.web.look.draw import draw, fault, go
from coach.web.pages.parts import AT_ONCE, attempt, drafts, footer, header, learner, part, refusal
from coach.web.words import say
from coach.web.words.language import now

NOTES = ("purpose", "own_story", "possible_ask", "to_practise")
"""Fields of a plan, in the page's order."""


class Choice(gr.Radio):
    """A choice among what a page was given when it was opened: the server that is asked may have begun anew since."""

    is_template = True  # drawn as a Radio

    def preprocess(self, payload: str | int | float | None) -> str | int | float | None:
        """What was chosen; whoever uses it says whether there is such a thing."""
        return payload


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("prepare")
    who = part(draw("waiting", sentence=say("app.loading")))
    with gr.Row(visible=False, elem_classes="page form-page sides") as form:
        with gr.Column(min_width=320, scale=6):
            part(draw("primer"))
            kind = Choice([], label=say("prepare.kind"), visible=False, elem_id="kind")
            occasion = part()
            known = part()
            early = gr.Button(say("prepare.start"), variant="primary", size="lg", elem_id="start-early")
        with gr.Column(min_width=320, scale=5):
            part(draw("notes"))
            with gr.Column(elem_id="draft-plan"):
                notes = [_box(name) for name in NOTES]
                drafts()
            answer = part()
            start = gr.Button(say("prepare.start"), variant="primary", size="lg")
            part(draw("players", players=practice.who_plays()))
    footer()

    async def meet(request: gr.Request) -> tuple[Persona, str]:
        try:
            member = await practice.meet(learner(request), request.query_params.get("member", ""))
        except NotFound:  # its own words are for whoever looks after the files
            raise NotFound(say("error.no_member"), say("error.no_member_mend")) from None
        return member, await practice.last_advice(learner(request))

    async def load(request: gr.Request) -> list[Any]:
        met = await attempt(meet(request))
        if isinstance(met, CoachError):
            return [fault(met), *[gr.skip()] * (4 + len(NOTES))]
        member, advice = met
        first = member.scenarios[0]
        return [
            draw("prepare", member=member),
            gr.Row(visible=True),
            gr.Radio(choices(member), value=first.id, visible=len(member.scenarios) > 1),
            draw("occasion", scenario=first),
            draw("known", member=member),
            *("" for _ in NOTES[:-1]),
            gr.Textbox(value=advice, info=say(f"prepare.to_practise_{'hint' if advice else 'none'}")),
        ]

    async def choose(scenario: str, request: gr.Request) -> str:
        met = await attempt(meet(request))
        return refusal(met) if isinstance(met, CoachError) else draw("occasion", scenario=met[0].scenario(scenario))

    async def sit_down(request: gr.Request, scenario: str | None, noted: tuple[str, ...]) -> Talk:
        plan = Plan(**{name: text.strip() for name, text in zip(NOTES, noted, strict=True)})
        who = request.query_params.get("member", "")
        return await practice.open_talk(learner(request), who, scenario, plan, now().code)

    async def begin(request: gr.Request, scenario: str | None, *noted: str) -> str:
        talk = await attempt(sit_down(request, scenario, noted))
        return refusal(talk) if isinstance(talk, CoachError) else go(f"/talk?id={talk.id}")

    demo.load(load, None, [who, form, kind, occasion, known, *notes], **AT_ONCE)
    kind.input(choose, kind, occasion, **AT_ONCE)
    for button in (early, start):
        button.click(begin, [kind, *notes], answer, trigger_mode="once", **AT_ONCE)


def choices(member: Persona) -> list[tuple[str, str]]:
    """The meetings to choose from, as the page names them."""

    def named(scenario: Scenario) -> str:
        return f"{scenario.title} ({say(f'prepare.kind.{scenario.kind}')})"

    return [(named(scenario), scenario.id) for scenario in member.scenarios]


def _box(name: str) -> gr.Textbox:
    label = say(f"prepare.{name}")
    hint = say("prepare.to_practise_none" if name == "to_practise" else f"prepare.{name}_hint")
    return gr.Textbox(label=label, info=hint, lines=1, max_lines=6, max_length=1000)
