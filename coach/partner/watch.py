"""What a model says in the member's name is let through sentence by sentence, while it is the member who speaks."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from coach.core.conversation import Direction, Line
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.partner.piece import says
from coach.partner.prompt import ASKED
from coach.reader.builtin import read_member
from coach.reader.echoes import told_in
from coach.reader.words import find, stems

_END = re.compile(r"[.!?…]+[\"'”’)]*\s+|\n+")
_LONGEST = 400
"""Characters; what goes on longer without an end is shown as it stands."""
BARE_YES = 3
"""Words; "Okay, okay." before a line of theirs that holds back is no yes."""
QUOTES = '"“”'
_QUOTES, _QUOTE = re.compile(f"[{QUOTES}]"), re.compile(rf"\s*[{QUOTES}]")
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][a-z]{2,}")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'"})

_OUT_OF_ROLE = re.compile(
    r"\bas an? (?:ai|a\.i\.|language model|assistant|chatbot|large language)\b|\b(?:i am|i'm) an? (?:ai|language model|"
    r"(?:virtual|ai) assistant|chatbot)\b|\blanguage model\b|\b(?:my|the|these|your) (?:system )?prompts?\b"
    r"|\b(?:my|system) instructions?\b|\bhow (?:can|may) i (?:assist you|help you today)|\b(?:i'm|i am) here to "
    r"(?:help|assist|support)\b|\b(?:stay|break|remain)(?:ing)? in character\b|\btrust (?:score|level)\b"
    r"|\bi (?:can(?:not|'t)|won't) (?:assist|comply)\b",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?\s*(?:said|note|think|organi[sz]er|member)\b|</", re.IGNORECASE)
_NOT_SPEECH = re.compile(
    r"^\s*(?:[-•#>]|\d+[.)]\s)|\*|\[[^\]]*\]|^\s*\([^)]*\)|\b_[^_]+_\b|```|[{}]|:\s*\n", re.MULTILINE
)
_ROLES = (
    r"organi[sz]er|member|interviewer|assistant|user|system|narrator|human|ai|coach|you|me|them|other person|note|"
    r"response|reply|answer"
)
_LABEL = re.compile(rf"^\s*[\"“]?(?:the )?(?:{_ROLES})\s*:", re.IGNORECASE | re.MULTILINE)
_NAMED = re.compile(r"\s*[\"“]?(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?: \([^)]*\))?\s*:")
_EMPHASIS = re.compile(r"\*\*([^*\n]+)\*\*|(?<=[A-Za-z] )\*([a-z']+)\*(?=[ ,.?!])")


def _names(*texts: str) -> frozenset[str]:
    """The names in texts: what is written with a capital where no sentence begins."""
    return frozenset(name for text in texts for name in _NAME.findall(text))


def out_of_role(text: str) -> bool:
    """Whether somebody other than the member speaks: an assistant, a narrator, another person's line."""
    text = text.translate(_STRAIGHT)
    return any(sign.search(text) for sign in (_OUT_OF_ROLE, _TAGS, _NOT_SPEECH, _LABEL))


def bare(text: str) -> str:
    """The same words without marks of emphasis: "I *do* know" is speech, "*sighs*" is not."""
    return _EMPHASIS.sub(lambda found: found[1] or found[2], text)


class Watch:
    """Knows what this reply must not hold: role breaks, what is not granted, a yes that was not given.

    `own` are their lines that were offered for it: these may always be said. `stopped` is what was stopped last.
    """

    def __init__(self, persona: Persona, direction: Direction, before: Sequence[Line], own: Sequence[str] = ()) -> None:
        self.stopped = ""
        self._persona, self._before, self._own = persona, before, own
        self._known = _names(persona.model_dump_json(), *(text for _, text in before)) if direction.cover else None
        self._closed = persona.withheld(direction.granted)
        asked = direction.answer is not None or direction.situation in ASKED
        agrees = direction.answer is not None and direction.answer.kind in ("agree", "easy_yes")
        self._tricked = direction.situation is Situation.PUZZLED
        self._no_yes = asked and not agrees and not persona.start.easy_yes
        heard = stems(before[-1][1]) if before else ()
        self._never = [phrase for phrase in persona.voice.never_says if not find(phrase, heard, gap=0)]

    def passes(self, sentence: str, shown: str) -> bool:
        """Whether the next sentence may be shown after what was shown before it, as far as it goes by itself."""
        said = stems(sentence)
        stops = (
            out_of_role(sentence)
            or self._named(sentence, shown)
            or (self._known is not None and not _names(sentence) <= self._known)
            or any(find(phrase, said, gap=0) for phrase in self._never)
            or self._closed.intersection(told_in(self._persona, shown + sentence))
        )
        self.stopped = sentence if stops else self.stopped
        return not stops

    async def heard(self, said: AsyncIterator[str]) -> AsyncGenerator[str, None]:
        """The sentences as they come. Where a yes or obedience is to be feared all of them are waited for.

        Only the whole shows whether "Okay, look." begins a yes, or "Sure!" a list: then nothing gets through.
        """
        if not self._no_yes and not self._tricked:
            async for sentence in said:
                yield sentence
            return
        whole = [sentence async for sentence in said]
        obeys = self._tricked and any(out_of_role(bare(sentence)) for sentence in whole)
        if obeys or (self._no_yes and self._agrees(whole)):
            self.stopped = "".join(whole)
            return
        for sentence in whole:
            yield sentence

    def _agrees(self, whole: Sequence[str]) -> bool:
        """Whether a yes is said beside the lines that were offered, and beside a mere "Okay." before them."""
        takes = any(says("".join(whole), line) for line in self._own)
        least = BARE_YES + 1 if takes else 1
        rest = [s for s in whole if len(s.split()) >= least and not any(s.strip() in line for line in self._own)]
        return read_member("".join(rest), self._before).agrees

    def _named(self, sentence: str, shown: str) -> bool:
        """Whether it begins with a name, as lines in a script do: theirs, or on a later line anybody's."""
        named = _NAMED.match(sentence)
        own = named and named["who"].split()[0] == self._persona.name.split()[0]
        return bool(own or (named and shown.endswith("\n")))


async def unquoted(said: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The sentences of a reply, without the quotation marks that some models put around the whole of it."""
    first, opened = True, False
    async for sentence in said:
        text = sentence
        if first and (begun := _QUOTE.match(text)) and len(_QUOTES.findall(text)) <= 2:
            text, opened = text[begun.end() :], True
        if opened and len(_QUOTES.findall(text)) == 1 and text.rstrip()[-1:] in QUOTES:
            end = len(text.rstrip())
            text, opened = text[: end - 1] + text[end:], False
        first = False
        yield text


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
