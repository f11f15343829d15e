"""What the organizer has just asked of this member: its wordings, its kind, whom it is about."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import Topic
from coach.meaning import vector, vectors
from coach.reader.people import asked_about, asks_of_third, is_of_another, speaks_of_third
from coach.reader.questions import (
    COMMON,
    JOINING,
    NUMBERS,
    asks_leave,
    checks,
    inquires,
    listed,
    points_back,
    questions,
    remarks,
    sentences,
    without_leave,
)
from coach.reader.wanted import asks_time, in_particular, kind_of
from coach.reader.words import stems, tokens

EVIDENCE, NEAR = 0.25, 0.22
"""How many of a question's own words a piece of a story must share to be told to it, or how near it must be in meaning.

Of 107 pieces that were told to a question and judged, these let 56 of 63 pass that fit, and 13 of 44 that did not.
"""
EVERYBODY = 4
"""How many times as often a word is reckoned to be said that stands in the list of common ones."""
OF_THEM = frozenset({"you", "your"})

_OF_US = re.compile(r"\b(?:you|i|me)\b(?! and (?:your|the)\b)", re.IGNORECASE)
"""Who asks so, asks of the two who sit there, whomever else they name."""
_WHO_IS = re.compile(r"^\W*(?:(?:so|and|but|sorry|oh)\W+)*who(?:'s| is| was)\b", re.IGNORECASE)
OWN, STOCK = 2, 14
"""Words that not everybody says: a turn with so many is no stock phrase, nor is one with more words than the second."""

NOT_A_STORY = frozenset(
    {
        Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN, Situation.ASKED_YES_NO, Situation.ASKED_WHAT_IF,
        Situation.ASKED_TO_EXPLAIN, Situation.ASKED_OF_OTHERS, Situation.ASKED_TERMS,
    }
)  # fmt: skip
"""Kinds that are not met by a piece of a story, unless it speaks of the same."""
WANTS_A_STORY = frozenset({Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_FEELING})
"""Kinds that whatever comes next in a story meets, where they ask on from it."""


class Question:
    """The questions in the last turn, where it is an organizer's; nothing is asked where it holds none."""

    def __init__(self, persona: Persona, conversation: Conversation) -> None:
        last = conversation.turns[-1] if conversation.turns else None
        said = last.text if isinstance(last, OrganizerTurn) else ""
        wanted = [without_leave(one) for one in questions(said) if not checks(one) and not asks_leave(one)]
        around = (*reversed(remarks(said)), *(line for _, line in conversation.all_lines[-2::-1][:2]))
        self._counts = _line_counts(persona.topics)
        self._last = wanted[-1] if wanted else ""
        self.in_place = _with_what_stood_before(self._last, said) if self._last else (sentences(said) or [said])[-1]
        """The last question with what was said right before it; the last sentence where nothing is asked."""
        around_it = self.in_place if self._last and points_back(self._last) else ""
        self.wordings = tuple(dict.fromkeys((self._last or said, around_it or " ".join(wanted) or said)))
        """The last question, and all of them, or what stood before it where it only points there."""
        self._people = asked_about(persona, wanted, around)
        self._names = frozenset[str]().union(*(one.words for one in self._people))
        self._of_another = bool(self._people) and is_of_another(wanted) and not _OF_US.search(self._last)
        self.words = own_words(" ".join(wanted) or said)
        """The stems of its words; of the whole turn, where that asks nothing."""
        self._of_third = asks_of_third(self._last)
        self.kind = Situation.ASKED_OF_OTHERS if self._of_another and in_particular(self._last) else kind_of(wanted)
        """What kind of answer it wants; None where that is not plain."""
        self.of_leave = bool(questions(said)) and all(asks_leave(one) for one in questions(said))
        """Whether leave to ask is all that it asks."""
        self.of_them = not OF_THEM.isdisjoint(stems(said))
        """Whether the turn speaks to the member of themselves."""
        of_nobody = not self._people and OF_THEM.isdisjoint(stems(self._last)) and not self._of_third
        self.of_things = not self.points_back and (of_nobody or self.kind is Situation.ASKED_WHEN)
        """Whether it asks of neither the member nor anybody they know, or for a time or a number: not to know that
        is no evasion."""
        self.stock = len(own_words(said) - listed(COMMON)) < OWN and len(tokens(said)) <= STOCK
        """Whether the turn holds hardly a word that not everybody says."""

    @property
    def asked(self) -> bool:
        """Whether the turn asks anything."""
        return bool(self._last)

    @property
    def open(self) -> bool:
        """Whether it asks to know something, and can't be answered with a yes or a no."""
        return inquires(self._last) and self.kind is not Situation.ASKED_YES_NO

    @property
    def evaded_as(self) -> Situation | None:
        """The kind of line that evades it."""
        return Situation.ASKED_OF_OTHERS if self._of_another else self.kind

    @property
    def of_one(self) -> str | None:
        """The word "her" or "him" where it is about one person of whom the member would speak so."""
        one = self._people[0] if len(self._people) == 1 else None
        return {"he": "him", "she": "her"}.get(one.pronoun or "") if one else None

    @property
    def who(self) -> tuple[str, ...]:
        """The topics of the one person of whom it asks who they are."""
        one = self._people[0] if len(self._people) == 1 and _WHO_IS.search(self._last) else None
        return tuple(sorted(one.topics)) if one else ()

    @property
    def of_number(self) -> bool:
        """Whether it asks how many, and not when or how long."""
        return self.kind is Situation.ASKED_WHEN and not asks_time(self._last)

    @property
    def of_people(self) -> bool:
        """Whether it is about somebody in the member's life."""
        return bool(self._people)

    def names(self, line: str, topic: Topic | None) -> bool:
        """Whether a line names whom it is about, or belongs to a topic of theirs."""
        return any(one.in_line(line) or (topic and topic.id in one.topics) for one in self._people)

    def shared(self, line: str) -> float:
        """How many of its own words but for names a line has: one that a second line has too counts less."""
        return sum(
            1 / max(1, self._counts.get(stem, 1)) ** 0.5 for stem in (self.words - self._names) & own_words(line)
        )

    def strays(self, *texts: str) -> frozenset[str]:
        """Its own words that not everybody says, of which these texts have nothing."""
        own = own_words(self.in_place if self.points_back else self.wordings[0]) - listed(COMMON)
        return own.difference(*(own_words(text) for text in texts))

    @property
    def points_back(self) -> bool:
        """Whether it names nothing of its own, and asks on about what was last spoken of."""
        return bool(self._last) and points_back(self._last)

    def met_by(self, telling: str, *, at_it: bool) -> bool:
        """Whether a piece of their story can stand for an answer. `at_it`: it is what they were just speaking of."""
        if self.shared(telling) >= EVIDENCE:
            return True
        if self.kind in NOT_A_STORY or (self._of_third and not speaks_of_third(telling)):
            return False
        asks_on = self.kind in WANTS_A_STORY and (at_it or self.points_back)
        return asks_on or self.near(telling) >= NEAR

    def near(self, line: str) -> float:
        """How near a line is to it in meaning, from about 0 to 1."""
        return float(vectors([line])[0] @ vector(self.wordings[0]))

    def nearest(self, lines: Sequence[str]) -> str:
        """Of these lines the one that has most to do with it."""
        return lines[int((vectors(lines) @ vector(self.wordings[0])).argmax())]


def _with_what_stood_before(question: str, said: str) -> str:
    before, _, _ = said.partition(question)
    return " ".join([*sentences(before)[-1:], question])


@lru_cache(maxsize=8192)
def own_words(text: str) -> frozenset[str]:
    """The stems of a text's words that neither count nor only join others."""
    return frozenset(stems(text)) - listed(JOINING) - NUMBERS


@lru_cache(maxsize=32)
def _line_counts(topics: tuple[Topic, ...]) -> dict[str, int]:
    """In how many lines of the topics each stem stands; one that everybody says counts as many more."""
    counts = Counter(stem for topic in topics for line in topic.says for stem in own_words(line))
    return {stem: count * (EVERYBODY if stem in listed(COMMON) else 1) for stem, count in counts.items()}
