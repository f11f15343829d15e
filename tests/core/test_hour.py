"""A practice hour: its parts fill it, one after the other."""

from itertools import pairwise

import pytest

from coach.core.hour import LENGTHS, PARTS, hour


@pytest.mark.parametrize("length", LENGTHS)
def test_the_parts_fill_the_hour_without_a_gap(length: int) -> None:
    parts = hour(length)
    assert [one.id for one in parts] == list(PARTS)
    assert all(after.begins == before.begins + before.minutes for before, after in pairwise(parts))
    assert parts[-1].begins + parts[-1].minutes == length


@pytest.mark.parametrize(("asked", "given"), [(0, 45), (50, 60), (500, 90)])
def test_a_length_that_there_is_not_becomes_the_next(asked: int, given: int) -> None:
    assert hour(asked) == hour(given)
