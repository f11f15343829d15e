"""A talk laid out for judging: each organizer turn with what came before, what it carried, what it opened."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from coach.assessor.wording import (
    COMMON,
    FEELING,
    LEADS,
    TOLD,
    brushes_off,
    confirms,
    content,
    holds_back,
    plain,
    says,
    shuts,
)
from coach.core.conversation import Conversation, MemberTurn, Stance
from coach.core.feedback import CriterionResult, Evidence
from coach.core.moves import ASKS, MOBILIZING, QUESTIONS, Move
from coach.core.quotes import LEAST_WORDS
from coach.core.said import said_to_them, sentences, word_count

OPENED_WORDS = (10, 15)
"""From as many words on as this member's middling turn has, within these bounds, an answer has opened up."""
DEEP_WORDS = (18, 32)
"""From nearly twice as many words on, within these bounds, it tells a story rather than a fact."""
DEEP_TIMES = 1.8
_NAME = re.compile(r"\b[A-Z][a-z]{2,}")
_NAMED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]{2,}")
_GREETED = re.compile(
    r"\b(?:[Hh]i|[Hh]ey|[Hh]ello|[Tt]hanks|[Mm]orning|[Cc]oming|[Ii]'m|[Nn]ame's|[Ff]rom|[Ww]ith)[ ,]+((?:[A-Z]\w+ ?)+)"
)
CLOSES_BY_ITSELF = (Move.CLOSED_QUESTION, Move.NEXT_STEP, Move.THANKS, Move.SMALL_TALK, Move.PURPOSE, *ASKS)
"""Moves to which a word or two is a full answer."""
NEXT_TO_NOTHING = 3
SMALL = 15
"""Words; a shorter turn of the member's may be no more than an answer."""
CURT = 16
"""Words; a longer answer that its reading calls a turn aside has still said something."""
SHORT_TURN = 16
"""Words; a turn no longer than this is quoted whole."""
LONG_QUOTE = 30
"""Words; a quote is cut at a sentence where it would be longer."""


@dataclass(frozen=True)
class Exchange:
    """One organizer turn between the member's turns around it."""

    turn: int
    text: str
    """What was said to the member; repeated sentences and asides to an assessor are left out."""
    moves: frozenset[Move]
    before: str
    after: str
    carried: frozenset[str]
    """Content words that the member said in the turn before, given back here."""
    recalled: frozenset[str]
    """Content words that the member said earlier than that, before the organizer did."""
    aside: bool
    """By its reading, the member's next turn turns aside."""
    guarded: bool
    """By the direction of the member's next turn, they are on their guard there."""
    opened_words: int
    deep_words: int
    last: bool
    """The organizer says no more after it."""
    stitched: bool = False
    """Sentences between those of `text` are left out, so that only one of them at a time can be quoted."""

    def does(self, *moves: Move) -> bool:
        """Whether the turn makes any of these moves."""
        return bool(self.moves.intersection(moves))

    @property
    def words(self) -> int:
        """How long it is."""
        return word_count(self.text)

    @property
    def questions(self) -> tuple[str, ...]:
        """Its sentences that end in a question mark."""
        return tuple(part for part in sentences(self.text) if part.endswith("?"))

    @property
    def asks_something(self) -> bool:
        """A question to the member that is no ask for a commitment."""
        return self.does(*QUESTIONS)

    @property
    def pushes(self) -> bool:
        """It mobilizes: pitches, leads, advises, argues, presses, or hands over to somebody else."""
        return self.does(*MOBILIZING) or self.leads

    @property
    def leads(self) -> bool:
        """A question of it has the answer inside, by its words."""
        return any(says(LEADS, part) for part in sentences(self.text))

    @property
    def opened(self) -> bool:
        """The member went on to say something of substance."""
        return word_count(self.after) >= self.opened_words and not self.closed

    @property
    def went_deep(self) -> bool:
        """The member went on to tell a story."""
        return word_count(self.after) >= self.deep_words and not self.closed

    @property
    def closed(self) -> bool:
        """The member closed down: turned aside, or said next to nothing where more was invited."""
        words = len(self.after.split())
        if not words or (self.last and not self.pushes):
            return False
        invited = self.pushes or not self.does(*CLOSES_BY_ITSELF)
        return shuts(self.after) or (invited and words <= NEXT_TO_NOTHING) or (self.aside and invited and words <= CURT)

    @property
    def taken_up(self) -> bool:
        """The member confirmed it, or went further."""
        return (
            bool(self.after)
            and not self.closed
            and not brushes_off(self.after)
            and (confirms(self.after) or self.opened)
        )

    @property
    def told_more(self) -> bool:
        """The member took it up: what they said next tells something, and is no brush-off."""
        return self.opened and not (self.aside or self.guarded or brushes_off(self.after))

    @property
    def stated(self) -> str:
        """What of it is no question."""
        return " ".join(part for part in sentences(self.text) if not part.endswith("?"))

    @property
    def given_back(self) -> frozenset[str]:
        """Content words of theirs that it states, rather than puts into a question."""
        return content(self.stated) & (self.carried | self.recalled)

    @property
    def answers_small(self) -> bool:
        """What the member had just said was small: brief, with no feeling in it, and nothing that happened."""
        return word_count(self.before) < SMALL and not says(FEELING, self.before) and not says(TOLD, self.before)

    @property
    def echoes_small(self) -> bool:
        """It leads into a question with a word or two of something small that they said."""
        return self.answers_small and bool(self.questions) and not self.recalled

    @property
    def names(self) -> frozenset[str]:
        """Words with a capital inside a sentence of this turn."""
        return frozenset(_NAMED.findall(plain(self.text)))

    @property
    def met_hesitation(self) -> bool:
        """The member had just hesitated, hedged or said no."""
        return bool(self.before) and holds_back(self.before)

    def quote(self, prefers: Callable[[str], bool] = lambda _: False) -> str:
        """The words to show: all if they are few, or the first sentence that `prefers` likes, or a start."""
        parts = sentences(self.text)
        if self.words <= SHORT_TURN and not self.stitched:
            return self.text
        liked = [part for part in parts if prefers(part) and word_count(part) >= 3]
        if liked:
            return liked[0]
        if self.stitched:
            return max(parts, key=word_count, default="")
        taken: list[str] = []
        for part in parts:
            if word_count(" ".join(taken)) >= LEAST_WORDS and word_count(" ".join((*taken, part))) > LONG_QUOTE:
                break
            taken.append(part)
        return " ".join(taken)


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


def verdict(criterion: str, level: int, why: str, *shown: Exchange | Evidence) -> CriterionResult:
    """A level with its reason and the turns that show it, at most three."""
    evidence = tuple(
        one if isinstance(one, Evidence) else Evidence(turn=one.turn, quote=one.quote()) for one in shown[:3]
    )
    return CriterionResult(id=criterion, level=level, why=why, evidence=evidence)


def no_opportunity(criterion: str, why: str) -> CriterionResult:
    """No level, since the talk gave no occasion."""
    return CriterionResult(id=criterion, null_because="no_opportunity", why=why)
