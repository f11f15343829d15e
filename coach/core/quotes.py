"""Whether a quote stands: word for word in the turn that it is taken from, typography aside."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.said import stretches

LEAST_WORDS = 3
"""A quote is at least this many words, or the whole turn."""
NEAR = 0.8
"""How alike a near miss must be, by words in order (difflib's ratio), to be replaced by them."""

_WORD = re.compile(r"\w+(?:['’ʼ]\w+)*")
_QUOTED = re.compile(r"“([^”]*)”|«([^»]*)»|\"([^\"]*)\"|(?<!\w)[‘']([^\"“”]*?)[’'](?!\w)")
_SENTENCE_END = re.compile(r"[.?!…]+[\"”’']?(?=\s|$)")


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
    """The verbatim words of organizer turn `turn` that `quote` stands for; None where it does not stand.

    What a turn says to whoever assesses it can't be quoted, nor joined across.
    """
    if not 1 <= turn <= len(conversation.turns):
        return None
    said = conversation.turns[turn - 1]
    if not isinstance(said, OrganizerTurn):
        return None
    return next((found for part in stretches(said.text) if (found := verbatim(quote, part))), None)


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


def without_false_quotes(text: str, conversation: Conversation) -> str:
    """`text` without the sentences that quote what neither side said; a quote shorter than three words is let be."""
    said = [[word.plain for word in _words(turn.text)] for turn in conversation.turns]
    kept, start = "", 0
    for found in _QUOTED.finditer(text):
        wanted = [word.plain for word in _words(next(filter(None, found.groups()), ""))]
        if len(wanted) < LEAST_WORDS or any(_holds(turn, wanted) for turn in said) or found.start() < start:
            continue
        before = [end.end() for end in _SENTENCE_END.finditer(text, start, found.start())]
        after = _SENTENCE_END.search(text, max(found.start(), found.end() - 2))
        kept += text[start : before[-1] if before else start]
        start = after.end() if after else len(text)
    return (kept + text[start:]).strip()


def _holds(said: list[str], wanted: list[str]) -> bool:
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))


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
