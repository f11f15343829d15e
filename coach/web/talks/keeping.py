"""What becomes of a talk: its feedback as it is made, another try, a name, a file to keep, or nothing at all."""

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from coach.export import as_json, as_markdown
from coach.practice import Practice
from coach.talk import Talk
from coach.web.gate.learner import Learner
from coach.web.look.answers import to_keep
from coach.web.talks.following import following


class Called(BaseModel):
    """What the learner calls a talk; empty takes it back."""

    name: str


class From(BaseModel):
    """The organizer turn to go back to."""

    turn: int = Field(ge=1)


def router(practice: Practice) -> APIRouter:
    """The routes under /talks/{id} that need nobody to be in the talk."""
    routes = APIRouter(prefix="/talks/{talk_id}")

    @routes.get("/judging")
    async def judging(learner: Learner, talk_id: str) -> StreamingResponse:
        """How far the feedback under way has come, and at last where it is to be read, or why there is none."""
        return following(await practice.judging(learner, talk_id), await practice.talk(learner, talk_id))

    @routes.post("/rewind")
    async def rewind(learner: Learner, talk_id: str, back: From) -> dict[str, str]:
        """Another try from one of the learner's turns on."""
        again = await practice.rewind(learner, talk_id, back.turn)
        return {"to": f"/talk?id={again.id}"}

    @routes.post("/rename")
    async def rename(learner: Learner, talk_id: str, called: Called) -> dict[str, str]:
        """Call a talk something."""
        await practice.rename_talk(learner, talk_id, called.name)
        return {"to": "/talks"}

    @routes.post("/delete")
    async def delete(learner: Learner, talk_id: str) -> dict[str, str]:
        """Remove a talk and all that was said in it."""
        await practice.delete_talk(learner, talk_id)
        return {"to": "/talks"}

    @routes.get("/talk.md")
    async def markdown(learner: Learner, talk_id: str) -> Response:
        """The talk to read, as a file."""
        talk = await practice.to_take_along(learner, talk_id)
        return saved(as_markdown(talk), talk, "md", "text/markdown")

    @routes.get("/talk.json")
    async def json(learner: Learner, talk_id: str) -> Response:
        """The talk for programs, as a file."""
        talk = await practice.to_take_along(learner, talk_id)
        return saved(as_json(talk), talk, "json", "application/json")

    return routes


def saved(text: str, talk: Talk, ending: str, kind: str) -> Response:
    """A file to keep, named after the member and the moment."""
    return to_keep(text, f"{talk.persona.id}-{talk.started_at:%Y-%m-%d-%H%M%S}.{ending}", kind)
