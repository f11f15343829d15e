"""What tokens were used: by talk, learner and day."""

import secrets
from datetime import date

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.store.database import Room, rows
from coach.store.tables import LearnerRow, UsageRow


class Usage(Room):
    """Counted up, and summed."""

    def spend(self, day: date, learner: str, talk_id: str, tokens_in: int, tokens_out: int) -> None:
        """Count tokens that a talk has cost."""
        both = {
            UsageRow.tokens_in: UsageRow.tokens_in + tokens_in,
            UsageRow.tokens_out: UsageRow.tokens_out + tokens_out,
        }
        counted = update(UsageRow).where(UsageRow.day == day, UsageRow.talk == talk_id).values(both)
        new = UsageRow(day=day, talk=talk_id, learner=learner, tokens_in=tokens_in, tokens_out=tokens_out)
        try:
            with self._database.writing() as session:
                if not rows(session, counted):
                    session.add(new)
                    session.flush()
                    if session.get(LearnerRow, learner) is None:  # forgotten while they were used
                        disown(session, UsageRow.learner == learner)
        except IntegrityError:  # another call of the same talk was the first of the day
            with self._database.writing() as session:
                session.execute(counted)

    def spent(self, *, day: date | None = None, learner: str | None = None, talk: str | None = None) -> tuple[int, int]:
        """Tokens in and out that were counted: of a day, a learner, a talk, or what of them is given."""
        query = select(func.sum(UsageRow.tokens_in), func.sum(UsageRow.tokens_out))
        for column, wanted in ((UsageRow.day, day), (UsageRow.learner, learner), (UsageRow.talk, talk)):
            if wanted is not None:
                query = query.where(column == wanted)
        with self._database.reading() as session:
            tokens_in, tokens_out = session.execute(query).one()
            return int(tokens_in or 0), int(tokens_out or 0)


def disown(session: Session, whose: ColumnElement[bool]) -> None:
    """What these used stays, since a limit of the day counts it; it names no learner and no talk any more."""
    for row in session.scalars(select(UsageRow).where(whose)):
        row.learner, row.talk = "", secrets.token_urlsafe(12)
