"""Proof by search: every way through a member's rapport machine, to see what is within reach and what never is.

It proves the machine over moves, not the reading of words: that a line counts as a move is for the reader to show.
"""

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from coach.core.commitment import Commitment
from coach.core.conversation import Direction, MemberTurn
from coach.core.direct import decide
from coach.core.meeting import FIRM
from coach.core.moves import Ask, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import HEARD_OUT, LISTENING, MOST_TRUST, Rapport, beginning
from coach.core.replay import Step, hear, speak

ECHO = ("word of theirs",)
DEEPEST_SEARCH = 16
"""Exchanges. A layer or commitment that takes longer than a whole 1:1 is out of reach."""


@dataclass(frozen=True)
class Proof:
    """What a search found."""

    shortest: Mapping[str, tuple[str, ...] | None]
    """For each layer and commitment the moves of the shortest way; None where there is none."""
    by_mobilizing: tuple[str, ...]
    """Ids that mobilizing moves alone can win. There must be none."""
    kept: tuple[str, ...]
    """Ids of the commitments that can be agreed to with enough trust for the member to do the whole of it."""


def prove(persona: Persona) -> Proof:
    """What is within reach of this member, and what never is: a second of a core, but none while only words change."""
    return _proved(_wordless(persona.model_copy(update={"follow_ups": ()})))


WORDS = frozenset(
    {
        "act", "campaign", "cover", "cues", "hints", "known", "lines", "marks", "never_says", "opening", "place",
        "says", "style", "summary", "title", "truth", "why", "why_you_meet", "work", "would_open", "you_are",
    }
)  # fmt: skip
"""Keys below which nothing but words stands."""


def _wordless(persona: Persona) -> str:
    """The member with dashes for every text, as JSON: numbers, ids and moves, and how many texts there are."""

    def bare(part: Any, *, words: bool) -> Any:
        if isinstance(part, dict):
            entries = cast("dict[str, Any]", part).items()
            return {key: bare(one, words=words or key in WORDS) for key, one in entries}
        if isinstance(part, list):
            return [bare(one, words=words) for one in cast("list[Any]", part)]
        return "--" if words and isinstance(part, str) else part

    return json.dumps(bare(persona.model_dump(mode="json"), words=False))


@lru_cache(maxsize=64)
def _proved(wordless: str) -> Proof:
    """Search every way through a member's machine: in a first meeting, then from the best start of a later one."""
    persona = Persona.model_validate_json(wordless)
    first, later = beginning(persona), _later(persona)
    acts = [c.id for c in persona.commitments]
    goals = [layer.id for layer in persona.story] + acts
    now = [c for c in persona.commitments if c.needs.after is None]  # the others wait for something that was kept
    at_first = [layer.id for layer in persona.story] + [c.id for c in now]
    won = _search(persona, later, _mobilizing(persona, persona.commitments), acts)
    won |= _search(persona, first, _mobilizing(persona, now), at_first)
    firm = [_firm(c.id) for c in now if c.after]
    found = _search(persona, first, _organizing(persona, now), [*at_first, *firm])
    waiting = [c for c in persona.commitments if c.needs.after in found]
    bigger = [goal for c in waiting for goal in (c.id, _firm(c.id))]
    again = _search(persona, later, _organizing(persona, waiting), bigger) if waiting else {}
    found |= {goal: ("an earlier meeting", *way) for goal, way in again.items()}
    forbidden = (*(layer.id for layer in persona.story[1:]), *acts)
    return Proof(
        shortest={goal: found.get(goal) for goal in goals},
        by_mobilizing=tuple(goal for goal in forbidden if goal in won),
        kept=tuple(act for act in acts if _firm(act) in found),
    )


def _firm(act: str) -> str:
    """The goal of a yes that is kept: one with trust to spare."""
    return f"{act}, and it is done"


def _later(persona: Persona) -> Rapport:
    """The best start that a later meeting can have: all told, all heard, all kept, and as much trust as there is."""
    pieces = [piece.id for piece in persona.tellings]
    return _forgiving(
        persona,
        Rapport(
            trust=MOST_TRUST,
            earned=len(persona.story),
            told=(*pieces, *(topic.id for topic in persona.topics)),
            fear="heard",
            kept=tuple(c.id for c in persona.commitments),
        ),
    )


