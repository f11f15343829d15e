"""Whether a quote stands: word for word in the organizer turn that it names, typography aside."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from coach.core.conversation import Conversation, OrganizerTurn

LEAST_WORDS = 3
"""A quote is at least this many words, or the whole turn."""
NEAR = 0.8
"""How alike a near miss must be, by words in order (difflib's ratio), to be replaced by them."""

_WORD = re.compile(r"\w+(?:['’ʼ]\w+)*")


@dataclass(frozen=True)
class _Word:
    plain: str
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    return [_Word(_plain(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).replace("’", "'").replace("ʼ", "'").casefold()


def standing_quote(quote: str, turn: int, conversation: Conversation) -> str | None:
    """The verbatim words of organizer turn `turn` that `quote` stands for; None where it does not stand."""
    if not 1 <= turn <= len(conversation.turns):
        return None
    said = conversation.turns[turn - 1]
    return verbatim(quote, said.text) if isinstance(said, OrganizerTurn) else None


def verbatim(quote: str, text: str) -> str | None:
    """The stretch of `text` that `quote` gives, exactly or nearly; None where there is none long enough."""
    wanted, said = _words(quote), _words(text)
    if not wanted or not said or (len(wanted) < LEAST_WORDS and len(wanted) < len(said)):
        return None
    size = len(wanted)
    plain = [word.plain for word in wanted]
    for start in range(len(said) - size + 1):
        if [word.plain for word in said[start : start + size]] == plain:
            return _stretch(text, said[start : start + size])
    near = _nearest(plain, said)
    return _stretch(text, near) if near else None


def _nearest(wanted: list[str], said: list[_Word]) -> list[_Word] | None:
    """The stretch most like `wanted`, if it is long enough and near enough."""
    best: tuple[float, list[_Word]] = (0.0, [])
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for size in range(max(1, len(wanted) - 2), len(wanted) + 3):
        for start in range(len(said) - size + 1):
            stretch = said[start : start + size]
            matcher.set_seq1([word.plain for word in stretch])
            if matcher.quick_ratio() > best[0] and (alike := matcher.ratio()) > best[0]:
                best = (alike, stretch)
    alike, stretch = best
    long_enough = len(stretch) >= LEAST_WORDS or len(stretch) == len(said)
    return stretch if alike >= NEAR and long_enough else None


def _stretch(text: str, words: list[_Word]) -> str:
    """From the first word to the last, with the mark that ends the sentence, if one follows."""
    end = words[-1].end
    closing = re.match(r"[.?!…]+", text[end:])
    return text[words[0].start : end + (closing.end() if closing else 0)]
