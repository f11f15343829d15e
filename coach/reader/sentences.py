"""The wording of a turn made plain: cues hold with typos, without capitals and question marks."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 4000
"""Characters of a turn that are read; what lies beyond adds nothing to what it does."""
STRETCH = 60
"""Words that are read as one sentence at most, where no full stop ever comes."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "... "})
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|,")
_BREAK = re.compile(r"([.!?]+(?=[\s\"')\]]|$)|[;\n]+|:(?!\d)|\s[-–—]+\s|—)")

_NOT = frozenset(
    {"do", "does", "did", "is", "are", "was", "were", "have", "has", "had"}
    | {"would", "could", "should", "must", "need", "might"}
)
_IS = frozenset(
    {"it", "he", "she", "that", "this", "there", "here", "what", "who", "how", "where", "why", "when"}
    | {"everyone", "everybody", "nobody"}
)
_ENDINGS = (("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " 'd"))
_GOES_ON = (
    "so and but or of is not about know that ok okay well to see then right ask tell out exactly hear wonder "
    "what how who why where when which if remember just like matter me on with for understand be"
)
"""Words after which a question word does not start a question of its own."""
_STARTS = (
    r"what is (?:it|that|your)|what (?:do|did|would|was|were|made|makes|happened|about)|"
    r"how (?:is|are|do|did|would|long|come|'d)|why (?:do|did|is|are|'d)|who (?:do (?:you|they|people)|else)|"
    r"would you|could you|can i ask|do you|did you|have you|are you|is it (?:a|the|your|more|that|just)|"
    r"have i (?:got|heard|understood)|(?:alright|okay) if i"
)
_BEGUN = re.compile(
    r"^(?:(?:so|and|but|or|ok|okay|yeah|oh|well|then|,) )*(?:how|what|which|whose)"
    r"(?!.* (?:is|are|was|were|do|does|did|have|has|had|will|would|can|could|should|might|'d)\b)"
    r"(?!.* (?:happen\w*|made|about|if)\b)"
    r"(?: [\w']+){1,7}$"
)
"""A question that has named what it asks for and not yet asked: "how many kids", "which of the parents"."""
_TAILS = re.compile(r"^do you (?:reckon|think|suppose)$")
_RUN_ON = re.compile(rf" (?=(?:{_STARTS}) )(?<=[a-z0-9'] )" + "".join(rf"(?<!\b{word} )" for word in _GOES_ON.split()))


_DOES = (
    "admit always ask back be book bring buy call check come cook do drop find get give go grab hang have just keep "
    "leave let listen make meet message never not own pay pick pop put ring run say see send shut sort speak "
    "start stay stop swing take talk tell text try wait walk"
)
_ILL = re.compile(rf"\bill (?=(?:{'|'.join(_DOES.split())})\b)")
"""“I'll” without its mark: nobody is ill who does something."""


@cache
def _slips() -> dict[str, str]:
    lines = files("coach.reader").joinpath("slips.txt").read_text("utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    if word in _slips():
        return _slips()[word]
    bare = word.replace("'", "")
    if bare.endswith("nt") and bare[:-2] in _NOT:
        return f"{bare[:-2]} not"
    if word.endswith("'s") and word[:-2] in _IS:
        return f"{word[:-2]} is"
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    return word


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a turn in plain wording: lower case, contractions written out, common slips evened.

    Commas are kept as " ,". A question that was marked ends in " ?". Run-on questions are cut apart.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST].translate(_QUOTES)).translate(_QUOTES)
    text = _TAG.sub(" ", text).lower()
    found: list[str] = []
    pieces = _BREAK.split(text)
    for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        words = _ILL.sub("i will ", " ".join(_plain(word) for word in _WORD.findall(piece)).strip(" ,"))
        words = words.replace(" o clock", " o'clock")
        if not words:
            if found and "?" in mark and not found[-1].endswith("?"):
                found[-1] += " ?"
            continue
        split = _joined(_RUN_ON.sub("\n", words).split("\n"))
        split[-1] += " ?" if "?" in mark else ""
        found.extend(stretch for part in split for stretch in _stretches(part.strip(" ,")))
    return tuple(found)


def _joined(parts: list[str]) -> list[str]:
    """The same with what was cut in the middle of one question put together again."""
    whole = parts[:1]
    for part in parts[1:]:
        if _BEGUN.search(whole[-1]) or _TAILS.search(part):
            whole[-1] += f" {part}"
        else:
            whole.append(part)
    return whole


def _stretches(sentence: str) -> list[str]:
    words = sentence.split()
    return [" ".join(words[start : start + STRETCH]).strip(" ,") for start in range(0, len(words), STRETCH)]
