"""The built-in partner finds what answers: held to what readers judged, so that it can't get worse unseen."""

import pytest

from coach.content import Content
from coach.partner.answering import ENOUGH
from tests.quality.answers import judged, weighed

SAMPLED = 4
"""One in so many of the judged questions is looked at; `python -m tests.quality.answers` takes all of them."""


@pytest.mark.slow
def test_most_lines_that_are_said_to_a_question_fit_it(shipped: Content) -> None:
    fits: list[bool] = []
    for one in judged():
        for number, question in enumerate([asked for asked in one.questions if asked.after][::SAMPLED]):
            best = next(iter(weighed(shipped.member(one.member), number, question)), None)
            if best and best.likely >= ENOUGH and best.grade is not None:
                fits.append(best.grade >= 1)
    assert len(fits) > 100
    assert sum(fits) / len(fits) > 0.7, "words alone made it 0.50"
