"""Who may come in, and as what: a file with a line for each person, passwords as argon2 hashes.

`name:role:hash`, as `coach account add` writes it. The file is read anew when it changes.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coach.errors import InputError, SettingError

_NAME = re.compile(r"[\w.@+-]{1,64}")
SHORTEST_PASSWORD = 10
"""Characters: long enough where logins are throttled (NIST SP 800-63B asks for 8 or more)."""
LONGEST_PASSWORD = 200
"""Characters: hashing a longer one is only work."""
HEADER = "# name:role:password hash, one person a line; written by: coach account add NAME\n"

_hasher = PasswordHasher()  # its defaults are the low-memory profile of RFC 9106


class Role(StrEnum):
    """What somebody may do here. A facilitator may do all that a learner may."""

    LEARNER = "learner"
    FACILITATOR = "facilitator"


@dataclass(frozen=True)
class Account:
    """One person who may come in."""

    name: str
    role: Role
    password: str
    """Its argon2 hash."""

    @property
    def stamp(self) -> str:
        """Changes with the password: what carries another stamp was made before the change."""
        return sha256(self.password.encode()).hexdigest()[:16]


class Accounts:
    """The accounts of a file."""

    def __init__(self, file: Path) -> None:
        """Raises SettingError, with the line, where the file can't be used."""
        self._file = file
        self._read_at: tuple[int, int] | None = None
        self._known: Mapping[str, Account] = {}
        self._look()

    def get(self, name: str) -> Account | None:
        """The account of this name, as the file has it now; as it was, where it can't be read just now."""
        with suppress(SettingError):
            self._look()
        return self._known.get(name.casefold())

    def enter(self, name: str, password: str) -> Account | None:
        """The account, if this is its password. It takes some 50 ms of a core, whoever is asked for."""
        account = self.get(name)
        try:
            _hasher.verify(account.password if account else _nobody(), password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return None
        return account

    def all(self) -> tuple[Account, ...]:
        """Everybody, in the order of the file. Raises SettingError."""
        self._look()
        return tuple(self._known.values())

    def _look(self) -> None:
        try:
            state = self._file.stat()
            if self._read_at != (state.st_mtime_ns, state.st_size):
                self._known = _read(self._file)
                self._read_at = (state.st_mtime_ns, state.st_size)
        except OSError as wrong:
            raise SettingError(
                f"The accounts file {self._file} can't be read: {wrong.strerror}.",
                "Make it with: coach account add NAME --facilitator",
            ) from wrong


def learner_of(name: str) -> str:
    """The learner's id of an account: the same at every sign-in, on every machine."""
    return "account-" + sha256(name.casefold().encode()).hexdigest()[:32]


def add(file: Path, name: str, role: Role, password: str) -> None:
    """Put somebody into an accounts file, or give them another role and password. Raises InputError, SettingError."""
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} can't be a name.", "Use letters, digits and . _ - @ +, at most 64 of them.")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(
            f"The password has {len(password)} characters.",
            f"Choose one of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}, such as four words that you can remember.",
        )
    known = dict(_read(file)) if file.exists() else {}
    known[name.casefold()] = Account(name, role, _hasher.hash(password))
    _write(file, known)


def remove(file: Path, name: str) -> None:
    """Take somebody out of an accounts file: they are signed out at once. Raises InputError, SettingError."""
    known = dict(_read(file)) if file.exists() else {}
    if known.pop(name.casefold(), None) is None:
        raise InputError(f"There is no account {name!r} in {file}.", "See who there is with: coach account list")
    _write(file, known)


def _read(file: Path) -> dict[str, Account]:
    known: dict[str, Account] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, role, password = [part.strip() for part in (*line.split(":", 2), "", "")[:3]]
        if not _NAME.fullmatch(name) or role not in set(Role) or not password.startswith("$argon2"):
            raise SettingError(
                f"{file}:{number}: this line is no account.",
                "A line is name:learner:hash or name:facilitator:hash; write it with: coach account add NAME",
            )
        if name.casefold() in known:
            raise SettingError(f"{file}:{number}: {name} has a line already.", "Take one of the two out.")
        known[name.casefold()] = Account(name, Role(role), password)
    return known


def _write(file: Path, known: Mapping[str, Account]) -> None:
    """Whole or not at all, and for the owner's eyes only."""
    lines = (f"{account.name}:{account.role}:{account.password}\n" for account in known.values())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
            draft.write(HEADER + "".join(lines))
        Path(draft.name).replace(file)
    except OSError as wrong:
        raise SettingError(
            f"The accounts file {file} can't be written: {wrong.strerror}.", "See who may write to its folder."
        ) from wrong


@cache
def _nobody() -> str:
    """A hash that is verified where there is no such account, so that the time it takes tells nothing."""
    return _hasher.hash("nobody at all")
