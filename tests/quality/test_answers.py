"""The built-in partner finds what answers: held to what readers judged, so that it can't get worse unseen."""

import pytest

from coach.content import Content
from coach.partner.answering import ENOUGH
from tests.quality.answers import candidates, judged


@pytest.mark.slow
def test_most_lines_that_are_said_to_a_question_fit_it(shipped: Content) -> None:
    fits: list[bool] = []
    for one in judged():
        for question in (asked for asked in one.questions if asked.after):
            best = candidates(shipped.member(one.member), question)[0]
            grade = question.lines.get(best.text)
            if best.likely >= ENOUGH and grade is not None:
                fits.append(grade >= 1)
    assert len(fits) > 50
    assert sum(fits) / len(fits) > 0.65, "words alone made it 0.50"
