"""What a setting may hold: each kind reads a text, or raises ValueError(what is wrong, how to mend it).

No sentence repeats a value that could be a secret.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

SHORTEST_SECRET = 16
"""Characters. What signs cookies must not be guessed."""

SHORTEST_CODE = 8
"""Characters of a workshop's code; wrong ones are throttled."""

LONGEST_WAIT = 3600
"""Seconds."""

HIGHEST_PRICE = 100_000
"""Of a million tokens."""


def text(value: str) -> str:
    """A text of one line."""
    if not value.isprintable():
        raise ValueError("holds a line break or another character that can't be seen", "Set it again, as one line.")
    return value


def word(value: str) -> str:
    """A text without spaces."""
    if not value.isprintable() or any(c.isspace() for c in value):
        raise ValueError("holds a space or a line break", "Set it again, without them.")
    return value


def address(value: str) -> str:
    """The address of a web server."""
    mend = "Set it to a whole address such as http://127.0.0.1:11434/v1."
    try:
        parts = urlsplit(word(value))
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("is not an address that begins with http:// or https://", mend)
    return value


def secret(value: str) -> SecretStr:
    """Something that is never shown."""
    return SecretStr(word(value))


def long_secret(value: str) -> SecretStr:
    """A secret that is too long to be guessed."""
    if len(value) < SHORTEST_SECRET:
        raise ValueError(
            f"is shorter than {SHORTEST_SECRET} characters",
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    return secret(value)


def code(value: str) -> SecretStr:
    """What lets a group of people in: short enough to be read out, too long to be tried out."""
    if len(text(value).strip()) < SHORTEST_CODE:
        raise ValueError(f"is shorter than {SHORTEST_CODE} characters", "Take two words, such as a colour and a bird.")
    return SecretStr(value.strip())


def log_form(value: str) -> str:
    """How the log is written."""
    if value not in ("text", "json"):
        raise ValueError(f"is {value!r}, no form of a log", "Set it to text or json.")
    return value


def yes_or_no(value: str) -> bool:
    """Whether something is so."""
    answers = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    if value.casefold() not in answers:
        raise ValueError(f"is {value!r}, neither yes nor no", "Set it to 1 or 0.")
    return answers[value.casefold()]


def seconds(value: str) -> float:
    """A time of at most an hour."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 < number <= LONGEST_WAIT:
        raise ValueError(f"is {value!r}, not a time", f"Set it to a number of seconds above 0, at most {LONGEST_WAIT}.")
    return number


def price(value: str) -> float:
    """What a million tokens cost, in whatever money."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= HIGHEST_PRICE:
        mend = f"Set it to what a million tokens cost, such as 0.25: a number from 0 to {HIGHEST_PRICE}."
        raise ValueError(f"is {value!r}, not a price", mend)
    return number


def whole_number(least: int, most: int, kind: str) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds, both included; `kind` says what they count."""

    def read(value: str) -> int:
        digits = value.isascii() and value.isdigit() and len(value) < 12
        if not digits or not least <= int(value) <= most:
            raise ValueError(f"is {value!r}, not {kind}", f"Set it to a whole number from {least} to {most}.")
        return int(value)

    return read


def folder(value: str) -> Path:
    """A folder that is there."""
    path = Path(value).expanduser()
    if not path.is_dir():
        raise ValueError(f"is {value!r}, and there is no such folder", "Set it to a folder that exists.")
    return path


def file(value: str) -> Path:
    """A file, which may still have to be made."""
    path = Path(value).expanduser()
    if path.is_dir():
        raise ValueError(f"is {value!r}, which is a folder", "Set it to a file.")
    return path


def new_folder(value: str) -> Path:
    """A folder that is there or may be made."""
    path = Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError(f"is {value!r}, which is a file", "Set it to a folder.")
    return path


def database_url(value: str) -> str:
    """Where a database is, as SQLAlchemy writes it."""
    if "://" not in word(value):
        raise ValueError(
            "is not a database URL",
            "Set it to one such as sqlite:////var/lib/coach/coach.sqlite3 or postgresql://user@host/coach.",
        )
    return value
