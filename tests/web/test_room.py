"""The room for the talk, when things happen that happen: reloads, two tabs, cut lines, double clicks, odd words."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.lines import TWELVE
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser

ASK = "What has this week been like for you, and what would you change about it?"


@pytest.fixture
def slow(visit: Visit, slow_house: House) -> Visitor:
    """Somebody with a member who takes their time."""
    visitor = visit(slow_house)
    visitor.meet("Mele")
    return visitor


def speaking(page: Page) -> None:
    """Wait until the member has begun."""
    expect(page.locator(".said.coming .words")).not_to_be_empty()


def test_a_reload_in_mid_reply_shows_the_reply_from_its_beginning_and_its_end(slow: Visitor) -> None:
    slow.say(ASK)
    speaking(slow.page)
    slow.page.reload()
    speaking(slow.page)
    slow.ready()
    assert slow.said.count(ASK) == 1
    kept = slow.said
    slow.page.reload()
    slow.ready()
    assert slow.said == kept


def test_a_second_tab_follows_the_talk_and_a_turn_is_said_once(slow: Visitor) -> None:
    second = slow.page.context.new_page()
    second.goto(slow.page.url)
    expect(second.get_by_role("button", name="Say it")).to_be_enabled()
    slow.say(ASK)
    speaking(second)
    slow.ready()
    expect(second.get_by_role("button", name="Say it")).to_be_enabled()
    assert second.locator(".turns .said .words").all_inner_texts() == slow.said


def test_a_tab_that_has_not_seen_the_latest_words_says_nothing_and_loses_nothing(visitor: Visitor) -> None:
    visitor.meet("Mele")
    page = visitor.page
    talk = page.url.split("id=")[1]
    elsewhere = page.context.request
    elsewhere.post(f"{visitor.address}/talks/{talk}/turns", data={"text": "Hello from elsewhere.", "after": 0})
    visitor.say("Words of this tab.")
    expect(page.get_by_text("This talk has moved on in another tab")).to_be_visible()
    visitor.ready()
    expect(visitor.box).to_have_value("Words of this tab.")
    assert "Hello from elsewhere." in visitor.said
    assert "Words of this tab." not in visitor.said
    visitor.box.press("Enter")
    visitor.ready()
    assert visitor.said.count("Words of this tab.") == 1
    visitor.faults.clear()  # the browser reports the refusal on its console


def test_enter_twice_and_a_double_click_say_a_turn_once(slow: Visitor) -> None:
    slow.box.fill("Hello, and thanks for your time.")
    slow.page.get_by_role("button", name="Say it").dblclick()
    slow.ready()
    slow.box.fill(ASK)
    slow.box.press("Enter")
    slow.box.press("Enter")
    slow.ready()
    assert slow.said.count("Hello, and thanks for your time.") == slow.said.count(ASK) == 1


def test_shift_and_enter_breaks_the_line(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.box.press_sequentially("One line")
    visitor.box.press("Shift+Enter")
    visitor.box.press_sequentially("and another")
    visitor.box.press("Enter")
    visitor.ready()
    assert "One line\nand another" in visitor.said


def test_stop_keeps_what_was_shown_and_marks_it(slow: Visitor) -> None:
    slow.say(ASK)
    speaking(slow.page)
    slow.page.get_by_role("button", name="Stop").click()
    expect(slow.page.get_by_text("Stopped here")).to_be_visible()
    slow.ready()
    kept = slow.said
    slow.page.reload()
    slow.ready()
    assert slow.said == kept
    expect(slow.page.get_by_text("Stopped here")).to_be_visible()


@pytest.mark.parametrize(
    "odd",
    [
        "${alert(1)} {{ 7 * 7 }} {% raw %} &lt;b&gt; \\n",
        "مرحبا، كيف حالك اليوم؟",
        "👩🏽‍🌾 how is the 🐑?",
    ],
    ids=["templates", "right to left", "emoji"],
)
def test_what_is_said_is_shown_as_it_was_said(visitor: Visitor, odd: str) -> None:
    visitor.meet("Mele")
    visitor.hold([odd])
    assert odd in visitor.said
    visitor.page.reload()
    visitor.ready()
    assert odd in visitor.said
    visitor.end()
    visitor.reflect()
    expect(visitor.page.locator(".transcript .organizer .words")).to_have_text(odd)
    assert "taken" not in visitor.page.title()


def test_markup_in_any_field_is_text_and_fetches_nothing(visitor: Visitor) -> None:
    page = visitor.page
    markup = (
        "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\"> "
        '![x](https://elsewhere.example/x.png) [x](javascript:alert(1)) "\'><svg onload="document.title=1">'
    )
    visitor.go()
    page.get_by_role("link", name="Meet Mele").click()
    expect(page.get_by_role("button", name="Start talking").locator("visible=true").first).to_be_visible()
    for summary in page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    notes = page.locator("textarea:visible, input[type=text]:visible")
    assert notes.count() > 2
    for note in notes.all():
        note.fill(markup)
    page.get_by_role("button", name="Start talking").locator("visible=true").first.click()
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    visitor.hold([markup])
    assert visitor.said[-2] == markup
    visitor.end()
    answers = page.locator("textarea:visible, input[type=text]:visible")
    assert answers.count() > 4
    for answer in answers.all():
        answer.fill(markup)
    visitor.reflect()
    expect(page.locator(".transcript .organizer .words")).to_have_text(markup)
    talk = page.url.split("id=")[1]
    for path in ("/talks", "/progress", "/prepare?member=mele", f"/talk?id={talk}", f"/reflect?id={talk}"):
        visitor.go(path)
        assert page.locator("script:has-text('taken'), img[src='x'], img[src*=elsewhere], svg[onload]").count() == 0
        assert "taken" not in page.title()


FULL = """() => {
  for (const size of [20, 10, 5, 0])
    try { for (let n = 0; ; n += 1) sessionStorage.setItem(`${size}.${n}`, "x".repeat(2 ** size)); } catch {}
}"""
"""Leaves no room for a draft."""


def test_a_pasted_essay_is_refused_before_it_is_sent_and_stays_in_the_box(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.page.evaluate(FULL)
    essay = "word " * 2000
    visitor.say(essay)
    expect(visitor.page.get_by_text(re.compile("a turn may have 4,000"))).to_be_visible()
    expect(visitor.box).to_have_value(essay)
    assert not any("word word" in said for said in visitor.said)


def test_a_draft_survives_a_reload_and_is_gone_once_said(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.box.press_sequentially("I was about to")
    visitor.page.reload()
    visitor.ready()
    expect(visitor.box).to_have_value("I was about to")
    visitor.box.press("Enter")
    visitor.ready()
    visitor.page.reload()
    visitor.ready()
    expect(visitor.box).to_have_value("")


def test_words_that_never_arrived_are_back_in_the_box(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.page.route("**/talks/*/turns", lambda route: route.abort())
    visitor.say("These go nowhere.")
    expect(visitor.page.get_by_text("They are back in the box.")).to_be_visible()
    expect(visitor.box).to_have_value("These go nowhere.")
    visitor.page.unroute("**/talks/*/turns")
    visitor.page.route("**/talks/*/turns", lambda route: route.fulfill(status=502, body="<html>Bad Gateway</html>"))
    visitor.box.press("Enter")
    expect(visitor.page.get_by_text("They are back in the box.")).to_be_visible()
    expect(visitor.box).to_have_value("These go nowhere.")
    visitor.page.unroute("**/talks/*/turns")
    visitor.box.press("Enter")
    visitor.ready()
    assert visitor.said.count("These go nowhere.") == 1
    visitor.faults.clear()  # the browser reports the cut line on its console


def test_a_line_that_is_cut_after_the_words_arrived_doubles_nothing(visitor: Visitor) -> None:
    visitor.meet("Mele")

    def arrive_but_lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    visitor.page.route("**/talks/*/turns", arrive_but_lose_the_answer)
    visitor.say("These arrive.")
    visitor.ready()
    assert visitor.said.count("These arrive.") == 1
    assert visitor.said[-1] != "These arrive."
    expect(visitor.box).to_have_value("")
    visitor.faults.clear()


def test_a_restart_of_the_server_loses_no_word_and_is_said(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restarted")
    with House(folder, pace=0.3) as first:
        visitor = visit(first)
        visitor.meet("Mele")
        page, other = visitor.page, visitor.page.context.new_page()
        other.goto(f"{first.address}/prepare?member=mele")
        other.get_by_role("radio").nth(1).check()
        visitor.say(ASK)
        speaking(page)
        port = first.port
    with House(folder, port=port) as second:
        visitor.ready_or_asks()
        assert visitor.said.count(ASK) == 1
        visitor.hold(["And then?"])
        other.get_by_role("button", name="Start talking").locator("visible=true").click()
        other.wait_for_url("**/talk?id=*")
        expect(other.get_by_role("button", name="Say it")).to_be_enabled()
        second.app.practice.close()
        visitor.say("And when?")
        expect(visitor.box).to_have_value("And when?")
        expect(visitor.page.get_by_text("The app is being restarted just now.")).to_be_visible()
    visitor.faults.clear()


def test_an_ended_talk_takes_no_more_words_and_leads_on(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello there."])
    address = visitor.page.url
    visitor.end()
    visitor.page.goto(address)
    expect(visitor.page.get_by_text("This talk has ended.")).to_be_visible()
    expect(visitor.box).to_be_hidden()
    visitor.page.get_by_role("link", name="Write down what you heard").click()
    visitor.page.wait_for_url("**/reflect?id=*")


def test_a_reply_is_announced_once_and_whole(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.page.evaluate(
        """() => {
          window.announced = [];
          new MutationObserver(() => announced.push(document.querySelector("[data-voice]").textContent))
            .observe(document.querySelector("[data-voice]"), { childList: true });
        }"""
    )
    visitor.hold(["Hello there, how are you?"])
    assert visitor.page.evaluate("announced") == [f"Mele: {visitor.said[-1]}"]
    visitor.hold(["We have a big campaign on, everybody else has signed, and we need you to join today."])
    shut = "Mele’s arms are folded now."
    expect(visitor.page.get_by_text(shut, exact=True)).to_be_visible()
    assert visitor.page.evaluate("announced.at(-1)") == f"Mele: {visitor.said[-1]} {shut}"


@pytest.mark.parametrize(("width", "height"), [(320, 640), (768, 1024), (844, 390), (1280, 800)])
def test_all_that_can_be_pressed_stands_inside_the_window(visit: Visit, width: int, height: int) -> None:
    visitor = visit(viewport={"width": width, "height": height})
    visitor.meet("Mele")
    for part in visitor.page.locator(".talk :is(button, textarea, .fold > summary):visible").all():
        place = part.bounding_box()
        assert place
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
        assert place["y"] + place["height"] <= height


def latest_words_show(page: Page) -> None:
    expect(page.locator(".turns .said").last).to_be_in_viewport(ratio=0.9)


def test_a_phones_keyboard_hides_no_latest_words(visit: Visit) -> None:
    visitor = visit(viewport={"width": 390, "height": 844})
    visitor.meet("Mele")
    visitor.hold(TWELVE[:4])
    latest_words_show(visitor.page)
    visitor.page.set_viewport_size({"width": 390, "height": 480})
    latest_words_show(visitor.page)


def test_whoever_reads_back_is_left_there_and_finds_the_latest_words_again(visit: Visit) -> None:
    visitor = visit(viewport={"width": 390, "height": 600})
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(TWELVE[:4])
    latest = page.get_by_role("button", name="Latest words")
    expect(latest).to_be_hidden()
    page.locator(".turns").evaluate("(list) => (list.scrollTop = 0)")
    latest.click()
    latest_words_show(page)
    expect(latest).to_be_hidden()


def test_why_words_came_back_stands_until_they_are_said(visitor: Visitor) -> None:
    visitor.meet("Mele")
    page = visitor.page
    talk = page.url.split("id=")[1]
    page.context.request.post(f"{visitor.address}/talks/{talk}/turns", data={"text": "From elsewhere.", "after": 0})
    visitor.say("Words of this tab.")
    notice = page.get_by_text("This talk has moved on in another tab")
    expect(notice).to_be_visible()
    visitor.ready()
    other = page.context.new_page()
    other.goto(page.url)
    with page.expect_response(f"**/talks/{talk}"):
        other.evaluate(f"new BroadcastChannel('coach:{talk}').postMessage('more')")
    visitor.ready()
    expect(notice).to_be_visible()
    visitor.box.press("Enter")
    visitor.ready()
    expect(notice).to_be_hidden()
    visitor.faults.clear()  # the browser reports the refusal on its console
