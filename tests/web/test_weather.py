"""Back and Forward, scripts that come late, a network that goes and comes back: no dead page, no lost word."""

import pytest
from playwright.sync_api import Route, expect

from coach.web.words import say
from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser

ASK = "What has this week been like for you, and what would you change about it?"


def test_back_and_forward_lose_no_word_and_double_none(visitor: Visitor) -> None:
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(["Hello Mele, thanks for your time."])
    said = visitor.said
    visitor.box.press_sequentially("I was about to")
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    page.go_forward()
    visitor.ready()
    assert visitor.said == said
    expect(visitor.box).to_have_value("I was about to")
    visitor.box.fill(ASK)
    visitor.box.press("Enter")
    visitor.ready()
    visitor.end()
    page.get_by_label(say("reflect.how_it_went")).fill("Well enough.")
    page.go_back()
    expect(page.get_by_text(say("talk.ended"))).to_be_visible()
    page.go_forward()
    expect(page.get_by_label(say("reflect.how_it_went"))).to_have_value("Well enough.")
    visitor.reflect()
    page.go_back()
    expect(page.get_by_role("button", name=say("reflect.send"))).to_be_visible()
    page.go_forward()
    expect(page.locator(".transcript .organizer .words")).to_have_count(2)


def test_scripts_that_come_late_find_the_talk_as_it_is_and_lose_nothing_that_was_typed(visitor: Visitor) -> None:
    early = visitor.page.context.new_page()
    early.route("**/*.js", lambda script: script.abort())
    early.goto(visitor.address)
    expect(early.get_by_text(say("app.loading"))).to_be_visible()
    early.close()

    visitor.meet("Mele")
    visitor.hold(["Hello Mele."])
    said, waiting = visitor.said, list[Route]()

    def hold_back(script: Route) -> None:
        waiting.append(script)

    visitor.page.route("**/talk.js*", hold_back)
    visitor.page.reload(wait_until="commit")
    visitor.page.wait_for_function("() => document.querySelector('coach-talk textarea')")
    visitor.box.fill("Typed before the script was there")
    assert visitor.page.get_by_role("button", name="Say it").is_disabled(), "nothing can be pressed that does nothing"
    for route in waiting:
        route.continue_()
    visitor.ready()
    assert visitor.said == said
    expect(visitor.box).to_have_value("Typed before the script was there")
    visitor.box.press("Enter")
    visitor.ready()
    assert visitor.said[2] == "Typed before the script was there"


def test_a_form_over_a_cut_line_says_so_and_comes_back_with_what_was_written(visitor: Visitor) -> None:
    page, network = visitor.page, visitor.page.context
    visitor.go("/prepare?member=mele")
    note = page.get_by_label(say("prepare.purpose"))
    start = page.get_by_role("button", name=say("prepare.start")).locator("visible=true")
    note.fill("To listen.")
    network.set_offline(True)
    start.click()
    expect(page.get_by_text(say("error.line"))).to_be_visible()
    with page.expect_event("load"):
        network.set_offline(False)
    expect(note).to_have_value("To listen.")
    start.click()
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    visitor.faults.clear()  # the browser reports the cut line on its console


def test_a_network_that_goes_in_mid_reply_and_comes_back_loses_nothing(visit: Visit, slow_house: House) -> None:
    visitor = visit(slow_house)
    visitor.meet("Mele")
    network = visitor.page.context
    visitor.say(ASK)
    expect(visitor.page.locator(".said.coming .words")).not_to_be_empty()
    network.set_offline(True)
    visitor.box.fill("Written meanwhile")
    network.set_offline(False)
    visitor.ready()
    assert visitor.said[0] == ASK
    assert len(visitor.said) == 2
    expect(visitor.box).to_have_value("Written meanwhile")
    network.set_offline(True)
    visitor.box.press("Enter")
    expect(visitor.page.get_by_text(say("talk.lost"))).to_be_visible()
    network.set_offline(False)
    visitor.ready()
    assert visitor.said.count("Written meanwhile") + (visitor.box.input_value() == "Written meanwhile") == 1
    visitor.faults.clear()  # the browser reports the cut line on its console
