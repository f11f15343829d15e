"""What an organizer's turn has to do with this member: topics, layers, asks, their own words given back."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz import fuzz

from coach.core.conversation import Line
from coach.core.moves import ASKS, QUESTIONS, Ask, Move, Reading
from coach.core.persona import Persona, Tendency
from coach.reader.conduct import instructs, insults
from coach.reader.words import cue_stems, find, stems, tokens

COMMON, JOINING = "common_words.txt", "joining_words.txt"
MOST_TOPICS = 3
NEAR = 0.4
"""How near a topic's words must be: one word that two topics speak of is enough, one that five do is not."""
LEAST_ENGLISH = 0.15
"""Share of the words; in English talk, one in two or more is a word that everybody says."""
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
_WHERE = re.compile(
    r"\b(?:at|in|outside|behind|round|to|over) (?:the|your|my|our) (?!end\b|morning\b|moment\b)\w+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_QUESTION = re.compile(r"[^.!?\n]+\?")
_WHO = re.compile(
    r"\b(?:bring|with|ask|invite|and) (?:[A-Z]\w+|one|two|a (?:mate|friend|workmate)|somebody|someone|your)\b"
)


def about(persona: Persona | None, text: str, moves: tuple[Move, ...], before: Sequence[Line]) -> Reading:
    """The whole reading of a turn whose moves are known. Without a persona only what needs none."""
    said = stems(text)
    given_back = echoes(persona, text, before)
    asks = bool(QUESTIONS.intersection(moves)) or Move.PERMISSION in moves or not moves
    topics = _topics(persona, text) if persona and asks else ()
    touches = _touches(persona, said) if persona else ()
    if persona and not (topics or touches or given_back) and QUESTIONS.intersection(moves):
        near = nearest(persona, text)
        surface = persona.story[0].id
        touches = (surface,) if near == surface else ()
        topics = (near,) if near and near != surface else ()
    return Reading(
        moves=moves,
        topics=topics,
        touches=touches,
        ask=_ask(persona, text, said) if ASKS.intersection(moves) else None,
        echoes=given_back,
        openers=_met(persona.openers, moves, said) if persona else (),
        closers=_met(persona.closers, moves, said) if persona else (),
        picks_up=_picks_up(said, before),
        repeats=_repeats(text, before),
        instructs=instructs(text) or foreign(said),
        insults=insults(text),
        words=len(tokens(text)),
    )


def echoes(persona: Persona | None, text: str, before: Sequence[Line]) -> tuple[str, ...]:
    """Words of the member's own that the turn gives back, as the turn has them.

    A word, or two in a row, are the member's own if they said them before the organizer did, if they are not what
    everybody says, and if they do not stand in what is known of them beforehand.
    """
    known = _listed(COMMON) | (_parts_of(_beforehand(persona)) if persona else frozenset[str]())
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
    known = _listed(COMMON) | _listed(JOINING)
    return len(said) >= SHORTEST_REPEAT and sum(stem in known for stem in said) < LEAST_ENGLISH * len(said)


def _picks_up(said: tuple[str, ...], before: Sequence[Line]) -> bool:
    """Whether the turn has a word of the last sentence that the member spoke, beyond those that only join others."""
    last = next((text for who, text in reversed(before) if who == "member"), "")
    end = next((part for part in reversed(_SENTENCE.findall(last)) if len(part.split()) >= SHORTEST_REPEAT), last)
    return bool((_stems_of(end) - _listed(JOINING)).intersection(said))


def told_in(persona: Persona, text: str) -> tuple[str, ...]:
    """Ids of the layer tellings and topics that a member's words give away, by their marks."""
    said = stems(text)
    marked = [(t.id, t.marks) for layer in persona.story for t in layer.tells]
    marked += [(topic.id, topic.marks) for topic in persona.topics]
    return tuple(id_ for id_, marks in marked if any(find(mark, said) for mark in marks))


def telling_words(text: str) -> frozenset[str]:
    """The stems of the words in a text that not everybody says: by these, two wordings of one thing are known."""
    return frozenset(stem for stem in _stems_of(text) - _listed(COMMON) if len(stem) > 2)


def weight(cues: Iterable[str], said: tuple[str, ...]) -> float:
    """How well the cues fit: a cue of several words weighs more than as many cues of one."""
    return sum(len(cue_stems(cue)) ** 1.5 for cue in cues if find(cue, said))


def _topics(persona: Persona, text: str) -> tuple[str, ...]:
    """What the turn asks for: by its questions where it has any, else by the whole of it."""
    questions = " ".join(_QUESTION.findall(text))
    return _fitting(persona, stems(questions)) or _fitting(persona, stems(text))


def _fitting(persona: Persona, said: tuple[str, ...]) -> tuple[str, ...]:
    weights = {topic.id: weight(topic.cues, said) for topic in persona.topics}
    best = max(weights.values(), default=0)
    fitting = [id_ for id_, w in weights.items() if w and w * 2 >= best]
    return tuple(sorted(fitting, key=lambda id_: -weights[id_])[:MOST_TOPICS])


def nearest(persona: Persona, text: str) -> str | None:
    """The topic, or the first layer, whose own words are nearest to a question that no cue fits; None where none is.

    A word counts the more, the fewer topics speak of it.
    """
    asked = set(stems(" ".join(_QUESTION.findall(text)) or text))
    spoken = _words_of(persona)
    counts = Counter(stem for words in spoken.values() for stem in words)
    fits = {id_: sum(1 / counts[stem] for stem in asked & words) for id_, words in spoken.items()}
    best = max(fits, key=lambda id_: fits[id_])
    return best if fits[best] >= NEAR else None


def _words_of(persona: Persona) -> dict[str, frozenset[str]]:
    surface = persona.story[0]
    layer = " ".join((*surface.cues, *(telling.says for telling in surface.tells)))
    topics = {topic.id: _stems_of(" ".join((*topic.cues, *topic.says))) for topic in persona.topics}
    return {surface.id: _stems_of(layer), **topics}


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


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    """The stems of a list of words that lies beside this module."""
    text = files("coach.reader").joinpath(name).read_text("utf-8")
    return frozenset(stem for line in text.splitlines() if not line.startswith("#") for stem in stems(line))


@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


@lru_cache(maxsize=4096)
def _parts_of(text: str) -> frozenset[str]:
    """The stems of a text, and its pairs of neighbours of which neither only joins others."""
    said, joining = stems(text), _listed(JOINING)
    return frozenset((*said, *(f"{a} {b}" for a, b in pairwise(said) if not joining.intersection((a, b)))))


def _beforehand(persona: Persona) -> str:
    public = persona.public
    scenes = (f"{s.title} {s.campaign} {s.place} {s.you_are} {s.why_you_meet}" for s in persona.scenarios)
    return " ".join((persona.name, public.work, public.place, public.summary, *public.known, *scenes))
