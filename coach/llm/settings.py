"""Which model server is used and with what patience; what in these settings can't be used, or is doubtful."""

import ipaddress
from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from coach.core.moves import Value
from coach.errors import SettingError

OPENAI = "https://api.openai.com/v1"
"""Where requests go when no address is set."""

CALL = "/chat/completions"
"""What is added to the address in each request."""

LONGEST_WAIT = 3600
"""Seconds. Longer limits are taken for slips of the finger."""

SMALLEST_CONTEXT = 512
"""Tokens. Less can't hold a member's story and one exchange."""

NAMES = {
    "base_url": "OPENAI_BASE_URL",
    "api_key": "OPENAI_API_KEY",
    "model": "COACH_MODEL",
    "reader_model": "COACH_READER_MODEL",
    "first_word_seconds": "COACH_FIRST_WORD_SECONDS",
    "between_words_seconds": "COACH_BETWEEN_WORDS_SECONDS",
    "total_seconds": "COACH_TOTAL_SECONDS",
    "context_tokens": "COACH_CONTEXT_TOKENS",
    "trace": "COACH_TRACE",
}
"""What a host calls each field."""


class ModelSettings(Value):
    """Which server, which models, how long to wait (in seconds). Its sense is checked by `check_settings`.

    Without `base_url`, OpenAI's own server is meant; without `reader_model`, `model` does the small work too;
    without `context_tokens`, the server is asked how much it can hold. `trace` is a folder for recordings.
    """

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str
    reader_model: str | None = None
    first_word_seconds: float = 20
    between_words_seconds: float = 15
    total_seconds: float = 120
    context_tokens: int | None = None
    trace: Path | None = None

    @property
    def address(self) -> str:
        """The base URL that requests go to: without a trailing slash or the path of a single call, and with a path."""
        given = (self.base_url or OPENAI).strip()
        place, question, query = given.partition("?")
        place = place.rstrip("/").removesuffix(CALL)
        return f"{place}{'' if _has_path(place) else '/v1'}{question}{query}"

    @property
    def key(self) -> str:
        """The key itself: for the request's header and for nothing else. Empty where none is set."""
        return self.api_key.get_secret_value() if self.api_key else ""


def _has_path(address: str) -> bool:
    scheme, _, rest = address.partition("://")
    return not scheme or not rest or "/" in rest


def host_of(address: str) -> str:
    """The host (and port, where one is given) of a base URL: fit to be shown, without name or password."""
    parts = urlsplit(address)
    return parts.netloc.rpartition("@")[2]


def is_private(host: str | None) -> bool:
    """Whether a host name is this machine or one of the same private network, as far as its name tells."""
    if not host:
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))
    return address.is_private or address.is_loopback


def check_settings(
    settings: ModelSettings, came_from: Mapping[str, str] | None = None, names: Mapping[str, str] = NAMES
) -> tuple[str, ...]:
    """Warnings about settings that work but are doubtful, each with its mend.

    `came_from` says by field where each value was set ("the environment variable OPENAI_API_KEY"), for the
    sentences; `names`, what each field is called in them. Raises SettingError, naming the setting and that place, for
    what can't be used.
    """
    places = came_from or {}
    for field, wrong, mend in _faults(settings):
        raise SettingError(f"{names[field]}{from_where(field, places)} {wrong}.", mend)
    return tuple(f"{names[field]}{from_where(field, places)} {doubt}" for field, doubt in _doubts(settings, names))


def from_where(field: str, places: Mapping[str, str]) -> str:
    """Where a field was set, in brackets, to stand behind its name; empty where nobody knows."""
    return f" (from {places[field]})" if field in places else ""


def _faults(settings: ModelSettings) -> Iterator[tuple[str, str, str]]:
    """What can't be used: field, what is wrong, mend. No sentence repeats an address, a key or a password."""
    whole = "Set it to a whole address such as http://127.0.0.1:11434/v1."
    if any(c.isspace() or not c.isprintable() for c in settings.address):
        yield "base_url", "holds a space or a line break", whole
    elif not _is_web_address(settings.address):
        yield "base_url", "is not an address that begins with http:// or https://", whole
    if any(c.isspace() or not (c.isascii() and c.isprintable()) for c in settings.key):
        wrong = "holds a space, a line break or a character that no key has"
        yield "api_key", wrong, "Copy the key again, as one line without quotation marks."
    for field, name in (("model", settings.model), ("reader_model", settings.reader_model)):
        if name is not None and (not name.strip() or not name.isprintable()):
            yield field, "is empty or holds a line break", "Set it to a model's name as the server lists it."
    for field in ("first_word_seconds", "between_words_seconds", "total_seconds"):
        seconds: float = getattr(settings, field)
        if not (isfinite(seconds) and 0 < seconds <= LONGEST_WAIT):
            mend = f"Set it to a number of seconds above 0, at most {LONGEST_WAIT}."
            yield field, f"is {seconds:g}, which is out of range", mend
    if settings.context_tokens is not None and settings.context_tokens < SMALLEST_CONTEXT:
        wrong = f"is {settings.context_tokens}, too small for a talk"
        yield "context_tokens", wrong, f"Set it to {SMALLEST_CONTEXT} tokens or more, or leave it out."
    if settings.trace is not None and settings.trace.exists() and not settings.trace.is_dir():
        yield "trace", f"is not a folder: {settings.trace}", "Set it to a folder to record in."


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _doubts(settings: ModelSettings, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is doubtful: field, and what to think of it."""
    given, address = urlsplit((settings.base_url or OPENAI).strip()), urlsplit(settings.address)
    place = given.path.rstrip("/")
    if place.endswith(CALL):
        yield "base_url", f"ends in {CALL}. That is added to each request, so it is left off here. Take it out."
    if not place.removesuffix(CALL):
        yield "base_url", "has no /v1 at its end. Nearly all servers want it, so it is added. Write it there."
    if address.scheme == "http" and not is_private(address.hostname):
        to = host_of(settings.address)
        yield "base_url", f"is plain http to {to}: anybody on the way can read the talks and the key. Use https."
    if address.username or address.password:
        yield "base_url", f"holds a name or password. Set {names['api_key']} instead."
    if not settings.key and not is_private(address.hostname):
        yield "api_key", "is not set. Servers on the internet nearly always want one."
    if settings.key.startswith(("'", '"', "Bearer")):
        yield "api_key", "begins with a quotation mark or 'Bearer'. Set it to the key alone."
    if settings.first_word_seconds > settings.total_seconds:
        yield "first_word_seconds", f"is longer than {names['total_seconds']}, which comes first."
