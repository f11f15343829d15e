"""What an organizer said they would do: sentences in which they bind themselves to something after this talk."""

import re

from coach.core.conversation import Conversation

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_BINDS = re.compile(
    r"\b(?:i(?:['’]ll|\s+will|\s+shall|['’]m\s+going\s+to|['’]m\s+gonna)|let\s+me)\s+(?:(?:also|just|then|make\s+sure\s+to)\s+)?(be\s+t?here|\w+)",
    re.IGNORECASE,
)
_DONE_LATER = (
    "ask arrange book bring call chase check collect come contact cook cover drive drop email fetch find fix get give "
    "go grab help introduce invite keep leave lend look meet message organise organize pass phone pick post print put "
    "read report return ring save see send set share sit sort speak swing take talk tell text "
    "turn visit wait walk write"
)
_LATER = frozenset(_DONE_LATER.split())
"""Verbs of things that are done between two talks; "I'll be honest" and "I'll listen" bind nobody to anything later."""
_NOW = re.compile(
    r"\bif (?:you|that|it)\b|"
    r"\b(?:ask|tell|give|leave|let) (?:you )?(?:one|something|a (?:question|bit)|this|about|why|how|"
    r"what (?:i|we) (?:know|think|heard))\b|"
    r"\b(?:right now|now|straight up|honestly|it there|you be|it at that)\b|"
    r"\b(?:last time|i (?:told you|said|promised)|you (?:said|told me))\b",
    re.IGNORECASE,
)
"""What is said to be done at once, or only perhaps, or was said before."""


def promised(text: str) -> tuple[str, ...]:
    """The sentences of a turn that promise something for later, word for word, in their order."""
    return tuple(sentence.strip() for sentence in _SENTENCE.findall(text) if _promises(sentence))


def given_in(conversation: Conversation) -> tuple[tuple[int, str], ...]:
    """All that the organizer promised in a talk: the number of the turn, and the sentence; none of them twice.

    What gives back a promise of the member's is none of the organizer's.
    """
    theirs = " ".join(text for who, text in conversation.lines if who == "member")
    made = [(number, one) for number, turn in conversation.practised.organizer_turns for one in promised(turn.text)]
    found = [(number, text) for number, text in made if text not in theirs]
    first = {text: number for number, text in reversed(found)}
    return tuple((number, text) for number, text in found if first[text] == number)


def _promises(sentence: str) -> bool:
    bound = [verb.lower() for verb in _BINDS.findall(sentence)]
    asks = sentence.rstrip().endswith("?") and not _BINDS.match(sentence.strip())
    return any(verb in _LATER or verb.startswith("be ") for verb in bound) and not asks and not _NOW.search(sentence)
