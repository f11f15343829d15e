"""What a model says in the member's name is let through sentence by sentence, as long as it is the member who speaks."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from coach.core.conversation import Direction, Line
from coach.core.persona import Persona
from coach.reader.builtin import read_member
from coach.reader.matching import told_in

_END = re.compile(r"[.!?…]+[\"'”’)]*\s+|\n+")
_LONGEST = 400
"""Characters; what goes on longer without an end is shown as it stands."""

_OUT_OF_ROLE = re.compile(
    r"\bas an? (?:ai|a\.i\.|language model|assistant|chatbot|large language)\b|\b(?:i am|i'm) an? (?:ai|language model|"
    r"(?:virtual|ai) assistant|chatbot)\b|\blanguage model\b|\b(?:my|the|these|your) (?:system )?(?:prompt|instructions?)\b"
    r"|\bstage directions?\b|\brole-?play(?:ing)?\b|\bhow (?:can|may) i (?:help|assist) you\b|\bi(?:'m| am) here to "
    r"(?:help|assist|support)\b|\bin character\b|\b(?:persona|simulation)\b|\btrust (?:score|level)\b",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?\s*(?:said|note|think|organizer|member)\b|</", re.IGNORECASE)
_NOT_SPEECH = re.compile(r"^\s*(?:[-*•#>]|\d+[.)]\s)|\*[^*]+\*|\[[^\]]*\]|^\s*\([^)]*\)\s*$|```", re.MULTILINE)
_LABEL = re.compile(r"^\s*[\"“]?(?:\*\*)?(?P<who>[A-Z][\w .'-]{1,30}?)(?:\*\*)?\s*:\s", re.MULTILINE)


def out_of_role(text: str) -> bool:
    """Whether somebody other than the member speaks: an assistant, a narrator, another person's line."""
    return any(sign.search(text) for sign in (_OUT_OF_ROLE, _TAGS, _NOT_SPEECH, _LABEL))


class Watch:
    """Knows what this reply must not hold: role breaks, what is not granted, a yes that was not given."""

    def __init__(self, persona: Persona, direction: Direction, before: Sequence[Line]) -> None:
        self._persona, self._direction, self._before = persona, direction, before
        self._closed = {t.id for layer in persona.story if layer.id not in direction.granted for t in layer.tells}
        self._may_agree = bool(direction.answer and direction.answer.kind in ("agree", "easy_yes"))

    def passes(self, sentence: str, shown: str) -> bool:
        """Whether the next sentence may be shown after what was shown before it."""
        if out_of_role(sentence):
            return False
        if any(phrase.casefold() in sentence.casefold() for phrase in self._persona.voice.never_says):
            return False
        if self._closed.intersection(told_in(self._persona, shown + sentence)):
            return False
        return self._may_agree or self._direction.answer is None or not read_member(shown + sentence, self._before).agrees


async def sentences(words: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """A stream of text, sentence by sentence; together they are the whole text."""
    held = ""
    async for word in words:
        held += word
        while (end := _END.search(held)) and end.end() < len(held):
            yield held[: end.end()]
            held = held[end.end() :]
        if len(held) > _LONGEST:
            yield held
            held = ""
    if held.strip():
        yield held
