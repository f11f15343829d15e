"""Talks and their turns, one talk at a time."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Feedback, Reflection
from coach.core.hints import RUNGS, Hint
from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.errors import MetAlready, NotFound, TurnTaken
from coach.store.backups import has_table
from coach.store.bodies import TURN, as_json, in_utc, read, sharing
from coach.store.database import Room
from coach.store.learners import keep_learner
from coach.store.meetings import forget_meetings, meeting_row, what_came_before
from coach.store.tables import MEETINGS, TALKS, TURNS, HintRow, TalkRow, TurnRow
from coach.talk import Intention, Plan, Talk

ADD_TURN = insert(TURNS)
TEXTS = select(TURNS.c.number, TURNS.c.body["text"].as_string()).where(
    TURNS.c.talk == bindparam("of"), TURNS.c.number.in_(bindparam("at", expanding=True))
)
DECIDE = (
    update(TURNS)
    .where(TURNS.c.talk == bindparam("of"), TURNS.c.number == bindparam("at"))
    .values(body=bindparam("body"))
)
KEPT = (
    select(TALKS, MEETINGS.c.since, MEETINGS.c.earlier, MEETINGS.c.after_talk)
    .outerjoin(MEETINGS, MEETINGS.c.talk == TALKS.c.id)
    .where(TALKS.c.id == bindparam("of"), TALKS.c.learner == bindparam("whose"))
)
SAID = select(TURNS.c.body).where(TURNS.c.talk == bindparam("of")).order_by(TURNS.c.number)
HINTS = select(HintRow.turn, HintRow.rung, HintRow.says).where(HintRow.talk == bindparam("of"))


class Talks(Room):
    """A talk is begun, grows by turns, ends, and is looked back on."""

    def add_talk(self, learner: str, talk: Talk) -> None:
        """Keep a new talk with the turns that it has. Whose record was deleted meanwhile begins a new one.

        Raises MetAlready where the meeting before has another one that follows.
        """
        try:
            self._add_talk(learner, talk)
        except IntegrityError as taken:
            if talk.earlier:
                raise MetAlready from taken
            raise

    def _add_talk(self, learner: str, talk: Talk) -> None:
        with self._database.writing() as session:
            keep_learner(session, learner, talk.started_at)
            row = TalkRow(
                id=talk.id,
                learner=learner,
                persona=self._copies.keep(session, talk.persona),
                rubric=self._copies.keep(session, talk.rubric),
                scenario=talk.scenario_id,
                plan=as_json(talk.plan),
                started_at=talk.started_at,
                rewound_from=talk.rewound_from,
                rewound_at=talk.rewound_at,
                workshop=talk.workshop,
                shares=talk.shares,
            )
            session.add(row)
            session.flush()
            if met := meeting_row(talk):
                session.add(met)
            for number, turn in enumerate(talk.conversation.turns, 1):
                session.execute(ADD_TURN, _turn_row(talk.id, number, turn, talk.started_at))
            session.add_all(_hint_row(talk.id, hint) for hint in talk.hints)

    def talk(self, learner: str, talk_id: str) -> Talk:
        """A talk, whole."""
        with self._database.reading() as session:
            row = session.execute(KEPT, {"of": talk_id, "whose": learner}).one_or_none()
            if row is None:
                raise _no_such_talk()
            kept = session.scalars(SAID, {"of": talk_id}).all()
            hints = [Hint.model_validate(dict(row)) for row in session.execute(HINTS, {"of": talk_id}).mappings()]
            persona = self._copies.read(session, Persona, row.persona)
            since, earlier = what_came_before(row.since, row.earlier, row.after_talk)
            return Talk(
                id=row.id,
                persona=persona,
                rubric=self._copies.read(session, Rubric, row.rubric),
                scenario_id=row.scenario,
                plan=read(Plan, row.plan),
                conversation=Conversation(
                    persona=persona.id,
                    scenario=row.scenario,
                    since=since,
                    turns=tuple(TURN.validate_python(body) for body in kept),
                ),
                started_at=in_utc(row.started_at),
                ended=row.ended_at is not None,
                reflection=read(Reflection, row.reflection) if row.reflection else None,
                feedback=read(Feedback, row.feedback) if row.feedback else None,
                intention=read(Intention, row.intention) if row.intention else None,
                name=row.name or "",
                rewound_from=row.rewound_from,
                rewound_at=row.rewound_at,
                workshop=row.workshop,
                shares=sharing(row.shares),
                hints=tuple(sorted(hints, key=lambda hint: (hint.turn, RUNGS.index(hint.rung)))),
                earlier=earlier,
                felt=row.felt or "",
            )

    def add_turn(self, talk_id: str, number: int, turn: OrganizerTurn | MemberTurn, now: datetime) -> None:
        """Keep a turn. Raises TurnTaken where one stands at this place already."""
        try:
            with self._database.writing() as session:
                session.execute(ADD_TURN, _turn_row(talk_id, number, turn, now))
        except IntegrityError as taken:
            raise TurnTaken() from taken

    def decide(self, talk_id: str, turns: Mapping[int, OrganizerTurn]) -> None:
        """Keep how turns were read and what was decided then, by number. What was said in them never changes."""
        with self._database.writing() as session:
            said = session.execute(TEXTS, {"of": talk_id, "at": list(turns)}).all()
            for number, text in said:
                body = {**as_json(turns[number]), "text": text}
                session.execute(DECIDE, {"of": talk_id, "at": number, "body": body})

    def take_back(self, learner: str, talk_id: str, first: int, seen: int) -> None:
        """Remove the turns from number `first` on, and the hints that were taken after it.

        Raises TurnTaken where the talk has not just the `seen` turns that whoever takes them back has seen.
        """

        def guarded(session: Session) -> None:
            owned(session, learner, talk_id, for_update=True)
            if session.scalar(select(func.max(TurnRow.number)).where(TurnRow.talk == talk_id)) != seen:
                raise TurnTaken
            _remove(session, talk_id, first)

        self._database.erase(guarded, in_backups=lambda session: _remove(session, talk_id, first))

    def add_hint(self, talk_id: str, hint: Hint) -> None:
        """Keep a hint that was taken. One taken twice is kept as it was given first."""
        with suppress(IntegrityError), self._database.writing() as session:
            session.add(_hint_row(talk_id, hint))

    def rename(self, learner: str, talk_id: str, name: str) -> None:
        """Call a talk something; an empty name is none."""
        with self._database.writing() as session:
            owned(session, learner, talk_id).name = name or None

    def end(self, learner: str, talk_id: str, now: datetime) -> None:
        """The talk is over; ending it twice changes nothing."""
        with self._database.writing() as session:
            row = owned(session, learner, talk_id)
            row.ended_at = row.ended_at or now

    def annotate(
        self,
        learner: str,
        talk_id: str,
        *,
        reflection: Reflection | None = None,
        feedback: Feedback | None = None,
        intention: Intention | None = None,
        felt: str | None = None,
    ) -> None:
        """Keep what came after the talk; what is None stays as it was."""
        with self._database.writing() as session:
            row = owned(session, learner, talk_id)
            if reflection is not None:
                row.reflection = as_json(reflection)
            if feedback is not None:
                row.feedback = as_json(feedback)
            if intention is not None:
                row.intention = as_json(intention)
            if felt is not None:
                row.felt = felt

    def delete_talk(self, learner: str, talk_id: str) -> None:
        """Remove a talk and every turn of it, and its words from what later meetings began with."""
        with self._database.reading() as session:
            owned(session, learner, talk_id)

        def all_of_it(session: Session) -> None:
            forget_meetings(session, TalkRow.id == talk_id)
            session.execute(delete(TalkRow).where(TalkRow.id == talk_id))

        self._database.erase(all_of_it)


def owned(session: Session, learner: str, talk_id: str, *, for_update: bool = False) -> TalkRow:
    """The row of a talk that is this learner's. Raises NotFound for any other.

    `for_update`: nobody takes a turn in it before this transaction has ended.
    """
    row = session.get(TalkRow, talk_id, with_for_update=for_update or None)
    if row is None or row.learner != learner:
        raise _no_such_talk()
    return row


def _no_such_talk() -> NotFound:
    return NotFound("There is no such talk here.", "Go to your talks and pick one.")


def _turn_row(talk_id: str, number: int, turn: OrganizerTurn | MemberTurn, now: datetime) -> Mapping[str, object]:
    return {"talk": talk_id, "number": number, "speaker": turn.speaker, "body": as_json(turn), "said_at": now}


def _hint_row(talk_id: str, hint: Hint) -> HintRow:
    return HintRow(talk=talk_id, turn=hint.turn, rung=hint.rung, says=hint.says)


def _remove(session: Session, talk_id: str, first: int) -> None:
    session.execute(delete(TurnRow).where(TurnRow.talk == talk_id, TurnRow.number >= first))
    if has_table(session, HintRow):
        session.execute(delete(HintRow).where(HintRow.talk == talk_id, HintRow.turn > first))
