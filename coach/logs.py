"""The log, for people or as lines of JSON, without a word that anybody said: a fault is told by its kind and place."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from coach.errors import StoreError

Form = Literal["text", "json"]
FIELDS = ("method", "path", "status", "ms")
"""What a record may carry beside its message."""
COUNTED = ("coach.access", "coach.retention")
"""Whose records below warnings are worth counting."""
DEEPEST = 8
"""Places of a fault that are told, the last ones."""


def begin(form: Form) -> None:
    """Log to standard error: warnings as text, or as JSON what is worth counting too."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines() if form == "json" else Plain())
    logging.basicConfig(handlers=[out], level=logging.WARNING, force=True)
    for name in COUNTED if form == "json" else ():
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


class Plain(logging.Formatter):
    """A line for people; a fault is told without its message, which may quote what somebody said."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        line = f"{record.levelname} {record.name}: {told(record)}"
        fault = record.exc_info[1] if record.exc_info else None
        return "\n  ".join((line, *place_of(fault))) if fault else line


class JsonLines(logging.Formatter):
    """A line of JSON: at, level, logger, message, the FIELDS that are there, and a fault's kind and places."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": told(record),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if fault := record.exc_info[1] if record.exc_info else None:
            line["fault"] = place_of(fault)
        return json.dumps(line, ensure_ascii=False)


def told(record: logging.LogRecord) -> str:
    """A record's message; a fault in it is told by its kind alone, but for the database's."""
    values = record.args if isinstance(record.args, tuple) else ()
    shown = tuple(_kind(value) if isinstance(value, BaseException) else value for value in values)
    return str(record.msg) % shown if shown else str(record.getMessage())


def place_of(fault: BaseException) -> list[str]:
    """A fault's kind, and where it came about: no line of the source, no value, no message."""
    return [_kind(fault), *_places(fault.__traceback__)]


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return [f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]


def _kind(fault: BaseException) -> str:
    """`StoreError` is about the database and quotes nobody."""
    return f"{type(fault).__name__}: {fault}" if isinstance(fault, StoreError) else type(fault).__name__
