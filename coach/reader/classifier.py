"""Which moves a turn makes, from what its sentences show: a linear model a move, trained on labelled talks.

A turn makes a move if any sentence of it does: sentences are joined by noisy-or, in training and here alike.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from coach.core.moves import Move

LESS = {"w:": 0.4, ":with:": 0.3, ":after:": 0.3, ":then:": 0.3}
"""Kinds of features that count for less, since they are many and each says little."""


class Weights(NamedTuple):
    """What training found. `by_feature` holds, for each feature, places in `moves` and their weights."""

    moves: tuple[Move, ...]
    bias: tuple[float, ...]
    threshold: tuple[float, ...]
    by_feature: dict[str, tuple[tuple[int, float], ...]]


@cache
def strength(feature: str) -> float:
    """How much a feature counts when it is there."""
    if feature.startswith("w:"):
        return LESS["w:"]
    return next((count for kind, count in LESS.items() if kind in feature), 1.0)


@cache
def shipped() -> Weights:
    """The weights of weights.json. Made by `python -m tests.quality.training`."""
    stored = json.loads(files("coach.reader").joinpath("weights.json").read_text("utf-8"))
    return Weights(
        moves=tuple(Move(move) for move in stored["moves"]),
        bias=tuple(stored["bias"]),
        threshold=tuple(stored["threshold"]),
        by_feature={name: tuple(zip(flat[::2], flat[1::2], strict=True)) for name, flat in stored["weights"].items()},
    )


def likelihoods(sentences: Sequence[Sequence[str]], weights: Weights) -> dict[Move, float]:
    """For each move, how likely it is (0 to 1) that the turn makes it."""
    none = [0.0] * len(weights.moves)
    for shown in sentences:
        scores = list(weights.bias)
        for name in shown:
            count = strength(name)
            for place, weight in weights.by_feature.get(name, ()):
                scores[place] += weight * count
        for place, score in enumerate(scores):
            none[place] -= math.log1p(math.exp(score)) if score < 30 else score
    return {move: -math.expm1(none[place]) if sentences else 0.0 for place, move in enumerate(weights.moves)}


def chosen(likely: dict[Move, float], weights: Weights) -> frozenset[Move]:
    """The moves that are likely enough. What stands beside a question brings the likelier question along."""
    least = dict(zip(weights.moves, weights.threshold, strict=True))
    found = {move for move, chance in likely.items() if chance >= least[move]}
    beside = {Move.FOLLOW_UP, Move.WHY_PROBE, Move.RESOURCE_PROBE, Move.LEADING_QUESTION}
    plain = (Move.OPEN_QUESTION, Move.CLOSED_QUESTION)
    if found & beside and not found & set(plain):
        question = max(plain, key=lambda move: likely[move] / least[move])
        if likely[question] > 0.1:
            found.add(question)
    return frozenset(found)
