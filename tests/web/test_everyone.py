"""For everyone: axe, keyboard alone, a phone, 200 %, dark, reduced motion, and no cookie."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from coach.web.words.language import speaking
from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.lines import TWELVE
from tests.web.stations import LOOKS, facilitators_stations, stations
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


WITH_AXE = {"light", "dark", "dark phone in Arabic"}
"""What axe looks at differs by colours, by the width of a phone and by direction, and each of them is here once."""


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_nothing_overflows_and_fingers_find_their_mark(
    visit: Visit, slow_house: House, look: str
) -> None:
    visitor = visit(slow_house, **LOOKS[look])
    with speaking(LOOKS[look].get("locale", "en")):
        assert wrong_at(stations(visitor), visitor, look) == {}
    if LOOKS[look].get("locale") == "ar":
        assert visitor.page.evaluate(LETTERS) == ["loaded"], "Arabic is set in the typeface that came along"


@pytest.mark.slow
def test_nor_does_the_facilitators_room_keep_anybody_out(visit: Visit, house: House) -> None:
    visitor = visit(house, **LOOKS["phone"], color_scheme="dark")
    assert wrong_at(facilitators_stations(visitor), visitor, "phone") == {}


def wrong_at(stations: Iterator[str], visitor: Visitor, look: str) -> dict[str, list[str]]:
    """What keeps people out, by the page or state where it does."""
    wrong: dict[str, list[str]] = {}
    for station in stations:
        found = serious(visitor.page)
        if visitor.overflow > 0:
            found.append(f"wider than the window by {visitor.overflow} pixels")
        if "has_touch" in LOOKS[look]:
            found += visitor.page.evaluate(SMALL)
        if found:
            wrong[station] = found
    return wrong


LETTERS = """() => [...document.fonts].filter((font) => font.family.includes("Arabic")).map((font) => font.status)"""


SMALL = """() => [...document.querySelectorAll("button, summary, input, textarea, .button, nav a")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest(".sr"))
  .map((part) => [part.closest("label") ?? part, part])
  .filter(([target]) => Math.round(target.getBoundingClientRect().height) < 44)
  .map(([target, part]) => `${part.tagName} ${part.textContent.trim()}: ${target.getBoundingClientRect().height} px`)"""


def test_the_loop_can_be_gone_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page

    def reach(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()") == name:
                return
        raise AssertionError(f"no Tab reaches {name}")

    visitor.go()
    reach("Meet Mele")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What I want to practise")).to_be_visible()
    reach("Start talking")
    page.keyboard.press("Enter")
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    expect(visitor.box).to_be_focused()
    page.keyboard.type("Hello, how are you?")
    page.keyboard.press("Enter")
    visitor.ready()
    expect(visitor.box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    reach("End the talkEnd")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Yes, end it")).to_be_hidden()
    page.keyboard.press("Enter")
    reach("Yes, end it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reflect?id=*")
    reach("Get feedback")
    page.keyboard.press("Enter")
    page.wait_for_url("**/feedback?id=*")


def test_what_is_written_after_a_talk_survives_a_reload(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(TWELVE[:2])
    visitor.end()
    box = visitor.page.get_by_label("Their story: a moment, a choice")
    box.press_sequentially("She stayed.")
    visitor.page.reload()
    expect(box).to_have_value("She stayed.")
    visitor.reflect()
    visitor.page.get_by_text("What you wrote down").click()
    expect(visitor.page.get_by_text("She stayed.")).to_be_visible()


def test_where_the_browser_keeps_no_cookie_the_page_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go()
    page.get_by_role("link", name="Meet Mele").click()
    page.get_by_label("Why do I want to meet them?").fill("To listen.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Start talking").locator("visible=true").click()
    expect(page.get_by_role("alert")).to_contain_text("Allow cookies here")
    expect(page.get_by_label("Why do I want to meet them?")).to_have_value("To listen.")


def test_less_motion_is_no_motion(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.go()
    moving = "() => document.getAnimations().filter((one) => one.playState === 'running').length"
    assert visitor.page.evaluate(moving) == 0
