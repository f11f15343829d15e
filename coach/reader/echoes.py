"""Whose words a turn holds: the member's own given back, what their marks give away, the organizer's said again."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from coach.core.conversation import Line
from coach.core.persona import Persona
from coach.reader.questions import COMMON, JOINING, listed
from coach.reader.words import cue_stems, find, stems, tokens

LEAST_ENGLISH = 0.15
"""Share of the words; in English talk, one in two or more is a word that everybody says."""
ALIKE = 90
"""Of 100: two organizer turns at least this alike are the same one said again."""
SHORTEST_REPEAT = 4
"""Words; shorter turns ("what happened?") may be said as often as they fit."""

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")


def echoes(persona: Persona | None, text: str, before: Sequence[Line]) -> tuple[str, ...]:
    """Words of the member's own that the turn gives back, as the turn has them.

    A word, or two in a row, are the member's own if they said them before the organizer did, if they are not what
    everybody says, and if they do not stand in what is known of them beforehand.
    """
    known = listed(COMMON) | (_parts_of(_beforehand(persona)) if persona else frozenset[str]())
    theirs: set[str] = set()
    for speaker, line in before:
        new = _parts_of(line) - known
        if speaker == "member":
            theirs |= new
        else:
            known = known | (new - theirs)
    words = tokens(text)
    said = [stem for word in words for stem in stems(word)]
    singles = [word for word, stem in zip(words, said, strict=False) if stem in theirs and len(stem) > 2]
    pairs = [f"{a} {b}" for (a, x), (b, y) in pairwise(zip(words, said, strict=False)) if f"{x} {y}" in theirs]
    return tuple(dict.fromkeys((*singles, *pairs)))


def foreign(said: tuple[str, ...]) -> bool:
    """Whether the words, given by their stems, are so few of them English that nobody here would understand them."""
    known = listed(COMMON) | listed(JOINING)
    return len(said) >= SHORTEST_REPEAT and sum(stem in known for stem in said) < LEAST_ENGLISH * len(said)


def picks_up(said: tuple[str, ...], before: Sequence[Line]) -> bool:
    """Whether the turn has a word of the last sentence that the member spoke, beyond those that only join others."""
    last = next((text for who, text in reversed(before) if who == "member"), "")
    end = next((part for part in reversed(_SENTENCE.findall(last)) if len(part.split()) >= SHORTEST_REPEAT), last)
    return bool((stems_of(end) - listed(JOINING)).intersection(said))


def repeats(text: str, before: Sequence[Line]) -> bool:
    """Whether the organizer has said nearly the same before."""
    words = " ".join(tokens(text))
    if len(words.split()) < SHORTEST_REPEAT:
        return False
    earlier = (" ".join(tokens(line)) for speaker, line in before if speaker == "organizer")
    return any(fuzz.ratio(words, line) >= ALIKE for line in earlier)


def telling_words(text: str) -> frozenset[str]:
    """The stems of the words in a text that not everybody says: by these, two wordings of one thing are known."""
    return frozenset(stem for stem in stems_of(text) - listed(COMMON) if len(stem) > 2)


def told_in(persona: Persona, text: str) -> tuple[str, ...]:
    """Ids of the layer tellings and topics that a member's words give away, by their marks."""
    said = stems(text)
    marks = _marks_by_first_stem(persona)
    found = {(place, id_) for stem in set(said) for place, id_, mark in marks.get(stem, ()) if find(mark, said)}
    return tuple(id_ for _, id_ in sorted(found))


@lru_cache(maxsize=32)
def _marks_by_first_stem(persona: Persona) -> dict[str, list[tuple[int, str, str]]]:
    """A member's marks by the stem that each begins with, and the telling or topic whose they are, by place and id."""
    begun: dict[str, list[tuple[int, str, str]]] = {}
    for place, one in enumerate((*persona.tellings, *persona.topics)):
        for mark in one.marks:
            for stem in cue_stems(mark)[:1]:
                begun.setdefault(stem, []).append((place, one.id, mark))
    return begun


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words, remembered."""
    return frozenset(stems(text))


@lru_cache(maxsize=4096)
def _parts_of(text: str) -> frozenset[str]:
    """The stems of a text, and its pairs of neighbours of which neither only joins others."""
    said, joining = stems(text), listed(JOINING)
    return frozenset((*said, *(f"{a} {b}" for a, b in pairwise(said) if not joining.intersection((a, b)))))


def _beforehand(persona: Persona) -> str:
    public = persona.public
    scenes = (f"{s.title} {s.campaign} {s.place} {s.you_are} {s.why_you_meet}" for s in persona.scenarios)
    return " ".join((persona.name, public.work, public.place, public.summary, *public.known, *scenes))
