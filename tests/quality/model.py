"""Measures a model as reader and as assessor on labelled talks: `python -m tests.quality.model --help`.

The model is the one that is set up for the app (OPENAI_BASE_URL, COACH_MODEL …), asked as the app asks it.
"""

import argparse
import asyncio
import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coach import content
from coach.app import App
from coach.assessor import Assessor, Case
from coach.assessor.llm import LLMAssessor
from coach.core.conversation import Conversation, Line
from coach.core.moves import Move
from coach.errors import CoachError, ModelError
from coach.llm import ModelServer
from coach.reader import Reader
from coach.reader.llm import LLMReader
from coach.settings import Settings
from tests.quality import reader
from tests.quality.assessor import RUBRIC, conversation, verdicts
from tests.quality.talks import LabelledTalk, examples_of, talks


class ReadByModel(NamedTuple):
    """Moves by a model, beside the first labelling. A turn that got no answer counts as one without moves."""

    turns: int
    unanswered: int
    moves: dict[Move, reader.Score]
    """Against the first labelling of each talk."""
    second: dict[Move, reader.Score]
    """Against the second, where a talk has one."""


class JudgedByModel(NamedTuple):
    """Levels by a model. Distances are on the scale of levels, 0 to 3."""

    talks: int
    unanswered: int
    distances: tuple[tuple[int, ...], ...]
    """Of every level that both gave, for each labelling: to the first, to the second."""
    worst: dict[str, float]
    """Mean distance by criterion, the farthest first."""
    unscored: int
    """Verdicts that the checks took away, or that the model left out."""


async def read_all(found: Sequence[LabelledTalk], player: Reader) -> ReadByModel:
    """Has a reader read each organizer turn of these talks, one after the other."""
    turns = [turn for talk in found for turn in examples_of(talk)]
    read: list[frozenset[Move]] = []
    unanswered = 0
    for held in (held for talk in found for held in _up_to_each_turn(talk)):
        try:
            read.append(frozenset((await player.read(None, held)).moves))
        except ModelError as error:
            print(f"  no answer: {error}")
            unanswered += 1
            read.append(frozenset())
    twice = [(turn.labels[1], moves) for turn, moves in zip(turns, read, strict=True) if len(turn.labels) > 1]
    return ReadByModel(
        turns=len(turns),
        unanswered=unanswered,
        moves=reader.scores([turn.labels[0] for turn in turns], read),
        second=reader.scores([labels for labels, _ in twice], [moves for _, moves in twice]),
    )


async def judge_all(found: Sequence[LabelledTalk], player: Assessor) -> JudgedByModel:
    """Has an assessor judge these talks, one after the other, and holds its levels against people's."""
    theirs = verdicts()
    distances: list[list[int]] = [[], []]
    by_criterion: dict[str, list[int]] = {}
    unanswered = unscored = 0
    for talk in found:
        case = Case(conversation=conversation((turn.speaker, turn.text) for turn in talk.turns), rubric=RUBRIC)
        try:
            given = await player.assess(case)
        except ModelError as error:
            print(f"  no answer: {error}")
            unanswered += 1
            continue
        for result in given.results.values():
            unscored += result.null_because == "not_scored"
            for place, verdict in enumerate(theirs[talk.id]):
                level = verdict.levels.get(result.id)
                if level is not None and result.level is not None:
                    distances[place].append(abs(level - result.level))
                    by_criterion.setdefault(result.id, []).append(abs(level - result.level))
    means = {one: sum(each) / len(each) for one, each in by_criterion.items()}
    worst = dict(sorted(means.items(), key=lambda pair: -pair[1]))
    return JudgedByModel(len(found), unanswered, tuple(map(tuple, distances)), worst, unscored)


def _up_to_each_turn(talk: LabelledTalk) -> Iterator[Conversation]:
    lines: list[Line] = []
    for turn in talk.turns:
        lines.append((turn.speaker, turn.text))
        if turn.speaker == "organizer":
            yield conversation(lines)


def reading_as_text(quality: ReadByModel) -> str:
    """The reader's figures as text, a line a move that occurs."""
    rows = [
        f"  {move:<18}{score.cases:>6}{score.precision:>7.2f}{score.recall:>8.2f}{score.f1:>6.2f}"
        for move, score in quality.moves.items()
        if score.cases + score.claimed
    ]
    enough = any(score.cases >= reader.CASES for score in quality.moves.values())
    mean = f"{reader.macro(quality.moves):.2f}" if enough else "too few cases"
    twice = any(score.cases >= reader.CASES for score in quality.second.values())
    second = f"; to the second labelling {reader.macro(quality.second):.2f}" if twice else ""
    return "\n".join(
        (
            f"Reader: {quality.turns} turns, {quality.unanswered} without an answer",
            f"  {'move':<18}{'cases':>6}{'prec.':>7}{'recall':>8}{'F1':>6}",
            *rows,
            f"  macro F1 over moves with {reader.CASES} or more cases: {mean}{second}",
        )
    )


def judging_as_text(quality: JudgedByModel) -> str:
    """The assessor's figures as text."""
    everything = [distance for each in quality.distances for distance in each]
    means = [f"{sum(each) / len(each):.2f} to the {name}" for name, each in _named(quality.distances)]
    return "\n".join(
        (
            f"Assessor: {quality.talks} talk(s), {quality.unanswered} without an answer, {quality.unscored} not scored",
            f"  mean distance to people's levels: {sum(everything) / max(len(everything), 1):.2f} ({', '.join(means)})",
            "  by criterion: " + " ".join(f"{one} {mean:.2f}" for one, mean in quality.worst.items()),
        )
    )


def _named(distances: Sequence[Sequence[int]]) -> list[tuple[str, Sequence[int]]]:
    return [pair for pair in zip(("first labelling", "second"), distances, strict=True) if pair[1]]


def main() -> None:
    """Measure what the options name."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", choices=["reader", "assessor", "both"], default="both")
    asked.add_argument("--talks", nargs="+", metavar="ID", help="their names without .json; without it those held back")
    options = asked.parse_args()
    known = {talk.id: talk for talk in talks()}
    if unknown := set(options.talks or ()) - known.keys():
        asked.error(f"no labelled talk is called {', '.join(sorted(unknown))}")
    found = [known[one] for one in options.talks] if options.talks else [t for t in known.values() if t.held_back]
    try:
        server = App(Settings.read(os.environ)).server
    except CoachError as error:
        asked.error(str(error))
    print(f"{server.name}: {', '.join(talk.id for talk in found)}\n")
    asyncio.run(ask(found, server, options.part))


async def ask(found: Sequence[LabelledTalk], server: ModelServer, part: str) -> None:
    """Have the model do its part or both, and print."""
    render = content.load(*content.find_folders()).render
    if part != "assessor":
        print(reading_as_text(await read_all(found, LLMReader(server, render))), "\n")
    if part != "reader":
        judged = [talk for talk in found if talk.id in verdicts()]
        print(judging_as_text(await judge_all(judged, LLMAssessor(server, render))))


if __name__ == "__main__":
    main()
