"""Whoever practises, known by nothing but an id."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.store.backups import has_table
from coach.store.database import Purged, Room, rows
from coach.store.tables import LearnerRow, TalkRow, UsageRow
from coach.store.usage import disown


class Learners(Room):
    """They come, and they are forgotten."""

    def add_learner(self, learner: str, now: datetime) -> None:
        """Keep somebody new; whoever is kept already stays as they are."""
        with self._database.writing() as session:
            keep_learner(session, learner, now)

    def knows(self, learner: str) -> bool:
        """Whether this learner is kept."""
        with self._database.reading() as session:
            return session.get(LearnerRow, learner) is not None

    def forget(self, learner: str) -> Purged:
        """Remove a learner with every talk of theirs and every turn; what tokens they cost stays, as nobody's."""

        def change(session: Session) -> Purged:
            if has_table(session, UsageRow):
                disown(session, UsageRow.learner == learner)
            talks = session.scalar(select(func.count()).where(TalkRow.learner == learner)) or 0
            return Purged(talks, rows(session, delete(LearnerRow).where(LearnerRow.id == learner)))

        return self._database.erase(change)


def keep_learner(session: Session, learner: str, now: datetime) -> None:
    """Keep somebody, unless they are kept already."""
    if session.get(LearnerRow, learner) is None:
        with suppress(IntegrityError), session.begin_nested():  # another page of theirs may be first
            session.add(LearnerRow(id=learner, since=now))
