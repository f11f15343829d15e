"""The progress page, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.web.lines import TWELVE
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser


def finish(visitor: Visitor, name: str, turns: int) -> None:
    visitor.meet(name)
    visitor.hold(TWELVE[:turns])
    visitor.end()
    visitor.reflect()


def test_without_feedback_the_page_leads_to_a_first_talk(visitor: Visitor) -> None:
    visitor.go()
    visitor.page.get_by_role("link", name="Progress").click()
    expect(visitor.page.get_by_text("No talk of yours has feedback yet.")).to_be_visible()
    expect(visitor.page.get_by_role("link", name="Pick someone to meet")).to_be_visible()


def test_a_talk_too_short_to_judge_is_no_progress(visitor: Visitor) -> None:
    finish(visitor, "Mele", 1)
    visitor.go("/progress")
    expect(visitor.page.get_by_text("had too little in them to be judged")).to_be_visible()


def test_two_talks_show_levels_and_say_that_they_are_too_few_for_a_trend(visitor: Visitor) -> None:
    page = visitor.page
    finish(visitor, "Mele", 5)
    finish(visitor, "Darren", 5)
    visitor.go("/progress")
    expect(page.get_by_text("Two talks are too few to see a trend.")).to_be_visible()
    expect(page.locator(".courses > li")).to_have_count(4)
    first = page.locator(".courses > li").first
    expect(first).to_contain_text("last time, with Darren")
    title = first.locator("svg title").text_content() or ""
    assert "Mele" in title
    assert "Darren" in title
    expect(page.locator(".missed .lean").first.locator("li")).to_have_count(5)
    expect(page.get_by_text("You have not tried a moment again yet")).to_be_visible()


def test_another_try_stands_below_and_not_in_the_line(visitor: Visitor) -> None:
    page = visitor.page
    finish(visitor, "Mele", 5)
    page.get_by_role("button", name="Try again from here").click()
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    visitor.hold(TWELVE[5:9])
    visitor.end()
    visitor.reflect()
    address = page.url
    visitor.go("/progress")
    expect(page.get_by_text("One talk was judged so far.")).to_be_visible()
    page.locator(".retried a").click()
    page.wait_for_url(address)
