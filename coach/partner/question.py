"""What the organizer has just asked of this member, and how well a line answers it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import Topic
from coach.reader.people import asked_about, is_of_another
from coach.reader.questions import COMMON, JOINING, NUMBERS, asks_leave, checks, listed, points_back, questions, remarks
from coach.reader.topics import weight
from coach.reader.wanted import asks_time, in_general, in_particular, kind_of, looks_like, wants
from coach.reader.words import find, stems

ALIKE_IN_KIND, NAMED = 0.4, 1.0
"""What it counts for a line to look like the kind of answer that is wanted, and to name whom the question is about."""
SMALL, LETTERS = 0.35, 4
"""What it counts in a line to share a word of so many letters that joins others but is asked with: "have you known"."""
SAY_NOTHING = frozenset(stems("have that this what with your they them when where there would could about from then"))
EVIDENCE = 0.3
"""How many of a question's own words a line must share at least to answer a question that wants one thing."""
EVERYBODY = 4
"""How many times as often a word is reckoned to be said that stands in the list of common ones."""
OF_THEM = frozenset({"you", "your"})

WANT_ONE_THING = frozenset(
    {
        Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN, Situation.ASKED_WHAT_IF,
        Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_TO_EXPLAIN, Situation.ASKED_TERMS, Situation.ASKED_OF_OTHERS,
    }
)  # fmt: skip
"""Kinds of question that are not answered by whatever else there is to say on the same topic."""
LOOKS = frozenset({Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN})
"""Kinds whose answers can be told by their look: they hold a reason, a name, a figure."""
NOT_A_STORY = LOOKS | {Situation.ASKED_YES_NO, Situation.ASKED_TO_EXPLAIN, Situation.ASKED_OF_OTHERS}
"""Kinds that are not met by going on with a story, unless it answers them."""
GO_ON = frozenset({Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_FEELING})
"""Kinds that, when they only point back, are met by going on."""


class Question:
    """The questions in the last turn, where it is an organizer's; nothing is asked where it holds none."""

    def __init__(self, persona: Persona, conversation: Conversation) -> None:
        last = conversation.turns[-1] if conversation.turns else None
        said = last.text if isinstance(last, OrganizerTurn) else ""
        wanted = [one for one in questions(said) if not checks(one) and not asks_leave(one)]
        around = (*reversed(remarks(said)), *(line for _, line in conversation.all_lines[-2::-1][:2]))
        longer = frozenset(stem for stem in stems(" ".join(wanted)) if len(stem) >= LETTERS)
        self._counts = _line_counts(persona.topics)
        self._cued = _cue_words(persona.topics)
        self._last = wanted[-1] if wanted else ""
        self._people = asked_about(persona, wanted, around)
        self._names = frozenset[str]().union(*(one.words for one in self._people))
        self._small = (longer & listed(JOINING)) - SAY_NOTHING
        self._in_general = any(in_general(one) for one in wanted[-2:])
        self._of_another = bool(self._people) and is_of_another(wanted)
        self.words = own_words(" ".join(wanted) or said)
        """The stems of its words; of the whole turn, where that asks nothing."""
        self.kind = Situation.ASKED_OF_OTHERS if self._of_another and in_particular(self._last) else kind_of(wanted)
        """What kind of answer it wants; None where that is not plain."""
        self.of_leave = bool(questions(said)) and all(asks_leave(one) for one in questions(said))
        """Whether leave to ask is all that it asks."""
        self.of_them = not OF_THEM.isdisjoint(stems(said))
        """Whether the turn speaks to the member of themselves."""

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

    def fit(self, line: str, topic: Topic | None = None) -> float:
        """How well a line fits it: by the words, by the kind of answer, by whom it is about."""
        named = NAMED * self.names(line, topic)
        if self.kind is None or self._in_general:
            return self.shared(line) + named
        small = SMALL * len(self._small.intersection(stems(line)))
        return self.shared(line) + named + small + ALIKE_IN_KIND * looks_like(self.kind, line)

    def is_answered(self, line: str, topic: Topic, *, new: bool) -> bool:
        """Whether a topic's line can stand for an answer: a question that wants one thing is not met by any other.

        `new`: nothing of the topic has been told.
        """
        if self._people and not self.names(line, topic):
            return False
        if not self._last or self._in_general or (self.kind not in WANT_ONE_THING and (new or not self._people)):
            return True
        looks, asked = looks_like(self.kind, line), stems(self._last)
        if looks and new and any(topic.id in one.topics for one in self._people):
            return True
        if points_back(self._last) and (looks or self.kind in GO_ON):
            return True
        cues = [cue for cue in topic.cues if not self._names.issuperset(stems(cue)) and find(cue, asked)]
        shared, cued = self.shared(line), weight(cues, asked) > 0 and not self._is_elsewhere(topic, cues)
        if self.kind in LOOKS:
            worded = cued and any(wants(self.kind, cue) for cue in cues)
            return shared >= 2 * EVIDENCE or worded or (looks and (cued or shared >= EVIDENCE))
        return cued or shared >= EVIDENCE

    def _is_elsewhere(self, topic: Topic, cues: Iterable[str]) -> bool:
        """Whether it asks how long or how many of something of which the topic knows nothing."""
        if self.kind is not Situation.ASKED_WHEN:
            return False
        everyday = listed(COMMON) | listed(JOINING)
        rarer = self.words - everyday - self._names - self._cued
        known = frozenset(stem for text in (*topic.cues, *topic.says) for stem in stems(text))
        return bool(rarer) and rarer.isdisjoint(known) and all(everyday.issuperset(stems(cue)) for cue in cues)

    def goes_on(self, telling: str) -> bool:
        """Whether going on with a story can stand for an answer, though it names nothing of the story."""
        if points_back(self._last) or (self.kind and self.kind not in NOT_A_STORY):
            return True
        return looks_like(self.kind, telling) or self.shared(telling) >= EVIDENCE

    def nearest(self, lines: Iterable[str], beside: str) -> str:
        """Of these lines the one that has most to do with it and with what is said beside it."""
        near = (self.words | own_words(beside)) - listed(COMMON)
        return max(lines, key=lambda line: len(near & own_words(line)))


@lru_cache(maxsize=8192)
def own_words(text: str) -> frozenset[str]:
    """The stems of a text's words that neither count nor only join others."""
    return frozenset(stems(text)) - listed(JOINING) - NUMBERS


@lru_cache(maxsize=32)
def _cue_words(topics: tuple[Topic, ...]) -> frozenset[str]:
    """The words that lead to any topic."""
    return frozenset(stem for topic in topics for cue in topic.cues for stem in stems(cue))


@lru_cache(maxsize=32)
def _line_counts(topics: tuple[Topic, ...]) -> dict[str, int]:
    """In how many lines of the topics each stem stands; one that everybody says counts as many more."""
    counts = Counter(stem for topic in topics for line in topic.says for stem in own_words(line))
    return {stem: count * (EVERYBODY if stem in listed(COMMON) else 1) for stem, count in counts.items()}
