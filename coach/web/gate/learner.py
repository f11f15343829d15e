"""Who is at the page: known by the signed cookie that the guard has read, and by nothing that a page may claim."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from coach.errors import InputError
from coach.web.gate.entry import Visitor
from coach.web.words import say

VISITOR = "visitor"
"""Where the guard leaves who asks, in a request's state."""


def visiting(request: Request) -> Visitor | None:
    """Who sent a request; None where nobody is known."""
    return getattr(request.state, VISITOR, None)


def known(request: Request) -> str:
    """The learner who sent a request. Raises InputError where the browser sent no cookie of ours."""
    visitor = visiting(request)
    if not visitor:
        raise InputError(say("error.no_cookie"))
    return visitor.learner


def address(request: Request) -> str:
    """Where a request came from, as the server or the proxy that it trusts tells it."""
    return request.client.host if request.client else ""


async def _asking(request: Request) -> str:
    """Who asks. Async, though it waits for nothing: what is not would be sent to a thread with each request."""
    return known(request)


Learner = Annotated[str, Depends(_asking)]
"""What a route of a learner's takes: who asks. Whoever has no cookie is told so."""
