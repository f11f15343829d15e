"""The tables, as a new database is made of them. A change here needs a step in `migrations`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Json = dict[str, Any]


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {Json: JSON(none_as_null=True), datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy's own form


class SchemaVersion(Base):
    """One row: the version of the tables."""

    __tablename__ = "schema_version"
    version: Mapped[str] = mapped_column(String(16), primary_key=True)


class LearnerRow(Base):
    """Somebody who practises, known by nothing but an id."""

    __tablename__ = "learners"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]


class CopyRow(Base):
    """A persona or a rubric as it was when a talk began, once for all talks that share it."""

    __tablename__ = "copies"
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[Json]


class TalkRow(Base):
    """A talk without its turns."""

    __tablename__ = "talks"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    persona: Mapped[str] = mapped_column(ForeignKey("copies.fingerprint"))
    rubric: Mapped[str] = mapped_column(ForeignKey("copies.fingerprint"))
    scenario: Mapped[str]
    plan: Mapped[Json]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reflection: Mapped[Json | None]
    feedback: Mapped[Json | None]
    intention: Mapped[Json | None]
    name: Mapped[str | None] = mapped_column(String(200))
    rewound_from: Mapped[str | None] = mapped_column(String(64))
    rewound_at: Mapped[int | None]
    workshop: Mapped[str | None] = mapped_column(String(64), index=True)
    shares: Mapped[str | None] = mapped_column(String(16))
    felt: Mapped[str | None] = mapped_column(Text)


class MeetingRow(Base):
    """What a talk with somebody who was met before began with."""

    __tablename__ = "meetings"
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), primary_key=True)
    after_talk: Mapped[str | None] = mapped_column(String(64))
    next_of: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    """The meeting before, unless this is another try: so no meeting has two that follow it."""
    since: Mapped[Json]
    earlier: Mapped[Json]


class TurnRow(Base):
    """A turn. Its place in the talk is its key, so that none can be kept twice."""

    __tablename__ = "turns"
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    speaker: Mapped[str] = mapped_column(String(16))
    body: Mapped[Json]
    said_at: Mapped[datetime]


class HintRow(Base):
    """A hint that was taken before a turn, with the words that were given."""

    __tablename__ = "hints"
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rung: Mapped[str] = mapped_column(String(16), primary_key=True)
    says: Mapped[str]


class UsageRow(Base):
    """Tokens that a talk has cost in a day. It outlives the talk, so that deleting talks sets no limit back."""

    __tablename__ = "usage"
    day: Mapped[date] = mapped_column(primary_key=True)
    talk: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner: Mapped[str] = mapped_column(String(64), index=True)
    tokens_in: Mapped[int] = mapped_column(BigInteger)
    tokens_out: Mapped[int] = mapped_column(BigInteger)


class WorkshopRow(Base):
    """A workshop. `code` is its code as codes are compared, so that no two have one."""

    __tablename__ = "workshops"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[Json]
    made_at: Mapped[datetime]


class MembershipRow(Base):
    """A learner in a workshop, and what they share with its facilitator."""

    __tablename__ = "memberships"
    workshop: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    learner: Mapped[str] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True, index=True)
    shares: Mapped[str] = mapped_column(String(16))
    called: Mapped[str] = mapped_column(String(80))
    joined_at: Mapped[datetime]


class RemarkRow(Base):
    """What a facilitator said to a talk."""

    __tablename__ = "remarks"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), index=True)
    body: Mapped[Json]


class ShownRow(Base):
    """That figures of a workshop were shown, over so many talks."""

    __tablename__ = "shown"
    workshop: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shown_at: Mapped[datetime]
    hidden: Mapped[int]
    readable: Mapped[int]


class ShownTalkRow(Base):
    """A talk that was counted then; it goes with the talk."""

    __tablename__ = "shown_talks"
    workshop: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), primary_key=True, index=True)
    hidden: Mapped[bool]


TALKS, MEETINGS, TURNS, USAGE = (
    Base.metadata.tables[row.__tablename__] for row in (TalkRow, MeetingRow, TurnRow, UsageRow)
)
"""As SQL knows them: what every turn does goes past the ORM, whose objects cost six times as much."""
