"""Whether the app lives, and whether it can be used: for whatever starts it, and for a proxy before it."""

import logging

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from coach.errors import CoachError
from coach.practice import Practice

log = logging.getLogger(__name__)


def router(practice: Practice) -> APIRouter:
    """The routes /healthz and /readyz, open to all; neither says more than it must."""
    routes = APIRouter(default_response_class=PlainTextResponse)

    @routes.get("/healthz")
    async def healthz() -> str:
        """Whether the process answers: if not, start another."""
        return "ok"

    @routes.get("/readyz")
    async def readyz() -> PlainTextResponse:
        """Whether learners can be sent here: not while the database is away, nor while the app is being stopped."""
        try:
            await practice.ready()
        except CoachError as fault:
            log.warning("not ready: %s", fault)
            return PlainTextResponse(fault.message, 503)
        return PlainTextResponse("ready")

    return routes
