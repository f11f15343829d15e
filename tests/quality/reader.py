"""How well the built-in reader finds the moves, on members that it was not built on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coach.core.moves import Move
from coach.reader.builtin import read_moves
from tests.quality.talks import Example, examples

CASES = 8
"""Moves with fewer cases than this stand in the table, but not in the mean."""

Found = Sequence[frozenset[Move]]


class Score(NamedTuple):
    """Cases in the labels, and how many of them were found, of how many claimed."""

    cases: int
    claimed: int
    right: int

    @property
    def precision(self) -> float:
        """Of what was claimed, the share that is right (0 to 1)."""
        return self.right / self.claimed if self.claimed else 0.0

    @property
    def recall(self) -> float:
        """Of the cases, the share that was found (0 to 1)."""
        return self.right / self.cases if self.cases else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.cases + self.claimed) if self.cases + self.claimed else 0.0


class ReaderQuality(NamedTuple):
    """What was measured. `agreement` is the F1 between two labellings, where there are two."""

    turns: int
    moves: dict[Move, Score]
    any_question: Score
    stripped: dict[Move, Score]
    stripped_any_question: Score
    agreement: dict[Move, float]
    false_reflections: float
    """Of the turns that no labelling calls a reflection, the share that the reader calls one."""

    @property
    def macro(self) -> float:
        """Mean F1 over the moves with enough cases."""
        return macro(self.moves)

    @property
    def macro_agreement(self) -> float:
        """Mean F1 between two labellings, over the same moves; 0 where nothing is labelled twice."""
        both = [self.agreement.get(move, 0.0) for move, score in self.moves.items() if score.cases >= CASES]
        return sum(both) / len(both) if self.agreement and both else 0.0

    @property
    def macro_stripped(self) -> float:
        """The same without question marks and capitals."""
        return macro(self.stripped)


def measure(found: Sequence[Example] | None = None) -> ReaderQuality:
    """Read all held-back turns (or those given), as they are and stripped."""
    turns = examples(held_back=True) if found is None else found
    truth = [turn.labels[0] for turn in turns]
    read = [frozenset(read_moves(turn.text, turn.before)) for turn in turns]
    bare = [frozenset(read_moves(turn.text, turn.before)) for turn in map(Example.stripped, turns)]
    twice = [turn.labels for turn in turns if len(turn.labels) > 1]
    between = scores([labels[0] for labels in twice], [labels[1] for labels in twice])
    none = [moves for moves, turn in zip(read, turns, strict=True) if not _called(Move.REFLECTION, turn)]
    return ReaderQuality(
        turns=len(turns),
        moves=scores(truth, read),
        any_question=_score(truth, read, _asks),
        stripped=scores(truth, bare),
        stripped_any_question=_score(truth, bare, _asks),
        agreement={move: score.f1 for move, score in between.items() if score.cases + score.claimed},
        false_reflections=sum(Move.REFLECTION in moves for moves in none) / max(len(none), 1),
    )


def table(quality: ReaderQuality) -> str:
    """The figures as text, a line a move."""
    lines = [f"The built-in reader on {quality.turns} turns of members it was not built on", ""]
    lines.append(f"{'move':<18}{'cases':>6}{'prec.':>7}{'recall':>8}{'F1':>6}{'stripped':>10}{'two people':>12}")
    for move, score in quality.moves.items():
        agreed = f"{quality.agreement[move]:.2f}" if move in quality.agreement else "–"
        lines.append(
            f"{move:<18}{score.cases:>6}{score.precision:>7.2f}{score.recall:>8.2f}{score.f1:>6.2f}"
            f"{quality.stripped[move].f1:>10.2f}{agreed:>12}"
        )
    asked, bare = quality.any_question, quality.stripped_any_question
    lines.append(
        f"{'any question':<18}{asked.cases:>6}{asked.precision:>7.2f}{asked.recall:>8.2f}{asked.f1:>6.2f}"
        f"{bare.f1:>10.2f}"
    )
    lines += [
        "",
        f"macro F1 over moves with {CASES} or more cases: {quality.macro:.2f}",
        f"the same without question marks and capitals: {quality.macro_stripped:.2f}",
        f"turns that are no reflection, called one: {quality.false_reflections:.0%}",
    ]
    return "\n".join(lines)


def _asks(moves: frozenset[Move]) -> bool:
    return bool(moves & {Move.OPEN_QUESTION, Move.CLOSED_QUESTION})


def _called(move: Move, turn: Example) -> bool:
    return any(move in labels for labels in turn.labels)


def _score(truth: Found, read: Found, does: Callable[[frozenset[Move]], bool]) -> Score:
    pairs = [(does(told), does(claimed)) for told, claimed in zip(truth, read, strict=True)]
    return Score(sum(told for told, _ in pairs), sum(claim for _, claim in pairs), sum(map(all, pairs)))


def scores(truth: Found, read: Found) -> dict[Move, Score]:
    """What was read beside what is true, move by move."""
    return {move: _score(truth, read, lambda moves, move=move: move in moves) for move in Move}


def macro(by_move: dict[Move, Score]) -> float:
    """Mean F1 over the moves with enough cases."""
    counted = [score.f1 for score in by_move.values() if score.cases >= CASES]
    return sum(counted) / len(counted) if counted else 0.0
