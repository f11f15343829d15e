"""How long things are kept: what nobody has touched for a while goes, here and in the copies put aside."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from coach.store.backups import backups_of, drop_older, has_table
from coach.store.bodies import in_utc
from coach.store.database import Purged, Room, rows
from coach.store.meetings import forget_meetings
from coach.store.tables import LearnerRow, TalkRow, TurnRow, UsageRow


@dataclass(frozen=True)
class Holdings:
    """What is kept: of how many learners, how many talks, since when; and the names of copies put aside."""

    learners: int
    talks: int
    oldest: datetime | None
    backups: tuple[str, ...]


class Retention(Room):
    """What is kept, and what has been kept for long enough."""

    def purge(self, before: datetime) -> Purged:
        """Delete talks in which nothing has happened since `before`, and learners who have had none since."""
        idle = (
            TalkRow.started_at < before,
            or_(TalkRow.ended_at.is_(None), TalkRow.ended_at < before),
            ~exists().where(TurnRow.talk == TalkRow.id, TurnRow.said_at >= before),
        )
        gone = LearnerRow.since < before, ~exists().where(TalkRow.learner == LearnerRow.id)

        def change(session: Session) -> Purged:
            forget_meetings(session, *idle)
            talks = rows(session, delete(TalkRow).where(*idle))
            learners = rows(session, delete(LearnerRow).where(*gone))
            if has_table(session, UsageRow):
                session.execute(delete(UsageRow).where(UsageRow.day < before.date()))
            return Purged(talks, learners)

        return self._database.erase(change)

    def drop_backups(self, before: datetime) -> int:
        """Remove copies that were put aside before a moment: how many."""
        return len(drop_older(self._database.file, before)) if self._database.file else 0

    def holdings(self) -> Holdings:
        """What is kept."""
        with self._database.reading() as session:
            learners = session.scalar(select(func.count()).select_from(LearnerRow)) or 0
            talks, oldest = session.execute(select(func.count(), func.min(TalkRow.started_at))).one()
        file = self._database.file
        backups = tuple(one.name for one in backups_of(file)) if file else ()
        return Holdings(learners, talks, in_utc(oldest) if oldest else None, backups)
