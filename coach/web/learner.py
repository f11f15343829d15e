"""Who is at the page: a learner is known by a signed cookie, and by nothing that a page may claim."""

from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request

from coach.errors import InputError
from coach.web.words import say

LEARNER = "learner"
"""Where the guard leaves the learner's id in a request's state."""
NAME = "coach_learner"
YEAR = 365 * 24 * 60 * 60


class LearnerCookie:
    """Signs and reads the cookie that carries a learner's id. `https` keeps it off plain connections."""

    def __init__(self, secret: str, *, https: bool = False) -> None:
        self._signer = URLSafeSerializer(secret, salt="coach.learner")
        self._flags = "; HttpOnly; SameSite=Lax" + ("; Secure" if https else "")

    def read(self, cookies: Mapping[str, str]) -> str | None:
        """The learner's id, or None where there is no cookie or it was not signed here."""
        try:
            learner = self._signer.loads(cookies.get(NAME, ""))
        except BadSignature:
            return None
        return learner if isinstance(learner, str) else None

    def header(self, learner: str) -> str:
        """The value of the Set-Cookie header for this learner."""
        return f"{NAME}={self._signer.dumps(learner)}; Max-Age={YEAR}; Path=/{self._flags}"


def known(request: Request) -> str:
    """The learner who sent a request. Raises InputError where the browser sent no cookie of ours."""
    learner = getattr(request.state, LEARNER, None)
    if not learner:
        raise InputError(say("error.no_cookie"))
    return learner
