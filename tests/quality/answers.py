"""How well the built-in partner finds the line that answers: `python -m tests.quality.answers`.

Lines were judged by readers who had written none of them: 2 it answers the question, 1 it may be said, 0 it can't.
The weights of coach/partner/answering.py are fitted to that; each member is measured by weights that never saw it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.app import App
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.partner.answering import ENOUGH, Candidate, answers
from coach.partner.question import Question
from coach.reader.builtin import read_moves
from coach.reader.matching import about
from coach.settings import Settings

FOLDER = Path(__file__).parent / "answers"
AFTER = 5.0
"""How much more a question counts that was put after the lines were written."""
HOLD = 3.0
"""How hard a weight is held to nothing."""

Floats = NDArray[np.float64]


class Judged(Value):
    """One question, and what was thought of lines that could have answered it."""

    before: tuple[str, ...]
    """What was said before it, in turns, the last a member's."""
    said: str
    lines: dict[str, int]
    after: bool
    """It was put after all these lines were written; of the others, some lines were written to answer them."""


class JudgedMember(Value):
    """What was judged of one member."""

    member: str
    judged_by: str
    questions: tuple[Judged, ...]


def judged() -> list[JudgedMember]:
    """All that was judged, by member."""
    return [JudgedMember.model_validate_json(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]


def conversation_of(one: Judged) -> Conversation:
    """The end of the talk in which the question was put."""
    talk = Conversation()
    for place, text in enumerate(one.before, 1):
        of_member = (len(one.before) - place) % 2 == 0
        talk = talk.add(MemberTurn(text=text) if of_member else OrganizerTurn(text=text))
    return talk.add(OrganizerTurn(text=one.said))


def candidates(persona: Persona, one: Judged) -> list[Candidate]:
    """What the partner would weigh, as if nothing had been told."""
    talk = conversation_of(one)
    *before, (_, text) = talk.lines
    reading = about(persona, text, read_moves(text, before), before, ())
    return answers(Question(persona, talk), persona.topics, reading.topics)


def fitted(shown: Floats, fits: Floats, counts: Floats) -> Floats:
    """Weights, the bias last: logistic regression by Newton's steps. `counts`: how much each row counts."""
    rows = np.c_[shown, np.ones(len(shown))]
    hold: Floats = np.diag([HOLD] * shown.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        likely: Floats = 1 / (1 + np.exp(-(rows @ weights)))
        slope: Floats = rows.T @ (counts * (likely - fits)) + hold @ weights
        bend: Floats = (rows * (counts * likely * (1 - likely))[:, None]).T @ rows + hold
        weights -= np.asarray(np.linalg.solve(bend, slope))
    return weights


class Weighed(NamedTuple):
    """One candidate of one question."""

    member: str
    question: int
    after: bool
    grade: int | None
    """None where nobody judged it."""
    shown: dict[str, float]


def report(name: str, best: Sequence[tuple[float, int | None]]) -> str:
    """Of the likeliest lines, by question: how many were likely enough, and how many of these were judged to fit."""
    said = [grade for likely, grade in best if likely >= ENOUGH]
    known = [grade for grade in said if grade is not None]
    fit, exact = sum(grade >= 1 for grade in known), sum(grade == 2 for grade in known)
    return f"{name:24}{len(best):>6}{len(said):>10}{len(known):>8}{fit:>5}{exact:>14}"


def main() -> None:
    """Fit the weights, print them, and print how well they find answers of members that they never saw."""
    app = App(Settings())
    rows = [
        Weighed(one.member, number, asked.after, asked.lines.get(found.text), found.shown)
        for one in judged()
        for number, asked in enumerate(one.questions)
        for found in candidates(app.content.member(one.member), asked)
    ]
    names = list(rows[0].shown)
    shown = np.array([[row.shown[name] for name in names] for row in rows])
    fits = np.array([float((row.grade or 0) >= 1) for row in rows])
    counts = np.array([(AFTER if row.after else 1.0) * (row.grade is not None) for row in rows])
    for name, weight in zip([*names, "bias"], fitted(shown, fits, counts), strict=True):
        print(f"    {name!r}: {weight:.2f},")
    best: dict[tuple[str, int, bool], tuple[float, int | None]] = {}
    for member in sorted({row.member for row in rows}):
        others = np.array([row.member != member for row in rows])
        weights = fitted(shown[others], fits[others], counts[others])
        for row, values in zip(rows, shown, strict=True):
            likely = float(1 / (1 + np.exp(-(values @ weights[:-1] + weights[-1]))))
            key = (row.member, row.question, row.after)
            if row.member == member and likely > best.get(key, (0.0, None))[0]:
                best[key] = (likely, row.grade)
    print(f"\n{'':24}{'asked':>6}{'answered':>10}{'judged':>8}{'fit':>5}{'to the point':>14}")
    for after, name in ((True, "after the lines"), (False, "before some of them")):
        print(report(name, [one for (_, _, when), one in best.items() if when is after]))


if __name__ == "__main__":
    main()
