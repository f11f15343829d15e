"""A workshop as a value: whose code, whom its learners meet, what is shared."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.content import Content
from coach.core.workshop import Remark, Workshop, code_key, offered, overrides, shared


@pytest.mark.parametrize("code", ["Blue Wren 12", "blue-wren-12", " BLUE_WREN  12. ", "bluewren12"])
def test_a_code_is_one_however_it_is_typed(code: str) -> None:
    assert code_key(code) == "bluewren12"


def test_a_code_may_be_in_any_script_and_what_stands_between_is_no_code() -> None:
    assert code_key("قمر ٧") == "قمر٧"
    assert code_key("—!") == ""


def test_learners_meet_those_who_are_picked_in_the_meetings_that_are_picked(shipped: Content) -> None:
    everybody = Workshop(name="All", code="x")
    assert offered(everybody, shipped.members) == shipped.members
    some = Workshop(name="Some", code="x", members=("mele", "gone"), kind="maintenance")
    (mele,) = offered(some, shipped.members)
    assert {one.kind for one in mele.scenarios} == {"maintenance"}
    assert offered(Workshop(name="None", code="x", kind="escalation"), shipped.members) == ()


def test_a_talks_own_choice_goes_before_the_workshops() -> None:
    assert shared(None, "nothing") == "nothing"
    assert shared(None, "talk") == "talk"
    assert shared("nothing", "talk") == "nothing"
    assert shared("scores", "nothing") == "scores"


def test_the_newest_level_of_a_criterion_stands() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    said = [
        Remark(id="2", by="ana", at=at + timedelta(hours=1), text="On second thoughts.", criterion="2b", level=1),
        Remark(id="1", by="ana", at=at, text="Well heard.", criterion="2b", level=3),
        Remark(id="3", by="ana", at=at, text="A comment."),
    ]
    assert {key: one.id for key, one in overrides(said).items()} == {"2b": "2"}
