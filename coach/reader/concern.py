"""Whether somebody steps out of the practice with a turn: in distress about themselves now, or abusing the member.

Rules over English words. They miss what is said in other words, or between the lines: they are no safety net.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from coach.core.conversation import Concern
from coach.reader.conduct import insults
from coach.reader.cues import patterns
from coach.reader.sentences import sentences

_KEY_WORDS = (
    "myself",
    "suicidal",
    "suicide",
    "killing",
    "hurting",
    "cutting",
    "anymore",
    "living",
    "alive",
    "disappear",
)
"""Words that the rules rest on and that people mistype when it matters."""
_SLIPS = {
    "kil": "kill", "kll": "kill", "killin": "killing", "dye": "die", "jus": "just", "myslf": "myself",
    "mysel": "myself", "ded": "dead", "wan": "want", "wnat": "want", "wnt": "want", "wamt": "want", "watn": "want",
    "too": "to", "tryna": "trying to", "finna": "going to", "id": "i would", "ima": "i am going to",
    "imma": "i am going to", "gona": "going to", "gunna": "going to", "ot": "to", "bout": "about", "iam": "i am",
    "thinkin": "thinking", "suicidle": "suicidal", "lfie": "life", "lief": "life", "sewerslide": "suicide",
}  # fmt: skip
_WORD = re.compile(r"[a-z']+")
_BARE = re.compile(
    r"^(?:just |honestly |really |sorry ,? ?|please )*(?=(?:(?:do|can|will) not|want|wish|need|tried|feel|hate)\b)"
)
_BARE_DOING = re.compile(
    r"^(?:just |honestly |really |sorry ,? ?)*(?=(?:thinking|feeling|having|going|suicidal|scared)\b)"
)
"""How a sentence starts that has no "I": people in distress leave it out."""


def concern(text: str) -> Concern | None:
    """Why to offer a way out of the practice after this turn of the learner's; None where it is the practice itself.

    A story of grief, anger at somebody, a hard time long past: these belong to a 1:1 and are no alarm.
    """
    if _distressed(text):
        return "distress"
    return "abuse" if insults(text) or _any("abuse", list(sentences(text))) else None


def _distressed(text: str) -> bool:
    known = patterns("concern.txt")
    said = [_evened(sentence) for sentence in sentences(text)]
    told = [sentence for sentence in said if not known["concern.spares"].search(sentence)]
    now = [sentence for sentence in told if not known["concern.past"].search(sentence)]
    real = any(known["concern.real"].search(sentence) for sentence in said)
    low = sum(bool(known["concern.low"].search(part)) for sentence in now for part in sentence.split(" , "))
    return _any("grave", told) or _any("harmed", now) or _any("undone", now) or low > 1 or (real and _any("low", now))


def _any(kind: str, said: list[str]) -> bool:
    return any(patterns("concern.txt")[f"concern.{kind}"].search(sentence) for sentence in said)


@lru_cache(maxsize=1024)
def _evened(sentence: str) -> str:
    """Plain wording with the slips evened in the words that matter here."""
    evened = " ".join(_WORD.sub(lambda found: _even(found[0]), sentence).split())
    return _BARE_DOING.sub("i am ", _BARE.sub("i ", evened))


def _even(word: str) -> str:
    if word in _SLIPS:
        return _SLIPS[word]
    if len(word) < 5:
        return word
    return next((key for key in _KEY_WORDS if key[0] == word[0] and OSA.distance(word, key, score_cutoff=1) <= 1), word)
