"""How well the built-in partner finds the line that answers: `python -m tests.quality.answers`.

Lines were judged by readers who had written none of them: 2 it answers the question, 1 it may be said, 0 it can't.
The weights of coach/partner/answering.py and following.py are fitted to that; each member is measured by weights that
never saw it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.app import App
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.partner.answering import ENOUGH, answers
from coach.partner.following import taken_up
from coach.partner.question import Question
from coach.reader.builtin import read_moves
from coach.reader.matching import about
from coach.settings import Settings

FOLDER = Path(__file__).parent / "answers"
WORTH = (0.0, 0.6, 1.0)
"""How well a line fits that was judged 0, 1 or 2."""
HOLD = 1.0
"""How hard a weight is held to nothing."""

Floats = NDArray[np.float64]
Kind = Literal["line", "follow-up"]


class Judged(Value):
    """One turn, and what was thought of lines that could have answered it."""

    before: tuple[str, ...]
    """What was said before it, in turns, the last a member's."""
    said: str
    lines: dict[str, int]
    after: bool
    """It was said after the member's lines were written; of the others, some lines were written to answer them."""


class JudgedMember(Value):
    """What was judged of one member."""

    member: str
    judged_by: str
    questions: tuple[Judged, ...]


class Weighed(NamedTuple):
    """One line that the partner would weigh, for one turn."""

    member: str
    turn: int
    after: bool
    kind: Kind
    likely: float
    """By the weights of today."""
    grade: int | None
    """None where nobody judged it."""
    shown: Mapping[str, float]


def judged() -> list[JudgedMember]:
    """All that was judged, by member."""
    return [JudgedMember.model_validate_json(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]


def conversation_of(one: Judged) -> Conversation:
    """The end of the talk in which the turn was said."""
    talk = Conversation()
    for place, text in enumerate(one.before, 1):
        of_member = (len(one.before) - place) % 2 == 0
        talk = talk.add(MemberTurn(text=text) if of_member else OrganizerTurn(text=text))
    return talk.add(OrganizerTurn(text=one.said))


def weighed(persona: Persona, number: int, one: Judged) -> list[Weighed]:
    """What the partner would weigh as an answer to a question, as if nothing had been told, the likeliest first."""
    talk = conversation_of(one)
    *before, (_, text) = talk.lines
    question = Question(persona, talk)
    if not question.asked:
        return []
    topics = about(persona, text, read_moves(text, before), before, ()).topics
    found: list[tuple[Kind, float, str, Mapping[str, float]]] = [
        *(("line", found.likely, found.text, found.shown) for found in answers(question, persona.topics, topics)),
        *(
            ("follow-up", found.likely, found.text, found.shown)
            for found in taken_up(question, persona, [turn for _, turn in talk.member_turns])
        ),
    ]
    rows = [
        Weighed(persona.id, number, one.after, kind, likely, one.lines.get(line), shown)
        for kind, likely, line, shown in found
    ]
    return sorted(rows, key=lambda row: -row.likely)


def fitted(shown: Floats, fits: Floats) -> Floats:
    """Weights, the bias last: logistic regression by Newton's steps. `fits`: how well each row does, from 0 to 1."""
    rows = np.c_[shown, np.ones(len(shown))]
    hold: Floats = np.diag([HOLD] * shown.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        likely: Floats = 1 / (1 + np.exp(-(rows @ weights)))
        slope: Floats = rows.T @ (likely - fits) + hold @ weights
        bend: Floats = (rows * (likely * (1 - likely))[:, None]).T @ rows + hold
        weights -= np.asarray(np.linalg.solve(bend, slope))
    return weights


def refitted(rows: Sequence[Weighed]) -> list[Weighed]:
    """The same, each as likely as weights say that never saw its member. Prints the weights that saw all."""
    found: list[Weighed] = []
    for kind in ("line", "follow-up"):
        own = [row for row in rows if row.kind == kind]
        shown = np.array([list(row.shown.values()) for row in own])
        fits = np.array([0.0 if row.grade is None else WORTH[row.grade] for row in own])
        known = np.array([row.grade is not None for row in own])
        print(f"{kind}:")
        for name, weight in zip([*own[0].shown, "bias"], fitted(shown[known], fits[known]), strict=True):
            print(f"    {name!r}: {weight:.2f},")
        for member in sorted({row.member for row in own}):
            theirs = np.array([row.member == member for row in own])
            weights = fitted(shown[known & ~theirs], fits[known & ~theirs])
            likely: Floats = 1 / (1 + np.exp(-(shown[theirs] @ weights[:-1] + weights[-1])))
            of_member = [row for row in own if row.member == member]
            found += [row._replace(likely=float(value)) for row, value in zip(of_member, likely.tolist(), strict=True)]
    return found


def best_of(rows: Sequence[Weighed]) -> list[Weighed]:
    """The likeliest line for each turn."""
    best: dict[tuple[str, int], Weighed] = {}
    for row in rows:
        key = (row.member, row.turn)
        if key not in best or row.likely > best[key].likely:
            best[key] = row
    return list(best.values())


def report(name: str, best: Sequence[Weighed]) -> str:
    """Of the likeliest lines: how many were likely enough, and how many of these were judged to fit."""
    said = [row.grade for row in best if row.likely >= ENOUGH]
    known = [grade for grade in said if grade is not None]
    fit, exact = sum(grade >= 1 for grade in known), sum(grade == 2 for grade in known)
    return f"{name:24}{len(best):>6}{len(said):>10}{len(known):>8}{fit:>5}{exact:>14}"


def main() -> None:
    """Fit the weights, print them, and print how well they find answers of members that they never saw."""
    app = App(Settings())
    rows = [
        row
        for one in judged()
        for number, asked in enumerate(one.questions)
        for row in weighed(app.content.member(one.member), number, asked)
    ]
    best = best_of(refitted(rows))
    print(f"\n{'':24}{'asked':>6}{'answered':>10}{'judged':>8}{'fit':>5}{'to the point':>14}")
    print(report("after the lines", [row for row in best if row.after]))
    print(report("before some of them", [row for row in best if not row.after]))
    print(report("of these a follow-up", [row for row in best if row.kind == "follow-up"]))


if __name__ == "__main__":
    main()
