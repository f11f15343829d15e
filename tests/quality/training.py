"""Trains the built-in reader: `python -m tests.quality.training` writes weights.json anew (a minute).

One linear model a move over the features of each sentence, joined by noisy-or, started from priors.toml and
held near it. The same talks always give the same weights. Nothing here sees a member who is held back.
"""

import json
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import coach.reader
from coach.core.moves import Move
from coach.reader.classifier import Weights, likelihoods, strength
from coach.reader.features import features
from tests.quality.talks import Example, examples

MOVES = tuple(Move)
BIAS = -3.5
FAMILY = 1.0
HOLD, HOLD_PRIOR = 2.0, 0.8
"""How hard a weight is held to where it started; less hard where the priors speak of it."""
LEAST = 4
"""A feature seen in fewer turns than this (as they are and stripped together) is left out."""
ROUNDS, STEP, FOLDS = 12, 0.25, 6
ASIS, STRIPPED = 0.65, 0.35
SURE_OF = {Move.TENSION: 0.35, Move.REFLECTION: 0.45, Move.ASK_SPECIFIC: 0.35}
"""The least likelihood of what misleads a learner where it is found falsely: it costs trust, or earns some."""
AS_GOOD = 0.03
"""F1; thresholds this near to the best are as good."""
GRID = tuple(step / 20 for step in range(5, 15))

Row = list[float]
Array = NDArray[np.float64]


class Turn(NamedTuple):
    """A turn made ready: what its sentences show, how sure each move is (0 to 1), how much it counts."""

    member: str
    shown: tuple[tuple[str, ...], ...]
    truth: Row
    weight: float


class Model(NamedTuple):
    """What was learned: a row of weights for each feature by its place in `names`, one column a move."""

    names: dict[str, int]
    counts: Array
    """How much each feature counts when it is there."""
    rows: Array
    bias: Array

    def weights(self, threshold: Sequence[float], least: float = 0.03) -> Weights:
        """The weights as the classifier takes them, rounded; what is nearly nothing is left out."""
        rows: list[Row] = self.rows.tolist()
        bias: Row = self.bias.tolist()
        return Weights(
            moves=MOVES,
            bias=tuple(round(value, 3) for value in bias),
            threshold=tuple(threshold),
            by_feature={
                name: kept
                for name, row in sorted(zip(self.names, rows, strict=True))
                if (kept := tuple((at, round(value, 2)) for at, value in enumerate(row) if abs(value) >= least))
            },
        )


