"""A member's words given back: the most telling clause of a turn, turned to the second person."""

import re

from coach.assessor.wording import FEELING, LEAD_IN, TOLD, content, plain, says
from coach.core.measures import sentences, word_count

SHORT_QUOTE = 14
"""Words of a member's answer that are quoted."""


def quoted(text: str) -> str:
    """The beginning of what the member said, in quotation marks."""
    words = text.split()
    if len(words) <= SHORT_QUOTE:
        return f"“{text.strip()}”"
    return f"“{' '.join(words[:SHORT_QUOTE]).rstrip(',;')} …”"


_CLAUSE = re.compile(r"(?<=[;,])\s+|\s+(?:but|so|and then|because|cos|cause)\s+", re.IGNORECASE)
_TURNED = {
    "i was": "you were", "i am": "you are", "was i": "were you", "am i": "are you", "myself": "yourself",
    "mine": "yours", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "im": "you're",
    "me": "you", "my": "your", "i": "you",
}  # fmt: skip
_SELF = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(you|your|you're|ya|yours)\b", re.IGNORECASE)
_EDGES = " ,;.…!?\"'“”‘"
LEAST_CLAUSE, MOST_CLAUSE = 3, 14
"""Words of a clause that can be given back."""


def in_their_words(text: str) -> str:
    """The most telling clause of a member's turn, turned to the second person; empty where there is none."""
    clauses: list[str] = []
    for sentence in sentences(plain(text)):
        if not sentence.endswith("?"):
            clauses.extend([sentence] if word_count(sentence) <= MOST_CLAUSE else _CLAUSE.split(sentence))
    fit = [LEAD_IN.sub("", clause.strip(_EDGES)).strip(_EDGES) for clause in clauses]
    fit = [clause for clause in fit if LEAST_CLAUSE <= word_count(clause) <= MOST_CLAUSE and content(clause)]
    if not fit:
        return ""
    _, best = max(enumerate(fit), key=lambda numbered: (_telling(numbered[1]), numbered[0]))
    return _turned(best)


def _telling(clause: str) -> float:
    own = 1.0 if _SELF.search(clause) else 0.0
    to_us = 2.0 if _OTHER.search(clause) else 0.0
    told = 2.0 if says(TOLD, clause) else 0.0
    return min(len(content(clause)), 4) + own + told + 1.5 * says(FEELING, clause) - to_us


def _turned(clause: str) -> str:
    if _OTHER.search(clause):
        return f"You said: “{clause[0].upper()}{clause[1:]}.”"
    turned = _SELF.sub(lambda found: _TURNED[found.group().casefold()], clause)
    return f"{turned[0].upper()}{turned[1:]}."
