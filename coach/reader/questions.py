"""The questions in a turn: what wants an answer, told apart from what was said around it."""

import re
from functools import lru_cache
from importlib.resources import files

from coach.reader.words import GAP, stems, tokens

COMMON, JOINING = "common_words.txt", "joining_words.txt"

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_FILLERS = r"(?:(?:so|and|but|or|well|ok|okay|oh|now|right|sorry|look|then|yeah|yes|\w+(?= ?,))[ ,]+){0,4}"
_IS = r"(?:is|are|was|were|do|does|did|has|have|had|would|could|can|will|should)"
_ASKS = re.compile(
    rf"^\W*{_FILLERS}(?:(?:what|how|why|who|where|when|which|whose)(?:'?s| \w+)? {_IS}|"
    r"(?:what|how|who|where|why|when)'?s|"
    r"(?:tell|talk|walk) me (?:about|through|more|a|how|what|why)|how come|what about|how about|"
    rf"{_IS} (?:you|your|he|she|they|there|the|anyone|anybody|people|others)|"
    r"i (?:(?:only|just|was|am|did) )*wonder(?:ed|ing)?|i'?d (?:love|like) to (?:hear|know|ask)|"
    r"i want(?:ed)? to (?:hear|know|ask)|i'?m curious)\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(r"\bi (?:do |just |only )?wonder (?:what|how|why|who|where|when|whether|if)\b", re.IGNORECASE)
"""What asks wherever it stands in its sentence: "you sound calm, but I wonder what it's like"."""
_CHECKS = re.compile(
    r"\b(?:(?:have|did|do) i (?:\w+ )?(?:got|get|have|hear|heard|understand|understood|read|miss|missed|put|say) |"
    r"(?:have i|did i) miss|(?:is|was) that (?:\w+ ){0,2}(?:right|fair|it|close|accurate)\b|"
    r"am i (?:\w+ )?(?:right|close|hearing|reading|getting|wrong|off)|"
    r"does that (?:sound|seem|feel) (?:\w+ )?(?:right|fair|true|accurate|like)|"
    r"(?:anything|what) (?:have )?(?:i|i've|ive) (?:have )?(?:miss|missed|left out|got wrong)|how close|"
    r"is that how (?:it|you)|is that what you)|^\W*(?:right|yeah|yes|correct|true|fair|no|is that so|"
    r"really|ok|okay|all right|alright|deal|agreed|sound good|(?:how )?does that (?:work|sound)(?: \w+){0,2})\W*$",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    rf"\bor (?:{_IS}|what|who|how|more|just|rather) (?:you|it|that|he|she|they|there|of)\b", re.IGNORECASE
)
_LEAVE = re.compile(
    r"\b(?:(?:can|could|may|might) i ask(?: you)?|(?:do|would) you mind (?:if i ask|me asking)(?: you)?|"
    r"(?:is it|would it be) (?:ok|okay|all right|alright|fine) (?:if i|to) ask(?:ed)?(?: you)?) "
    r"(?:(?:something|a question|one (?:more )?thing|another|a bit|a little|more)\b|"
    r"about (?:it|that|this|them|him|her)\W*$)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:(?:can|could|may|might) i (?:just )?ask(?: you)?,? )(?=(?:what|how|why|who|where|when|which|whose|if)\b)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:would|could|can|will) you (?:\w+ ){0,3}"
    r"(?:tell|telling|say|saying|explain|explaining|describe|describing|show|showing) "
    r"(?:me|us|what|how|why|more|a bit|about)\b",
    re.IGNORECASE,
)
_INQUIRES = re.compile(
    rf"^\W*{_FILLERS}(?:what|how|why|who|where|when|which|is|was|were|did|does|has|have you|"
    r"do (?:you|they|we|the|any|people|your|those|these)|are (?:you|they|the|those|these))\b"
    r"(?! about| if| want\b| think you| like to\b| willing| up for| keen| able| interested| free| happy to\b| ready)|"
    r"^[^,?]{1,40}, (?:what|how|why|who|where|when|which)\b(?! about| if)",
    re.IGNORECASE,
)
_POINTS = frozenset(stems("that it this he she they him her them those these"))
_BACK = re.compile(
    r"^\W*(?:so |and |but |oh |okay |ok )*(?:why|how so|how come|like what|such as|for example|go on|what else|who|"
    r"do you know (?:why|how|who)|what do you mean|what (?:was|is) (?:that|it) like|what happened|in what way|why not|"
    r"since when|and)"
    r"(?: then| next| after(?:wards)?| there| exactly| by that| about that| to (?:him|her|them|it|you))*\W*$|"
    r"tell me (?:a bit |a little |some )?more\W*(?:about (?:that|it|this|him|her|them)\W*)?$|"
    r"say (?:a bit |a little )?more",
    re.IGNORECASE,
)


def fillers() -> str:
    """The pattern of what may stand before a question's first word: "so", "and", a name."""
    return _FILLERS


NUMBERS = frozenset(
    stems(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty "
        "fifty sixty seventy eighty ninety hundred thousand"
    )
)
"""By these no two sentences are known to speak of one thing: every hour and every count has them."""


@lru_cache(maxsize=2)
def listed(name: str) -> frozenset[str]:
    """The stems of a list of words that lies beside this module."""
    text = files("coach.reader").joinpath(name).read_text("utf-8")
    return frozenset(stem for line in text.splitlines() if not line.startswith("#") for stem in stems(line))


def sentences(text: str) -> list[str]:
    """The sentences of a text as they stand, with their marks."""
    return [part.strip() for part in _SENTENCE.findall(text) if tokens(part)]


def questions(text: str) -> list[str]:
    """The sentences that ask something, marked or not."""
    return [part for part in sentences(text) if part.endswith("?") or _ASKS.search(part) or _WONDERS.search(part)]


def remarks(text: str) -> list[str]:
    """The sentences that ask nothing."""
    asked = set(questions(text))
    return [part for part in sentences(text) if part not in asked]


def checks(question: str) -> bool:
    """Whether it only asks if the member was understood right; not where it gives a choice."""
    return bool(_CHECKS.search(question)) and not _CHOICE.search(question)


def asks_leave(question: str) -> bool:
    """Whether it only asks for leave to ask."""
    return bool(_LEAVE.search(question))


def without_leave(question: str) -> str:
    """The same without a polite "may I ask" before what it asks."""
    return _POLITE.sub("", question)


def asks_to_be_told(question: str) -> bool:
    """Whether it asks, politely, for something to be told: "would you tell me what it was?" is no ask."""
    return bool(_TOLD.search(question))


def inquires(question: str) -> bool:
    """Whether it is worded as asking to know something, and not as asking for something."""
    return bool(_INQUIRES.search(question))


def points_back(question: str) -> bool:
    """Whether it names nothing of its own, and asks on about what was last spoken of."""
    if _BACK.search(question):
        return True
    said = stems(question)
    pointing = {word for word, after in zip(said, (*said[1:], ""), strict=True) if not _belongs(word, after)}
    return not set(said) - listed(COMMON) - listed(JOINING) and not _POINTS.isdisjoint(pointing)


def ends_back(text: str) -> bool:
    """Whether the last word only points at what was said: "what do you want out of all that?"."""
    return next(iter(stems(text)[::-1]), "") in _POINTS


def _belongs(word: str, after: str) -> bool:
    """Whether it only points at the word after it: "this job"."""
    return word in ("this", "that", "these", "those") and after not in listed(JOINING) | {"", "happen", "feel", "go"}


def apart(texts: list[str]) -> tuple[str, ...]:
    """The stems of sentences, kept so far apart that no cue reaches from one into the next."""
    between = ("",) * (GAP + 1)
    return tuple(stem for text in texts for stem in (*stems(text), *between))
