"""Whom a question is about: the people of a member's life, by name, by kinship, or by "he" and "she"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coach.core.persona import Persona
from coach.core.story import Topic
from coach.reader.words import stems

Pronoun = Literal["he", "she"]

_RELATIONS: tuple[tuple[str, Pronoun | None], ...] = (
    ("mum mother mam mama mom", "she"),
    ("dad father", "he"),
    ("husband hubby", "he"),
    ("wife missus", "she"),
    ("partner boyfriend girlfriend", None),
    ("son", "he"),
    ("daughter", "she"),
    ("kid child children", None),
    ("brother", "he"),
    ("sister", "she"),
    ("nan nana gran grandma grandmother", "she"),
    ("grandad grandpa grandfather", "he"),
    ("aunt auntie aunty", "she"),
    ("uncle", "he"),
    ("boss manager supervisor", None),
)
"""The words for one relation, and how somebody in it is spoken of."""
_KIN: tuple[tuple[frozenset[str], Pronoun | None], ...] = tuple(
    (frozenset(stems(words)), pronoun) for words, pronoun in _RELATIONS
)

_KINSHIP = frozenset[str]().union(*(words for words, pronoun in _KIN if pronoun))
_YOURS = re.compile(r"\b(?:your|the|ur) (?:\w+ )?\w+", re.IGNORECASE)
"""Where a word of kinship means one of the member's own: "your mum", and not "what a mum thinks"."""
_HE, _SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her"})
_NOT_NAMES = frozenset(
    stems(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december christmas easter english god lord year prep mr mrs miss street "
        "road way point port home bend park hill group union church"
    )
)
_NAME = re.compile(r"\b[A-Z][a-z]+(?:'s)?\b")
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|would|could|can|will|should|might)"
_OF_YOU = re.compile(
    rf"\b{_AUXILIARY}(?:n't)? you\b|\byou(?:'ve|'re|'d)\b|\byou (?:{_AUXILIARY}|miss|think|feel|know|see|want|ever)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"\b(?:{_AUXILIARY}(?:n't)?|what's|who's|how's|where's) (he|she)\b", re.IGNORECASE)
_WITH_YOU = re.compile(r"\byou and (?:your |the )?\w+\b|\b(?:with|for|to|between) you and (?:your |the )?\w+\b")
_OTHER_PARENT = re.compile(r"\b(?:his|her|their|the (?:kids|boys|girls)'?|[A-Z][a-z]+'s) (dad|father|mum|mother)\b")
_OF_OTHERS = re.compile(
    r"\b(?:his|her|their|[A-Z][a-z]+'s) (?:mum|mother|dad|father|husband|wife|partner|boss|sister|brother)\b"
)
ABOUT = 0.3
"""Share of a topic's cues that name somebody whose topic it is."""
FAMILY = frozenset({"family", "children"})
"""Topics of several people by what they are."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, or an animal, in a member's life."""

    words: frozenset[str]
    """The stems that stand for them: their name, and what they are to the member."""
    pronoun: Pronoun | None
    topics: frozenset[str]
    """Ids of the topics that are theirs."""

    def in_line(self, line: str) -> bool:
        """Whether a line names them: "my mum" does, "his mum" does not."""
        return not self.words.isdisjoint(_without_others(line))


@lru_cache(maxsize=8192)
def _without_others(line: str) -> frozenset[str]:
    return frozenset(stems(_OF_OTHERS.sub(" ", line)))


@lru_cache(maxsize=32)
def people_of(persona: Persona) -> tuple[Someone, ...]:
    """Everybody whom the cues of the member's topics name, or whom their lines speak of by kinship."""
    named: dict[str, list[Topic]] = {}
    for topic in persona.topics:
        for name in _names(topic) - frozenset(stems(persona.name)):
            named.setdefault(name, []).append(topic)
    people = tuple(one for name, topics in named.items() if (one := _bearer(name, tuple(topics))))
    spoken = frozenset(stem for topic in persona.topics for line in topic.says for stem in stems(line))
    taken = frozenset[str]().union(*(one.words for one in people))
    kin = tuple(
        Someone(words, pronoun, _kin_topics(persona, words))
        for words, pronoun in _KIN
        if words & spoken and not words & taken
    )
    return (*people, *kin)


def asks_of_third(question: str) -> bool:
    """Whether it asks of a he or a she, known or not: "is she still there?"."""
    return bool(_SUBJECT.search(question))


def speaks_of_third(line: str) -> bool:
    """Whether a line speaks of a him or a her."""
    return not (_HE | _SHE).isdisjoint(stems(line))


def asked_about(persona: Persona, wanted: Sequence[str], around: Sequence[str]) -> tuple[Someone, ...]:
    """The people whom questions are about; nobody where they are about the member or a thing.

    `around` holds what "he" or "she" could point at, the nearest first: what stands before the question, then what
    was said before it.
    """
    question = _WITH_YOU.sub(" you ", " ".join(wanted))
    people = people_of(persona)
    if other := _OTHER_PARENT.search(question):
        partner = next((one for one in people if "partner" in one.topics), None)
        if partner and (other[1] in ("dad", "father")) == (partner.pronoun == "he"):
            return (partner,)
    said = stems(question)
    called = frozenset(said) - _KINSHIP | frozenset(stems(" ".join(_YOURS.findall(question))))
    subject = _SUBJECT.search(question)
    if subject and (meant := _pointed_at(persona, subject[1].lower(), around)):
        return meant
    if named := tuple(one for one in people if not one.words.isdisjoint(called)):
        return named
    pronoun = "he" if _HE.intersection(said) else "she" if _SHE.intersection(said) else None
    return _pointed_at(persona, pronoun, around) if pronoun else ()


def is_spoken_of(persona: Persona, one: Someone, text: str) -> bool:
    """Whether a text of the member's has a line about them, and not only one in which they come up."""
    return any(line in text for topic in persona.topics if topic.id in one.topics for line in topic.says)


def is_of_another(wanted: Sequence[str]) -> bool:
    """Whether it is somebody else who thinks, feels or does what is asked, and not the member."""
    return bool(wanted) and not _OF_YOU.search(wanted[-1])


def _pointed_at(persona: Persona, pronoun: str, around: Sequence[str]) -> tuple[Someone, ...]:
    for place, text in enumerate(around):
        said = stems(text)
        if any(_given_back(said, other) for other in around[place + 1 :]):
            continue  # whose words they are knows best whom they mean
        fitting = [one for one in people_of(persona) if one.pronoun == pronoun and not one.words.isdisjoint(said)]
        if fitting:
            own = (one for one in fitting if is_spoken_of(persona, one, text))
            last = max(fitting, key=lambda one: max(said.index(word) for word in one.words if word in said))
            return (next(own, last),)
    return ()


def _given_back(said: Sequence[str], other: str) -> bool:
    return bool(said) and " ".join(said) in " ".join(stems(other))


@lru_cache(maxsize=4096)
def _names(topic: Topic) -> frozenset[str]:
    """The stems of the names in a topic's cues."""
    return frozenset(stem for cue in topic.cues for name in _NAME.findall(cue) for stem in stems(name)) - _NOT_NAMES


@lru_cache(maxsize=4096)
def _bearer(name: str, topics: tuple[Topic, ...]) -> Someone | None:
    """Who bears the name; None where nobody calls them he or she, as with a place."""
    titled = [topic for topic in topics if name in stems(topic.id.replace("_", " "))]
    own = [topic for topic in topics if topic.id not in FAMILY and (topic in titled or _is_about(name, topic))]
    counts = Counter[Pronoun]()
    for line in (line for topic in topics for line in topic.says if topic in titled or name in stems(line)):
        said = stems(line)
        counts["he"] += len(_HE.intersection(said))
        counts["she"] += len(_SHE.intersection(said))
    if not counts.total():
        return None
    cues = [stems(cue) for topic in own for cue in topic.cues if cue.startswith("your ")]
    kin = (words for words, _ in _KIN if any(not words.isdisjoint(cue) for cue in cues))
    return Someone(frozenset({name}).union(*kin), counts.most_common(1)[0][0], frozenset(topic.id for topic in own))


def _is_about(name: str, topic: Topic) -> bool:
    """Whether the cues name them alone: often, or as what they are to the member, so that they don't only come up."""
    kin = any(not words.isdisjoint(stems(cue)) for words, _ in _KIN for cue in topic.cues if cue.startswith("your "))
    named = sum(name in stems(cue) for cue in topic.cues)
    return len(_names(topic)) == 1 and (kin or named >= ABOUT * len(topic.cues))


def _kin_topics(persona: Persona, words: frozenset[str]) -> frozenset[str]:
    return frozenset(topic.id for topic in persona.topics if not words.isdisjoint(stems(topic.id.replace("_", " "))))
