"""Whoever practises, known by nothing but an id."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from coach.store.database import Room
from coach.store.tables import LearnerRow, UsageRow


class Learners(Room):
    """They come, and they are forgotten."""

    def add_learner(self, learner: str, now: datetime) -> None:
        """Keep somebody new; whoever is kept already stays as they are."""
        with suppress(IntegrityError), self._database.writing() as session:
            session.add(LearnerRow(id=learner, since=now))

    def knows(self, learner: str) -> bool:
        """Whether this learner is kept."""
        with self._database.reading() as session:
            return session.get(LearnerRow, learner) is not None

    def forget(self, learner: str) -> None:
        """Remove a learner with every talk of theirs and every turn; what tokens they cost stays, as nobody's."""
        with self._database.writing() as session:
            session.execute(update(UsageRow).where(UsageRow.learner == learner).values(learner=""))
            session.execute(delete(LearnerRow).where(LearnerRow.id == learner))
        self._database.wipe()
