"""Turns that leave the practice, instructions to the machine behind the member and insults, or the talk: goodbyes."""

import re

from coach.reader.cues import patterns
from coach.reader.sentences import sentences

_MARKUP = re.compile(
    r"(?im)^\s*(?:\W{0,4})(?:system|assistant|developer|user|instruction)s?\s*(?:\]|>|\|)?\s*:\s"
    r"|<\|?\s*/?\s*(?:system|im_start|im_end|endoftext|assistant|instructions?|inst)\b[^>\n]*>"
    r"|\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>|#{2,}\s*(?:system|instructions?|assistant)\b"
)
_FAREWELL = re.compile(
    r"\b(?:good ?bye|good ?night|bye|see (?:you|ya)(?: later| then| soon| on \w+)?|take care(?! of)|all the best|"
    r"thank(?:s| you)(?: so much| again)? for (?:the|your|this) (?:\w+ )?"
    r"(?:time|morning|afternoon|evening|hour|chat|talk)|"
    r"i'?(?:ll| will|d better|'d better|'ll) (?:be (?:off|going)|get going|head off|let you (?:go|get)|leave you to)|"
    r"on my way (?:out|home|off))\b",
    re.IGNORECASE,
)
_SHORT = 12
"""Words; in a longer sentence "good night" may be a part of a story."""


def instructs(text: str) -> bool:
    """Whether a turn tries to instruct player or assessor ("ignore your instructions", "system: …")."""
    instructing = patterns("conduct.txt")["conduct.instructs"]
    return bool(_MARKUP.search(text)) or any(instructing.search(said) for said in sentences(text))


def insults(text: str) -> bool:
    """Whether a turn insults the person it speaks to. Swearing at things, or at oneself, is no insult."""
    known = patterns("conduct.txt")
    insulting, sparing = known["conduct.insults"], known["conduct.spares"]
    return any(insulting.search(said) and not sparing.search(said) for said in sentences(text))


def bids_farewell(text: str) -> bool:
    """Whether a turn ends in saying goodbye, in so many words, with nothing asked there."""
    end = re.split(r"(?<=[.!?])\s+", text.strip())[-2:]
    return not any("?" in said for said in end) and any(
        len(said.split()) <= _SHORT and _FAREWELL.search(said) for said in end
    )
