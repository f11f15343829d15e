"""Words as cues and marks are matched: typography, contractions, inflection and spelling evened out."""

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

GAP = 2
"""How many words may stand between two words of a cue."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´＇", "'"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_IS = frozenset(
    {"it", "he", "she", "that", "this", "there", "here", "what", "who", "how", "where", "why", "when"}
)  # fmt: skip
_CONTRACTED = {
    "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not", "wont": "will not",
    "shan't": "shall not", "ain't": "is not", "aint": "is not", "let's": "let us", "im": "i am",
    "ive": "i have", "y'all": "you all", "yall": "you all", "c'mon": "come on", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "dunno": "do not know", "kinda": "kind of", "youre": "you are",
    "youve": "you have", "theyre": "they are", "theyve": "they have", "weve": "we have", "thats": "that is",
    "whats": "what is", "hows": "how is", "whos": "who is", "wheres": "where is", "whys": "why is",
    "theres": "there is", "hes": "he is", "shes": "she is", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "werent": "were not",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "wouldnt": "would not",
    "couldnt": "could not", "shouldnt": "should not",
}  # fmt: skip
_ENDINGS = (
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'m", " am"),
    ("'d", " would"),
)
_FORMS = {
    "be": "am is are was were been being", "do": "does did done doing", "have": "has had having",
    "go": "goes went gone going", "say": "said", "tell": "told", "make": "made",
    "get": "got gotten getting", "keep": "kept", "think": "thought", "feel": "felt", "lose": "lost losing",
    "buy": "bought", "bring": "brought", "come": "came coming", "begin": "began begun", "find": "found",
    "give": "gave given giving", "know": "knew known", "meet": "met", "pay": "paid", "sleep": "slept",
    "speak": "spoke spoken", "take": "took taken taking", "teach": "taught",
    "drive": "drove driven driving", "grow": "grew grown", "choose": "chose chosen choosing",
    "hear": "heard", "hold": "held", "send": "sent", "spend": "spent", "stand": "stood",
    "write": "wrote written", "child": "children", "man": "men", "woman": "women", "wife": "wives",
    "person": "people", "mum": "mom",
}  # fmt: skip
_IRREGULAR = {form: word for word, forms in _FORMS.items() for form in forms.split()}
_OUR = re.compile(r"(lab|col|fav|hon|hum|rum|arm|neighb|behavi)our")
_ISE = re.compile(r"(real|critic|special|organ|union|apolog|recogn|mobil|util)is(?=[eia])")


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text: lower case, no accents, contractions written out, possessives without their 's."""
    even = text.translate(_APOSTROPHES)
    if not even.isascii():
        even = unicodedata.normalize("NFKD", even).translate(_APOSTROPHES)
        even = "".join(c for c in even if not unicodedata.combining(c))
    even = even.casefold()
    return tuple(word for raw in _WORD.findall(even) for word in _written_out(raw))


@lru_cache(maxsize=8192)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order: what two wordings of one thing share.

    Remembered for a while: reading, direction and reply all look at the same turns and at all of a member's lines.
    """
    return tuple(_stem(word) for word in tokens(text))


@lru_cache(maxsize=16384)
def cue_stems(cue: str) -> tuple[str, ...]:
    """The stems of a cue or mark; remembered, since the same few thousand are looked for in every turn."""
    return stems(cue)


def find(cue: str, text_stems: tuple[str, ...], gap: int = GAP) -> bool:
    """Whether all the cue's words stand in the text, in order, with at most `gap` words between two of them.

    `text_stems` is what `stems` made of the text. A cue without words is found nowhere.
    """
    wanted = cue_stems(cue)
    if not wanted or wanted[0] not in text_stems:
        return False
    ends = {place for place, stem in enumerate(text_stems) if stem == wanted[0]}
    for stem in wanted[1:]:
        reach = (place + step for place in ends for step in range(1, gap + 2))
        ends = {place for place in reach if place < len(text_stems) and text_stems[place] == stem}
    return bool(ends)


@lru_cache(maxsize=16384)
def _written_out(raw: str) -> tuple[str, ...]:
    if raw in _CONTRACTED:
        return tuple(_CONTRACTED[raw].split())
    for ending, full in _ENDINGS:
        if raw.endswith(ending) and raw != ending:
            return tuple((raw.removesuffix(ending) + full).split())
    if raw.endswith("'s"):
        bare = raw[:-2]
        return (bare, "is") if bare in _IS else (bare,)
    return (raw.replace("'", ""),)


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    american = _ISE.sub(r"\1iz", _OUR.sub(r"\1or", word))
    return stemmer("english").stemWord(_IRREGULAR.get(american, american))
