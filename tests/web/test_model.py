"""A model plays the member: the page says so before the first word, and says what happens when it fails."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.fake_server import FAULTS, FakeServer, Reply
from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.lines import TWELVE

pytestmark = pytest.mark.browser


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


@pytest.fixture
def modelled(tmp_path: Path, server: FakeServer) -> Iterator[House]:
    with House(
        tmp_path, base_url=server.url, model="fake-model", first_word_seconds="1", between_words_seconds="4"
    ) as running:
        yield running


def test_the_page_names_the_model_and_who_receives_the_words_before_the_first_one(
    visit: Visit, modelled: House, server: FakeServer
) -> None:
    visitor = visit(modelled)
    visitor.go()
    expect(visitor.page.get_by_role("region", name="Where your words go")).to_contain_text("sent to 127.0.0.1")
    visitor.page.get_by_role("link", name="Meet Mele").click()
    expect(visitor.page.get_by_role("region", name="Where your words go")).to_contain_text("fake-model")
    assert server.requests == []


def test_a_reply_appears_while_the_model_still_speaks(visit: Visit, modelled: House, server: FakeServer) -> None:
    visitor = visit(modelled)
    visitor.meet("Mele")
    server.otherwise = lambda _: Reply(f"It has been a long week. {'And another thing. ' * 9}", pace=0.2)
    visitor.say("How was your week?")
    expect(visitor.page.locator(".said.coming .words")).to_contain_text("It has been a long week.")


def test_how_a_meeting_left_the_member_comes_beside_the_page_once_it_is_known_and_stands_there_once(
    visit: Visit, modelled: House, server: FakeServer
) -> None:
    visitor = visit(modelled)
    server.otherwise = lambda _: Reply("I went home lighter than I came.")
    visitor.meet("Mele")
    visitor.hold(["How was your week, Mele?"])
    visitor.end()
    visitor.reflect()
    before = visitor.page.url.split("id=")[1]
    for _ in range(2):
        visitor.go(f"/again?after={before}")
        expect(visitor.page.locator(".felt")).to_contain_text("I went home lighter than I came.")
        expect(visitor.page.locator(".felt")).to_have_count(1)
        expect(visitor.page.get_by_text("Mele is being asked how it was")).to_be_hidden()


@pytest.mark.parametrize("fault", ["401", "503", "never starts", "hangs up at once"])
def test_where_the_model_fails_the_builtin_partner_speaks_and_the_page_says_so(
    visit: Visit, modelled: House, server: FakeServer, fault: str
) -> None:
    visitor = visit(modelled)
    visitor.meet("Mele")
    server.otherwise = lambda _: FAULTS[fault]
    visitor.say("How was your week?")
    expect(visitor.page.get_by_text("The built-in partner spoke this turn.")).to_be_visible(timeout=30_000)
    visitor.ready()
    assert len(visitor.said) == 2


def test_with_the_server_gone_in_mid_talk_the_loop_is_still_finished(visit: Visit, tmp_path: Path) -> None:
    with ExitStack() as stay:
        with FakeServer() as server:
            house = stay.enter_context(House(tmp_path, base_url=server.url, model="fake-model"))
            visitor = visit(house)
            visitor.meet("Mele")
            visitor.hold(TWELVE[:2])
        visitor.hold(TWELVE[2:5])
        expect(visitor.page.get_by_text("The built-in partner spoke this turn.").last).to_be_visible()
        visitor.end()
        visitor.reflect()
        expect(visitor.page.get_by_text("The built-in assessor made this feedback.")).to_be_visible()


def test_how_far_feedback_has_come_is_told_while_a_slow_model_makes_it_and_after_a_reload(
    visit: Visit, modelled: House, server: FakeServer
) -> None:
    visitor = visit(modelled)
    page = visitor.page
    visitor.meet("Mele")
    server.otherwise = lambda _: FAULTS["503"]
    visitor.hold(TWELVE[:4])
    visitor.end()
    verdicts = [f'{{"criterion": "{n}a", "explanation": "E.", "evidence": [], "level": "1"}}' for n in (1, 2, 3)]
    answer = ['{"verdicts": [', *(part for one in verdicts for part in (one, ", "))]
    server.otherwise = lambda _: Reply(answer, pace=0.4, then="stall")
    page.get_by_role("button", name="Get feedback").click()
    step = page.locator(".steps [aria-current=step]")
    expect(step).to_have_text("Reading the talk")
    expect(step).to_have_text(re.compile("Judging objective [12] of 4"))
    page.reload()
    expect(step).to_have_text("Judging objective 3 of 4")
    expect(page.locator(".steps [role=status]")).to_have_text("Judging objective 3 of 4")
    expect(page.locator(".steps .done")).to_have_text("Reading the talk")
    page.wait_for_url("**/feedback?id=*", timeout=30_000)
    expect(page.get_by_text("The built-in assessor made this feedback.")).to_be_visible()
