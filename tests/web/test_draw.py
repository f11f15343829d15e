"""Values to HTML."""

import re

import pytest

from coach.errors import InputError
from coach.web.draw import draw, fault, initials, portrait

SHIPPED = ("col", "darren", "fatima", "gloria", "jaz", "lan", "mele", "priya", "rachel", "yusuf")


def test_whatever_a_template_is_given_is_escaped() -> None:
    shown = fault(InputError("<script>alert(1)</script>", '"><img src=x>'))
    assert "<script>" not in shown
    assert "<img" not in shown


def test_a_template_that_is_not_given_all_it_names_is_an_error() -> None:
    with pytest.raises(Exception, match="undefined"):
        draw("refusal", message="What happened.")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mele", "M"), ("Ana Maria dos Santos", "AS"), ("Jean-Luc", "JL"), ("", ""), ("élodie", "É")],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_portrait_is_the_same_every_time_and_each_members_own() -> None:
    assert portrait("mele", "Mele") == portrait("mele", "Mele")
    tints = {re.findall(r"tint-\d+", portrait(member, member))[0] for member in SHIPPED}
    assert len(tints) == len(SHIPPED)


def test_a_portrait_says_nothing_to_a_screen_reader_and_runs_no_markup_of_a_name() -> None:
    drawn = portrait("x", "<b> &c")
    assert 'aria-hidden="true"' in drawn
    assert "<&" not in drawn
