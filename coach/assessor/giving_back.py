"""A member's words given back: a short clause turned to "you", a sentence as it stands, or a thing they spoke of."""

import re

from coach.assessor.wording import (
    FEELING,
    SPEAKS,
    TO_THEM,
    TOLD,
    UNTURNED,
    brushes_off,
    content,
    plain,
    says,
    shuts,
    words_of,
)
from coach.core.said import sentences, word_count

SHORT_QUOTE = 14
"""Words of a member's answer that are quoted."""
LEAST_CLAUSE, MOST_CLAUSE = 4, 11
"""Words of a clause that can be given back."""


def quoted(text: str) -> str:
    """The beginning of what the member said, in quotation marks."""
    words = text.split()
    if len(words) <= SHORT_QUOTE:
        return f"“{text.strip()}”"
    return f"“{' '.join(words[:SHORT_QUOTE]).rstrip(',;')} …”"


def in_their_words(text: str, mentions: str, quotes: str | None = None) -> str:
    """A sentence that gives back what a member said; empty where there is nothing that could be said back.

    A clause of theirs about themselves, turned to "you"; or else `quotes` with `{theirs}` filled by a short sentence
    of theirs as it stands; or else `mentions`, filled by a thing that they spoke of, such as "the footy" or "your dad".
    """
    if clause := turned(text):
        return clause
    if quotes and (sentence := telling_sentence(text)):
        return quotes.format(theirs=sentence)
    things = _things(plain(text))
    return mentions.format(theirs=max(things, key=_weight)) if things else ""


def turned(text: str) -> str:
    """The most telling clause of what a member said about themselves, turned to "you"; empty where there is none."""
    clauses = [clause for said in _clauses(plain(text)) if (clause := _turned(said))]
    return max(clauses, key=_telling, default="")


def telling_sentence(text: str) -> str:
    """The short sentence of a member's that tells most, as it stands; empty where none tells anything."""
    fit = [said for said in map(_beginning, sentences(plain(text))) if _stands_alone(said) and _tells(said)]
    return max(reversed(fit), key=_telling, default="")


def _stands_alone(said: str) -> bool:
    """Whether it can be said back to them by itself: short, whole, and neither to the other nor against them."""
    return (
        LEAST_CLAUSE <= word_count(said) <= MOST_CLAUSE
        and not said.endswith(("?", "..."))
        and not (_QUOTE.search(said) or _LOOSE.search(said) or says(SPEAKS, said))
        and (not says(TO_THEM, said) or bool(_ANYBODY.search(said)))
        and not (shuts(said) or brushes_off(said))
    )


def _tells(said: str) -> bool:
    """Whether there is something in it: what happened, how it was for them, what they do, or much else."""
    if says(TOLD, said) or says(FEELING, said) or _HAVE.search(said):
        return True
    of_themselves = _OWN.match(said) and word_count(said) > LEAST_CLAUSE + 1
    return len(content(said)) > (0 if of_themselves else 2)


def _beginning(sentence: str) -> str:
    """A sentence, or of a long one what stands by itself up to a comma."""
    if word_count(sentence) <= MOST_CLAUSE or "?" in sentence:
        return sentence
    first, *others = sentence.split(", ")
    for other in others:
        if word_count(f"{first}, {other}") > MOST_CLAUSE:
            break
        first = f"{first}, {other}"
    return f"{first} …"


