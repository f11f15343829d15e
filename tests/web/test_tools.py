"""Beside saying something: hints, words taken back, another answer, a pause; and a member who leaves."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from coach.web.words import say
from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser

WORK = "How did you come to do this work?"
"""What is answered at length."""
ASK = "What has this week been like for you, and what would you change about it?"


def tool(page: Page, name: str) -> Locator:
    return page.locator(".tools").get_by_role("button", name=name, exact=True)


def test_a_ladder_of_hints_is_climbed_on_request_survives_a_reload_and_stands_in_the_feedback(visitor: Visitor) -> None:
    visitor.meet("Mele", notes={say("prepare.purpose"): "to hear about the evenings"})
    page = visitor.page
    steps = page.locator(".ladder li")
    tool(page, "Hint").click()
    expect(steps).to_have_text([re.compile("Silence is fine")])
    page.get_by_role("button", name="One step more").click()
    expect(steps).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Hints")).to_be_hidden()
    expect(visitor.box).to_be_focused()
    page.reload()
    visitor.ready()
    tool(page, "Hint").click()
    expect(steps).to_have_count(2)
    page.get_by_role("button", name="One step more").click()
    expect(steps.nth(2)).to_contain_text("to hear about the evenings")
    page.get_by_role("button", name="One step more").click()
    expect(steps.nth(3)).to_contain_text("Hi Mele, thanks for making time.")
    expect(page.get_by_role("button", name="One step more")).to_be_hidden()
    visitor.hold([ASK])
    expect(page.get_by_role("region", name="Hints")).to_be_hidden()
    tool(page, "Hint").click()
    expect(steps).to_have_count(1)  # another turn, another ladder
    visitor.end()
    visitor.reflect()
    page.get_by_text("4 hints before this").click()
    expect(page.locator("#turn-1 .hints")).to_contain_text("Silence is fine")
    expect(page.get_by_text("One hint after this, before the talk ended")).to_be_visible()


def test_last_words_are_edited_while_they_are_being_answered(visit: Visit, slow_house: House) -> None:
    visitor = visit(slow_house)
    visitor.meet("Mele")
    visitor.say(WORK)
    expect(visitor.page.locator(".said.coming .words")).not_to_be_empty()
    visitor.box.fill("begun since")
    tool(visitor.page, "Edit").click()
    expect(visitor.box).to_have_value(f"{WORK}\nbegun since")
    visitor.ready()
    assert visitor.said == []
    expect(visitor.page.get_by_text("Your words are gone from the talk, and back in the box.")).to_be_visible()
    visitor.box.fill("How are you?")
    visitor.box.press("Enter")
    visitor.ready()
    assert visitor.said[0] == "How are you?"
    assert len(visitor.said) == 2


def test_undo_takes_back_one_exchange_however_it_is_clicked_and_again_asks_for_another_answer(visitor: Visitor) -> None:
    visitor.meet("Mele")
    page = visitor.page
    expect(tool(page, "Edit")).to_be_disabled()
    visitor.hold(["Hi Mele, thanks for your time.", ASK])
    first, before = visitor.said[1], visitor.said[:2]
    tool(page, "Undo").dblclick()
    expect(visitor.box).to_have_value(ASK)
    visitor.ready()
    assert visitor.said == before
    page.reload()
    visitor.ready()
    assert visitor.said == before
    expect(visitor.box).to_have_value(ASK)
    tool(page, "Answer again").click()
    expect(page.locator(".said.member .words")).not_to_have_text(first)
    visitor.ready()
    assert len(visitor.said) == 2
    assert visitor.said[0] == before[0]


def test_a_stale_tab_takes_nothing_back_and_shows_how_the_talk_stands(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello Mele."])
    page = visitor.page
    talk = page.url.split("id=")[1]
    page.context.request.post(f"{visitor.address}/talks/{talk}/turns", data={"text": "From elsewhere.", "after": 2})
    tool(page, "Undo").click()
    expect(page.get_by_text("so nothing was changed")).to_be_visible()
    visitor.ready()
    assert visitor.said[0] == "Hello Mele."
    assert visitor.said[2] == "From elsewhere."
    expect(visitor.box).to_have_value("")
    visitor.faults.clear()  # the browser reports the refusal on its console


@pytest.mark.parametrize("arrives", [True, False], ids=["the answer is lost", "nothing arrives"])
def test_words_taken_back_over_a_cut_line_are_never_lost(visitor: Visitor, arrives: bool) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello Mele.", "These must not be lost."])

    def cut(route: Route) -> None:
        if arrives:
            route.fetch()
        route.abort()

    visitor.page.route("**/talks/*/back", cut)
    tool(visitor.page, "Undo").click()
    expect(visitor.page.get_by_text(say("talk.lost"))).to_be_visible()
    visitor.ready()
    expect(visitor.box).to_have_value("These must not be lost." if arrives else "")
    assert ("These must not be lost." in visitor.said) is not arrives
    visitor.faults.clear()


def test_a_pause_stops_the_clock_says_so_survives_a_reload_and_ends_with_the_next_words(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install()
    visitor.meet("Mele")
    visitor.hold(["Hello Mele."])
    clock = page.locator("[data-clock]")
    page.clock.run_for(120_000)
    expect(clock).to_have_text("2 of 30 min")
    tool(page, "Pause").click()
    expect(page.get_by_text("the clock stands still")).to_be_visible()
    page.clock.run_for(600_000)
    expect(clock).to_have_text("Paused at 2 of 30 min")
    page.reload()
    visitor.ready()
    expect(clock).to_have_text("Paused at 2 of 30 min")
    expect(page.get_by_text("the clock stands still")).to_be_visible()
    expect(tool(page, "Pause")).to_have_attribute("aria-pressed", "true")
    visitor.hold([ASK])
    expect(clock).to_have_text("2 of 30 min")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("3 of 30 min")

    nobody = '{"kind": "failed", "text": "Nobody answered."}\n'
    page.route("**/talks/*/turns", lambda route: route.fulfill(body=nobody))
    visitor.say("And now?")
    ask = page.get_by_role("button", name="Ask for the answer")
    expect(ask).to_be_visible()
    tool(page, "Pause").click()
    expect(ask).to_be_visible()  # a pause takes nothing away that is to be done


def test_a_member_who_leaves_says_goodbye_and_the_page_leads_on(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello Mele.", "How was your week?", "What changed?", "What made you stay?", ASK])
    visitor.say("Thank you for all this, Mele. Goodbye.")
    onward = visitor.page.get_by_role("link", name="Write down what you heard")
    expect(onward).to_be_focused(timeout=20_000)
    expect(visitor.page.get_by_text("You have said goodbye to each other.")).to_be_visible()
    expect(visitor.box).to_be_hidden()
    onward.click()
    visitor.page.wait_for_url("**/reflect?id=*")
    visitor.reflect()
    expect(visitor.page.get_by_text("You had said goodbye, so the talk ended here.")).to_be_visible()
