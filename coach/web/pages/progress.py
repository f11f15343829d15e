"""Progress over a learner's finished talks, and what so few of them can't show."""

from collections.abc import Mapping
from itertools import pairwise

import gradio as gr

from coach.core.progress import FEW, Course, Progress
from coach.core.rubric import TOP_LEVEL
from coach.practice import Practice
from coach.web.look.draw import draw
from coach.web.look.picture import Line
from coach.web.pages.parts import drawn, footer, header

TOP, HEIGHT = 16, 80
"""Pixels: where the top level is drawn, and how far below it the lowest."""
FROM, TO = 7, 96
"""Percent of the width that the points lie between."""
MOST = 5
"""Missed criteria that are shown at once: nobody practises eleven things."""


def page(demo: gr.Blocks, practice: Practice) -> None:
    """Build it."""
    header("progress")

    async def over_talks(learner: str, _address: Mapping[str, str]) -> str:
        return drawing(await practice.progress(learner))

    drawn(demo, over_talks)
    footer()


def drawing(seen: Progress) -> str:
    """The page of what the talks show."""
    dots = {course.objective.id: points(course) for course in seen.courses}
    return draw(
        "progress",
        seen=seen,
        few=FEW,
        most=MOST,
        grid=[(level, _y(level)) for level in range(TOP_LEVEL + 1)],
        dots=dots,
        lines={
            objective: [Line(x1=a, y1=b, x2=c, y2=d) for (a, b), (c, d) in pairwise(placed)]
            for objective, placed in dots.items()
        },
    )


def points(course: Course) -> list[tuple[float, float]]:
    """Where each talk's level stands: percent of the width, pixels from the top."""
    gaps = max(len(course.points) - 1, 1)
    return [(round(FROM + n * (TO - FROM) / gaps, 2), _y(point.level)) for n, point in enumerate(course.points)]


def _y(level: float) -> float:
    return round(TOP + (1 - level / TOP_LEVEL) * HEIGHT, 1)