_HAVE = re.compile(
    r"\b(?:i|we|they|he|she)(?:'ve|'s| have| has) (?:\w+ )?(?:\w+(?:en|ed)|seen|been|had|done|lost)\b", re.IGNORECASE
)
"""Something that has been done, or has happened to them."""
_ANYBODY = re.compile(
    r"^(?!.*\b(?:your|yours|yourself|you'(?:re|d|ll|ve))\b)you (?!should|must|are|look|seem|know)\w+.* you \w+",
    re.IGNORECASE,
)
"""“You call out, and you mean it”: said of whoever is in that place, and twice, so that it is not said to the other."""
_OWN = re.compile(
    r"I (?!(?:suppose|mean|think|guess|reckon|know|hope|see|said|say|don't|do not|can't|can|could|would|will)\b)\w+"
)
"""They do or did something, beside thinking and saying."""
_LOOSE = re.compile(
    r"^(?:like|sorry|and|but|so|or|which|because|cos|that's|ha|no|nah|yeah|yes|look|anyway|well|what|who|how|don't|mind|excuse|"
    r"i never thought)\b",
    re.IGNORECASE,
)
"""Begins in the middle of something, or answers what was asked."""
_BREAK = re.compile(r"\s*[,;:]\s+|\s+(?:-|–|—)\s+|\s+(?:but|and then|because|cos|cause)\s+", re.IGNORECASE)
_MONTH = r"(?:\w+uary|march|april|may|june|july|august|\w+ber)"
_THEN = (
    rf"(?:(?:last|that|this|every|one|some|most|term|week|year) \w+|in (?:\w+ )?(?:\d{{4}}|{_MONTH})|"
    r"at (?:night|first|home|school|work)|once|these days|back then)"
)
"""When it was, before "I"."""
_LEAD = re.compile(rf"^{_THEN} (?=i\b)", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"^(?:(?:and|but|so|well|yeah|yes|no|oh|look)\b[ ,]*)?(?=(?:{_THEN} )?i(?:'m|'ve)?\b)", re.IGNORECASE
)
_QUOTE = re.compile(r"[\"“”]|(?<!\w)['‘]|['’](?!\w)")
_TURNED = {
    "i was": "you were", "i wasn't": "you weren't", "i am": "you are", "myself": "yourself", "mine": "yours",
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "me": "you", "my": "your", "i": "you",
}  # fmt: skip
_SELF = re.compile(rf"\b(?:{'|'.join(sorted(_TURNED, key=len, reverse=True))})\b(?!')", re.IGNORECASE)
_MISMATCHED = re.compile(r"\b(am|was|wasn't)\b", re.IGNORECASE)


def _clauses(text: str) -> list[str]:
    """Clauses that stand by themselves: from the beginning of a sentence, with nobody else speaking in it."""
    found: list[str] = []
    for sentence in sentences(text):
        if sentence.endswith(("?", "…", "...")) or _QUOTE.search(sentence):
            continue
        first = _BREAK.split(sentence.strip(" .!"))[0]
        if _SUBJECT.match(first):
            found.append(_SUBJECT.sub("", first))
    return found


def _turned(clause: str) -> str:
    """The clause as the other would say it; empty where it would not be right, or says too little."""
    if not LEAST_CLAUSE <= word_count(clause) <= MOST_CLAUSE or len(content(clause)) < 2:
        return ""
    if says(UNTURNED, _LEAD.sub("", clause)) or says(SPEAKS, clause):
        return ""
    turned = _SELF.sub(lambda found: _TURNED[found.group().casefold()], clause)
    if _MISMATCHED.search(turned.replace(" who was", "")) and re.search(r"\byou (?:\w+ )+(?:am|was)\b", turned):
        return ""
    return f"{turned[0].upper()}{turned[1:]}."


def _telling(clause: str) -> float:
    return min(len(content(clause)), 4) + 2.0 * says(TOLD, clause) + 1.5 * says(FEELING, clause)


_THING = re.compile(
    r"\b(my|our|the|his|her|their) ([a-z]{3,})(?: ([a-z]{3,}))?(?! in law)(?=[.,;:!?]|$| (?:"
    + "|".join(sorted(words_of("boundary")))
    + r")\b)",
)
_NO_THING = re.compile(r"(?:est|ly|ing|ed|ous|ful|ive|less)$")


def _things(text: str) -> list[str]:
    """What they spoke of, with its article: "the footy", "your dad"."""
    found: list[str] = []
    for owner, first, second in _THING.findall(text):
        last = second or first
        if second or not content(first) or _NO_THING.search(last) or last in words_of("no_thing"):
            continue
        found.append(f"{'your' if owner in ('my', 'our') else owner} {first}")
    return found


def _weight(thing: str) -> float:
    return {"your": 2.0, "the": 1.0}.get(thing.split()[0], 0.0)
