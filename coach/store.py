"""The only door to the database: learners, their talks, and every turn as it was said."""

import hashlib
import threading
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    String,
    create_engine,
    delete,
    event,
    func,
    select,
    text,
    update,
)
from sqlalchemy.engine import CursorResult, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, aliased, mapped_column

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn, Turn
from coach.core.feedback import Feedback, Reflection
from coach.core.persona import Persona
from coach.core.progress import Finished
from coach.core.rubric import Rubric
from coach.errors import NotFound, StoreError, TurnTaken
from coach.talk import Intention, Plan, State, Talk, TalkSummary

VERSION = "2"
"""Of the tables. A database that carries another one is refused, if it can't be brought forward."""
FORWARD: Mapping[str, tuple[str, str]] = {"1": ("2", "ALTER TABLE talks ADD COLUMN name VARCHAR(200)")}
"""How tables of an older version become the next one."""

Json = dict[str, Any]
Kept = TypeVar("Kept", bound=BaseModel)
Copy = TypeVar("Copy", Persona, Rubric)
TURN: TypeAdapter[OrganizerTurn | MemberTurn] = TypeAdapter(Turn)


MOST_COPIES = 500
"""Personas and rubrics that are remembered as they were read."""


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


class TurnRow(Base):
    """A turn. Its place in the talk is its key, so that none can be kept twice."""

    __tablename__ = "turns"
    talk: Mapped[str] = mapped_column(ForeignKey("talks.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    speaker: Mapped[str] = mapped_column(String(16))
    body: Mapped[Json]
    said_at: Mapped[datetime]


class UsageRow(Base):
    """Tokens that a talk has cost in a day. It outlives the talk, so that deleting talks sets no limit back."""

    __tablename__ = "usage"
    day: Mapped[date] = mapped_column(primary_key=True)
    talk: Mapped[str] = mapped_column(String(64), primary_key=True)
    learner: Mapped[str] = mapped_column(String(64), index=True)
    tokens_in: Mapped[int] = mapped_column(BigInteger)
    tokens_out: Mapped[int] = mapped_column(BigInteger)


class Store:
    """Talks in a database. Every method is one transaction: when it returns, what it was given is kept.

    All raise StoreError where the database can't be used, and NotFound for a talk that is not this learner's.
    """

    def __init__(self, url: str) -> None:
        """Connect to the database at an SQLAlchemy URL, and make its tables where there are none."""
        try:
            address = make_url(url)
            if address.drivername in ("postgres", "postgresql"):
                address = address.set(drivername="postgresql+psycopg")
            in_file = address.get_backend_name() == "sqlite"
            self._engine = create_engine(address, pool_pre_ping=not in_file)
        except (ArgumentError, ImportError) as wrong:
            raise StoreError(
                "COACH_DATABASE_URL can't be used.",
                "Write it like sqlite:////path/to/coach.sqlite3 or postgresql://user:password@host/name; "
                "PostgreSQL needs the extra: pip install coach[postgres].",
            ) from wrong
        self._writer: AbstractContextManager[object] = threading.Lock() if in_file else nullcontext()
        self._copies: dict[str, Persona | Rubric] = {}
        if in_file:
            event.listen(self._engine, "connect", _prepare_sqlite)
        with self._writing() as session:
            Base.metadata.create_all(session.connection())
            found = session.scalar(select(SchemaVersion.version))
            while found is not None and found in FORWARD:
                found, change = FORWARD[found]
                session.execute(text(change))
                session.execute(update(SchemaVersion).values(version=found))
            if found is None:
                session.add(SchemaVersion(version=VERSION))
            elif found != VERSION:
                raise StoreError(
                    f"The database has tables of version {found}; this coach knows version {VERSION}.",
                    "Start the newer coach, or set COACH_DATABASE_URL to another place.",
                )

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def add_learner(self, learner: str, now: datetime) -> None:
        """Keep somebody new; whoever is kept already stays as they are."""
        with suppress(IntegrityError), self._writing() as session:
            session.add(LearnerRow(id=learner, since=now))

    def knows(self, learner: str) -> bool:
        """Whether this learner is kept."""
        with self._work() as session:
            return session.get(LearnerRow, learner) is not None

    def add_talk(self, learner: str, talk: Talk) -> None:
        """Keep a new talk with the turns that it has."""
        with self._writing() as session:
            row = TalkRow(
                id=talk.id,
                learner=learner,
                persona=_keep_copy(session, talk.persona),
                rubric=_keep_copy(session, talk.rubric),
                scenario=talk.scenario_id,
                plan=_json(talk.plan),
                started_at=talk.started_at,
                rewound_from=talk.rewound_from,
                rewound_at=talk.rewound_at,
            )
            session.add(row)
            session.flush()
            for number, turn in enumerate(talk.conversation.turns, 1):
                session.add(_turn_row(talk.id, number, turn, talk.started_at))

    def talk(self, learner: str, talk_id: str) -> Talk:
        """A talk, whole."""
        with self._work() as session:
            row = _owned(session, learner, talk_id)
            kept = session.scalars(select(TurnRow).where(TurnRow.talk == talk_id).order_by(TurnRow.number)).all()
            persona = self._copy(session, Persona, row.persona)
            return Talk(
                id=row.id,
                persona=persona,
                rubric=self._copy(session, Rubric, row.rubric),
                scenario_id=row.scenario,
                plan=_read(Plan, row.plan),
                conversation=Conversation(
                    persona=persona.id,
                    scenario=row.scenario,
                    turns=tuple(TURN.validate_python(turn.body) for turn in kept),
                ),
                started_at=_in_utc(row.started_at),
                ended=row.ended_at is not None,
                reflection=_read(Reflection, row.reflection) if row.reflection else None,
                feedback=_read(Feedback, row.feedback) if row.feedback else None,
                intention=_read(Intention, row.intention) if row.intention else None,
                name=row.name or "",
                rewound_from=row.rewound_from,
                rewound_at=row.rewound_at,
            )

    def talks(self, learner: str) -> tuple[TalkSummary, ...]:
        """All talks of a learner, newest first."""
        taken = (
            select(TurnRow.talk, func.count().label("taken"))
            .where(TurnRow.speaker == "organizer")
            .group_by(TurnRow.talk)
            .subquery()
        )
        query = (
            select(TalkRow, taken.c.taken)
            .outerjoin(taken, taken.c.talk == TalkRow.id)
            .where(TalkRow.learner == learner)
            .order_by(TalkRow.started_at.desc())
        )
        with self._work() as session:
            found = [(row, count or 0) for row, count in session.execute(query)]
            members = _members(session, {row.persona for row, _ in found})
            return tuple(_summary(row, members[row.persona], count) for row, count in found)

    def search(self, learner: str, words: str) -> frozenset[str]:
        """The talks of a learner in which something was said that has these words in it, whatever the case."""
        query = (
            select(TurnRow.talk, TurnRow.body["text"].as_string())
            .join(TalkRow, TalkRow.id == TurnRow.talk)
            .where(TalkRow.learner == learner)
        )
        with self._work() as session:
            return frozenset(talk for talk, said in session.execute(query) if words.casefold() in said.casefold())

    def finished(self, learner: str) -> tuple[Finished, ...]:
        """All talks of a learner that have feedback, oldest first."""
        persona, rubric = aliased(CopyRow), aliased(CopyRow)
        query = (
            select(TalkRow, persona.body, rubric)
            .join(persona, persona.fingerprint == TalkRow.persona)
            .join(rubric, rubric.fingerprint == TalkRow.rubric)
            .where(TalkRow.learner == learner, TalkRow.feedback.is_not(None))
            .order_by(TalkRow.started_at)
        )
        with self._work() as session:
            found = [(row, _read(Persona, body), copy) for row, body, copy in session.execute(query)]
            rubrics = {copy.fingerprint: _read(Rubric, copy.body) for _, _, copy in found}
            return tuple(_finished(row, member, rubrics[copy.fingerprint]) for row, member, copy in found)

    def add_turn(self, talk_id: str, number: int, turn: OrganizerTurn | MemberTurn, now: datetime) -> None:
        """Keep a turn. Raises TurnTaken where one stands at this place already."""
        try:
            with self._writing() as session:
                session.add(_turn_row(talk_id, number, turn, now))
        except IntegrityError as taken:
            raise TurnTaken() from taken

    def decide(self, talk_id: str, number: int, turn: OrganizerTurn) -> None:
        """Keep how a turn was read and what was decided then. What was said in it never changes."""
        with self._writing() as session:
            row = session.get_one(TurnRow, (talk_id, number))
            row.body = {**_json(turn), "text": row.body["text"]}

    def rename(self, learner: str, talk_id: str, name: str) -> None:
        """Call a talk something; an empty name is none."""
        with self._writing() as session:
            _owned(session, learner, talk_id).name = name or None

    def end(self, learner: str, talk_id: str, now: datetime) -> None:
        """The talk is over; ending it twice changes nothing."""
        with self._writing() as session:
            row = _owned(session, learner, talk_id)
            row.ended_at = row.ended_at or now

    def annotate(
        self,
        learner: str,
        talk_id: str,
        *,
        reflection: Reflection | None = None,
        feedback: Feedback | None = None,
        intention: Intention | None = None,
    ) -> None:
        """Keep what came after the talk; what is None stays as it was."""
        with self._writing() as session:
            row = _owned(session, learner, talk_id)
            if reflection is not None:
                row.reflection = _json(reflection)
            if feedback is not None:
                row.feedback = _json(feedback)
            if intention is not None:
                row.intention = _json(intention)

    def last_intention(self, learner: str) -> Intention | None:
        """The newest intention of a learner."""
        body = self._newest(learner, TalkRow.intention)
        return _read(Intention, body) if body else None

    def last_advice(self, learner: str) -> str:
        """What the newest feedback of a learner said to practise next, or ""."""
        body = self._newest(learner, TalkRow.feedback)
        return _read(Feedback, body).next_time if body else ""

    def _newest(self, learner: str, column: InstrumentedAttribute[Json | None]) -> Json | None:
        query = select(column).where(TalkRow.learner == learner, column.is_not(None))
        with self._work() as session:
            return session.scalar(query.order_by(TalkRow.started_at.desc()).limit(1))

    def delete_talk(self, learner: str, talk_id: str) -> None:
        """Remove a talk and every turn of it."""
        with self._writing() as session:
            session.delete(_owned(session, learner, talk_id))
        self._wipe()

    def forget(self, learner: str) -> None:
        """Remove a learner with every talk of theirs and every turn; what tokens they cost stays, as nobody's."""
        with self._writing() as session:
            session.execute(update(UsageRow).where(UsageRow.learner == learner).values(learner=""))
            session.execute(delete(LearnerRow).where(LearnerRow.id == learner))
        self._wipe()

    def spend(self, day: date, learner: str, talk_id: str, tokens_in: int, tokens_out: int) -> None:
        """Count tokens that a talk has cost."""
        both = {
            UsageRow.tokens_in: UsageRow.tokens_in + tokens_in,
            UsageRow.tokens_out: UsageRow.tokens_out + tokens_out,
        }
        counted = update(UsageRow).where(UsageRow.day == day, UsageRow.talk == talk_id).values(both)
        new = UsageRow(day=day, talk=talk_id, learner=learner, tokens_in=tokens_in, tokens_out=tokens_out)
        try:
            with self._writing() as session:
                if not cast(CursorResult[Any], session.execute(counted)).rowcount:
                    session.add(new)
        except IntegrityError:  # another call of the same talk was the first of the day
            with self._writing() as session:
                session.execute(counted)

    def spent(self, *, day: date | None = None, learner: str | None = None, talk: str | None = None) -> tuple[int, int]:
        """Tokens in and out that were counted: of a day, a learner, a talk, or what of them is given."""
        query = select(func.sum(UsageRow.tokens_in), func.sum(UsageRow.tokens_out))
        for column, wanted in ((UsageRow.day, day), (UsageRow.learner, learner), (UsageRow.talk, talk)):
            if wanted is not None:
                query = query.where(column == wanted)
        with self._work() as session:
            tokens_in, tokens_out = session.execute(query).one()
            return int(tokens_in or 0), int(tokens_out or 0)

    def _copy(self, session: Session, kind: type[Copy], fingerprint: str) -> Copy:
        """A persona or a rubric as it was kept: read once, since what has this fingerprint never changes."""
        known = self._copies.get(fingerprint)
        if not isinstance(known, kind):
            known = _read(kind, session.get_one(CopyRow, fingerprint).body)
            if len(self._copies) >= MOST_COPIES:
                self._copies.clear()
            self._copies[fingerprint] = known
        return known

    def _wipe(self) -> None:
        """SQLite keeps what was deleted in its log until that is emptied."""
        if self._engine.dialect.name == "sqlite":
            with self._writer, self._engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    @contextmanager
    def _writing(self) -> Generator[Session]:
        """One writer after the other: SQLite's own way is to sleep and to try again."""
        with self._writer, self._work() as session:
            yield session

    @contextmanager
    def _work(self) -> Generator[Session]:
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except IntegrityError:
            raise
        except SQLAlchemyError as fault:
            raise StoreError(
                f"The database can't be used: {_first_line(fault)}",
                "See that its folder can be written to and its disk has room, or set COACH_DATABASE_URL.",
            ) from fault
        except ValidationError as fault:
            raise StoreError("This was kept by another version of coach and can't be read by this one.") from fault


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _owned(session: Session, learner: str, talk_id: str) -> TalkRow:
    row = session.get(TalkRow, talk_id)
    if row is None or row.learner != learner:
        raise NotFound("There is no such talk here.", "Go to your talks and pick one.")
    return row


def _members(session: Session, fingerprints: set[str]) -> dict[str, Persona]:
    """Each copy read once, however many talks share it."""
    copies = session.scalars(select(CopyRow).where(CopyRow.fingerprint.in_(fingerprints)))
    return {copy.fingerprint: _read(Persona, copy.body) for copy in copies}


def _keep_copy(session: Session, value: Persona | Rubric) -> str:
    text = value.model_dump_json()
    fingerprint = hashlib.sha256(text.encode()).hexdigest()
    if session.get(CopyRow, fingerprint) is None:
        with suppress(IntegrityError), session.begin_nested():  # a group sits down at once: another talk may be first
            session.add(CopyRow(fingerprint=fingerprint, body=_json(value)))
    return fingerprint


def _turn_row(talk_id: str, number: int, turn: OrganizerTurn | MemberTurn, now: datetime) -> TurnRow:
    return TurnRow(talk=talk_id, number=number, speaker=turn.speaker, body=_json(turn), said_at=now)


def _summary(row: TalkRow, persona: Persona, taken: int) -> TalkSummary:
    state: State = "done" if row.feedback else "reflecting" if row.ended_at else "talking"
    return TalkSummary(
        id=row.id,
        persona_id=persona.id,
        persona_name=persona.name,
        portrait=persona.public.portrait,
        name=row.name or "",
        scenario_title=persona.scenario(row.scenario).title,
        started_at=_in_utc(row.started_at),
        turns=taken,
        state=state,
        rewound_from=row.rewound_from,
    )


def _finished(row: TalkRow, persona: Persona, rubric: Rubric) -> Finished:
    return Finished(
        talk=row.id,
        name=persona.name,
        persona=persona.id,
        started_at=_in_utc(row.started_at),
        feedback=_read(Feedback, row.feedback or {}),
        rubric=rubric,
        again_of=row.rewound_from,
        from_turn=row.rewound_at,
    )


def _json(value: BaseModel) -> Json:
    return value.model_dump(mode="json")


def _read(kind: type[Kept], body: Json) -> Kept:
    if kind is Persona:  # older copies told of what happens between meetings in plain sentences, used by nothing
        body = {**body, "between_meetings": [one for one in body.get("between_meetings", ()) if isinstance(one, dict)]}
    return kind.model_validate(body)


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _first_line(fault: Exception) -> str:
    return str(getattr(fault, "orig", None) or fault).splitlines()[0]
