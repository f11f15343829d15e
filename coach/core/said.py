"""What a turn says to the member: its words and sentences, without any that speak to whoever assesses the talk."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.core.asides import ASIDE, BACK, CAPITAL, LEAD

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BREAK = re.compile(r"(?<=[.?!…؟])\s+|\s*\n\s*")
QUESTION_MARKS = ("?", "؟")
"""The second is the Arabic one."""


def word_count(text: str) -> int:
    """How many words `text` has; "don't" is one."""
    return len(_WORD.findall(text))


def ends_in_question(text: str) -> bool:
    """Whether its last mark is a question mark, whatever quotation or bracket closes behind it."""
    return text.rstrip("\"'”’») ").endswith(QUESTION_MARKS)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a turn, in order, with their marks. A new line ends one as a full stop does."""
    return tuple(text[start:end] for start, end in _spans(text))


@lru_cache(maxsize=4096)
def stretches(text: str) -> tuple[str, ...]:
    """What of a turn is said to the member, word for word: the whole, or what stands around asides to an assessor."""
    found: list[list[int]] = []
    for start, end in _spans(text):
        for kept_from, kept_to in _said_in(text[start:end]):
            if found and not text[found[-1][1] : start + kept_from].strip():
                found[-1][1] = start + kept_to
            else:
                found.append([start + kept_from, start + kept_to])
    return tuple(kept for start, end in found if word_count(kept := text[start:end].strip()))


@lru_cache(maxsize=4096)
def said_to_them(text: str) -> str:
    """The turn without what speaks to whoever assesses it: that counts for nothing."""
    parts = stretches(text)
    return text if parts == (text.strip(),) or not word_count(text) else _joined(parts)


def _joined(parts: tuple[str, ...]) -> str:
    ends = (".", "!", "…", *QUESTION_MARKS)
    return "".join(f"{part} " if part.endswith(ends) else f"{part}\n" for part in parts).strip()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for found in _BREAK.finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _said_in(sentence: str) -> Iterator[tuple[int, int]]:
    """The spans of a sentence that are said to the member."""
    start = 0
    while found := ASIDE.search(sentence[start:]):
        lead = LEAD.search(sentence[start : start + found.start()])
        until = start + (lead.start() if lead else found.start())
        anew = CAPITAL.search(sentence, until, start + found.start() + 1)
        until = anew.start() if anew else until
        if word_count(sentence[start:until]):
            yield start, until
        back = BACK.search(sentence, start + found.end())
        if not back:
            return
        start = back.end()
    if start < len(sentence):
        yield start, len(sentence)
