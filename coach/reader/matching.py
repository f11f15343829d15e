"""What an organizer's turn has to do with this member: topics, layers, asks, their own words given back."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from coach.core.conversation import Line
from coach.core.meeting import account_of
from coach.core.moves import ASKS, QUESTIONS, Ask, Move, Reading
from coach.core.persona import Layer, Persona, Tendency, Topic
from coach.reader.conduct import bids_farewell, instructs, insults
from coach.reader.questions import (
    COMMON,
    JOINING,
    apart,
    asks_leave,
    checks,
    ends_back,
    inquires,
    listed,
    points_back,
    questions,
    sentences,
)
from coach.reader.words import GAP, cue_stems, find, stems, tokens

MOST_TOPICS = 3
JOINS, EVERYDAY = 0.5, 0.8
"""What a word of a cue weighs that only joins others, and one that everybody says, beside one that names something."""
BY_CUE, BY_LINE, NEAR = 1.2, 0.6, 0.7
"""How much a word shared with a topic's cues or lines counts if no other topic has it, and the least that is near."""
SAID_BY_ALL = 0.55
"""What a shared word counts that everybody says: alone it is not enough."""
NAMED = {False: 2.2, True: 3.8}
"""How well a topic must fit for a question to be about it that could also point back; more if it ends by doing so."""
WEAK = 1.5
"""A topic that fits no better than this is left for what was just spoken of, if the question has a word of it."""
TOLD = 8
"""Words; a shorter line of the member's is nothing that a question could point back to."""
BRIEF = 6
"""Words; a turn that makes no move and is no longer is read as asking for what it names."""
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
_WHO = re.compile(
    r"\b(?:bring|with|ask|invite|and) (?:[A-Z]\w+|one|two|a (?:mate|friend|workmate)|somebody|someone|your)\b"
)


def about(
    persona: Persona | None, text: str, moves: tuple[Move, ...], before: Sequence[Line], earlier: Sequence[Line] = ()
) -> Reading:
    """The whole reading of a turn whose moves are known. Without a persona only what needs none.

    `before` was said in this meeting, `earlier` in those before it: the member's words stay theirs.
    """
    said = stems(text)
    given_back = echoes(persona, text, (*earlier, *before))
    asked = questions(text)
    wanted = [question for question in asked if not checks(question) and not asks_leave(question)]
    only_checks = bool(asked) and all(checks(question) for question in asked)
    by_moves = bool(QUESTIONS.intersection(moves)) or Move.PERMISSION in moves
    asks = not only_checks and (bool(wanted) or by_moves)
    brief = not moves and len(said) <= BRIEF
    whole = apart(sentences(text))
    topics, touches, follows = (), (), False
    if persona:
        asked_for = apart(wanted) if wanted else whole if (by_moves and not asked) or brief else ()
        weights = _weights_of(persona, wanted, asked_for) if asks or brief else {}
        best = max(weights.values(), default=0)
        follows = asks and (
            (_asks_on(wanted, before) and best < NAMED[ends_back(text)]) or (best < WEAK and _takes_up(wanted, before))
        )
        topics = () if follows else _best(weights)
        if earlier and asks and (account := _came_of(persona, said, before)):
            topics, follows = (account,), False
        reached = _touched(persona, asked_for)
        named = tuple(id_ for id_, w in reached.items() if follows or w >= best)
        touches = named or (() if topics and wanted else tuple(_touched(persona, whole)))
    closers = _met(persona.closers, moves, said) if persona else ()
    if persona and earlier and (act := _act_of(persona, topics)):  # to say what they took on is no move against them
        moves = tuple(move for move in moves if move is not Move.THIRD_PARTY)
        closers = tuple(id_ for id_ in closers if id_ not in _met(persona.closers, moves, stems(act)))
    if topics and wanted and all(inquires(question) for question in wanted):
        moves = tuple(move for move in moves if move is not Move.ASK_VAGUE)
    return Reading(
        moves=moves,
        asks=asks,
        checks=only_checks,
        follows=follows,
        topics=topics,
        touches=touches,
        ask=_ask(persona, text, said) if ASKS.intersection(moves) else None,
        echoes=given_back,
        openers=_met(persona.openers, moves, said) if persona else (),
        closers=closers,
        picks_up=_picks_up(said, before),
        repeats=_repeats(text, before),
        instructs=instructs(text) or foreign(said),
        insults=insults(text),
        farewell=bids_farewell(text),
        words=len(tokens(text)),
    )


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


