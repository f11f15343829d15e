"""Every way in which a call can fail: what a learner is told, and whether another try may help."""

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any

import anyio
import httpx2
import openai

from coach.errors import (
    ModelBusy,
    ModelCut,
    ModelError,
    ModelNonsense,
    ModelOverflow,
    ModelRefused,
    ModelUnreachable,
)
from coach.llm.framing import Lost
from coach.llm.http import Refused, Unanswered
from coach.llm.wire import Unreadable


class Rule(Enum):
    """What may help after a fault, as long as nothing was shown."""

    AGAIN = "ask again a little later"
    ONCE_MORE = "ask again at once, one time"
    LESS = "ask for less: the server refused something in the request"
    ROOM = "ask with more room: the model used up its tokens on thinking"
    GIVE_UP = "nothing"


@dataclass
class Fault(Exception):
    """A try that failed: the error to raise if no other try helps, and the rule for the next one."""

    error: ModelError
    rule: Rule = Rule.GIVE_UP
    wait: float | None = None
    """Seconds that the server asked to wait."""
    said: str = ""
    """The server's own words, for finding out what it refused. Never shown."""
    status: int = 0

    def after_words(self) -> "Fault":
        """The same fault once something has been shown: nothing is taken back, nothing asked again."""
        return Fault(ModelCut(f"The reply broke off. {self.error.message}", self.error.mend), said=self.said)


BROKEN = (
    *(Lost, Refused, Unanswered, OSError, Unreadable),
    *(openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, anyio.EndOfStream),
)
"""What connections raise: ours, then the SDK's. (EndOfStream: TLS that ends badly, which httpx2 lets through.)"""


TOO_LONG = re.compile(r"context.{0,20}(length|window|size)|too many tokens|prompt is too long", re.IGNORECASE)
FILTERED = re.compile(r"content.?(filter|management|policy)|safety system", re.IGNORECASE)
NO_MONEY = re.compile(r"insufficient_quota|exceeded your.{0,20}quota|billing|credit|payment", re.IGNORECASE)
MODEL = re.compile(r"\bmodel\b", re.IGNORECASE)
CONTEXT_SIZE = re.compile(r"(?:context|maximum)\D{0,60}?(\d{3,8})\s*(?:tokens)?|n_ctx\D{0,10}(\d{3,8})", re.IGNORECASE)


def too_long() -> ModelOverflow:
    """The messages and the room for the reply are more than the model can hold."""
    mend = "Use a model with a larger context, or give this one more of it at the server (`coach doctor` shows how)."
    return ModelOverflow("The talk has grown too long for the model.", mend)


def silent_at_start() -> Fault:
    """Nothing came within the time for the first word."""
    mend = "Is the model still being loaded? COACH_FIRST_WORD_SECONDS sets how long is waited."
    return Fault(ModelUnreachable("The model server took too long to begin.", mend))


def silent_between() -> Fault:
    """It had begun, and then nothing more came within the time between two words."""
    mend = "COACH_BETWEEN_WORDS_SECONDS sets how long is waited for the next word."
    message = "The model server stopped in the middle of a sentence."
    return Fault(ModelUnreachable(message, mend), Rule.AGAIN)


def too_slow() -> Fault:
    """The whole reply took longer than its time."""
    mend = "COACH_TOTAL_SECONDS sets how long a whole reply may take."
    return Fault(ModelUnreachable("The model server took too long to finish.", mend))


def no_end() -> Fault:
    """The stream ended without saying that it had."""
    return Fault(ModelUnreachable("The connection to the model server was lost."), Rule.AGAIN)


def in_a_loop() -> Fault:
    """It says the same for ever."""
    mend = "A larger model, or another one, will loop less."
    return Fault(ModelNonsense("The model began to repeat itself.", mend), Rule.ONCE_MORE)


def nothing_said(*, ran_out: bool) -> Fault:
    """A clean end, and not one word. `ran_out`: it had used up the tokens it was allowed."""
    if ran_out:
        mend = "It spent all its tokens on thinking: choose a model that thinks less, or turn thinking off."
        return Fault(ModelNonsense("The model thought for so long that it said nothing.", mend), Rule.ROOM)
    return Fault(ModelNonsense("The model answered with nothing."), Rule.ONCE_MORE)


def declined() -> Fault:
    """The model refused to answer."""
    return Fault(ModelNonsense("The model declined to answer."))


def filtered() -> Fault:
    """A content filter stood in the way."""
    mend = "The model server's filter can be set where the server is run or rented."
    return Fault(ModelNonsense("The model server's content filter held the reply back.", mend))


