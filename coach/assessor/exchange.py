"""One organizer turn between the member's around it: what it carried, what it opened, what of it to quote."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from coach.assessor.wording import (
    FEELING,
    FORGIVES,
    LEADS,
    TOLD,
    brushes_off,
    confirms,
    content,
    holds_back,
    plain,
    says,
    shuts,
    understood,
)
from coach.core.moves import ASKS, MOBILIZING, QUESTIONS, Move
from coach.core.quotes import LEAST_WORDS
from coach.core.said import sentences, word_count

_NAMED = re.compile(r"(?<=[\w,;] )[A-Z][a-z]{2,}")
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
        if understood(self.after) and not self.pushes:
            return False  # "Mm, that's it" is short, and says that it was understood
        if self.does(Move.REPAIR) and not self.pushes and says(FORGIVES, self.after):
            return False  # "Fine. You saw it, you said it" takes up again what was broken off
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

    def quote(self, *signs: Callable[[str], bool]) -> str:
        """The words to show: all if they are few; or a sentence, by the first of the signs that any has; or a start."""
        parts = sentences(self.text)
        if self.words <= SHORT_TURN and not self.stitched:
            return self.text
        quotable = [part for part in parts if word_count(part) >= LEAST_WORDS]
        for sign in signs:
            if liked := next(filter(sign, quotable), None):
                return liked
        if self.stitched:
            return max(parts, key=word_count, default="")
        taken: list[str] = []
        for part in parts:
            if word_count(" ".join(taken)) >= LEAST_WORDS and word_count(" ".join((*taken, part))) > LONG_QUOTE:
                break
            taken.append(part)
        return " ".join(taken)
