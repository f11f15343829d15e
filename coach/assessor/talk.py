"""A talk laid out for judging: each organizer turn paired with its surroundings."""

import re
from dataclasses import dataclass
from statistics import median

from coach.assessor.exchange import Exchange
from coach.assessor.showing import shown
from coach.assessor.wording import (
    COMMON,
    content,
    plain,
)
from coach.core.conversation import Conversation, MemberTurn, Stance
from coach.core.feedback import CriterionResult, Evidence
from coach.core.moves import ASKS, MOBILIZING, QUESTIONS, Move
from coach.core.said import said_to_them, sentences, word_count

OPENED_WORDS = (10, 15)
"""From as many words on as this member's middling turn has, within these bounds, an answer has opened up."""
DEEP_WORDS = (18, 32)
"""From nearly twice as many words on, within these bounds, it tells a story rather than a fact."""
DEEP_TIMES = 1.8
_NAME = re.compile(r"\b[A-Z][a-z]{2,}")
_GREETED = re.compile(
    r"\b(?:[Hh]i|[Hh]ey|[Hh]ello|[Tt]hanks|[Mm]orning|[Cc]oming|[Ii]'m|[Nn]ame's|[Ff]rom|[Ww]ith)[ ,]+((?:[A-Z]\w+ ?)+)"
)


@dataclass(frozen=True)
class Talk:
    """The whole of it."""

    exchanges: tuple[Exchange, ...]
    member_words: frozenset[str]
    """All content words of the member's."""
    names: frozenset[str]
    """Words with a capital that the member was the first to say: people and places of theirs."""
    speakers: frozenset[str]
    """Names that the two go by, as far as they say them."""

    def doing(self, *moves: Move) -> tuple[Exchange, ...]:
        """The exchanges whose turn makes any of these moves."""
        return tuple(exchange for exchange in self.exchanges if exchange.does(*moves))

    def after(self, turn: int) -> tuple[Exchange, ...]:
        """The exchanges that follow this turn."""
        return tuple(exchange for exchange in self.exchanges if exchange.turn > turn)

    @property
    def asks(self) -> tuple[Exchange, ...]:
        """The exchanges that ask for a commitment."""
        return self.doing(*ASKS)


def lay_out(conversation: Conversation) -> Talk:
    """Pair each organizer turn with its surroundings. Turns in a row stand as they are."""
    exchanges: list[Exchange] = []
    heard_earlier: set[str] = set()
    heard_last: frozenset[str] = frozenset()
    own: set[str] = set()
    said: set[str] = set()
    turns = conversation.turns
    middling = median([word_count(turn.text) for _, turn in conversation.member_turns] or [0])
    opened, deep = (
        int(min(max(times * middling, least), most))
        for times, (least, most) in ((1, OPENED_WORDS), (DEEP_TIMES, DEEP_WORDS))
    )
    last = max((number for number, _ in conversation.organizer_turns), default=0)
    for number, turn in enumerate(turns, 1):
        if isinstance(turn, MemberTurn):
            heard_earlier |= heard_last
            heard_last = content(turn.text) - own
            continue
        parts = sentences(said_to_them(turn.text))
        fresh = [part for part in parts if part.casefold() not in said]
        again = [part for part in parts if part.casefold() in said]
        said |= {part.casefold() for part in fresh if word_count(part) > 2}
        text = " ".join(fresh)
        before = turns[number - 2] if number > 1 else None
        after = turns[number] if number < len(turns) else None
        words = content(text)
        exchanges.append(
            Exchange(
                turn=number,
                text=text,
                moves=_earned(frozenset(turn.counted.moves), fresh, again) if turn.counted else frozenset(),
                before=before.text if isinstance(before, MemberTurn) else "",
                after=after.text if isinstance(after, MemberTurn) else "",
                carried=words & heard_last,
                recalled=(words & heard_earlier) - heard_last,
                aside=isinstance(after, MemberTurn) and bool(after.reading and after.reading.deflects),
                guarded=turn.direction is not None and turn.direction.stance in (Stance.GUARDED, Stance.SHUT),
                opened_words=opened,
                deep_words=deep,
                last=number == last,
                stitched=text not in " ".join(turn.text.split()),
            )
        )
        own |= words - heard_last - heard_earlier
    theirs = frozenset[str]().union(*(content(turn.text) for _, turn in conversation.member_turns))
    return Talk(
        exchanges=tuple(exchanges), member_words=theirs, names=_names(conversation), speakers=_speakers(conversation)
    )


def _earned(moves: frozenset[Move], fresh: list[str], again: list[str]) -> frozenset[Move]:
    """The moves without those that may rest on a sentence said before: a second time it earns nothing."""
    if not fresh:
        return moves & MOBILIZING
    if any(part.endswith("?") for part in again) and not any(part.endswith("?") for part in fresh):
        moves -= {*QUESTIONS, Move.FOLLOW_UP, Move.WHY_PROBE, Move.RESOURCE_PROBE}
    if any(not part.endswith("?") and word_count(part) > 2 for part in again):
        moves -= {Move.REFLECTION, Move.AFFIRMATION, Move.SHARED_POWER, Move.TENSION, Move.HOPE}
    return moves


def _names(conversation: Conversation) -> frozenset[str]:
    """Names that the member was the first to say."""
    theirs: set[str] = set()
    ours: set[str] = set()
    for turn in conversation.turns:
        found = set(_NAME.findall(plain(said_to_them(turn.text))))
        if isinstance(turn, MemberTurn):
            theirs |= {name for name in found if name.casefold() not in COMMON} - ours
        else:
            ours |= found - theirs
    return frozenset(theirs)


def _speakers(conversation: Conversation) -> frozenset[str]:
    """Names given in greeting: "Hi Rachel", "I'm Sam from Northside Families"."""
    first = " ".join(said_to_them(turn.text) for _, turn in conversation.organizer_turns[:2])
    return frozenset(word for found in _GREETED.findall(plain(first)) for word in found.split())


def verdict(criterion: str, level: int, why: str, *turns: Exchange | Evidence) -> CriterionResult:
    """A level with its reason and the turns that show it, at most three, none twice."""
    once: dict[int, Exchange | Evidence] = {}
    for one in turns:
        once.setdefault(one.turn, one)
    evidence = tuple(
        one if isinstance(one, Evidence) else Evidence(turn=one.turn, quote=shown(criterion, one))
        for one in list(once.values())[:3]
    )
    return CriterionResult(id=criterion, level=level, why=why, evidence=evidence)


def no_opportunity(criterion: str, why: str) -> CriterionResult:
    """No level, since the talk gave no occasion."""
    return CriterionResult(id=criterion, null_because="no_opportunity", why=why)
