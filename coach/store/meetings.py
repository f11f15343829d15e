"""Meetings with somebody who was met before: what each began with, and what is left of it once the one before goes."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coach.core.since import Line, Since, forgetting
from coach.store.backups import has_table
from coach.store.bodies import as_json, read
from coach.store.database import Room
from coach.store.tables import Json, MeetingRow, TalkRow, TurnRow
from coach.talk import Earlier, Talk


class Meetings(Room):
    """Which meeting follows on which."""

    def next_meeting(self, learner: str, talk_id: str) -> str | None:
        """The talk that follows on this one, another try of it aside."""
        query = (
            select(MeetingRow.talk)
            .join(TalkRow, TalkRow.id == MeetingRow.talk)
            .where(TalkRow.learner == learner, MeetingRow.next_of == talk_id)
        )
        with self._database.reading() as session:
            return session.scalar(query)


def meeting_row(talk: Talk) -> MeetingRow | None:
    """What is kept of the meeting before; None for a first one."""
    since, earlier = talk.conversation.since, talk.earlier
    if since is None or earlier is None:
        return None
    return MeetingRow(
        talk=talk.id,
        after_talk=earlier.talk,
        next_of=None if talk.rewound_from else earlier.talk,
        since=as_json(since),
        earlier=as_json(earlier.model_copy(update={"talk": None})),  # it stands in a column of its own
    )


def what_came_before(
    since: Json | None, earlier: Json | None, after_talk: str | None
) -> tuple[Since, Earlier] | tuple[None, None]:
    """What a talk began with, from the columns of its meeting; they are None in a first one."""
    if since is None or earlier is None:
        return None, None
    return read(Since, since), read(Earlier, {**earlier, "talk": after_talk})


def forget_meetings(session: Session, *which: ColumnElement[bool]) -> None:
    """Take the words of talks that are to be deleted out of what later ones of the same learners began with."""
    if not has_table(session, MeetingRow):
        return
    met = select(TalkRow.learner).join(MeetingRow, MeetingRow.talk == TalkRow.id)
    theirs = select(TalkRow.learner, TalkRow.id).where(*which, TalkRow.learner.in_(met))
    for learner, talk_id in session.execute(theirs).all():
        rows = session.scalars(
            select(MeetingRow).join(TalkRow, TalkRow.id == MeetingRow.talk).where(TalkRow.learner == learner)
        ).all()
        _forget(session, talk_id, rows)
    session.flush()


def _forget(session: Session, talk_id: str, rows: Sequence[MeetingRow]) -> None:
    said = select(TurnRow.speaker, TurnRow.body).where(TurnRow.talk == talk_id).order_by(TurnRow.number)
    lines = [cast(Line, (speaker, body.get("text"))) for speaker, body in session.execute(said)]
    for row in rows:
        since = read(Since, row.since)
        left = forgetting(since, lines) if lines else since
        if left == since and row.after_talk != talk_id:
            continue
        earlier = read(Earlier, row.earlier)
        shared = tuple(text for text in earlier.known.shared if text in left.shared)
        known = earlier.known.model_copy(update={"shared": shared})
        row.since, row.earlier = as_json(left), as_json(earlier.model_copy(update={"known": known}))
        if row.after_talk == talk_id:
            row.after_talk = row.next_of = None
