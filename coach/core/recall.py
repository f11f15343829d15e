"""What the learner says they heard, beside what was told: by the words that both share, and never as a score."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.feedback import Heard
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.said import sentences

Words = Callable[[str], frozenset[str]]
"""A text to the words in it that say something, evened out so that two wordings of one thing share some."""
Field = Literal["self_interest", "story", "resources", "fears", "next_step"]

ENOUGH = 2
"""Shared words that show that one thing is meant."""
OWN_TO = 3
"""A single shared word is enough where no more than so many things in the file are spoken of with it."""


class Told(Value):
    """Something that the member told, or that was agreed."""

    id: str
    turn: int
    """The member's turn, by number."""
    words: str
    """The sentence that it was told with, as it was said; for a next step, the act as the file names it."""
    sure: bool = True
    """False for a next step that was answered with a maybe."""


class Recalled(Value):
    """One field of what the learner says they heard, and what there was to hear."""

    field: Field
    wrote: str
    caught: tuple[Told, ...] = ()
    also: tuple[Told, ...] = ()
    """Told as well, and in none of the words that were written."""
    elsewhere: int | None = None
    """Where nothing was caught: the member's turn in which the words that were written stand all the same."""


def recall(persona: Persona, conversation: Conversation, heard: Heard, words: Words) -> tuple[Recalled, ...]:
    """Each field beside what was told. It sees words alone: what is put in other words may be missed."""
    spoken = _spoken(persona, conversation)
    sources: tuple[tuple[Field, tuple[str, ...]], ...] = (
        ("self_interest", tuple(topic.id for topic in persona.inner)),
        ("story", tuple(telling.id for telling in persona.tellings)),
        ("resources", tuple(topic.id for topic in persona.resources)),
        ("fears", tuple(topic.id for topic in persona.fears)),
    )
    own = _own(persona, words)
    told = _told(persona, conversation, spoken, words)
    found: list[Recalled] = []
    for field, ids in sources:
        there = [told[id_] for id_ in ids if id_ in told]
        found.append(_recalled(field, getattr(heard, field), there, conversation, words, own))
    agreed = _agreed(persona, conversation, words)
    any_word = frozenset[str]().union(*(its for _, its in agreed))
    return (*found, _recalled("next_step", heard.next_step, agreed, conversation, words, any_word))


def _recalled(
    field: Field,
    wrote: str,
    there: Iterable[tuple[Told, frozenset[str]]],
    conversation: Conversation,
    words: Words,
    own: frozenset[str],
) -> Recalled:
    written = words(wrote)
    caught: list[Told] = []
    also: list[Told] = []
    for one, its in there:
        shared = written & its
        if len(shared) >= ENOUGH or shared & own:
            caught.append(_as_written(one, conversation, written, words) if field != "next_step" else one)
        else:
            also.append(one)
    elsewhere = None
    if written and not caught:
        near = [(len(written & words(turn.text)), -number) for number, turn in conversation.member_turns]
        most, number = max(near, default=(0, 0))
        elsewhere = -number if most >= min(ENOUGH, len(written)) else None
    return Recalled(field=field, wrote=wrote, caught=tuple(caught), also=tuple(also), elsewhere=elsewhere)


def _as_written(one: Told, conversation: Conversation, written: frozenset[str], words: Words) -> Told:
    """The same, with the sentence of its turn that has most of what was written."""
    parts = sentences(conversation.turns[one.turn - 1].text)
    best = max(parts, key=lambda part: (len(words(part) & written), part == one.words), default=one.words)
    return one.model_copy(update={"words": best})


def _spoken(persona: Persona, conversation: Conversation) -> dict[str, int]:
    """The turn in which each thing was first told, by id."""
    known = {one.id for one in (*persona.topics, *persona.tellings)}
    first: dict[str, int] = {}
    for number, turn in conversation.member_turns:
        for id_ in turn.told:
            if id_ in known:
                first.setdefault(id_, number)
    return first


def _told(
    persona: Persona, conversation: Conversation, spoken: dict[str, int], words: Words
) -> dict[str, tuple[Told, frozenset[str]]]:
    """What was told, with the words that tell it, by id."""
    lines = {telling.id: ((telling.says,), telling.marks) for telling in persona.tellings}
    lines |= {topic.id: (topic.says, topic.marks) for topic in persona.topics}
    told: dict[str, tuple[Told, frozenset[str]]] = {}
    for id_, number in spoken.items():
        says, marks = lines[id_]
        text = conversation.turns[number - 1].text
        line = max(says, key=lambda one: len(words(one) & words(text)))
        sentence = _sentence(text, words(" ".join(marks)), words(line), words)
        told[id_] = Told(id=id_, turn=number, words=sentence), words(line) | words(sentence)
    return told


def _sentence(text: str, marks: frozenset[str], line: frozenset[str], words: Words) -> str:
    """The sentence of a turn that tells it best: by its marks first, then by its line."""

    def fits(part: str) -> tuple[int, int]:
        return len(words(part) & marks), len(words(part) & line)

    return max(sentences(text), key=fits, default=text)


def _agreed(persona: Persona, conversation: Conversation, words: Words) -> list[tuple[Told, frozenset[str]]]:
    """What they said yes or maybe to, with the words of the ask. A quick yes that holds nothing is none."""
    acts = persona.acts
    agreed: dict[str, tuple[Told, frozenset[str]]] = {}
    asked = ""
    for number, turn in enumerate(conversation.turns, 1):
        if isinstance(turn, OrganizerTurn):
            asked = turn.text
        elif turn.answer and turn.answer.kind in ("agree", "maybe") and (act := acts.get(turn.answer.act)):
            told = Told(id=turn.answer.act, turn=number, words=act, sure=turn.answer.kind == "agree")
            agreed[told.id] = told, words(act) | words(asked)
    return list(agreed.values())


def _own(persona: Persona, words: Words) -> frozenset[str]:
    """Words that so few things in the file are spoken of with that one of them shows what is meant."""
    texts = [telling.says for telling in persona.tellings]
    texts += [" ".join(topic.says) for topic in persona.topics]
    counts = Counter(word for text in texts for word in words(text))
    return frozenset(word for word, times in counts.items() if times <= OWN_TO)
