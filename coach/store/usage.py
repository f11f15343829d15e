"""What tokens were used: by talk, learner and day."""

import secrets
from datetime import date

from sqlalchemy import ColumnElement, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.store.database import Room, rows
from coach.store.tables import USAGE, LearnerRow, UsageRow

COUNT_UP = (
    update(USAGE)
    .where(USAGE.c.day == bindparam("on"), USAGE.c.talk == bindparam("of"))
    .values(tokens_in=USAGE.c.tokens_in + bindparam("more_in"), tokens_out=USAGE.c.tokens_out + bindparam("more_out"))
)


class Usage(Room):
    """Counted up, and summed."""

    def spend(self, day: date, learner: str, talk_id: str, tokens_in: int, tokens_out: int) -> None:
        """Count tokens that a talk has cost."""
        counted = {"on": day, "of": talk_id, "more_in": tokens_in, "more_out": tokens_out}
        try:
            with self._database.writing() as session:
                if not rows(session, COUNT_UP, counted):
                    first = {"day": day, "talk": talk_id, "tokens_in": tokens_in, "tokens_out": tokens_out}
                    session.execute(insert(USAGE), {**first, "learner": learner})
                    if session.get(LearnerRow, learner) is None:  # forgotten while they were used
                        disown(session, UsageRow.learner == learner)
        except IntegrityError:  # another call of the same talk was the first of the day
            with self._database.writing() as session:
                session.execute(COUNT_UP, counted)

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
