"""Values to HTML."""

import re
from typing import get_args

import pytest

from coach.core.persona import Portrait
from coach.errors import InputError
from coach.web.look.draw import draw, fault, portrait

SHIPPED = ("col", "darren", "fatima", "gloria", "jaz", "lan", "mele", "priya", "rachel", "yusuf")


def test_whatever_a_template_is_given_is_escaped() -> None:
    shown = fault(InputError("<script>alert(1)</script>", '"><img src=x>'))
    assert "<script>" not in shown
    assert "<img" not in shown


def test_a_template_that_is_not_given_all_it_names_is_an_error() -> None:
    with pytest.raises(Exception, match="undefined"):
        draw("refusal", message="What happened.")


def test_a_portrait_is_the_same_every_time_and_each_members_own() -> None:
    assert portrait("mele") == portrait("mele")
    tints = {re.findall(r"tint-\d+", portrait(member))[0] for member in SHIPPED}
    assert len(tints) == len(SHIPPED)


@pytest.mark.parametrize("head", get_args(Portrait))
def test_every_head_that_a_file_may_name_is_drawn(head: Portrait) -> None:
    assert portrait("x", head).count("<path") == 7


def test_nobody_wears_a_scarf_whose_file_does_not_say_so() -> None:
    assert not [n for n in range(200) if 'class="scarf"' in portrait(f"member {n}")]
    assert 'class="scarf"' in portrait("fatima", "scarf")


def test_a_portrait_says_nothing_to_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in portrait("x")


def test_the_primer_is_there_for_whoever_opens_it() -> None:
    shown = draw("primer")
    assert shown.startswith('<details class="card primer">')
    stages = ("Purpose", "Exploration", "Exchange", "Commitment")
    assert re.findall(r"<li><strong>(\w+)</strong>", shown) == list(stages)
    noted = re.findall(r'<p class="note">(\w+)', shown)
    assert noted == [*stages, "An"], "the example goes through all four, and ends in what came of it"
