"""What learners share of their talks, what facilitators say to it, and over which talks figures were shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.core.crowd import Shown
from coach.core.moves import Value
from coach.core.workshop import Remark, Sharing, shared
from coach.errors import NoWorkshop
from coach.store.backups import has_table
from coach.store.bodies import as_json, in_utc, read, sharing
from coach.store.database import Room
from coach.store.tables import MembershipRow, RemarkRow, ShownRow, ShownTalkRow, TalkRow
from coach.store.talks import owned

MOST_COMPARED = 40
"""Figures that were shown earlier, the newest, that are looked at before new ones are."""


class SharedTalk(Value):
    """A talk with feedback of which something is shared."""

    talk: str
    learner: str
    called: str
    shares: Sharing
    started_at: datetime


class Sharings(Room):
    """All that facilitators may know of a learner's talk goes through here: what is not shared now is not there."""

    def share_talk(self, learner: str, talk_id: str, workshop: str, shares: Sharing) -> None:
        """What of one talk is shared, with which workshop's facilitator. Raises NotFound where it is not theirs."""
        with self._database.writing() as session:
            row = owned(session, learner, talk_id)
            if session.get(MembershipRow, (workshop, learner)) is None:
                raise NoWorkshop
            row.workshop, row.shares = workshop, shares

    def shared_talks(self, workshop: str) -> tuple[SharedTalk, ...]:
        """All talks with feedback that something is shared of, newest first."""
        query = (
            select(TalkRow.id, TalkRow.learner, TalkRow.shares, TalkRow.started_at, MembershipRow)
            .join(
                MembershipRow,
                (MembershipRow.workshop == TalkRow.workshop) & (MembershipRow.learner == TalkRow.learner),
            )
            .where(TalkRow.workshop == workshop, TalkRow.feedback.is_not(None))
            .order_by(TalkRow.started_at.desc())
        )
        with self._database.reading() as session:
            found = [
                SharedTalk(
                    talk=talk,
                    learner=learner,
                    called=member.called,
                    shares=shared(sharing(own), sharing(member.shares) or "nothing"),
                    started_at=in_utc(started_at),
                )
                for talk, learner, own, started_at, member in session.execute(query)
            ]
        return tuple(one for one in found if one.shares != "nothing")

    def add_remark(self, talk_id: str, remark: Remark) -> None:
        """Keep what a facilitator says to a talk."""
        with self._database.writing() as session:
            session.add(RemarkRow(id=remark.id, talk=talk_id, body=as_json(remark)))

    def take_back_remark(self, talk_id: str, remark_id: str) -> None:
        """Remove it."""

        def change(session: Session) -> None:
            if has_table(session, RemarkRow):
                session.execute(delete(RemarkRow).where(RemarkRow.id == remark_id, RemarkRow.talk == talk_id))

        self._database.erase(change)

    def remarks(self, *talks: str) -> dict[str, tuple[Remark, ...]]:
        """What facilitators said to these talks, by talk, oldest first; without those to which nothing was said."""
        found: dict[str, list[Remark]] = defaultdict(list)
        with self._database.reading() as session:
            for row in session.scalars(select(RemarkRow).where(RemarkRow.talk.in_(talks))):
                found[row.talk].append(read(Remark, row.body))
        return {talk: tuple(sorted(said, key=lambda one: one.at)) for talk, said in found.items()}

    def shown(self, workshop: str) -> tuple[Shown, ...]:
        """Over which talks figures of a workshop were shown, oldest first, as far as the talks are still kept."""
        query = (
            select(ShownTalkRow.number, ShownTalkRow.talk, ShownTalkRow.hidden, TalkRow.learner)
            .join(TalkRow, TalkRow.id == ShownTalkRow.talk)
            .where(ShownTalkRow.workshop == workshop)
        )
        with self._database.reading() as session:
            newest = select(ShownRow).where(ShownRow.workshop == workshop).order_by(ShownRow.number.desc())
            rows = session.scalars(newest.limit(MOST_COMPARED)).all()
            talks: dict[int, list[tuple[str, bool, str]]] = defaultdict(list)
            for number, talk, hidden, learner in session.execute(query):
                talks[number].append((talk, hidden, learner))
            return tuple(_shown(row, talks[row.number]) for row in reversed(rows))

    def show(self, workshop: str, number: int, talks: Mapping[str, bool], now: datetime) -> bool:
        """Keep that figures over these talks are shown from now on; of each, whether it can't be read.

        False where something changed meanwhile: others were shown under this number, or a talk has gone.
        """
        unread = sum(talks.values())
        counts = {"hidden": unread, "readable": len(talks) - unread}
        try:
            with self._database.writing() as session:
                session.add(ShownRow(workshop=workshop, number=number, shown_at=now, **counts))
                session.flush()
                session.add_all(
                    ShownTalkRow(workshop=workshop, number=number, talk=talk, hidden=hidden)
                    for talk, hidden in talks.items()
                )
        except IntegrityError:
            return False
        return True


def _shown(row: ShownRow, talks: Iterable[tuple[str, bool, str]]) -> Shown:
    hidden: dict[str, frozenset[str]] = {}
    readable: dict[str, frozenset[str]] = {}
    for talk, unread, learner in talks:
        kind = hidden if unread else readable
        kind[learner] = kind.get(learner, frozenset()) | {talk}
    return Shown(
        number=row.number,
        hidden=hidden,
        readable=readable,
        gone=sum(map(len, hidden.values())) < row.hidden,
        gone_readable=sum(map(len, readable.values())) < row.readable,
    )
