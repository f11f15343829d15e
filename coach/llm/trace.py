"""A recording of each request and reply, as JSON lines, to find out what went wrong. Off unless asked for."""

import json
import logging
import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from coach.core.moves import Value
from coach.llm.usage import Usage

log = logging.getLogger(__name__)

SECRET = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "api-key",
        "x-api-key",
        "cookie",
        "set-cookie",
        "openai-organization",
    }
)
HIDDEN = "(removed)"


class Recorded(Value):
    """One request and what came back. The headers are the reply's; secrets are removed on writing.

    Of sound only its size is told, in words: no sound is kept.
    """

    url: str
    request: Mapping[str, Any]
    status: int
    headers: Mapping[str, str]
    reply: str
    finish: str | None
    usage: Mapping[str, int] | None
    fault: str | None
    seconds: float


def now() -> datetime:
    """The time of day, in UTC."""
    return datetime.now(UTC)


class Trace:
    """Appends to one file in `folder`, readable by its owner alone. `key` is removed wherever it turns up.

    A recording that can't be written is said once in the log; it never stops a talk.
    """

    def __init__(self, folder: Path, key: str, clock: Callable[[], datetime] = now) -> None:
        self._key = key
        self._clock = clock
        self._broken = False
        self.file = folder / f"{clock():%Y-%m-%dT%H%M%S}-{os.getpid()}.jsonl"

    def write(self, recorded: Recorded) -> None:
        """Adds one line."""
        row = {"at": self._clock().isoformat(timespec="milliseconds"), **recorded.model_dump()}
        row["url"] = bare(recorded.url)
        row["headers"] = {name: HIDDEN if name.lower() in SECRET else value for name, value in recorded.headers.items()}
        line = json.dumps(row, ensure_ascii=False)
        if self._key:
            line = line.replace(json.dumps(self._key, ensure_ascii=False)[1:-1], HIDDEN)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8", errors="replace") as file:
                file.write(line + "\n")
        except OSError as error:
            if not self._broken:
                log.warning("Talks are not being recorded: %s", error)
            self._broken = True


def bare(url: str) -> str:
    """An address without what may be secret in it: name, password and query."""
    scheme, _, rest = url.partition("?")[0].partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}" if rest else ""


@dataclass
class Note:
    """What is known by now of a request that is under way."""

    response: httpx2.Response | None = None
    reply: str = ""
    usage: Usage | None = None


@contextmanager
def noted(trace: Trace | None, url: str, request: Mapping[str, Any]) -> Generator[Note]:
    """Records the one request that is made in here, however it ends; without a trace nothing is recorded."""
    note, began, fault = Note(), time.monotonic(), ""
    try:
        yield note
    except Exception as error:
        fault = str(error) or type(error).__name__
        found: object = getattr(error, "response", None)  # the SDK's errors of status have it
        note.response = found if isinstance(found, httpx2.Response) else note.response
        raise
    finally:
        if trace:
            trace.write(
                Recorded(
                    url=url,
                    request=request,
                    status=note.response.status_code if note.response else 0,
                    headers=dict(note.response.headers) if note.response else {},
                    reply=note.reply,
                    finish=None,
                    usage=note.usage.model_dump() if note.usage else None,
                    fault=fault or None,
                    seconds=round(time.monotonic() - began, 3),
                )
            )
