"""Who is counted together: five at least, and never so that taking away what is known leaves one person."""

from collections.abc import Iterable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from coach.core.crowd import LEAST, LEAST_HIDDEN, Crowd, Person, Shown, crowd


def hidden(*keys: str, talks: int = 1) -> list[Person]:
    """People who share only their scores, of one talk each."""
    return [Person(key=key, hidden=frozenset(f"{key}{n}" for n in range(talks))) for key in keys]


def readable(*keys: str) -> list[Person]:
    return [Person(key=key, readable=frozenset({f"{key}0"})) for key in keys]


def keys(found: Crowd | None) -> str:
    """Whose talks are counted."""
    return "".join(sorted({talk[0] for talk in found.talks})) if found else ""


def as_shown(people: Iterable[Person], found: Crowd) -> Shown:
    def kept(talks: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        return {key: some for key, all_ in talks.items() if (some := all_ & found.talks)}

    return Shown(
        hidden=kept({one.key: one.hidden for one in people}), readable=kept({one.key: one.readable for one in people})
    )


def show(people: list[Person], before: list[Shown]) -> Crowd | None:
    """Look at the figures: what is new in them is remembered."""
    found = crowd(people, before)
    if found and found.new:
        before.append(as_shown(people, found))
    return found


def test_below_five_there_is_nothing() -> None:
    assert crowd(hidden(*"abcd"), []) is None
    assert crowd([*hidden(*"abcd"), Person(key="e")], []) is None, "who shares, and has no talk yet, counts for nothing"


def test_five_are_shown_and_stay_the_same_at_the_next_look() -> None:
    before: list[Shown] = []
    first = show(hidden(*"abcde"), before)
    assert first
    assert (keys(first), first.new) == ("abcde", True)
    again = show(hidden(*"abcde"), before)
    assert again
    assert (keys(again), again.new, again.waiting) == ("abcde", False, False)


def test_when_one_of_five_takes_it_back_the_figures_are_gone() -> None:
    before: list[Shown] = []
    show(hidden(*"abcde"), before)
    assert show(hidden(*"abcd"), before) is None


def test_a_sixth_does_not_show_up_as_a_difference_and_waits_for_two_more() -> None:
    before: list[Shown] = []
    show(hidden(*"abcde"), before)
    for more in ("f", "fg"):
        waits = show(hidden(*"abcde", *more), before)
        assert waits
        assert (keys(waits), waits.waiting) == ("abcde", True)
    assert keys(show(hidden(*"abcdefgh"), before)) == "abcdefgh"


def test_one_persons_next_talk_does_not_show_up_as_a_difference() -> None:
    before: list[Shown] = []
    show(hidden(*"abcde"), before)
    found = show([*hidden(*"abcd"), *hidden("e", talks=2)], before)
    assert found
    assert found.talks == {"a0", "b0", "c0", "d0", "e0"}
    assert found.waiting


def test_where_one_of_many_takes_it_back_two_others_are_left_out_with_them() -> None:
    before: list[Shown] = []
    show(hidden(*"abcdefgh"), before)
    found = show(hidden(*"bcdefgh"), before)
    assert found
    assert len(keys(found)) == 5
    assert "a" not in keys(found)
    assert keys(show(hidden(*"bcdefgh"), before)) == keys(found), (
        "and stay left out: they would stand out when they come back"
    )


def test_who_comes_back_can_not_be_told_by_an_older_figure() -> None:
    before: list[Shown] = []
    show(hidden(*"abcdefgh"), before)
    show(hidden(*"bcdefgh"), before)
    assert keys(show(hidden(*"abcdefgh"), before)) == "abcdefgh", "all of it has been shown before"


def test_what_can_be_read_tells_of_nobody_else_once_it_is_taken_away() -> None:
    assert crowd([*readable(*"abcd"), *hidden("e")], []) is None
    assert crowd([*readable(*"abc"), *hidden(*"de")], []) is None
    assert keys(crowd([*readable(*"ab"), *hidden(*"cde")], [])) == "abcde"
    assert keys(crowd(readable(*"abcde"), [])) == "abcde"


def test_too_few_who_can_not_be_read_wait_while_the_others_are_shown() -> None:
    found = crowd([*readable(*"abcde"), *hidden("f", "g")], [])
    assert found
    assert (keys(found), found.waiting) == ("abcde", True)


def test_a_talk_that_can_be_read_may_come_and_go() -> None:
    before: list[Shown] = []
    show([*hidden(*"abcde"), *readable("f")], before)
    assert keys(show(hidden(*"abcde"), before)) == "abcde"
    assert keys(show([*hidden(*"abcde"), *readable(*"fg")], before)) == "abcdefg"


def test_a_deleted_talk_is_a_difference_even_though_nobody_knows_whose_it_was() -> None:
    shown = Shown(hidden={key: frozenset({f"{key}0"}) for key in "abcde"}, gone=True)
    assert crowd(hidden(*"abcde"), [shown]) is None
    assert keys(crowd([*hidden(*"abcde"), *hidden(*"xyz")], [shown])) == "abcdexyz"


@given(st.lists(st.frozensets(st.sampled_from("abcdefghXYZ")), min_size=1, max_size=6))
def test_whoever_comes_and_goes_no_figure_and_no_two_tell_of_fewer_than_three(steps: list[frozenset[str]]) -> None:
    before: list[Shown] = []
    pictures: list[set[str]] = []
    for step in steps:
        people = [*hidden(*(step & set("abcdefgh"))), *readable(*(step & set("XYZ")))]
        if not (found := show(people, before)):
            continue
        counted = set(keys(found))
        assert len(counted) >= LEAST
        assert counted <= step, "nothing is counted that is not shared now"
        unread = {key for key in counted if key.islower()}
        assert not unread or len(unread) >= LEAST_HIDDEN
        for earlier in pictures:
            told = {key for key in earlier ^ counted if key.islower()}
            assert not told or len(told) >= LEAST_HIDDEN
        pictures.append(counted)
