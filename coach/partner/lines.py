"""The member's lines, and which of them are still unspoken in this talk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from coach.core.conversation import Answer, Conversation
from coach.core.persona import Persona, Situation, Topic
from coach.reader.words import tokens

SHARED = 0.5
"""Share of a line's longer words: a reply that holds so many of them has said that line in words of its own."""
LONGER, FEWEST = 4, 3
"""Letters of a longer word; a line with fewer such words has to be said as it stands."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, with what it tells and hints."""

    text: str
    told: tuple[str, ...] = ()
    hinted: str | None = None

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def says(text: str, line: str) -> bool:
    """Whether a text says a line: as it stands, or with half of its longer words."""
    if line in text:
        return True
    words = _longer_words(line)
    return len(words) >= FEWEST and len(words & _longer_words(text)) >= SHARED * len(words)


@lru_cache(maxsize=8192)
def _longer_words(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if len(word) >= LONGER)


FALLBACKS = (
    Situation.DOES_NOT_KNOW,
    Situation.CHANGES_SUBJECT,
    Situation.SILENCE,
    Situation.EMPTY,
    Situation.GUARDED,
)
"""Where to look when a situation has run out of lines, in a talk far longer than any 1:1."""


class Lines:
    """The lines of one member in one talk. A line that was spoken is not offered again."""

    def __init__(self, persona: Persona, conversation: Conversation) -> None:
        self.persona = persona
        self._spoken = [turn.text for _, turn in conversation.member_turns]
        self._told = {id_ for _, turn in conversation.member_turns for id_ in turn.told}
        self._last_told = conversation.member_turns[-1][1].told if conversation.member_turns else ()
        self._topics = {topic.id: topic for topic in persona.topics}

    def fresh(self, lines: Iterable[str]) -> Iterator[str]:
        """Those of these lines that have not been spoken, in their order."""
        return (line for line in lines if not any(says(spoken, line) for spoken in self._spoken))

    def line(self, situation: Situation, skip: int = 0) -> Piece | None:
        """The next line for a situation; with `skip` one further on, round and round."""
        left = list(self.fresh(self.persona.lines.get(situation, ())))
        return Piece(left[skip % len(left)]) if left else None

    def anything(self, situation: Situation) -> Piece:
        """The next line for a situation; where it has none left, one that fits nearly as well, or one said long ago."""
        for choice in (situation, *FALLBACKS):
            if piece := self.line(choice):
                return piece
        every = self.persona.lines.get(situation) or self.persona.lines[Situation.SILENCE]
        return Piece(every[len(self._spoken) % len(every)])

    def telling(self, layer_id: str) -> Piece | None:
        """The next piece of a story layer."""
        layer = self.persona.layer(layer_id)
        new = set(self.fresh(telling.says for telling in layer.tells if telling.id not in self._told))
        return next((Piece(t.says, told=(t.id,)) for t in layer.tells if t.says in new), None)

    def cover(self, layer_id: str) -> Piece | None:
        """What stands before a layer that was reached for too soon."""
        text = next(self.fresh(self.persona.layer(layer_id).cover), None)
        return Piece(text) if text else self.line(Situation.GUARDED)

    def hint(self, layer_id: str) -> Piece | None:
        """Something of a layer that slips out."""
        text = next(self.fresh(self.persona.layer(layer_id).hints), None)
        return Piece(text, hinted=layer_id) if text else None

    def topic(self, topic_id: str) -> Piece | None:
        """What comes next on a topic."""
        topic = self._topics.get(topic_id)
        text = next(self.fresh(topic.says), None) if topic else None
        return Piece(text, told=(topic_id,)) if text else None

    def more(self) -> Piece | None:
        """More of what the member was just speaking of, or what that leads them to."""
        for topic_id in self._last_told:
            topic = self._topics.get(topic_id)
            if topic and (piece := self.topic(topic_id) or self._led_to(topic)):
                return piece
        return None

    def answer(self, answer: Answer, topics: tuple[str, ...]) -> Iterator[Piece]:
        """The answer to an ask; with a maybe, the fear behind it where that has not been named."""
        yield self._answer(answer)
        if answer.kind == "maybe":
            fear = next((piece for topic in topics if (piece := self.topic(topic))), None)
            if fear:
                yield fear

    def _answer(self, answer: Answer) -> Piece:
        commitment = next((c for c in self.persona.commitments if c.id == answer.act), None)
        refusal = next((r for r in self.persona.refuses if r.id == answer.act), None)
        if commitment:
            says = commitment.says
            lines = {"agree": says.yes, "maybe": says.maybe, "no": says.no, "easy_yes": says.easy_yes}[answer.kind]
        else:
            lines = refusal.says if refusal else ()
        text = next(self.fresh(lines), None)
        return Piece(text) if text else self.anything(Situation.ASKED_OTHER)

    def _led_to(self, topic: Topic) -> Piece | None:
        return next((piece for id_ in topic.leads_to if (piece := self.topic(id_))), None)
