"""What of a model's text is for showing."""

import pytest

from coach.llm.speech import Spoken, repeats


def shown(*pieces: str, thinking: bool = False) -> str:
    spoken = Spoken(thinking=thinking)
    return "".join([spoken.take(piece) for piece in pieces] + [spoken.end()])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>She is tired.</think>Come in.", "Come in."),
        ("<thinking>\nShe is\n</thinking>\n\nCome in.", "Come in."),
        ("<THINK>She is.</THINK> Come in.", "Come in."),
        ("Come <thought>hm</thought>in.", "Come in."),
        ("<think></think>Come in.", "Come in."),
        ("<think>never closed", ""),
        ("  Come in.", "Come in."),
        ("I <3 you, a < b, <b>so</b> <", "I <3 you, a < b, <b>so</b> <"),
        ("I think</so> that <thin ice", "I think</so> that <thin ice"),
        ("Come\x1b[2J\x07 in.\nSit\x7f down.\x9b", "Come[2J in.\nSit down."),
    ],
)
def test_thoughts_are_left_out_however_the_text_is_broken_into_pieces(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert shown(*text) == expected
    for cut in range(len(text)):
        assert shown(text[:cut], text[cut:]) == expected


def test_nothing_is_held_back_that_can_not_become_a_tag() -> None:
    spoken = Spoken()
    assert spoken.take("I <3 you") == "I <3 you"
    assert spoken.take(" and <b") == " and <b"
    assert spoken.take(" maybe <thi") == " maybe "
    assert spoken.take("s>") == "<this>"


def test_a_tag_that_is_closed_unopened_tells_that_the_reply_began_with_thoughts() -> None:
    spoken = Spoken()
    assert spoken.take("She is tired.</think>Come in.") == "She is tired.Come in."
    assert spoken.began_thinking


def test_where_thoughts_are_expected_they_are_left_out() -> None:
    assert shown("She is tired.", "</thi", "nk>\nCome in.", thinking=True) == "Come in."


def test_where_thoughts_were_expected_and_none_came_all_of_it_was_the_reply() -> None:
    spoken = Spoken(thinking=True)
    assert spoken.take("Come ") == ""
    assert spoken.take("in.") == ""
    assert spoken.end() == "Come in."
    assert spoken.began_thinking is False


@pytest.mark.parametrize(
    "text",
    [
        "ha" * 200,
        "\n" * 300,
        "I hear you. " * 25,
        "Well. " + "We took the bus to the market and it was late again, as it is on every other day. " * 4,
        "Well. " + "".join(f"word{number} " for number in range(30)) * 4,
    ],
)
def test_a_text_that_says_one_thing_over_and_over_repeats(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No, no, no, no, no. I never said that. No.",
        "We work, we work, and we work. " * 2,
        "I hear you. " * 25 + "And that is the whole of it, I think.",
        "".join(f"{number} bottles of milk stood on the step. " for number in range(30)),
    ],
)
def test_people_say_things_twice(text: str) -> None:
    assert not repeats(text)
