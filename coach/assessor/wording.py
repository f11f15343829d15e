"""What the words alone tell: the phrases of phrases.toml, content words, opening up and closing down."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from coach.core.better_lines import FaultKind

BRIEF = 24
"""Words; a member who says more than this has not closed down, whatever the turn begins with."""
LEAST_ENGLISH = 0.3
"""Share of common English words in English talk: about 0.6 in talks; under 0.15 in other languages."""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_FILE = tomllib.loads(files("coach.assessor").joinpath("phrases.toml").read_text("utf-8"))

COMMON = frozenset(str(_FILE["common"]).split())
"""Words that carry nothing."""


def _phrases(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_FILE[name]), re.IGNORECASE)


WHEN = _phrases("when")
HOW_LONG = _phrases("how_long")
STATES_PURPOSE = _phrases("states_purpose")
MAY_ASK = _phrases("may_ask")
THEIR_AIMS = _phrases("their_aims")
CHOICE = _phrases("choice")
OBSTACLE = _phrases("obstacle")
TESTS_ANSWER = _phrases("tests_answer")
I_WILL = _phrases("i_will")
YOU_WILL = _phrases("you_will")
NAMES_MISSTEP = _phrases("names_misstep")
OWNS_UP = _phrases("owns_up")
I_DID = _phrases("i_did")
ACCEPTS, FORGIVES = _phrases("accepts"), _phrases("forgives")
LAST_TIME, ANSWERS_FOR = _phrases("last_time"), _phrases("answers_for")
HOW_IT_WENT, MAKES_SENSE = _phrases("how_it_went"), _phrases("makes_sense")
FLATTERY = _phrases("flattery")
STOCK = _phrases("stock")
FEELING = _phrases("feeling")
FIRST_PERSON = _phrases("first_person")
PEOPLE = _phrases("people")
BRING = _phrases("bring")
NAME_GATHERING = _phrases("name_gathering")
OTHERS_TOO = _phrases("others_too")
WE = _phrases("we")
CHECKS = _phrases("checks")
LEADS = _phrases("leads")
HOLDS_BACK = _phrases("holds_back")
TOLD, SPEAKS, UNTURNED = _phrases("told"), _phrases("speaks"), _phrases("unturned")
ASKS_OPENLY = _phrases("asks_openly")
GIVES_IN, ALTERNATIVE = _phrases("gives_in"), _phrases("alternative")
MISSTEPS: Mapping[FaultKind, re.Pattern[str]] = {
    kind: re.compile("|".join(_FILE["missteps"][kind]), re.IGNORECASE)
    for kind in FaultKind.__args__
    if kind in _FILE["missteps"]
}
"""How learners speak of their own missteps, by kind."""
_UNDERSTOOD = _phrases("understood")
_CONFIRMS, _SHUTS, _BRUSHES_OFF = _phrases("confirms"), _phrases("shuts"), _phrases("brushes_off")
OTHERS, TO_THEM = _phrases("others"), _phrases("to_them")
_SOMEBODY = _phrases("names_somebody")
_PLACE = re.compile(r"\b(?:in|at|to|from|near|round|outside|of|over|across|on) (?:[A-Z][a-z]{2,} ?){1,3}")
"""A name after such a word is mostly a place, or a day."""
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][a-z]{2,}|\b[A-Z][a-z]{2,}(?='s|,)")


def words_of(name: str) -> frozenset[str]:
    """A list of phrases.toml that is plain words."""
    return frozenset(str(_FILE[name]).split())


def plain(text: str) -> str:
    """Straight apostrophes, so that the patterns hold."""
    return text.translate(_PLAIN)


def says(phrases: re.Pattern[str], text: str) -> bool:
    """Whether the text says any of these phrases."""
    return bool(phrases.search(plain(text)))


def names_somebody(text: str) -> bool:
    """Somebody comes up: by what they are to the speaker, or by name."""
    return says(_SOMEBODY, text) or bool(_NAME.search(_PLACE.sub("", plain(text))))


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Stems of the words that carry something: no function words, nothing of two letters."""
    words = _WORD.findall(plain(text).lower())
    return frozenset(_stem(word) for word in words if word not in COMMON and (len(word) > 2 or word.isdigit()))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def confirms(text: str) -> bool:
    """The member says that this is what they meant."""
    return says(_CONFIRMS, text) or understood(text)


def understood(text: str) -> bool:
    """The member says that they were understood, however briefly: "Mm, that's it"."""
    return says(_UNDERSTOOD, text)


def shuts(text: str) -> bool:
    """The member closes down by their words: a look at the clock, a turn aside, "yeah, nah"."""
    return len(text.split()) <= BRIEF and says(_SHUTS, text)


def brushes_off(text: str) -> bool:
    """The member puts it aside, kindly or not: no time, some other day, nothing to tell."""
    return says(_BRUSHES_OFF, text)


def holds_back(text: str) -> bool:
    """The member hesitates, hedges or says no."""
    return says(HOLDS_BACK, text)


def english(text: str) -> bool:
    """Whether enough of the words are common English ones to be read at all."""
    words = _WORD.findall(plain(text).lower())
    return bool(words) and sum(1 for word in words if word in COMMON) >= LEAST_ENGLISH * len(words)