def _search(
    persona: Persona, start: Rapport, moves: Mapping[str, Reading], goals: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Breadth first: the first way that reaches a goal is the shortest. Ends when no new state is found."""
    ways: dict[Rapport, tuple[str, ...]] = {start: ()}
    found: dict[str, tuple[str, ...]] = {}
    wanted, queue = set(goals), deque([start])
    needs = {c.id: c.needs.trust for c in persona.commitments}
    while queue and wanted - found.keys():
        state = queue.popleft()
        if len(ways[state]) >= DEEPEST_SEARCH:
            break
        for name, reading in moves.items():
            heard, reasons = hear(persona, state, reading)
            direction = decide(persona, Step(1, state, heard, reasons), reading, 1)
            spoken = speak(persona, heard, _said(persona, heard, direction))
            way = (*ways[state], name)
            firm = [_firm(act) for act in spoken.agreed if spoken.trust >= needs[act] + FIRM]
            for goal in wanted.intersection((*direction.granted, *spoken.agreed, *firm)):
                found.setdefault(goal, way)
            after = _forgiving(persona, spoken._replace(trust=max(spoken.trust, state.trust)))
            if after not in ways:
                ways[after] = way
                queue.append(after)
    return found


def _said(persona: Persona, state: Rapport, direction: Direction) -> MemberTurn:
    """The reply of a member who tells the next of what they may tell."""
    told: list[str] = []
    if direction.tell:
        tells = persona.layer(direction.tell).tells
        told.append(next((piece.id for piece in tells if piece.id not in state.told), tells[0].id))
    told.extend(direction.topics[:1])
    return MemberTurn(text="…", told=tuple(told), hinted=direction.hint, answer=direction.answer)


@dataclass(frozen=True)
class _Counts:
    """What of a member's state can make a difference to a goal."""

    trust: int
    openings: int
    tells: frozenset[str]
    reasons: frozenset[str]


@lru_cache(maxsize=64)
def _counts(persona: Persona) -> _Counts:
    layers, acts = [layer.needs for layer in persona.story], [c.needs.trust + FIRM for c in persona.commitments]
    return _Counts(
        trust=min(max(*(needs.trust for needs in layers), *acts), MOST_TRUST),
        openings=max(LISTENING, *(needs.opening_moves for needs in layers)),
        tells=frozenset(piece.id for layer in persona.story for piece in layer.tells[:HEARD_OUT]),
        reasons=frozenset(topic.id for topic in persona.inner),
    )


def _forgiving(persona: Persona, state: Rapport) -> Rapport:
    """The same state, forgiven: no penalty is remembered, and what makes no difference to a goal is dropped.

    Whatever is out of reach of a member who forgives everything is out of reach of one who does not.
    """
    counts = _counts(persona)
    reason = () if counts.reasons.isdisjoint(state.told) else (persona.values[0].id,)  # one is as good as another
    return state._replace(
        trust=min(state.trust, counts.trust),
        guard=0,
        openings=min(state.openings, counts.openings),
        told=tuple(sorted((*counts.tells.intersection(state.told), *reason))),
        questions=0,
        lost=0,
        pitched=False,
        covered=None,
        pressed=(),
        hinted=None,  # what asks on from a hint reaches no more than what names the layer
        asked=None,
        agreed=(),
    )


def _organizing(persona: Persona, commitments: Iterable[Commitment]) -> dict[str, Reading]:
    """Moves that carry the member's own words, one of a kind: what a skilled organizer has."""
    asks = (Move.OPEN_QUESTION, Move.FOLLOW_UP)
    moves = {
        "asks in their words why": Reading(moves=(*asks, Move.WHY_PROBE), echoes=ECHO),
        "gives something of their own": Reading(moves=(Move.OWN_STORY,), echoes=ECHO),
        "asks what could get in the way": Reading(
            moves=asks, echoes=ECHO, topics=tuple(topic.id for topic in persona.fears)
        ),
    }
    for depth, layer in enumerate(persona.story, 1):
        moves[f"asks on towards layer {depth}"] = Reading(moves=asks, echoes=ECHO, touches=(layer.id,))
    best = max(persona.openers, key=lambda opener: opener.weight)  # the others earn no more than it does
    moves[f"opener: {best.id}"] = Reading(moves=asks, echoes=ECHO, openers=(best.id,))
    for commitment in commitments:
        ask = Ask(act=commitment.id, when=True, where=True)
        moves[f"asks exactly: {commitment.id}"] = Reading(moves=(Move.ASK_SPECIFIC,), ask=ask, echoes=ECHO)
    return moves


def _mobilizing(persona: Persona, commitments: Iterable[Commitment]) -> dict[str, Reading]:
    """Moves that carry nothing of the member's: pushing, and form without content."""
    touches = tuple(layer.id for layer in persona.story)
    moves = {move.value: Reading(moves=(move,)) for move in Move if move not in (Move.ASK_SPECIFIC, Move.ASK_VAGUE)}
    for layer in persona.story:
        moves[f"questions at {layer.id}"] = Reading(
            moves=(Move.OPEN_QUESTION, Move.WHY_PROBE, Move.FOLLOW_UP), touches=(layer.id,), words=30
        )
    moves["questions at everything"] = Reading(moves=(Move.CLOSED_QUESTION,), touches=touches, words=30)
    for topic in (*persona.values[:1], *persona.fears[:1]):
        moves[f"questions about {topic.id}"] = Reading(moves=(Move.OPEN_QUESTION,), topics=(topic.id,))
    for commitment in commitments:
        ask = Ask(act=commitment.id, when=True, where=True)
        moves[f"asks exactly: {commitment.id}"] = Reading(moves=(Move.ASK_SPECIFIC,), ask=ask)
        moves[f"asks and presses: {commitment.id}"] = Reading(moves=(Move.ASK_SPECIFIC, Move.PRESSURE), ask=ask)
    return moves