def fit(turns: Sequence[Turn]) -> Model:
    """Learn from turns, in an order that is shuffled but always the same.

    What is returned is the mean over the second half of the rounds: it depends less on which turn came last.
    """
    seen = Counter(chain.from_iterable({name for names in turn.shown for name in names} for turn in turns))
    names = {name: place for place, name in enumerate(sorted(n for n, count in seen.items() if count >= LEAST))}
    counts = np.array([strength(name) for name in names])
    prior, hold = _priors(list(names))
    made = [
        (
            [np.array([names[name] for name in shown if name in names], dtype=np.intp) for shown in turn.shown],
            np.array(turn.truth),
            turn.weight,
        )
        for turn in turns
        if turn.shown
    ]
    occurs = np.zeros(len(names))
    for sentences, _, _ in made:
        for places in sentences:
            occurs[places] += 1
    hold /= np.maximum(occurs, 1)[:, None]
    rows, squares = prior.copy(), np.full_like(prior, 0.1)
    bias, bias_squares = np.full(len(MOVES), BIAS), np.full(len(MOVES), 0.1)
    mean, mean_bias = np.zeros_like(rows), np.zeros_like(bias)
    chance = random.Random(4)
    for done in range(ROUNDS):
        chance.shuffle(made)
        for sentences, truth, weight in made:
            scores = np.stack([bias + counts[places] @ rows[places] for places in sentences])
            none = -np.logaddexp(0, scores).sum(axis=0)
            pull = weight * (1 - truth - truth * np.exp(none) / np.maximum(-np.expm1(none), 1e-6))
            for places, slope in zip(sentences, pull / (1 + np.exp(-scores)), strict=True):
                bias_squares += slope * slope
                bias -= STEP * slope / np.sqrt(bias_squares)
                back = hold[places] * (rows[places] - prior[places])
                slopes = counts[places][:, None] * slope[None, :] + back
                squares[places] += slopes * slopes
                rows[places] -= STEP * slopes / np.sqrt(squares[places])
        if done >= ROUNDS // 2:
            mean += rows / (ROUNDS - ROUNDS // 2)
            mean_bias += bias / (ROUNDS - ROUNDS // 2)
    return Model(names, counts, mean, mean_bias)


def prepared(found: Sequence[Example]) -> list[Turn]:
    """Each turn twice: as it is, and without question marks and capitals."""
    kinds: tuple[tuple[float, Callable[[Example], Example]], ...] = (
        (ASIS, lambda example: example),
        (STRIPPED, Example.stripped),
    )
    return [
        Turn(
            example.member,
            features(as_said(example).text, as_said(example).before),
            [sum(move in labels for labels in example.labels) / len(example.labels) for move in MOVES],
            weight,
        )
        for weight, as_said in kinds
        for example in found
    ]


def thresholds(turns: Sequence[Turn]) -> list[float]:
    """The least likelihood for each move: what is best on members that were left out, drawn to the middle
    where there are few cases."""
    members = sorted({turn.member for turn in turns})
    judged: list[tuple[dict[Move, float], Row]] = []
    for fold in range(FOLDS):
        out = set(members[fold::FOLDS])
        weights = fit([turn for turn in turns if turn.member not in out]).weights([0.5] * len(MOVES))
        judged += [
            (likelihoods(turn.shown, weights), turn.truth)
            for turn in turns
            if turn.member in out and turn.weight == ASIS
        ]
    return [
        max(_best([(likely[move], truth[place]) for likely, truth in judged]), SURE_OF.get(move, 0.0))
        for place, move in enumerate(MOVES)
    ]


def _best(cases: Sequence[tuple[float, float]]) -> float:
    """Of the thresholds that do nearly as well as the best, the one that claims a move about as often as it is made.

    Members who were not learned from are read with less certainty; so of two that are as good the lower one is
    likelier to hold.
    """
    total = sum(truth for _, truth in cases)

    def claimed(least: float) -> int:
        return sum(chance >= least for chance, _ in cases)

    def f1(least: float) -> float:
        right = sum(truth for chance, truth in cases if chance >= least)
        both = total + claimed(least)
        return 2 * right / both if both else 0.0

    scores = [f1(least) for least in GRID]
    smooth = [
        (scores[max(i - 1, 0)] + 2 * scores[i] + scores[min(i + 1, len(scores) - 1)]) / 4 for i in range(len(scores))
    ]
    near = [least for score, least in zip(smooth, GRID, strict=True) if score >= max(smooth) - AS_GOOD]
    return min(near, key=lambda least: (abs(claimed(least) - total), least))


def _priors(names: Sequence[str]) -> tuple[Array, Array]:
    """Where each weight starts, and how hard it is held there."""
    believed = tomllib.loads(Path(__file__).with_name("priors.toml").read_text("utf-8"))
    prior, hold = np.zeros((len(names), len(MOVES))), np.full((len(names), len(MOVES)), HOLD)
    for place, move in enumerate(MOVES):
        beliefs: dict[str, float | str] = believed.get(move, {})
        family = str(beliefs.get("family", "-"))
        for row, name in enumerate(names):
            named = beliefs.get(name)
            if name.startswith(family) or named is not None:
                prior[row, place] = FAMILY * name.startswith(family) + float(named or 0)
                hold[row, place] = HOLD_PRIOR
    return prior, hold


def main() -> None:
    """Train on the talks that may be learned from, and write the weights into the package."""
    turns = prepared(examples(held_back=False))
    weights = fit(turns).weights(thresholds(turns))
    stored = {
        "moves": weights.moves,
        "bias": weights.bias,
        "threshold": weights.threshold,
        "weights": {name: list(chain.from_iterable(pairs)) for name, pairs in weights.by_feature.items()},
    }
    path = Path(coach.reader.__file__).with_name("weights.json")
    path.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
