"""What the store promises, on SQLite and on PostgreSQL alike."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from coach.content import Content
from coach.core.conversation import MemberTurn, OrganizerTurn
from coach.core.hints import Hint
from coach.core.workshop import Workshop
from coach.errors import CoachError, NotFound, TurnTaken
from coach.store import Store
from tests.store.people import NOON, WORD, a_talk, settle


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with closing(Store(database)) as store:
        yield store


def at_once(act: Callable[[int], object], times: int = 12) -> list[object]:
    """What each of so many said who did this in the same moment: what came back, or the kind of what was raised."""

    def tried(number: int) -> object:
        try:
            return act(number)
        except CoachError as fault:
            return type(fault)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(tried, range(times)))


def test_what_was_kept_is_there_for_whoever_opens_the_database_again(
    store: Store, database: str, shipped: Content
) -> None:
    talk = settle(store, shipped, "ana")
    with closing(Store(database)) as again:
        kept = again.talk("ana", talk)
        assert [one.turns for one in again.talks("ana") if one.id == talk] == [1]
        assert again.search("ana", WORD) == {talk}
        assert again.spent(learner="ana") == (100, 20)
        last = again.last_intention("ana")
    assert kept == store.talk("ana", talk)
    assert [turn.text for turn in kept.conversation.turns] == [f"How is your {WORD}?", "Growing."]
    assert (kept.started_at, kept.ended, kept.name) == (NOON, True, f"The {WORD}")
    assert kept.persona == shipped.member("mele")
    assert last
    assert last.who == WORD


def test_the_member_of_a_talk_is_the_one_that_the_app_has_and_no_copy(
    store: Store, database: str, shipped: Content
) -> None:
    mele = shipped.member("mele")
    talk = settle(store, shipped, "ana")
    assert store.talk("ana", talk).persona is mele
    with closing(Store(database)) as again:
        again.know([mele.model_copy(update={"age": mele.age + 1})])
        assert again.talk("ana", talk).persona == mele, "who has changed since is as they were"
    with closing(Store(database)) as again:
        again.know(shipped.members)
        assert again.talk("ana", talk).persona is mele


def test_of_many_who_take_the_same_turn_at_once_one_has_it(store: Store, shipped: Content) -> None:
    store.add_learner("ana", NOON)
    store.add_talk("ana", a_talk(shipped, "one"))
    said = at_once(lambda number: store.add_turn("one", 1, OrganizerTurn(text=f"Line {number}"), NOON))
    assert said.count(None) == 1
    assert said.count(TurnTaken) == len(said) - 1
    assert len(store.talk("ana", "one").conversation.turns) == 1


def test_a_group_that_sits_down_at_once_shares_one_copy_of_the_member(store: Store, shipped: Content) -> None:
    def sit_down(number: int) -> None:
        store.add_learner(f"learner-{number}", NOON)
        store.add_talk(f"learner-{number}", a_talk(shipped, f"talk-{number}"))

    assert set(at_once(sit_down)) == {None}
    assert all(len(store.talks(f"learner-{number}")) == 1 for number in range(12))


def test_tokens_that_are_counted_at_once_are_all_counted(store: Store) -> None:
    store.add_learner("ana", NOON)
    assert set(at_once(lambda _: store.spend(NOON.date(), "ana", "one", 5, 1))) == {None}
    assert store.spent() == (60, 12)


def test_somebody_may_join_a_workshop_from_two_tabs_at_once(store: Store) -> None:
    store.add_learner("ana", NOON)
    store.add_workshop("wrens", Workshop(name="Blue wrens", code="blue wren 12"), NOON)
    assert set(at_once(lambda _: store.join("wrens", "ana", NOON))) == {None}
    assert [one.id for one in store.memberships("ana")] == ["wrens"]


def test_another_learner_s_talk_is_not_found_by_any_name(store: Store, shipped: Content) -> None:
    talk = settle(store, shipped, "ana")
    store.add_learner("ben", NOON)
    for reach in (
        lambda: store.talk("ben", talk),
        lambda: store.rename("ben", talk, "mine"),
        lambda: store.end("ben", talk, NOON),
        lambda: store.annotate("ben", talk),
        lambda: store.delete_talk("ben", talk),
    ):
        with pytest.raises(NotFound):
            reach()
    assert store.talks("ben") == store.finished("ben") == ()
    assert store.search("ben", WORD) == frozenset()
    assert store.talk("ana", talk).name == f"The {WORD}"


def test_how_a_turn_was_read_may_change_and_never_what_was_said(store: Store, shipped: Content) -> None:
    talk = settle(store, shipped, "ana")
    store.decide(talk, {1: OrganizerTurn(text="Something else", concern="distress")})
    turn = store.talk("ana", talk).conversation.turns[0]
    assert isinstance(turn, OrganizerTurn)
    assert (turn.text, turn.concern) == (f"How is your {WORD}?", "distress")


def test_any_character_comes_back_as_it_was_said(store: Store, shipped: Content) -> None:
    store.add_learner("ana", NOON)
    store.add_talk("ana", a_talk(shipped, "one"))
    odd = "\u202eé 👩🏽‍🌾 \t\r\n '; DROP TABLE turns;-- \\u0000 %s {x} \ud83d".encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )
    store.add_turn("one", 1, OrganizerTurn(text=odd), NOON)
    store.add_turn("one", 2, MemberTurn(text=odd, spoken_by="builtin"), NOON)
    assert [turn.text for turn in store.talk("ana", "one").conversation.turns] == [odd, odd]


def test_somebody_whose_record_went_may_sit_down_again(store: Store, shipped: Content) -> None:
    settle(store, shipped, "ana")
    store.forget("ana")
    store.add_talk("ana", a_talk(shipped, "two"))  # their cookie is still good
    assert [talk.id for talk in store.talks("ana")] == ["two"]


def test_turns_that_are_taken_back_are_gone_with_the_hints_after_them(store: Store, shipped: Content) -> None:
    talk = settle(store, shipped, "ana")
    store.add_turn(talk, 3, OrganizerTurn(text="And then?"), NOON)
    for turn in (3, 4):
        store.add_hint(talk, Hint(turn=turn, rung="silence", says="Wait."))
        store.add_hint(talk, Hint(turn=turn, rung="silence", says="Wait longer."))
    with pytest.raises(TurnTaken):
        store.take_back("ana", talk, 3, seen=2)
    assert len(store.talk("ana", talk).conversation.turns) == 3, "whoever has not seen all takes nothing back"
    store.take_back("ana", talk, 3, seen=3)
    kept = store.talk("ana", talk)
    assert [turn.text for turn in kept.conversation.turns] == [f"How is your {WORD}?", "Growing."]
    assert [(hint.turn, hint.says) for hint in kept.hints] == [(1, WORD), (3, "Wait.")]
    store.add_turn(talk, 3, OrganizerTurn(text="How long has it been so?"), NOON)


def test_of_many_who_take_turns_back_at_once_one_does(store: Store, shipped: Content) -> None:
    talk = settle(store, shipped, "ana")
    done = at_once(lambda _: store.take_back("ana", talk, 1, seen=2))
    assert done.count(None) == 1
    assert done.count(TurnTaken) == len(done) - 1
