"""A group's figures as CSV, for a spreadsheet: no cell of it is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from coach.core.figures import Group
from coach.core.workshop import overrides
from coach.workshops import Readable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet computes or splits: the wide ones are the same to some."""
BOM = "\ufeff"
"""By it, spreadsheets know that the text is UTF-8."""

Cell = str | int | float | None


def cell(value: Cell) -> str:
    """A value as a spreadsheet shows it and never runs it."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(FORMULA) else text


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV."""
    text = StringIO()
    csv.writer(text).writerows([cell(value) for value in row] for row in rows)
    return BOM + text.getvalue()


def figures_csv(figures: Group | None) -> str:
    """The figures, one a row: of what, how many people, of how many; for an objective its mean level too."""
    return table([("figure", "id", "title", "people", "of", "level"), *(_figures(figures) if figures else ())])


def _figures(found: Group) -> Iterable[Sequence[Cell]]:
    for one in found.objectives:
        if one.level is not None:
            title = one.objective.title
            yield "objective, mean level", one.objective.id, title, one.of, one.of, one.level
            yield "objective, below level 1", one.objective.id, title, one.below, one.of, None
            yield "objective, level 1 to below 2", one.objective.id, title, one.between, one.of, None
            yield "objective, level 2 and above", one.objective.id, title, one.above, one.of, None
    for one in found.missed:
        yield "criterion missed", one.criterion.id, one.criterion.title, one.missed.people, one.missed.of, None
    for one in found.brushed:
        yield "layer came near", one.how, "", one.people.people, one.people.of, None
    for one in found.layers:
        yield "layer reached", str(one.depth), "", one.reached.people, one.reached.of, None
    for one in found.never:
        yield "layer never reached", str(one.depth), one.name, 0, one.people, None
    for one in found.markers:
        yield "habit seen", one.marker.id, one.marker.title, one.seen.people, one.seen.of, None
    if tries := found.tries:
        yield "second try, rose", "", "", tries.rose, tries.people, None
        yield "second try, fell", "", "", tries.fell, tries.people, None
        for one in tries.criteria:
            yield "second try, criterion rose", one.criterion.id, one.criterion.title, one.rose, one.of, None
            yield "second try, criterion fell", one.criterion.id, one.criterion.title, one.fell, one.of, None


def remarks_csv(talks: Iterable[Readable]) -> str:
    """Of talks that are shared whole, a row for each criterion: the assessor's level, and the facilitator's."""
    rows: list[Sequence[Cell]] = [
        (
            "day",
            "called",
            "member",
            "another try",
            "criterion",
            "title",
            "highest level",
            "assessor",
            "level",
            "facilitator",
            "theirs",
            "why",
        )
    ]
    for one in talks:
        talk, theirs = one.talk, overrides(one.remarks)
        if talk.feedback is None:
            continue
        for criterion in talk.rubric.criteria:
            result, given = talk.feedback.results.get(criterion.id), theirs.get(criterion.id)
            if result or given:
                rows.append(
                    (
                        f"{talk.started_at:%Y-%m-%d}",
                        one.called,
                        talk.persona.name,
                        "yes" if talk.rewound_from else "",
                        criterion.id,
                        criterion.title,
                        criterion.top,
                        talk.feedback.assessor,
                        result.level if result else None,
                        given.by if given else "",
                        given.level if given else None,
                        given.text if given else "",
                    )
                )
    return table(rows)
