"""Members and rubrics as they were when a talk began: kept once for all talks that share them."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.store.bodies import as_json, read
from coach.store.tables import CopyRow

Copied = TypeVar("Copied", Persona, Rubric)

MOST_REMEMBERED = 500
"""Copies that are remembered as they were read."""


class Copies:
    """Copies as they were read: each once, since what has this fingerprint never changes.

    A talk's member is the very object that the app has of them, as long as their file is the same: much is remembered
    by member, and what is remembered of an equal copy is found only by comparing a whole file with it.
    """

    def __init__(self) -> None:
        self._known: dict[str, Persona | Rubric] = {}
        self._members: dict[str, Persona] = {}
        self._prints: dict[int, tuple[Persona, str]] = {}
        """Fingerprints of members by which object it is, which is held so that its number is nobody else's."""

    def know(self, members: Iterable[Persona]) -> None:
        """From now on, talks with members that are like these are talks with these."""
        self._members = {self._fingerprint(one): one for one in members}

    def read(self, session: Session, kind: type[Copied], fingerprint: str) -> Copied:
        """The copy that has this fingerprint."""
        known = self._members.get(fingerprint) or self._known.get(fingerprint)
        if not isinstance(known, kind):
            known = read(kind, session.get_one(CopyRow, fingerprint).body)
            self._remember(fingerprint, known)
        return known

    def keep(self, session: Session, value: Persona | Rubric) -> str:
        """Keep it, unless it is kept already. Its fingerprint."""
        fingerprint = self._fingerprint(value)
        self._remember(fingerprint, value)
        if session.get(CopyRow, fingerprint) is None:
            with suppress(IntegrityError), session.begin_nested():  # a group sits down at once: another may be first
                session.add(CopyRow(fingerprint=fingerprint, body=as_json(value)))
        return fingerprint

    def _remember(self, fingerprint: str, value: Persona | Rubric) -> None:
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[fingerprint] = value

    def _fingerprint(self, value: Persona | Rubric) -> str:
        if isinstance(value, Rubric):
            return _of(value)
        known = self._prints.get(id(value))
        if known is None:
            if len(self._prints) >= MOST_REMEMBERED:
                self._prints.clear()
            known = self._prints[id(value)] = value, _of(value)
        return known[1]


def _of(value: Persona | Rubric) -> str:
    return hashlib.sha256(value.model_dump_json().encode()).hexdigest()
