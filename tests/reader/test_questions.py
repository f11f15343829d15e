"""Questions told from what was said around them."""

import pytest

from coach.reader.questions import asks_leave, checks, inquires, points_back, questions, remarks, without_leave


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("That sounds hard. How long have you been there?", ["How long have you been there?"]),
        ("so what do you do there", ["so what do you do there"]),
        ("Tell me about your crew.", ["Tell me about your crew."]),
        ("I only wondered what a work day's like for you.", ["I only wondered what a work day's like for you."]),
        ("So what I heard is that nobody came. It stays with you.", []),
        ("Would that it were so, and how it rained.", []),
    ],
)
def test_a_question_is_known_by_its_mark_or_by_its_order(text: str, asked: list[str]) -> None:
    assert questions(text) == asked


def test_what_is_no_question_is_a_remark() -> None:
    assert remarks("Twelve years! What keeps you there?") == ["Twelve years!"]


@pytest.mark.parametrize(
    "text",
    ["Have I got that right?", "Did I miss anything?", "Is that fair?", "Does that sound right to you?", "Okay?"],
)
def test_asking_whether_one_understood_is_a_check(text: str) -> None:
    assert checks(text)


@pytest.mark.parametrize("text", ["Is that your ute?", "Did you get that right away?", "Do you like it here?"])
def test_an_ordinary_question_is_no_check(text: str) -> None:
    assert not checks(text)


@pytest.mark.parametrize(
    "text", ["How long has that been going on?", "What did she say?", "Why is that?", "Tell me more.", "What happened?"]
)
def test_a_question_that_names_nothing_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize("text", ["What did you do before this job?", "How long have you been a nurse?", "Who pays?"])
def test_a_question_that_names_something_does_not(text: str) -> None:
    assert not points_back(text)


def test_asking_for_leave_names_nothing_yet() -> None:
    assert asks_leave("Can I ask you something a bit personal?")
    assert not asks_leave("Can I ask you about your son?")


def test_leave_asked_before_a_question_is_no_part_of_it() -> None:
    assert without_leave("May I ask what happened there?") == "what happened there?"
    assert without_leave("Can I ask you something?") == "Can I ask you something?"


def test_a_question_behind_a_comma_asks_to_know() -> None:
    assert inquires("Out of all those yeses, which one would you keep?")
    assert not inquires("If I came by on Tuesday, could you hold the door?")
