"""A recording of each request and reply, as JSON lines, to find out what went wrong. Off unless asked for."""

import json
import logging
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.core.moves import Value

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
    """One request and what came back. The headers are the reply's; secrets are removed on writing."""

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
