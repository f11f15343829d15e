"""All that is kept of a learner: as files to take along, and gone for good."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from coach.export import all_as_json, all_as_markdown
from coach.practice import Practice
from coach.web.gate.entry import Entry
from coach.web.gate.learner import Learner
from coach.web.look.answers import to_keep


def router(practice: Practice, entry: Entry) -> APIRouter:
    """The routes under /mine."""
    routes = APIRouter(prefix="/mine")

    @routes.get("/talks.md")
    async def markdown(learner: Learner) -> Response:
        """Every talk to read, as one file."""
        return to_keep(all_as_markdown(await practice.every_talk(learner)), "my-talks.md", "text/markdown")

    @routes.get("/talks.json")
    async def json(learner: Learner) -> Response:
        """Every talk for programs, as one file."""
        return to_keep(all_as_json(await practice.every_talk(learner)), "my-talks.json", "application/json")

    @routes.post("/forget")
    async def forget(learner: Learner) -> Response:
        """Delete everything about a learner; this browser is nobody's from then on."""
        await practice.forget(learner)
        answer = JSONResponse({"to": "/"})
        answer.headers.append("Set-Cookie", entry.forget())
        return answer

    return routes
