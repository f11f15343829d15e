"""A talk under way, as the page's script follows it: what was said as JSON, a reply as lines of JSON as it is made.

This goes round Gradio's queue: a yield there costs more than a word is worth, and dies with its tab.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel, Field

from coach.core.conversation import Spoken
from coach.core.hints import Rung
from coach.errors import InputError, TurnTaken
from coach.practice import Practice
from coach.web.gate.learner import Learner
from coach.web.look.draw import draw
from coach.web.talks.following import stream
from coach.web.talks.standing import standing, step
from coach.web.words import say

LONGEST_CLOCK = 7 * 24 * 3600
"""Seconds; nobody's page shows more."""


class Said(BaseModel):
    """A turn of the learner's. `after`: how many turns the page has seen; a stale page says nothing twice."""

    text: str
    after: int = Field(ge=0)
    spoken: Spoken | None = None
    clock: float | None = Field(default=None, ge=0, le=LONGEST_CLOCK)
    """Seconds that the page's clock shows."""


class Seen(BaseModel):
    """How many turns the page has seen: a stale page changes nothing."""

    after: int = Field(ge=0)


class Climbs(Seen):
    """The step on the ladder of hints that is wanted."""

    rung: Rung


def router(practice: Practice) -> APIRouter:
    """The routes under /talks/{id} that a talk under way needs. Another learner's talk is not found."""
    routes = APIRouter(prefix="/talks/{talk_id}")

    @routes.get("")
    async def now(learner: Learner, talk_id: str) -> dict[str, Any]:
        """What was said so far, and whether a reply is under way."""
        talk = await practice.talk(learner, talk_id)
        return standing(talk, live=practice.live(talk_id) is not None)

    @routes.post("/turns")
    async def take_turn(learner: Learner, talk_id: str, said: Said) -> StreamingResponse:
        """Take a turn; the answer is the reply, piece by piece."""
        try:
            return stream(await practice.say(learner, talk_id, said.text, said.spoken, said.after, said.clock))
        except TurnTaken as taken:
            raise InputError(say("talk.moved_on"), say("talk.moved_on_mend")) from taken

    @routes.get("/reply", response_model=None)
    async def follow(learner: Learner, talk_id: str) -> Response:
        """The reply under way, from its beginning; 204 where there is none."""
        await practice.talk(learner, talk_id)
        reply = practice.live(talk_id)
        return stream(reply) if reply else Response(status_code=204)

    @routes.get("/offer", response_model=None)
    async def offer(learner: Learner, talk_id: str) -> Response:
        """A way out of the practice, drawn; 204 where none is called for."""
        offered = await practice.offer(await practice.talk(learner, talk_id))
        return HTMLResponse(draw("offer", offer=offered, ends=True)) if offered else Response(status_code=204)

    @routes.post("/answer")
    async def answer(learner: Learner, talk_id: str) -> StreamingResponse:
        """Ask again for the reply that never came."""
        return stream(await practice.answer(learner, talk_id))

    @routes.post("/again")
    async def again(learner: Learner, talk_id: str, seen: Seen) -> StreamingResponse:
        """Another answer to the last words than the one that came."""
        with current():
            return stream(await practice.answer_again(learner, talk_id, seen.after))

    @routes.post("/back", status_code=204)
    async def back(learner: Learner, talk_id: str, seen: Seen) -> None:
        """Take the last words back, with their answer."""
        with current():
            await practice.take_back(learner, talk_id, seen.after)

    @routes.post("/hint")
    async def hint(learner: Learner, talk_id: str, climbs: Climbs) -> dict[str, Any]:
        """The next step on the ladder of hints."""
        with current():
            taken = await practice.hint(learner, talk_id, climbs.rung, climbs.after)
        return step(taken, (await practice.talk(learner, talk_id)).persona)

    @routes.post("/stop", status_code=204)
    async def stop(learner: Learner, talk_id: str) -> None:
        """Cut the reply under way; what was shown is kept."""
        await practice.talk(learner, talk_id)
        if reply := practice.live(talk_id):
            reply.stop()

    @routes.post("/end")
    async def end(learner: Learner, talk_id: str) -> dict[str, str]:
        """Close the talk."""
        await practice.end_talk(learner, talk_id)
        return {"to": f"/reflect?id={talk_id}"}

    return routes


@contextmanager
def current() -> Generator[None]:
    """Where another tab has gone on with the talk, say so."""
    try:
        yield
    except TurnTaken as taken:
        raise InputError(say("talk.moved_on_here"), say("talk.moved_on_here_mend")) from taken
