"""The wording of a turn made plain, so that cues hold with typos, without capitals and without question marks."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 4000
"""Characters of a turn that are read; what lies beyond adds nothing to what it does."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "... "})
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|,")
_BREAK = re.compile(r"([.!?]+(?=[\s\"')\]]|$)|[;\n]+|:(?!\d)|\s[-–—]+\s|—)")

_WHOLE = {
    "u": "you", "ya": "you", "yous": "you", "youse": "you", "ur": "your", "r": "are", "y": "why", "yall": "you all",
    "y'all": "you all", "d'you": "do you", "d'ya": "do you", "dya": "do you", "c'mon": "come on", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "kinda": "kind of", "sorta": "sort of", "dunno": "do not know",
    "lemme": "let me", "gimme": "give me", "cos": "because", "cuz": "because", "coz": "because", "cause": "because",
    "'cause": "because", "bc": "because", "becuase": "because", "bcos": "because", "tho": "though", "thru": "through",
    "ain't": "is not", "aint": "is not", "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not",
    "wont": "will not", "shan't": "shall not", "let's": "let us", "lets": "let us", "its": "it is", "im": "i am",
    "ive": "i have", "id": "i 'd", "youre": "you are", "your're": "you are", "youve": "you have", "youd": "you 'd",
    "youll": "you will", "theyre": "they are", "theyve": "they have", "theyll": "they will", "weve": "we have",
    "thats": "that is", "whats": "what is", "hows": "how is", "whos": "who is", "wheres": "where is", "whys": "why is",
    "theres": "there is", "heres": "here is", "hes": "he is", "shes": "she is", "howd": "how 'd", "whatd": "what 'd",
    "whyd": "why 'd", "wat": "what", "wot": "what", "wht": "what", "waht": "what", "hwo": "how", "teh": "the",
    "abt": "about", "thx": "thanks", "ty": "thanks", "cheers": "cheers", "ta": "ta", "pls": "please", "plz": "please",
    "tmrw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow", "wed": "wednesday", "thurs": "thursday",
    "thur": "thursday", "tues": "tuesday", "tue": "tuesday", "weds": "wednesday", "definately": "definitely",
    "recieve": "receive", "beleive": "believe", "freind": "friend", "freinds": "friends", "somthing": "something",
    "realy": "really", "alot": "a lot", "mum": "mum", "mom": "mum", "favourite": "favorite", "organise": "organize",
    "neighbour": "neighbor", "neighbours": "neighbors", "realise": "realize", "yea": "yeah", "yep": "yeah",
    "yup": "yeah", "ok": "okay", "k": "okay", "sry": "sorry", "soz": "sorry", "shouldnt": "should not",
}  # fmt: skip
_NOT = frozenset("do does did is are was were have has had would could should must need might".split())
_IS = frozenset("it he she that this there here what who how where why when everyone everybody nobody".split())
_ENDINGS = (("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " 'd"))
_RUN_ON = re.compile(
    r"(?<=[a-z0-9'])(?<!\bso)(?<!\band)(?<!\bbut)(?<!\bor)(?<!\bof)(?<!\bis)(?<!\bnot)(?<!\babout)(?<!\bknow)"
    r"(?<!\bthat)(?<!\bok)(?<!\bokay)(?<!\bwell)(?<!\bto)(?<!\bsee)(?<!\bthen)(?<!\bright)(?<!\bask)(?<!\btell)(?<!\bout)(?<!\bexactly)(?<!\bhear)(?<!\bwonder)"
    r"(?<!\bwhat)(?<!\bhow)(?<!\bwho)(?<!\bwhy)(?<!\bwhere)(?<!\bwhen)(?<!\bwhich)(?<!\bif)"
    r"(?<!\bremember)(?<!\bjust)(?<!\blike)(?<!\bmatter)(?<!\bme)(?<!\bon)(?<!\bwith)(?<!\bfor)(?<!\bunderstand)"
    r" (?=(?:what is (?:it|that|your)|what (?:do|did|would|was|were|made|makes|happened|about)|how (?:is|are|do|did|"
    r"would|long|come|'d)|why (?:do|did|is|are|'d)|who (?:do|else)|would you|could you|can i ask|do you|did you|"
    r"have you|are you) )"
)


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    bare = word.replace("'", "")
    if bare.endswith("nt") and bare[:-2] in _NOT:
        return f"{bare[:-2]} not"
    if word.endswith("'s") and word[:-2] in _IS:
        return f"{word[:-2]} is"
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    return word


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a turn: lower case, contractions written out, typography and common slips evened,
    commas kept as " ,". A sentence that ended in a question mark ends in " ?". Run-on questions are cut apart."""
    text = unicodedata.normalize("NFKC", text[:LONGEST].translate(_QUOTES)).translate(_QUOTES)
    text = _TAG.sub(" ", text).lower()
    found: list[str] = []
    pieces = _BREAK.split(text)
    for piece, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        words = " ".join(_plain(word) for word in _WORD.findall(piece)).strip(" ,")
        if not words:
            if found and "?" in mark and not found[-1].endswith("?"):
                found[-1] += " ?"
            continue
        split = _RUN_ON.sub("\n", words).split("\n")
        split[-1] += " ?" if "?" in mark else ""
        found.extend(part.strip(" ,") for part in split)
    return tuple(found)

