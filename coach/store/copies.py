"""Members and rubrics as they were when a talk began: kept once for all talks that share them."""

import hashlib
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
    """Copies as they were read: each once, since what has this fingerprint never changes."""

    def __init__(self) -> None:
        self._known: dict[str, Persona | Rubric] = {}

    def read(self, session: Session, kind: type[Copied], fingerprint: str) -> Copied:
        """The copy that has this fingerprint."""
        known = self._known.get(fingerprint)
        if not isinstance(known, kind):
            known = read(kind, session.get_one(CopyRow, fingerprint).body)
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[fingerprint] = known
        return known


def keep_copy(session: Session, value: Persona | Rubric) -> str:
    """Keep it, unless it is kept already. Its fingerprint."""
    body = value.model_dump_json()
    fingerprint = hashlib.sha256(body.encode()).hexdigest()
    if session.get(CopyRow, fingerprint) is None:
        with suppress(IntegrityError), session.begin_nested():  # a group sits down at once: another talk may be first
            session.add(CopyRow(fingerprint=fingerprint, body=as_json(value)))
    return fingerprint
