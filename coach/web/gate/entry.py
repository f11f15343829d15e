"""Who may come in: on one's own machine anybody, else with an account or the workshop's code. Cookies are signed."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from coach.accounts import Account, Accounts, Role

NAME = "coach_learner"
KEPT = timedelta(days=365)
"""How long a browser is known where nobody signs in: what they practised is found again by nothing else."""
SIGNED_IN = timedelta(days=30)
RENEWED = timedelta(days=7)
"""A cookie older than this is signed anew."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who may come in."""

    learner: str
    role: Role
    account: str | None = None
    stale: bool = False
    """Their cookie is to be signed anew."""
    workshop: str | None = None
    """The one whose code let them in; whether it still stands is for whoever asks to see."""


class Entry:
    """Signs and reads the cookie that says who somebody is, and knows who may come in.

    `secrets`: the newest last; cookies that an older one signed still count. `accounts` and `code`: the two ways in;
    with neither, whoever asks comes in and is learner and facilitator in one. `https` keeps cookies off plain
    connections.
    """

    def __init__(
        self, *secrets: str, accounts: Accounts | None = None, code: str | None = None, https: bool = False
    ) -> None:
        self._signer = URLSafeTimedSerializer(list(secrets), salt="coach.learner")
        self.accounts, self._code = accounts, code
        self._flags = "; HttpOnly; SameSite=Lax" + ("; Secure" if https else "")

    @property
    def open(self) -> bool:
        """Whether anybody may come in."""
        return self.accounts is None and self._code is None

    @property
    def has_accounts(self) -> bool:
        """Whether people can sign in."""
        return self.accounts is not None

    @property
    def has_code(self) -> bool:
        """Whether a code lets people in."""
        return self._code is not None

    def visitor(self, cookies: Mapping[str, str]) -> Visitor | None:
        """Who carries these cookies; None where nobody who may come in does."""
        try:
            kept, signed = self._signer.loads(cookies.get(NAME, ""), return_timestamp=True)
            age = time.time() - signed.timestamp()
        except BadSignature:
            return None
        match kept:
            case {"learner": str(learner), "account": str(name), "stamp": str(stamp)}:
                account = self.accounts.get(name) if self.accounts else None
                if account is None or account.stamp != stamp or age > SIGNED_IN.total_seconds():
                    return None
                return Visitor(learner, account.role, account.name, age > RENEWED.total_seconds())
            case {"learner": str(learner), "code": str(code)} if age <= KEPT.total_seconds():
                if self._code is None or code != stamp_of(self._code):
                    return None
                return Visitor(learner, Role.LEARNER, stale=age > RENEWED.total_seconds())
            case {"learner": str(learner), "workshop": str(workshop)} if age <= KEPT.total_seconds():
                if self.open:
                    return None
                return Visitor(learner, Role.LEARNER, stale=age > RENEWED.total_seconds(), workshop=workshop)
            case {"learner": str(learner)} if self.open and age <= KEPT.total_seconds():
                return Visitor(learner, Role.FACILITATOR, stale=age > RENEWED.total_seconds())
            case _:
                return None

    def facilitates(self, visitor: Visitor | None) -> bool:
        """Whether somebody may write members; where anybody may come in, anybody may."""
        return visitor.role is Role.FACILITATOR if visitor else self.open

    def sign_in(self, name: str, password: str) -> Account | None:
        """The account, if there is one of this name and password. It takes some 50 ms of a core."""
        return self.accounts.enter(name, password) if self.accounts else None

    def opens(self, code: str) -> bool:
        """Whether this is the workshop's code; case and spaces around it don't count."""
        given = code.strip().casefold().encode()
        return self._code is not None and hmac.compare_digest(given, self._code.strip().casefold().encode())

    def cookie(self, learner: str, account: Account | None = None, workshop: str | None = None) -> str:
        """The Set-Cookie header by which somebody is known from now on: by what let them in."""
        kept = {"learner": learner}
        if account:
            kept |= {"account": account.name, "stamp": account.stamp}
        elif workshop:
            kept |= {"workshop": workshop}
        elif self._code is not None:
            kept |= {"code": stamp_of(self._code)}
        lasts = SIGNED_IN if account else KEPT
        return f"{NAME}={self._signer.dumps(kept)}; Max-Age={int(lasts.total_seconds())}; Path=/{self._flags}"

    def renewed(self, visitor: Visitor) -> str:
        """The same visitor's cookie, signed anew."""
        account = self.accounts.get(visitor.account) if self.accounts and visitor.account else None
        return self.cookie(visitor.learner, account, visitor.workshop)

    def plain_cookie(self, name: str, value: str) -> str:
        """The Set-Cookie header that keeps something which is no secret and proves nothing."""
        return f"{name}={value}; Max-Age={int(KEPT.total_seconds())}; Path=/{self._flags}"

    def forget(self) -> str:
        """The Set-Cookie header that ends it."""
        return f"{NAME}=; Max-Age=0; Path=/{self._flags}"


def stamp_of(code: str) -> str:
    """Changes with the code: cookies that were given for another one no longer count."""
    return hashlib.sha256(code.strip().casefold().encode()).hexdigest()[:16]
