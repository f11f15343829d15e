"""The page of past talks, as somebody uses it."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Visit
from tests.web.lines import TWELVE
from tests.web.stations import PHONE

pytestmark = pytest.mark.browser


def test_talks_are_found_named_and_all_of_it_deleted(visit: Visit) -> None:
    visitor = visit(**PHONE)
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(TWELVE[:2])
    visitor.meet("Darren")
    visitor.go("/talks")
    links = page.locator(".past h2 a")
    expect(links).to_have_count(2)

    page.locator("summary", has_text="More").last.click()
    page.get_by_label("What you call this talk").locator("visible=true").fill("<b>My first</b>")
    page.get_by_role("button", name="Keep").locator("visible=true").click()
    expect(links.last).to_have_text("<b>My first</b>")

    search = page.get_by_role("searchbox", name="Find a talk")
    search.fill("what has this WEEK been")
    search.press("Enter")
    expect(links).to_have_count(1)
    expect(page.locator(".found-count")).to_contain_text("One talk has “what has this WEEK been” in it.")
    page.get_by_role("link", name="Show all").click()
    expect(links).to_have_count(2)
    page.get_by_role("searchbox", name="Find a talk").fill("nothing like it")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".found-count")).to_contain_text("0 talks have “nothing like it” in them.")

    page.evaluate("localStorage.setItem('clock:any', '1')")
    page.locator("summary", has_text="Delete everything about me").click()
    page.get_by_role("button", name="Yes, delete everything about me").click()
    page.wait_for_url(visitor.address + "/")
    assert page.evaluate("localStorage.length") == 0
    visitor.go("/talks")
    expect(page.get_by_text("You have not talked with anyone yet.")).to_be_visible()
