"""Which of many texts hold certain words: looked up in all of them at once, since a member has a thousand lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

BETWEEN = "\n"


class Holding:
    """Texts, and a quick way to those that hold some words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._all = BETWEEN.join(self._texts)
        self._starts = [0, *accumulate(len(text) + len(BETWEEN) for text in self._texts)]

    def places(self, words: str) -> Iterator[int]:
        """The places, from 0, of the texts that hold these words as they stand."""
        at = self._all.find(words)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._all.find(words, self._starts[place + 1])
