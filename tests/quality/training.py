"""Trains the built-in reader: `python -m tests.quality.training` writes weights.json anew (minutes).

One linear model a move over the features of each sentence, joined by noisy-or, started from priors.toml and
held near it. The same talks always give the same weights. Nothing here sees a member who is held back.
"""

import json
import math
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import coach.reader
from coach.core.moves import Move
from coach.reader.classifier import Weights, likelihoods, strength
from coach.reader.features import features
from tests.quality.talks import Example, examples

MOVES = tuple(Move)
BIAS = -3.5
FAMILY = 1.0
HOLD, HOLD_PRIOR = 3.0, 1.2
"""How hard a weight is held to where it started; less hard where the priors speak of it."""
LEAST = 4
"""A feature seen in fewer turns than this (as they are and stripped together) is left out."""
ROUNDS, STEP, FOLDS = 12, 0.25, 6
ASIS, STRIPPED = 0.65, 0.35
GRID = tuple(step / 20 for step in range(3, 15))

Row = list[float]


class Turn(NamedTuple):
    """A turn made ready: what its sentences show, how sure each move is (0 to 1), how much it counts."""

    member: str
    shown: tuple[tuple[str, ...], ...]
    truth: Row
    weight: float


class Model:
    """What is being learned: a row of weights for each feature, one place a move."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        seen = Counter(chain.from_iterable({name for names in turn.shown for name in names} for turn in turns))
        self.prior, self.hold = _priors([name for name, count in seen.items() if count >= LEAST])
        self.rows: dict[str, Row] = {name: list(row) for name, row in self.prior.items()}
        self.squares: dict[str, Row] = {name: [0.1] * len(MOVES) for name in self.rows}
        occurs = Counter(chain.from_iterable(chain.from_iterable(turn.shown for turn in turns)))
        self.share = {name: 1 / occurs[name] for name in self.rows}
        self.bias: Row = [BIAS] * len(MOVES)
        self.bias_squares: Row = [0.1] * len(MOVES)

    def learn(self, turn: Turn) -> None:
        """One step towards a turn's truth."""
        scored: list[tuple[list[tuple[str, float]], Row]] = []
        none: Row = [0.0] * len(MOVES)
        for names in turn.shown:
            known = [(name, strength(name)) for name in names if name in self.rows]
            scores = list(self.bias)
            for name, count in known:
                scores = [score + count * weight for score, weight in zip(scores, self.rows[name], strict=True)]
            scored.append((known, scores))
            none = [total - _softplus(score) for total, score in zip(none, scores, strict=True)]
        pull = [
            turn.weight * (1 - truth - truth * math.exp(total) / max(-math.expm1(total), 1e-6))
            for truth, total in zip(turn.truth, none, strict=True)
        ]
        for known, scores in scored:
            slope = [push / (1 + math.exp(-score)) for push, score in zip(pull, scores, strict=True)]
            self._step(self.bias, self.bias_squares, slope)
            for name, count in known:
                row, share = self.rows[name], self.share[name]
                self._step(
                    row,
                    self.squares[name],
                    [
                        count * s + share * hold * (weight - start)
                        for s, hold, weight, start in zip(slope, self.hold[name], row, self.prior[name], strict=True)
                    ],
                )

    @staticmethod
    def _step(row: Row, squares: Row, slope: Row) -> None:
        for place, s in enumerate(slope):
            squares[place] += s * s
            row[place] -= STEP * s / math.sqrt(squares[place])

    def weights(self, threshold: Sequence[float], least: float = 0.03) -> Weights:
        """The weights as the classifier takes them, rounded; what is nearly nothing is left out."""
        return Weights(
            moves=MOVES,
            bias=tuple(round(value, 3) for value in self.bias),
            threshold=tuple(threshold),
            by_feature={
                name: kept
                for name, row in sorted(self.rows.items())
                if (kept := tuple((at, round(value, 2)) for at, value in enumerate(row) if abs(value) >= least))
            },
        )


def fit(turns: Sequence[Turn]) -> Model:
    """Learn from turns, in an order that is shuffled but always the same."""
    model, order, chance = Model(turns), list(turns), random.Random(4)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for turn in order:
            model.learn(turn)
    return model


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
    return [_best([(likely[move], truth[place]) for likely, truth in judged]) for place, move in enumerate(MOVES)]


def _best(cases: Sequence[tuple[float, float]]) -> float:
    def f1(least: float) -> float:
        right = sum(truth for chance, truth in cases if chance >= least)
        both = sum(truth for _, truth in cases) + sum(chance >= least for chance, _ in cases)
        return 2 * right / both if both else 0.0

    trust = (total := sum(truth for _, truth in cases)) / (total + 10)
    scores = [f1(least) for least in GRID]
    smooth = [
        (scores[max(i - 1, 0)] + 2 * scores[i] + scores[min(i + 1, len(scores) - 1)]) / 4 for i in range(len(scores))
    ]
    return max(
        zip(smooth, GRID, strict=True),
        key=lambda one: trust * one[0] - (1 - trust) * 0.3 * abs(one[1] - 0.35),
    )[1]


def _priors(names: Sequence[str]) -> tuple[dict[str, Row], dict[str, Row]]:
    believed = tomllib.loads(Path(__file__).with_name("priors.toml").read_text("utf-8"))
    prior = {name: [0.0] * len(MOVES) for name in names}
    hold = {name: [HOLD] * len(MOVES) for name in names}
    for place, move in enumerate(MOVES):
        beliefs: dict[str, float | str] = believed.get(move, {})
        family = str(beliefs.get("family", "-"))
        for name in names:
            named = beliefs.get(name)
            if name.startswith(family) or named is not None:
                prior[name][place] = FAMILY * name.startswith(family) + float(named or 0)
                hold[name][place] = HOLD_PRIOR
    return prior, hold


def _softplus(score: float) -> float:
    return max(score, 0.0) + math.log1p(math.exp(-abs(score)))


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
