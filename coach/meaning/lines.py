"""What lines mean: the vector of each, reckoned once; those of the shipped members come along in lines.npz."""

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.meaning.encoder import Floats, shipped

_met: dict[str, Floats] = {}
"""Vectors reckoned by this process: of members' lines, which are needed again and again; not of what learners say."""


def vectors(lines: Sequence[str]) -> Floats:
    """The vectors of lines, one row each; what neither the package nor this process knows is reckoned (10 ms)."""
    stored = known()
    new = list(dict.fromkeys(line for line in lines if line not in _met and not stored.has(key_of(line))))
    if new:
        _met.update(zip(new, shipped().vectors(new), strict=True))
    rows = np.stack([_met[line] if line in _met else stored.of(key_of(line)) for line in lines]).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@lru_cache(maxsize=64)
def vector(said: str) -> Floats:
    """The vector of what somebody said: of length 1, so that its product with another says how near they are."""
    return shipped().vectors([said])[0]


def key_of(line: str) -> int:
    """The number under which a line's vector is stored."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "little")


class Known(NamedTuple):
    """Vectors by number: sorted, so that one is found without an object for each of fifty thousand."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.int8]
    """In whole numbers, not yet of length 1."""

    def has(self, key: int) -> bool:
        """Whether there is a vector under this number."""
        place = int(np.searchsorted(self.keys, np.uint64(key)))
        return place < len(self.keys) and int(self.keys[place]) == key

    def of(self, key: int) -> NDArray[np.int8]:
        """The vector under this number, which must be there."""
        return self.rows[np.searchsorted(self.keys, np.uint64(key))]


@cache
def known() -> Known:
    """The vectors that come with the package, of the shipped members' lines."""
    with as_file(files("coach.meaning") / "lines.npz") as path, np.load(path, allow_pickle=False) as stored:
        return Known(stored["keys"], stored["vectors"])