def unreadable() -> Fault:
    """What came is not a reply in the OpenAI format."""
    mend = "Is OPENAI_BASE_URL the address of an OpenAI-compatible server, with /v1 at its end?"
    return Fault(ModelNonsense("The model server's answer can't be read.", mend), Rule.ONCE_MORE)


def fault(error: Exception) -> Fault:
    """The fault behind whatever the SDK or the connection raised."""
    match error:
        case Fault():
            return error
        case Refused():
            return _of_status(error.status, error.said, error.headers)
        case openai.APIStatusError():
            return _of_status(error.status_code, _said(error), error.response.headers)
        case Unreadable():
            return unreadable()
        case _:
            return _of_connection(error)


def in_stream(error: Mapping[str, Any]) -> Fault:
    """The fault that a server tells of inside a reply which began well."""
    code = error.get("code")
    said = f"{error.get('message')} {error.get('type')} {code}"
    return _of_status(code if isinstance(code, int) and code >= 400 else 500, said, {})


def _of_connection(error: Exception) -> Fault:
    names = [*_causes(error)]
    if any(isinstance(cause, ssl.SSLError) for cause in names):
        mend = "Check https in OPENAI_BASE_URL, and that this machine trusts the server's certificate."
        return Fault(ModelUnreachable("No safe connection to the model server could be made.", mend))
    if any(isinstance(cause, Unanswered | httpx2.ConnectTimeout) for cause in names):
        mend = "Nothing answers at OPENAI_BASE_URL: is it right, and does a firewall stand between?"
        return Fault(ModelUnreachable("The model server can't be reached.", mend))
    if any(isinstance(cause, Lost | httpx2.RemoteProtocolError | httpx2.ReadError) for cause in names):
        return no_end()
    mend = "Is it running, is OPENAI_BASE_URL right, is this machine online?"
    return Fault(ModelUnreachable("The model server can't be reached.", mend), Rule.AGAIN)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_status(status: int, said: str, headers: Mapping[str, str]) -> Fault:
    def refused(message: str, mend: str, rule: Rule = Rule.GIVE_UP) -> Fault:
        return Fault(ModelRefused(message, mend), rule, said=said, status=status)

    if status == 413 or (status in {400, 422, 500} and TOO_LONG.search(said)):
        return Fault(too_long(), said=said, status=status)
    if status in {400, 403} and FILTERED.search(said):
        return filtered()
    match status:
        case 401:
            return refused("The model server does not accept the key.", "Check OPENAI_API_KEY.")
        case 402:
            return refused("The account at the model server has no credit left.", "Top it up, or use another.")
        case 403:
            return refused(
                "The model server does not allow this.",
                "Check what OPENAI_API_KEY may do, and from which country or network.",
            )
        case 404 if MODEL.search(said):
            return refused("The model server does not know the model.", "Check COACH_MODEL.")
        case 404 | 405:
            mend = "Check OPENAI_BASE_URL: most servers want /v1 at its end."
            return refused("There is no model at the model server's address.", mend)
        case 429 if NO_MONEY.search(said):
            return refused("The account at the model server has no credit left.", "Top it up, or use another.")
        case 408 | 409 | 425 | 429 | 500 | 502 | 503 | 504 | 529:
            message = "The model server is busy." if status in {429, 503, 529} else "The model server had a fault."
            mend = "Look at the model server's own log, or at its status page."
            return Fault(ModelBusy(message, mend), Rule.AGAIN, _wait(headers), said, status)
        case _ if status >= 500:
            return Fault(ModelBusy("The model server had a fault."), Rule.AGAIN, _wait(headers), said, status)
        case _:
            mend = "It refused even the plainest request: `coach doctor` shows what it can do."
            return refused("The model server refused the request.", mend, Rule.LESS)


def context_size(said: str) -> int | None:
    """The context length that a server names when it refuses a request for being too long, in tokens."""
    found = CONTEXT_SIZE.search(said)
    return int(found[1] or found[2]) if found else None


def _said(error: openai.APIStatusError) -> str:
    return f"{error.message} {error.code} {error.param} {error.type}"


def _wait(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds, at least 0. As a date, it is taken against the server's own clock."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        after = headers.get("retry-after", "")
        if after.strip().replace(".", "", 1).isdigit():
            return float(after)
        until = parsedate_to_datetime(after) - parsedate_to_datetime(headers["date"])
        return max(0.0, until.total_seconds())
    except (KeyError, ValueError, TypeError):
        return None
