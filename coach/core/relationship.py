"""A relationship over its meetings, as values: what both know now, and each meeting as a point on one line."""

from datetime import datetime
from typing import Literal

from coach.core.conversation import Conversation
from coach.core.moves import Move, Value
from coach.core.persona import Persona
from coach.core.rapport import beginning, depth_told
from coach.core.replay import now
from coach.core.since import Promise, Undertaking

Feeling = Literal["warmer", "same", "cooler", "wary"]
"""How the member came away: by trust, and by their guard."""


class Piece(Value):
    """Something of the member's story that they have told."""

    title: str
    """Of its layer."""
    words: str


class Agreement(Value):
    """Something that the member was asked for, and what they said."""

    act: str
    answer: Literal["agree", "maybe", "no", "easy_yes"]


class Known(Value):
    """What both know at the end of a meeting, of it and of those before it."""

    story: tuple[Piece, ...] = ()
    small: tuple[str, ...] = ()
    """What they said of anything else: the line with which they begin to speak of it."""
    shared: tuple[str, ...] = ()
    """Turns in which the organizer told something of their own, word for word."""
    agreed: tuple[Agreement, ...] = ()
    """In this meeting."""
    felt: Feeling = "same"


def known(persona: Persona, conversation: Conversation) -> Known:
    """What both know now, by the fold and by what was recorded. Nothing that was not told is in it."""
    end, start = now(persona, conversation), beginning(persona, conversation.since)
    told = set(end.told)
    acts = persona.acts
    answers = {turn.answer.act: turn.answer for _, turn in conversation.member_turns if turn.answer}
    moved = end.trust - start.trust
    felt: Feeling = "wary" if end.guard > 1 else "warmer" if moved > 0 else "cooler" if moved < 0 else "same"
    return Known(
        story=tuple(
            Piece(title=layer.title, words=telling.says)
            for layer in persona.story
            for telling in layer.tells
            if telling.id in told
        ),
        small=tuple(topic.says[0] for topic in persona.topics if topic.id in told),
        shared=(*(conversation.since.shared if conversation.since else ()), *own_stories(conversation)),
        agreed=tuple(Agreement(act=acts[act], answer=one.kind) for act, one in answers.items() if act in acts),
        felt=felt,
    )


def own_stories(conversation: Conversation) -> tuple[str, ...]:
    """The turns in which the organizer told something of their own."""
    turns = (turn for _, turn in conversation.organizer_turns)
    return tuple(turn.text for turn in turns if turn.counted and turn.counted.does(Move.OWN_STORY))


class Meeting(Value):
    """One meeting as a point on the line of a relationship."""

    talk: str
    number: int
    at: datetime
    weeks: int
    """Since the one before, in the story; 0 for the first."""
    turns: int
    """The organizer's."""
    trust_before: int
    """0 to 10, as all trust here: what it started from."""
    trust: int
    told: int
    """Pieces of the story that are known after it."""
    pieces: int
    """Pieces that there are."""
    depth: int
    """Deepest layer that is known: 0 to 3."""
    agreed: tuple[str, ...] = ()
    """What the member took on in it, as acts."""
    undertakings: tuple[Undertaking, ...] = ()
    """What came of what they had taken on in the meeting before."""
    promises: tuple[Promise, ...] = ()
    """What came of the organizer's own promises of the meeting before."""
    why: tuple[str, ...] = ()
    """Why it started from the trust that it did."""
    ended: bool = False


def meeting(talk: str, at: datetime, persona: Persona, conversation: Conversation, *, ended: bool) -> Meeting:
    """A talk as a point on the line."""
    start, end, since = beginning(persona, conversation.since), now(persona, conversation), conversation.since
    pieces = {telling.id for telling in persona.tellings}
    acts = persona.acts
    return Meeting(
        talk=talk,
        number=since.meeting if since else 1,
        at=at,
        weeks=since.weeks if since else 0,
        turns=len(conversation.organizer_turns),
        trust_before=start.trust,
        trust=end.trust,
        told=len(pieces.intersection(end.told)),
        pieces=len(pieces),
        depth=depth_told(persona, end),
        agreed=tuple(acts[act] for act in dict.fromkeys(end.agreed) if act in acts),
        undertakings=since.newest if since else (),
        promises=since.promises if since else (),
        why=tuple(change.why for change in since.changes) if since else (),
        ended=ended,
    )
