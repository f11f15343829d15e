"""The model that turns a text into a vector: a BERT of six layers, in numpy."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from coach.meaning.wordpiece import pieces

Floats = NDArray[np.float32]

HEADS = 12
ALMOST_NOTHING = 1e-12
FAR = np.float32(-1e9)
BATCH = 32
"""So many texts at once; more gain nothing on a processor."""


class Encoder:
    """Turns texts into vectors of length 1. Made of the arrays of model.npz, as tests/quality/encoder.py packs them."""

    def __init__(self, stored: Mapping[str, NDArray[np.generic]]) -> None:
        words = bytes(stored["vocabulary"].astype(np.uint8)).decode().split("\n")
        self._vocabulary = {word: number for number, word in enumerate(words)}
        self._words, self._word_scale = stored["words"], stored["words.scale"].astype(np.float32)
        self._plain: dict[str, Floats] = {
            name: stored[name].astype(np.float32) for name in stored if f"{name}.scale" not in stored
        }
        self._weights: dict[str, Floats] = {
            name: (stored[name].astype(np.float32) * stored[f"{name}.scale"].astype(np.float32)).T
            for name in stored
            if f"{name}.scale" in stored and name != "words"
        }
        self._layers = sum(name.endswith(".query") for name in self._weights)

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row of 384 numbers a text. The product of two rows says how near they are, from about 0 to 1."""
        numbers = [pieces(text, self._vocabulary) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(numbers[place]))
        found = np.zeros((len(texts), self._words.shape[1]), np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found[places] = self._batch([numbers[place] for place in places])
        return found

    def _batch(self, numbers: Sequence[Sequence[int]]) -> Floats:
        longest = max(map(len, numbers))
        ids = np.array([[*row, *[0] * (longest - len(row))] for row in numbers])
        there = np.array([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in numbers], np.float32)
        state = self._words[ids].astype(np.float32) * self._word_scale[ids] + self._plain["places"][:longest]
        state = self._even(state, "first")
        for layer in range(self._layers):
            state = self._even(state + self._attended(state, there, str(layer)), f"{layer}.attended")
            inner = _gelu(self._linear(state, f"{layer}.inner"))
            state = self._even(state + self._linear(inner, f"{layer}.outer"), f"{layer}.out")
        mean = (state * there[:, :, None]).sum(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _attended(self, state: Floats, there: Floats, layer: str) -> Floats:
        texts, length, width = state.shape
        query, key, value = (
            self._linear(state, f"{layer}.{name}").reshape(texts, length, HEADS, -1).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        scores = np.matmul(query, key.transpose(0, 1, 3, 2)) / np.float32((width / HEADS) ** 0.5)
        scores += (np.float32(1) - there[:, None, None, :]) * FAR
        shares: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return self._linear(
            np.matmul(shares, value).transpose(0, 2, 1, 3).reshape(texts, length, width), f"{layer}.joined"
        )

    def _linear(self, state: Floats, name: str) -> Floats:
        return np.matmul(state, self._weights[name]) + self._plain[f"{name}.bias"]

    def _even(self, state: Floats, name: str) -> Floats:
        off = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((off * off).mean(axis=-1, keepdims=True) + np.float32(ALMOST_NOTHING))
        return off / spread * self._plain[f"{name}.weight"] + self._plain[f"{name}.bias"]


@cache
def shipped() -> Encoder:
    """The encoder of model.npz. Takes a quarter of a second and 55 MB, so it is made when first needed."""
    with as_file(files("coach.meaning") / "model.npz") as path, np.load(path, allow_pickle=False) as stored:
        return Encoder({name: stored[name] for name in stored.files})


def _gelu(state: Floats) -> Floats:
    """X times the share of a normal distribution below x; by Abramowitz and Stegun 7.1.26, within 1.5e-7."""
    size = np.abs(state) * np.float32(0.5**0.5)
    step = 1 / (1 + np.float32(0.3275911) * size)
    curve = np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        curve = curve * step + np.float32(factor)
    below = curve * step * np.exp(-size * size) / 2
    return state * np.where(state < 0, below, 1 - below)
