"""Feedback on a talk, tied to its turns; and, last, who the learner will really sit down with."""

from typing import Any

import gradio as gr

from coach.core.conversation import MemberTurn
from coach.core.debrief import Debrief, Shift
from coach.core.feedback import Feedback, ObjectiveResult, Reflection
from coach.core.moves import Value
from coach.core.rubric import Marker, Objective, Rubric
from coach.core.signs import signs
from coach.errors import CoachError
from coach.practice import Practice
from coach.talk import Intention, Offer, Talk
from coach.web.look.draw import draw, fault, go
from coach.web.look.picture import picture
from coach.web.pages.parts import AT_ONCE, attempt, drafts, footer, header, learner, part, refusal
from coach.web.pages.shared import below_feedback
from coach.web.words import say

COUNTED = (
    "turns", "questions", "open_questions", "follow_ups", "reflections", "own_stories", "stacked_turns",
)  # fmt: skip
"""Measures that the page shows, by name."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("feedback")
    place = part(draw("waiting", sentence=say("app.loading")))
    below_feedback(demo, practice)
    with gr.Column(visible=False, elem_id="draft-intention", elem_classes="page form-page outside") as form:
        part(draw("intention"))
        with gr.Row():
            who = gr.Textbox(label=say("feedback.who"), max_length=200, min_width=220)
            when = gr.Textbox(label=say("feedback.when"), max_length=200, min_width=220)
        drafts()
        answer = part()
        keep = gr.Button(say("feedback.intend"), variant="primary", size="lg")
    footer()

    async def find(request: gr.Request) -> tuple[Talk, Talk | None, str | None]:
        who = learner(request)
        talk = await practice.talk(who, request.query_params.get("id", ""))
        return talk, await practice.first_way(who, talk), await practice.followed_by(who, talk.id)

    async def load(request: gr.Request) -> list[Any]:
        come = await attempt(find(request))
        if isinstance(come, CoachError):
            return [fault(come), *[gr.skip()] * 3]
        talk, first, followed = come
        if talk.feedback is None:
            return [go(f"/{'reflect' if talk.ended else 'talk'}?id={talk.id}"), *[gr.skip()] * 3]
        said = talk.intention or Intention()
        looked_back = practice.debrief(talk)
        tries = both_tries(talk, looked_back, first, practice.debrief(first)) if first else []
        page = drawing(talk, talk.feedback, looked_back, tries, await practice.offer(talk), followed)
        return [page, gr.Column(visible=True), said.who, said.when]

    async def intend(request: gr.Request, who: str, when: str) -> Talk:
        intention = Intention(who=who.strip(), when=when.strip())
        return await practice.intend(learner(request), request.query_params.get("id", ""), intention)

    async def kept(request: gr.Request, who: str, when: str) -> str:
        talk = await attempt(intend(request, who, when))
        return refusal(talk) if isinstance(talk, CoachError) else draw("kept")

    demo.load(load, None, [place, form, who, when], **AT_ONCE)
    keep.click(kept, [who, when], answer, trigger_mode="once", **AT_ONCE)


class Try(Value):
    """One way through the turn that was tried again."""

    now: bool
    said: str | None = None
    answered: str | None = None
    shift: Shift | None = None
    layers: tuple[str, ...] = ()
    """Titles of the layers that it opened."""


def both_tries(talk: Talk, found: Debrief, first: Talk, found_first: Debrief) -> list[Try]:
    """The turn that was tried again, before and this time."""
    at = talk.rewound_at or 0
    return [_try(first, found_first, at, now=False), _try(talk, found, at, now=True)]


def _try(talk: Talk, found: Debrief, at: int, *, now: bool) -> Try:
    turns, shift = talk.conversation.turns, found.shift(at)
    if shift is None:
        return Try(now=now)
    answer = next((turn.text for turn in turns[at : at + 1] if isinstance(turn, MemberTurn)), None)
    layers = tuple(talk.persona.layer(layer).title for layer in shift.layers)
    return Try(now=now, said=turns[at - 1].text, answered=answer, shift=shift, layers=layers)


def drawing(
    talk: Talk,
    found: Feedback,
    looked_back: Debrief,
    tries: list[Try],
    offer: Offer | None,
    followed: str | None = None,
) -> str:
    """The feedback beside the transcript. `followed`: the meeting that came after it."""
    return draw(
        "feedback",
        talk=talk,
        seen=signs(talk.persona, talk.conversation),
        found=found,
        debrief=looked_back,
        drawn=picture(talk.conversation, looked_back),
        tries=tries,
        offer=offer,
        followed=followed,
        acts={one.id: one.act for one in talk.persona.commitments},
        objectives=_objectives(found, talk.rubric),
        markers=_markers(found, talk.rubric),
        counts=[(name, getattr(found.measures, name)) for name in COUNTED],
        written=_written(talk.reflection),
    )


def _objectives(found: Feedback, rubric: Rubric) -> list[tuple[Objective, ObjectiveResult]]:
    results = {result.id: result for result in found.objectives}
    return [(objective, results[objective.id]) for objective in rubric.objectives if objective.id in results]


def _markers(found: Feedback, rubric: Rubric) -> list[tuple[Marker, tuple[int, ...]]]:
    turns = {seen.id: seen.turns for seen in found.markers}
    return [(marker, turns[marker.id]) for marker in rubric.markers if turns.get(marker.id)]


def _written(reflection: Reflection | None) -> list[tuple[str, str]]:
    if reflection is None:
        return []
    return [*reflection.heard.model_dump().items(), *reflection.model_dump(exclude={"heard"}).items()]
