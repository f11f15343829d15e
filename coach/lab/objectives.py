"""Whether the learning objectives can be judged: what the built-in assessor and the counting know of their criteria."""

from collections.abc import Iterator

from coach.assessor.builtin import KNOWN
from coach.core.rubric import TOP_LEVEL, Criterion, Rubric
from coach.errors import Problem
from coach.lab.draft import Finding, Severity, found
from coach.located import Located

BALANCE = "4a"
"""The one criterion that is counted."""


def judged(rubric: Rubric, located: Located) -> Iterator[Finding]:
    """A warning for each criterion of which the file promises more than will come."""
    for n, objective in enumerate(rubric.objectives):
        for m, criterion in enumerate(objective.criteria):
            for mark, what, mend in _promised(criterion):
                line = located.line(("objectives", n, "criteria", m, mark))
                problem = Problem(located.file, line, f"criterion {criterion.id} {what}", mend)
                yield found(problem, Severity.WARNING)


def _promised(criterion: Criterion) -> Iterator[tuple[str, str, str]]:
    levels = f"has {len(criterion.levels)} levels, and the built-in assessor knows it in {TOP_LEVEL + 1}"
    if criterion.builtin and criterion.id not in KNOWN:
        what = "is marked as known to the built-in assessor, which does not know this id"
        yield "builtin", what, 'Take out "builtin: true": without a model it then says "not scored".'
    elif criterion.builtin and not criterion.known:
        yield "levels", f'{levels}: without a model it will say "not scored"', 'Take out "builtin: true", or keep four.'
    if criterion.counted and (criterion.id != BALANCE or criterion.top != TOP_LEVEL):
        what = f'is marked as counted, and only {BALANCE} in four levels is: it will say "not scored"'
        yield "counted", what, 'Take out "counted: true": a model is then asked.'
