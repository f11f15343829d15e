"""What lines mean: the vector of each, reckoned once; those of the shipped members come along in lines.npz."""

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from coach.meaning.encoder import Floats, shipped

_met: dict[str, Floats] = {}
"""Vectors reckoned by this process: of members' lines, which are needed again and again; not of what learners say."""


def vectors(lines: Sequence[str]) -> Floats:
    """The vectors of lines, one row each; what neither the package nor this process knows is reckoned (10 ms)."""
    stored = known()
    new = list(dict.fromkeys(line for line in lines if line not in _met and key_of(line) not in stored))
    if new:
        _met.update(zip(new, shipped().vectors(new), strict=True))
    rows = np.stack([_met[line] if line in _met else stored[key_of(line)] for line in lines]).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@lru_cache(maxsize=64)
def vector(said: str) -> Floats:
    """The vector of what somebody said: of length 1, so that its product with another says how near they are."""
    return shipped().vectors([said])[0]


def key_of(line: str) -> int:
    """The number under which a line's vector is stored."""
    return int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "little")


@cache
def known() -> dict[int, NDArray[np.int8]]:
    """The vectors that come with the package, of the shipped members' lines: in whole numbers, not yet of length 1."""
    with as_file(files("coach.meaning") / "lines.npz") as path, np.load(path, allow_pickle=False) as stored:
        return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
