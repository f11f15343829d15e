"""What a learner has behind them: their talks as a list, searched, and as progress."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from coach.core.feedback import Feedback
from coach.core.persona import Persona
from coach.core.progress import Finished
from coach.core.rubric import Rubric
from coach.store.bodies import in_utc, read, sharing
from coach.store.database import Room
from coach.store.tables import Json, MeetingRow, TalkRow, TurnRow
from coach.talk import Intention, State, TalkSummary


class Past(Room):
    """Reads all talks of one learner at once."""

    def talks(self, learner: str) -> tuple[TalkSummary, ...]:
        """All talks of a learner, newest first."""
        taken = select(func.count()).where(TurnRow.talk == TalkRow.id, TurnRow.speaker == "organizer")
        query = (
            select(TalkRow, taken.scalar_subquery(), MeetingRow)
            .outerjoin(MeetingRow, MeetingRow.talk == TalkRow.id)
            .where(TalkRow.learner == learner)
            .order_by(TalkRow.started_at.desc())
        )
        with self._database.reading() as session:
            return tuple(
                _summary(row, self._copies.read(session, Persona, row.persona), count, before)
                for row, count, before in session.execute(query).all()
            )

    def search(self, learner: str, words: str) -> frozenset[str]:
        """The talks of a learner in which something was said that has these words in it, whatever the case."""
        query = (
            select(TurnRow.talk, TurnRow.body["text"].as_string())
            .join(TalkRow, TalkRow.id == TurnRow.talk)
            .where(TalkRow.learner == learner)
        )
        with self._database.reading() as session:
            return frozenset(talk for talk, said in session.execute(query) if words.casefold() in said.casefold())

    def finished(self, learner: str) -> tuple[Finished, ...]:
        """All talks of a learner that have feedback, oldest first."""
        query = select(TalkRow).where(TalkRow.learner == learner, TalkRow.feedback.is_not(None))
        with self._database.reading() as session:
            return tuple(
                _finished(
                    row,
                    self._copies.read(session, Persona, row.persona),
                    self._copies.read(session, Rubric, row.rubric),
                )
                for row in session.scalars(query.order_by(TalkRow.started_at)).all()
            )

    def last_intention(self, learner: str) -> Intention | None:
        """The newest intention of a learner."""
        body = self._newest(learner, TalkRow.intention)
        return read(Intention, body) if body else None

    def last_advice(self, learner: str) -> str:
        """What the newest feedback of a learner said to practise next, or ""."""
        body = self._newest(learner, TalkRow.feedback)
        return read(Feedback, body).next_time if body else ""

    def _newest(self, learner: str, column: InstrumentedAttribute[Json | None]) -> Json | None:
        query = select(column).where(TalkRow.learner == learner, column.is_not(None))
        with self._database.reading() as session:
            return session.scalar(query.order_by(TalkRow.started_at.desc()).limit(1))


def _summary(row: TalkRow, persona: Persona, taken: int, before: MeetingRow | None) -> TalkSummary:
    state: State = "done" if row.feedback else "reflecting" if row.ended_at else "talking"
    return TalkSummary(
        id=row.id,
        persona_id=persona.id,
        persona_name=persona.name,
        portrait=persona.public.portrait,
        name=row.name or "",
        scenario_title=persona.scenario(row.scenario).title,
        started_at=in_utc(row.started_at),
        turns=taken,
        state=state,
        rewound_from=row.rewound_from,
        workshop=row.workshop,
        shares=sharing(row.shares),
        meeting=int(before.since["meeting"]) if before else 1,
        after=before.after_talk if before else None,
    )


def _finished(row: TalkRow, persona: Persona, rubric: Rubric) -> Finished:
    return Finished(
        talk=row.id,
        name=persona.name,
        persona=persona.id,
        started_at=in_utc(row.started_at),
        feedback=read(Feedback, row.feedback or {}),
        rubric=rubric,
        again_of=row.rewound_from,
        from_turn=row.rewound_at,
    )