def _picks_up(said: tuple[str, ...], before: Sequence[Line]) -> bool:
    """Whether the turn has a word of the last sentence that the member spoke, beyond those that only join others."""
    last = next((text for who, text in reversed(before) if who == "member"), "")
    end = next((part for part in reversed(_SENTENCE.findall(last)) if len(part.split()) >= SHORTEST_REPEAT), last)
    return bool((_stems_of(end) - listed(JOINING)).intersection(said))


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
    for place, one in enumerate((*(telling for layer in persona.story for telling in layer.tells), *persona.topics)):
        for mark in one.marks:
            for stem in cue_stems(mark)[:1]:
                begun.setdefault(stem, []).append((place, one.id, mark))
    return begun


def telling_words(text: str) -> frozenset[str]:
    """The stems of the words in a text that not everybody says: by these, two wordings of one thing are known."""
    return frozenset(stem for stem in _stems_of(text) - listed(COMMON) if len(stem) > 2)


def weight(cues: Iterable[str], said: tuple[str, ...]) -> float:
    """How well the cues fit: a cue of several words weighs more than as many cues of one.

    A cue of nothing but joining words ("how are you") must stand as it is, with nothing between.
    """
    cues = tuple(cues)
    begun = _by_first_stem(cues)
    places = sorted(place for stem in set(said) for place in begun.get(stem, ()))
    near = (cues[place] for place in places)
    return sum(_heft(cue) for cue in near if find(cue, said, gap=GAP if _names_something(cue) else 0))


@lru_cache(maxsize=4096)
def _by_first_stem(cues: tuple[str, ...]) -> dict[str, list[int]]:
    """The places of the cues by the stem that each begins with: a turn has few of them, a member a thousand cues."""
    begun: dict[str, list[int]] = {}
    for place, cue in enumerate(cues):
        for stem in cue_stems(cue)[:1]:
            begun.setdefault(stem, []).append(place)
    return begun


@lru_cache(maxsize=16384)
def _heft(cue: str) -> float:
    joins, everyday = listed(JOINING), listed(COMMON)
    return sum(JOINS if stem in joins else EVERYDAY if stem in everyday else 1 for stem in cue_stems(cue)) ** 1.5


@lru_cache(maxsize=16384)
def _names_something(cue: str) -> bool:
    return not listed(JOINING).issuperset(cue_stems(cue))


def _asks_on(wanted: Sequence[str], before: Sequence[Line]) -> bool:
    """Whether the questions name nothing, so that they can only mean what the member last spoke of."""
    last = next((line for who, line in reversed(before) if who == "member"), "")
    spoken = len(tokens(last)) >= TOLD
    return bool(wanted) and spoken and all(points_back(question) for question in wanted)


def _takes_up(wanted: Sequence[str], before: Sequence[Line]) -> bool:
    """Whether a question has a word of what the member said last that not everybody says."""
    last = next((line for who, line in reversed(before) if who == "member"), "")
    own = _stems_of(last) - listed(COMMON) - listed(JOINING)
    return len(tokens(last)) >= TOLD and bool(own.intersection(apart(list(wanted))))


def _weights_of(persona: Persona, wanted: Sequence[str], whole: tuple[str, ...]) -> dict[str, float]:
    """How well each topic fits the last of several questions, or all of them where that names none."""
    last = _weights(persona, apart([wanted[-1]])) if len(wanted) > 1 and not points_back(wanted[-1]) else {}
    return last or _weights(persona, whole)


