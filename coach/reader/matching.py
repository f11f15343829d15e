"""What an organizer's turn has to do with this member: topics, layers, asks, their own words given back."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from coach.core.conversation import Line
from coach.core.moves import ASKS, Ask, Move, Reading
from coach.core.persona import Persona, Tendency
from coach.reader.conduct import instructs, insults
from coach.reader.words import cue_stems, find, stems, tokens

MOST_TOPICS = 3
ALIKE = 90
"""Of 100: two organizer turns at least this alike are the same one said again."""
SHORTEST_REPEAT = 4
"""Words; shorter turns ("what happened?") may be said as often as they fit."""

_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|to(?:day|night|morrow)|weekend|week|fortnight|month|"
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'?clock)|noon|midday|half past|quarter (?:past|to)|at (?:one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})|before (?:your )?shift|after (?:work|church|your shift))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:at|in|outside|behind|round|to|over) (?:the|your|my|our) (?!end\b|morning\b|moment\b)\w+", re.IGNORECASE)
_WHO = re.compile(r"\b(?:bring|with|ask|invite|and) (?:[A-Z]\w+|one|two|a (?:mate|friend|workmate)|somebody|someone|your)\b")


def about(persona: Persona | None, text: str, moves: tuple[Move, ...], before: Sequence[Line]) -> Reading:
    """The whole reading of a turn whose moves are known. Without a persona only what needs none."""
    said = stems(text)
    return Reading(
        moves=moves,
        topics=_topics(persona, said) if persona else (),
        touches=_touches(persona, said) if persona else (),
        ask=_ask(persona, text, said) if ASKS.intersection(moves) else None,
        echoes=echoes(persona, text, before),
        openers=_met(persona.openers, moves, said) if persona else (),
        closers=_met(persona.closers, moves, said) if persona else (),
        repeats=_repeats(text, before),
        instructs=instructs(text),
        insults=insults(text),
        words=len(tokens(text)),
    )


def echoes(persona: Persona | None, text: str, before: Sequence[Line]) -> tuple[str, ...]:
    """Words of the member's own that the turn gives back, as the turn has them.

    A word is the member's own if they said it before the organizer did, if it is not one that everybody says,
    and if it does not stand in what is known of them beforehand.
    """
    known = _common() | (_stems_of(_beforehand(persona)) if persona else frozenset[str]())
    theirs: set[str] = set()
    for speaker, line in before:
        new = _stems_of(line) - known
        if speaker == "member":
            theirs |= new
        else:
            known = known | (new - theirs)
    found = {stem: word for word in tokens(text) for stem in stems(word) if stem in theirs and len(stem) > 2}
    return tuple(found.values())


def told_in(persona: Persona, text: str) -> tuple[str, ...]:
    """Ids of the layer tellings and topics that a member's words give away, by their marks."""
    said = stems(text)
    marked = [(t.id, t.marks) for layer in persona.story for t in layer.tells]
    marked += [(topic.id, topic.marks) for topic in persona.topics]
    return tuple(id_ for id_, marks in marked if any(find(mark, said) for mark in marks))


def weight(cues: Iterable[str], said: tuple[str, ...]) -> float:
    """How well the cues fit: a cue of several words weighs more than as many cues of one."""
    return sum(len(cue_stems(cue)) ** 1.5 for cue in cues if find(cue, said))


def _topics(persona: Persona, said: tuple[str, ...]) -> tuple[str, ...]:
    weights = {topic.id: weight(topic.cues, said) for topic in persona.topics}
    best = max(weights.values(), default=0)
    fitting = [id_ for id_, w in weights.items() if w and w * 2 >= best]
    return tuple(sorted(fitting, key=lambda id_: -weights[id_])[:MOST_TOPICS])


def _touches(persona: Persona, said: tuple[str, ...]) -> tuple[str, ...]:
    weights = {layer.id: weight(layer.cues, said) for layer in persona.story}
    return tuple(sorted((id_ for id_, w in weights.items() if w), key=lambda id_: -weights[id_]))


def _ask(persona: Persona | None, text: str, said: tuple[str, ...]) -> Ask:
    acts = {a.id: weight(a.cues, said) for a in (*persona.commitments, *persona.refuses)} if persona else {}
    best = max(acts, key=lambda id_: acts[id_], default=None)
    return Ask(
        act=best if best and acts[best] else None,
        when=bool(_WHEN.search(text)),
        where=bool(_WHERE.search(text)),
        who=bool(_WHO.search(text)),
    )


def _met(tendencies: Iterable[Tendency], moves: tuple[Move, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        t.id
        for t in tendencies
        if (not t.moves or set(t.moves).intersection(moves)) and (not t.cues or weight(t.cues, said))
    )


def _repeats(text: str, before: Sequence[Line]) -> bool:
    words = " ".join(tokens(text))
    if len(words.split()) < SHORTEST_REPEAT:
        return False
    earlier = (" ".join(tokens(line)) for speaker, line in before if speaker == "organizer")
    return any(fuzz.ratio(words, line) >= ALIKE for line in earlier)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    text = files("coach.reader").joinpath("common_words.txt").read_text("utf-8")
    return frozenset(stem for line in text.splitlines() if not line.startswith("#") for stem in stems(line))


@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _beforehand(persona: Persona) -> str:
    public = persona.public
    scenes = (f"{s.title} {s.campaign} {s.place} {s.you_are} {s.why_you_meet}" for s in persona.scenarios)
    return " ".join((persona.name, public.work, public.place, public.summary, *public.known, *scenes))
