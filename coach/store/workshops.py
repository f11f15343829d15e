"""Workshops, and who has joined them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.core.workshop import Kept, Membership, Sharing, Workshop
from coach.errors import CodeTaken, NoWorkshop, WorkshopChanged
from coach.store.bodies import as_json, in_utc, read, sharing
from coach.store.database import Room
from coach.store.tables import MembershipRow, TalkRow, WorkshopRow


class Workshops(Room):
    """Facilitators set them up, learners come and go. All raise NoWorkshop for one that is not there."""

    def add_workshop(self, workshop_id: str, workshop: Workshop, now: datetime) -> None:
        """Keep a new one. Raises CodeTaken."""
        row = WorkshopRow(id=workshop_id, code=workshop.key, body=as_json(workshop), made_at=now)
        try:
            with self._database.writing() as session:
                session.add(row)
        except IntegrityError as taken:
            raise CodeTaken from taken

    def workshops(self) -> tuple[Kept, ...]:
        """All of them, newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(WorkshopRow).order_by(WorkshopRow.made_at.desc())).all()
            return _kept(session, rows)

    def workshop(self, workshop_id: str) -> Kept:
        """One of them."""
        with self._database.reading() as session:
            return _kept(session, [_found(session, workshop_id)])[0]

    def workshop_of_code(self, key: str) -> Kept | None:
        """The one that has this code, as codes are compared."""
        with self._database.reading() as session:
            rows = session.scalars(select(WorkshopRow).where(WorkshopRow.code == key)).all()
            return next(iter(_kept(session, rows)), None)

    def save_workshop(self, workshop_id: str, workshop: Workshop, stamp: str) -> None:
        """Keep what it says now; `stamp` as it was opened. Raises WorkshopChanged, CodeTaken."""
        try:
            with self._database.writing() as session:
                row = session.get(WorkshopRow, workshop_id, with_for_update=True)
                if row is None:
                    raise NoWorkshop
                if stamp_of(read(Workshop, row.body)) != stamp:
                    raise WorkshopChanged
                row.code, row.body = workshop.key, as_json(workshop)
        except IntegrityError as taken:
            raise CodeTaken from taken

    def delete_workshop(self, workshop_id: str) -> None:
        """Remove it; its learners keep their talks, and nothing of them is shared any more."""
        with self._database.writing() as session:
            row = _found(session, workshop_id)
            session.execute(update(TalkRow).where(TalkRow.workshop == workshop_id).values(workshop=None, shares=None))
            session.delete(row)

    def join(self, workshop_id: str, learner: str, now: datetime) -> None:
        """A learner comes in, or comes back: it is the one that they practise in from now on."""
        with self._database.writing() as session:
            _found(session, workshop_id)
            if row := session.get(MembershipRow, (workshop_id, learner)):
                row.joined_at = now
                return
            new = MembershipRow(workshop=workshop_id, learner=learner, shares="nothing", called="", joined_at=now)
            with suppress(IntegrityError), session.begin_nested():  # another tab of theirs may be first
                session.add(new)

    def leave(self, workshop_id: str, learner: str) -> None:
        """A learner goes; their talks stay theirs, and are shared no more."""
        with self._database.writing() as session:
            if row := session.get(MembershipRow, (workshop_id, learner)):
                session.delete(row)
            theirs = (TalkRow.workshop == workshop_id, TalkRow.learner == learner)
            session.execute(update(TalkRow).where(*theirs).values(workshop=None, shares=None))

    def memberships(self, learner: str) -> tuple[Membership, ...]:
        """The workshops that a learner is in; the first is the one that they practise in."""
        query = (
            select(MembershipRow, WorkshopRow)
            .join(WorkshopRow, WorkshopRow.id == MembershipRow.workshop)
            .where(MembershipRow.learner == learner)
            .order_by(MembershipRow.joined_at.desc())
        )
        with self._database.reading() as session:
            return tuple(
                Membership(
                    id=workshop.id,
                    workshop=read(Workshop, workshop.body),
                    shares=sharing(row.shares) or "nothing",
                    called=row.called,
                    joined_at=in_utc(row.joined_at),
                )
                for row, workshop in session.execute(query)
            )

    def share(self, workshop_id: str, learner: str, shares: Sharing, called: str) -> None:
        """What a learner shares of all their talks in a workshop: choices for single talks are undone."""
        with self._database.writing() as session:
            row = session.get(MembershipRow, (workshop_id, learner))
            if row is None:
                raise NoWorkshop
            row.shares, row.called = shares, called
            theirs = (TalkRow.workshop == workshop_id, TalkRow.learner == learner)
            session.execute(update(TalkRow).where(*theirs).values(shares=None))


def stamp_of(workshop: Workshop) -> str:
    """Changes with what a workshop says."""
    return sha256(workshop.model_dump_json().encode()).hexdigest()[:32]


def _kept(session: Session, rows: Sequence[WorkshopRow]) -> tuple[Kept, ...]:
    query = select(MembershipRow.workshop, func.count()).group_by(MembershipRow.workshop)
    counted = session.execute(query.where(MembershipRow.workshop.in_([row.id for row in rows]))).all()
    joined = {one[0]: one[1] for one in counted}
    found = [(row, read(Workshop, row.body)) for row in rows]
    return tuple(
        Kept(
            id=row.id,
            workshop=workshop,
            stamp=stamp_of(workshop),
            made_at=in_utc(row.made_at),
            learners=joined.get(row.id, 0),
        )
        for row, workshop in found
    )


def _found(session: Session, workshop_id: str) -> WorkshopRow:
    if row := session.get(WorkshopRow, workshop_id):
        return row
    raise NoWorkshop
