"""What a turn asks this member about: topics and layers of their file, by cues and by the rarer words it shares."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from coach.core.conversation import Line
from coach.core.meeting import account_of
from coach.core.persona import Persona
from coach.reader.echoes import stems_of
from coach.reader.people import Someone
from coach.reader.questions import COMMON, JOINING, NUMBERS, apart, listed, points_back
from coach.reader.words import GAP, cue_stems, find, stems, tokens

MOST_TOPICS = 3
JOINS, EVERYDAY = 0.5, 0.8
"""What a word of a cue weighs that only joins others, and one that everybody says, beside one that names something."""
BY_CUE, BY_LINE, NEAR = 1.2, 0.6, 0.7
"""How much a word shared with a topic's cues or lines counts if no other topic has it, and the least that is near."""
SAID_BY_ALL = 0.55
"""What a shared word counts that everybody says: alone it is not enough."""
OF_THEM, NOT_OF_THEM = 1.5, 0.4
"""What a topic gains that is about whom the question is about, and how much of another's weight is left."""
TAKEN_UP = 2
"""Rarer words of what slipped that are said again: then it was heard."""
TOLD = 8
"""Words; a shorter line of the member's is nothing that a question could point back to."""


def best_of(weights: dict[str, float]) -> tuple[str, ...]:
    """The ids of the topics that fit best, the best first."""
    best = max(weights.values(), default=0)
    fitting = [id_ for id_, w in weights.items() if w * 2 >= best]
    return tuple(sorted(fitting, key=lambda id_: -weights[id_])[:MOST_TOPICS])


def weights_of(
    persona: Persona,
    wanted: Sequence[str],
    whole: tuple[str, ...],
    people: tuple[Someone, ...] = (),
    *,
    new: bool = True,
) -> dict[str, float]:
    """How well each topic fits the last of several questions, or all of them where that names none.

    A question about somebody is hardly met by what has nothing to do with them. `new`: they are not who was just
    spoken of.
    """
    last = _weights(persona, apart([wanted[-1]])) if len(wanted) > 1 and not points_back(wanted[-1]) else {}
    found = last or _weights(persona, whole)
    if not people:
        return found
    theirs = frozenset[str]().union(*(one.topics for one in people))
    named = {topic.id for topic in persona.topics if any(one.in_line(line) for one in people for line in topic.says)}
    of_them = {id_: w if id_ in named | theirs else w * NOT_OF_THEM for id_, w in found.items()}
    gained = {topic.id: OF_THEM for topic in persona.topics if topic.id in theirs} if new else {}
    return of_them | {id_: of_them.get(id_, 0) + more for id_, more in gained.items()}


@lru_cache(maxsize=256)
def _weights(persona: Persona, said: tuple[str, ...]) -> dict[str, float]:
    """How well each topic fits what was asked: by its cues, and by the rarer words that it shares.

    Remembered, since a turn is read more than once.
    """
    near = nearness(persona, said)
    cued = {topic.id: weight(topic.cues, said) for topic in persona.topics}
    return {id_: w + near.get(id_, 0) for id_, w in cued.items() if w or near.get(id_, 0) >= NEAR}


def nearness(persona: Persona, said: Iterable[str]) -> dict[str, float]:
    """How near each topic is to what was asked, by the words it shares with it.

    A word counts as far as it is this topic's own: among the cues by the share of those that hold it, among the lines
    by the topics that do. What everybody says counts among the cues only.
    """
    asked = set(said) - listed(JOINING) - NUMBERS - set(stems(persona.name)) - {""}
    near: dict[str, float] = {}
    all_cued, all_spoken = _cued_by(persona), _spoken_in(persona)
    for stem in asked:
        cued, spoken = all_cued.get(stem, {}), all_spoken.get(stem, ())
        for id_, times in cued.items():
            share = BY_CUE * (SAID_BY_ALL if stem in listed(COMMON) else 1)
            near[id_] = near.get(id_, 0) + share * times / sum(cued.values())
        for id_ in () if stem in listed(COMMON) else spoken:
            near[id_] = near.get(id_, 0) + BY_LINE / len(spoken)
    return near


