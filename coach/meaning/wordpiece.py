"""Text cut into the word pieces that the model knows."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
MOST_PIECES = 128
"""What comes after so many pieces counts for nothing; a line of a member has about twenty."""


def pieces(text: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The numbers of a text's word pieces, between those of the marks for its beginning and its end."""
    plain = unicodedata.normalize("NFD", text.translate(PLAIN).lower())
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    found = [number for word in WORD.findall(plain) for number in _pieces_of(word, vocabulary)]
    return [vocabulary["[CLS]"], *found[: MOST_PIECES - 2], vocabulary["[SEP]"]]


def _pieces_of(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The longest pieces from the left; one mark for the whole word where it can't be made of any."""
    try:
        return list(_longest(word, vocabulary))
    except LookupError:
        return [vocabulary["[UNK]"]]


def _longest(word: str, vocabulary: Mapping[str, int]) -> Iterator[int]:
    start = 0
    while start < len(word):
        before = "##" if start else ""
        end = next((end for end in range(len(word), start, -1) if before + word[start:end] in vocabulary), None)
        if end is None:
            raise LookupError(word)
        yield vocabulary[before + word[start:end]]
        start = end
