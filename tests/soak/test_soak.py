"""Small versions of what `make soak` does at length."""

import random
from contextlib import closing

from coach.store import Store
from tests.bench.model import REPLY, paced
from tests.postgres import Postgres
from tests.soak.fleet import killed_in_mid_talk
from tests.soak.kills import killed
from tests.soak.load import Seen
from tests.soak.rooms import Rooms
from tests.soak.seats import take_seats


async def test_whatever_moment_it_is_killed_in_no_turn_is_lost_and_none_is_kept_twice(database: str) -> None:
    kept = await killed(database, kills=3, learners=4, chance=random.Random(20))
    assert (kept.lost, kept.doubled) == (0, 0)
    assert kept.kept >= kept.acknowledged > 0


async def test_when_one_of_two_apps_dies_its_learners_go_on_at_the_other_with_every_turn(postgres: Postgres) -> None:
    url = postgres.new_database()
    with Rooms(url) as one, Rooms(url) as other:
        held = await killed_in_mid_talk(url, 10, 2, [one.address, other.address], one.kill)
    assert (held.finished, held.lost, held.doubled) == (10, 0, 0)
    assert held.interrupted >= 5, "half of them were at the one that died"


async def test_a_class_talks_with_a_model_all_at_once_and_nobody_meets_an_error(database: str) -> None:
    seats, seen = take_seats(database, 24), Seen()
    with paced(0.001) as model, Rooms(database, base_url=model.url, model="fake-model") as rooms:
        await seen.gather(rooms.address, seats, seconds=1.5, thinks=(0.1, 0.8))
    assert not seen.errors
    assert len(seen.waits) >= len(seats)
    with closing(Store(database)) as store:
        for seat in seats:
            turns = store.talk(seat.learner, seat.talk).conversation.turns
            assert len(turns) == seen.said[seat.talk]
            assert {turn.text for turn in turns if turn.speaker == "member"} == {REPLY}