def weight(cues: Iterable[str], said: tuple[str, ...]) -> float:
    """How well the cues fit: a cue of several words weighs more than as many cues of one.

    A cue of nothing but joining words ("how are you") must stand as it is, with nothing between.
    """
    cues = tuple(cues)
    begun = _by_first_stem(cues)
    places = sorted(place for stem in set(said) for place in begun.get(stem, ()))
    near = (cues[place] for place in places)
    return sum(_heft(cue) for cue in near if find(cue, said, gap=GAP if _names_something(cue) else 0))


def touched(persona: Persona, said: tuple[str, ...]) -> dict[str, float]:
    """The layers that these words reach for by a cue, with how strongly, the strongest first."""
    near = nearness(persona, said)
    weights = {layer.id: weight(layer.cues, said) for layer in persona.story}
    return dict(sorted(((id_, w + near.get(id_, 0)) for id_, w in weights.items() if w), key=lambda one: -one[1]))


def asks_on(wanted: Sequence[str], before: Sequence[Line]) -> bool:
    """Whether the questions name nothing, so that they can only mean what the member last spoke of."""
    last = next((line for who, line in reversed(before) if who == "member"), "")
    spoken = len(tokens(last)) >= TOLD
    return bool(wanted) and spoken and all(points_back(question) for question in wanted)


def takes_up(wanted: Sequence[str], before: Sequence[Line]) -> bool:
    """Whether a question has a word of what the member said last that not everybody says."""
    last = next((line for who, line in reversed(before) if who == "member"), "")
    own = stems_of(last) - listed(COMMON) - listed(JOINING)
    return len(tokens(last)) >= TOLD and bool(own.intersection(apart(list(wanted))))


def hinted_at(persona: Persona, wanted: Sequence[str], said: Sequence[str], before: Sequence[Line]) -> str | None:
    """The layer of which something slipped in the member's last words, where the turn takes that up.

    A question does so with a word of it, or by only pointing back where it came last; what is said around a question
    only with several words.
    """
    last = next((line for who, line in reversed(before) if who == "member"), "")
    everyday = listed(COMMON) | listed(JOINING)
    asked, around = (frozenset(apart(list(texts))) - everyday for texts in (wanted, said))
    pointed = bool(wanted) and points_back(wanted[-1])
    slips = ((layer.id, hint, stems_of(hint)) for layer in persona.story for hint in layer.hints if hint in last)
    return next(
        (
            id_
            for id_, hint, own in slips
            if asked & own or len(around & own) >= TAKEN_UP or (pointed and last.endswith(hint))
        ),
        None,
    )


def came_of(persona: Persona, said: tuple[str, ...], before: Sequence[Line]) -> str | None:
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


def act_of(persona: Persona, topics: tuple[str, ...]) -> str:
    """The act that is asked after, or ""."""
    return next((c.act for c in persona.commitments if account_of(c.id) in topics), "")


@lru_cache(maxsize=32)
def _cued_by(persona: Persona) -> dict[str, dict[str, int]]:
    """For each stem the topics and layers that have it in their name or cues, and in how many."""
    found: dict[str, dict[str, int]] = {}
    for topic in (*persona.topics, *persona.story):
        for cue in (topic.id.replace("_", " "), *topic.cues):
            for stem in set(cue_stems(cue)):
                of_stem = found.setdefault(stem, {})
                of_stem[topic.id] = of_stem.get(topic.id, 0) + 1
    return found


@lru_cache(maxsize=32)
def _spoken_in(persona: Persona) -> dict[str, tuple[str, ...]]:
    """For each stem the topics whose lines have it."""
    found: dict[str, tuple[str, ...]] = {}
    for topic in persona.topics:
        for stem in stems_of(" ".join(topic.says)):
            found[stem] = (*found.get(stem, ()), topic.id)
    return found


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
