"""A line that is spoken, with what it tells; and whether a text says a line."""

from dataclasses import dataclass
from functools import lru_cache

from coach.reader.words import tokens

SHARED = 0.5
"""Share of a line's longer words: a reply that holds so many of them has said that line in words of its own."""
LONGER, FEWEST = 4, 3
"""Letters of a longer word; a line with fewer such words has to be said as it stands."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, with what it tells and hints."""

    text: str
    told: tuple[str, ...] = ()
    hinted: str | None = None
    layer: str | None = None
    """The layer of their story that it tells of."""
    opens: bool = False
    """It begins a deeper layer."""
    aside: bool = False
    """It is a piece of their story that lies far from what was asked."""
    taken: bool = False
    """It answers to a detail of what they have just said, question or not."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def says(text: str, line: str) -> bool:
    """Whether a text says a line: as it stands, or with half of its longer words."""
    if line in text:
        return True
    words = _longer_words(line)
    return len(words) >= FEWEST and len(words & _longer_words(text)) >= SHARED * len(words)


@lru_cache(maxsize=8192)
def _longer_words(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if len(word) >= LONGER)
