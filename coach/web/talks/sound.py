"""Sound of a talk held aloud: a recording comes in and goes out as words, a reply's words go out as sound."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from coach.aloud import Aloud
from coach.web.gate.learner import Learner


def router(aloud: Aloud) -> APIRouter:
    """The routes under /talks/{id} that carry sound."""
    routes = APIRouter(prefix="/talks/{talk_id}")

    @routes.post("/hear")
    async def hear(
        request: Request, learner: Learner, talk_id: str, seconds: Annotated[float, Query(ge=0, le=86_400)] = 0
    ) -> dict[str, str]:
        """What was said in the recording that is the body of this request."""
        kind = request.headers.get("content-type", "")
        return {"text": await aloud.hear(learner, talk_id, await request.body(), kind, seconds)}

    @routes.get("/aloud")
    async def speak(
        learner: Learner, talk_id: str, turn: Annotated[int, Query(ge=1)], start: int, end: int
    ) -> StreamingResponse:
        """A part of what the member said, as sound while it is made."""
        kind, pieces = await aloud.speak(learner, talk_id, turn, start, end)
        return StreamingResponse(pieces, media_type=kind, headers={"X-Accel-Buffering": "no"})

    return routes
