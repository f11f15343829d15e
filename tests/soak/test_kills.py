"""Small versions of what `make soak` does at length."""

import random

from tests.soak.kills import killed


async def test_whatever_moment_it_is_killed_in_no_turn_is_lost_and_none_is_kept_twice(database: str) -> None:
    kept = await killed(database, kills=3, learners=4, chance=random.Random(20))
    assert (kept.lost, kept.doubled) == (0, 0)
    assert kept.kept >= kept.acknowledged > 0
