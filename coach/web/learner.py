"""Who is at the page: a learner is known by a signed cookie, and by nothing that a page or a client may claim."""

from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeSerializer

NAME = "coach_learner"
YEAR = 365 * 24 * 60 * 60


class LearnerCookie:
    """Signs and reads the cookie that carries a learner's id. `https` keeps it off plain connections."""

    def __init__(self, secret: str, *, https: bool = False) -> None:
        self._signer = URLSafeSerializer(secret, salt="coach.learner")
        self._https = https

    def read(self, cookies: Mapping[str, str]) -> str | None:
        """The learner's id, or None where there is no cookie or it was not signed here."""
        try:
            learner = self._signer.loads(cookies.get(NAME, ""))
        except BadSignature:
            return None
        return learner if isinstance(learner, str) else None

    def header(self, learner: str) -> str:
        """The value of the Set-Cookie header for this learner."""
        parts = [f"{NAME}={self._signer.dumps(learner)}", f"Max-Age={YEAR}", "Path=/", "HttpOnly", "SameSite=Lax"]
        return "; ".join([*parts, "Secure"] if self._https else parts)