@lru_cache(maxsize=256)
def _weights(persona: Persona, said: tuple[str, ...]) -> dict[str, float]:
    """How well each topic fits what was asked: by its cues, and by the rarer words that it shares.

    Remembered, since a turn is read more than once.
    """
    near = nearness(persona, said)
    cued = {topic.id: weight(topic.cues, said) for topic in persona.topics}
    return {id_: w + near.get(id_, 0) for id_, w in cued.items() if w or near.get(id_, 0) >= NEAR}


def _came_of(persona: Persona, said: tuple[str, ...], before: Sequence[Line]) -> str | None:
    """What the turn asks after of the things that they took on in an earlier meeting, though only a statement names it.

    Nothing where the member has just spoken of it: then the question goes on from there.
    """
    last = stems(next((line for who, line in reversed(before) if who == "member"), ""))
    accounts = {account_of(c.id) for c in persona.commitments}
    named = {topic.id: weight(topic.cues, said) for topic in persona.facts if topic.id in accounts}
    best = max(named, key=lambda id_: named[id_], default=None)
    if best is None or not named[best]:
        return None
    spoken_of = next(topic for topic in persona.facts if topic.id == best)
    return None if weight(spoken_of.cues, last) else best


def _act_of(persona: Persona, topics: tuple[str, ...]) -> str:
    """The act that is asked after, or ""."""
    return next((c.act for c in persona.commitments if account_of(c.id) in topics), "")


def _best(weights: dict[str, float]) -> tuple[str, ...]:
    best = max(weights.values(), default=0)
    fitting = [id_ for id_, w in weights.items() if w * 2 >= best]
    return tuple(sorted(fitting, key=lambda id_: -weights[id_])[:MOST_TOPICS])


def nearness(persona: Persona, said: Iterable[str]) -> dict[str, float]:
    """How near each topic is to what was asked, by the words it shares with it.

    A word counts as far as it is this topic's own: among the cues by the share of those that hold it, among the lines
    by the topics that do. What everybody says counts among the cues only.
    """
    asked = set(said) - listed(JOINING) - set(stems(persona.name)) - {""}
    near: dict[str, float] = {}
    all_cued, all_spoken = _cued_by((*persona.topics, *persona.story)), _spoken_in(persona.topics)
    for stem in asked:
        cued, spoken = all_cued.get(stem, {}), all_spoken.get(stem, ())
        for id_, times in cued.items():
            share = BY_CUE * (SAID_BY_ALL if stem in listed(COMMON) else 1)
            near[id_] = near.get(id_, 0) + share * times / sum(cued.values())
        for id_ in () if stem in listed(COMMON) else spoken:
            near[id_] = near.get(id_, 0) + BY_LINE / len(spoken)
    return near


@lru_cache(maxsize=32)
def _cued_by(topics: tuple[Topic | Layer, ...]) -> dict[str, dict[str, int]]:
    """For each stem the topics that have it in their name or cues, and in how many."""
    found: dict[str, dict[str, int]] = {}
    for topic in topics:
        for cue in (topic.id.replace("_", " "), *topic.cues):
            for stem in set(cue_stems(cue)):
                of_stem = found.setdefault(stem, {})
                of_stem[topic.id] = of_stem.get(topic.id, 0) + 1
    return found


@lru_cache(maxsize=32)
def _spoken_in(topics: tuple[Topic, ...]) -> dict[str, tuple[str, ...]]:
    """For each stem the topics whose lines have it."""
    found: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        for stem in _stems_of(" ".join(topic.says)):
            found[stem] = (*found.get(stem, ()), topic.id)
    return found


def _touched(persona: Persona, said: tuple[str, ...]) -> dict[str, float]:
    """The layers that these words reach for by a cue, with how strongly, the strongest first."""
    near = nearness(persona, said)
    weights = {layer.id: weight(layer.cues, said) for layer in persona.story}
    return dict(sorted(((id_, w + near.get(id_, 0)) for id_, w in weights.items() if w), key=lambda one: -one[1]))


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


@lru_cache(maxsize=4096)
def _stems_of(text: str) -> frozenset[str]:
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
