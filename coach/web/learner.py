"""Who is at the page: known by the signed cookie that the guard has read, and by nothing that a page may claim."""

from starlette.requests import Request

from coach.errors import InputError
from coach.web.entry import Visitor
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
