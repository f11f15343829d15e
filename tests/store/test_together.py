"""What several ask to be kept at once, on SQLite and on PostgreSQL alike."""

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.errors import TurnTaken
from coach.store import Store
from tests.store.people import NOON, a_talk

CLASS = 30


@pytest.fixture
def store(database: str, shipped: Content) -> Iterator[Store]:
    with closing(Store(database)) as store:
        store.add_learner("ana", NOON)
        for number in range(CLASS):
            store.add_talk("ana", a_talk(shipped, f"talk {number}"))
        yield store


async def said(store: Store, number: int, place: int = 1) -> type[Exception] | None:
    """Take a turn in a talk: the kind of what was raised."""
    try:
        await store.keep(store.add_turn, f"talk {number}", place, OrganizerTurn(text=f"Line {number}"), NOON)
    except TurnTaken as fault:
        return type(fault)
    return None


def texts(store: Store, number: int) -> list[str]:
    return [turn.text for turn in store.talk("ana", f"talk {number}").conversation.turns]


async def test_what_a_whole_class_says_at_once_is_kept_each_in_its_talk(store: Store) -> None:
    assert await asyncio.gather(*(said(store, number) for number in range(CLASS))) == [None] * CLASS
    assert [texts(store, number) for number in range(CLASS)] == [[f"Line {number}"] for number in range(CLASS)]


async def test_one_that_cannot_be_kept_takes_none_of_the_others_along(store: Store) -> None:
    await said(store, 7)
    told = await asyncio.gather(*(said(store, number) for number in range(CLASS)))
    assert [number for number, fault in enumerate(told) if fault] == [7]
    assert all(texts(store, number) == [f"Line {number}"] for number in range(CLASS))


async def test_whoever_leaves_before_it_is_kept_keeps_nobody_waiting(store: Store) -> None:
    first, second = (asyncio.ensure_future(said(store, number)) for number in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert texts(store, 1) == ["Line 1"]
    await said(store, 2)
    assert (texts(store, 0), texts(store, 2)) == (["Line 0"], ["Line 2"])


async def test_what_was_spent_and_said_at_once_counts_once(store: Store) -> None:
    day = NOON.date()
    spent = [store.keep(store.spend, day, "ana", "talk 1", 10, 2) for _ in range(5)]
    await asyncio.gather(*spent, said(store, 1), said(store, 1))
    assert store.spent(talk="talk 1") == (50, 10)
    assert texts(store, 1) == ["Line 1"]


async def test_what_is_in_no_hurry_is_kept_along_with_the_next_and_else_alone(store: Store) -> None:
    day = NOON.date()
    counted = asyncio.ensure_future(store.keep_along(store.spend, day, "ana", "talk 1", 10, 2))
    await asyncio.sleep(0)
    await said(store, 1)
    await counted
    assert store.spent(talk="talk 1") == (10, 2)
    await store.keep_along(store.spend, day, "ana", "talk 1", 10, 2)
    assert store.spent(talk="talk 1") == (20, 4)
    assert texts(store, 1) == ["Line 1"]
