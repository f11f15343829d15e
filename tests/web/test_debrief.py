"""The debrief on the feedback page, in a real browser: map, picture, what was heard, two tries, paper."""

import re

import pytest
from playwright.sync_api import expect

from coach.web.pages.feedback import COUNTED
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser

LINES = (
    "Hi Mele, thanks for making time. I came to hear how you are, and I may ask you something at the end.",
    "What has changed on the wing since last spring?",
    "One of you with twenty-four residents after half past nine. What is that last hour like?",
    "You should really join the union. We have won big pay rises and everyone is signing up.",
    "Come on, sign today, it only takes a minute.",
)


@pytest.fixture
def debriefed(visitor: Visitor) -> Visitor:
    """Somebody with feedback on a talk that opened one layer, then pushed."""
    visitor.meet("Mele")
    visitor.hold(LINES)
    visitor.end()
    visitor.reflect(
        **{
            "Their story: a moment, a choice": "Ninety minutes gone from the shift",
            "What they are afraid of": "Flying in aeroplanes",
        }
    )
    return visitor


def test_the_moment_to_go_back_to_says_what_it_did_to_trust_and_why(debriefed: Visitor) -> None:
    effect = debriefed.page.locator(".priority .fold-effect")
    expect(effect).to_contain_text(re.compile(r"Trust \d+ → \d+|Trust stays at \d+"))
    expect(effect).to_contain_text("You ")


def test_the_map_shows_what_was_found_and_keeps_the_rest_closed_until_asked(debriefed: Visitor) -> None:
    page = debriefed.page
    layers = page.locator(".map .layer")
    expect(layers).to_have_count(3)
    expect(layers.first).to_contain_text("The evening that got shorter")
    expect(layers.first).to_contain_text("Found")
    expect(layers.last).to_contain_text("Not reached")
    expect(layers.last).not_to_contain_text("Why she went quiet")
    core = page.get_by_text("Seven years ago the Lodge locked up")
    expect(core).to_be_hidden()
    page.locator("summary", has_text="Show me what I did not reach").click()
    expect(core).to_be_visible()


def test_what_was_heard_stands_beside_what_was_told(debriefed: Visitor) -> None:
    heard = debriefed.page.locator(".heard .recalled")
    story = heard.filter(has_text="Their story")
    expect(story).to_contain_text("You caught")
    expect(story.locator("q").first).to_contain_text("ninety minutes")
    expect(heard.filter(has_text="What they are afraid of")).not_to_contain_text("You caught")
    expect(heard.filter(has_text="What you agreed on")).to_contain_text("You left this empty.")
    assert not re.search(r"\d+ (?:of|out of|/) \d+|%", debriefed.page.locator(".heard").inner_text()), "never a score"


def test_each_bar_of_the_picture_leads_to_its_turn_and_a_table_says_the_same(debriefed: Visitor) -> None:
    page = debriefed.page
    turns = page.locator(".transcript .turn").count()
    bars = page.locator(".picture .turn-bar")
    expect(bars).to_have_count(turns)
    page.get_by_role("link", name=re.compile("^Turn 3, you, words: 9, trust after")).click()
    expect(page.locator("#turn-3")).to_be_focused()
    page.locator("summary", has_text="The same as a table").click()
    rows = page.locator(".picture tbody tr")
    expect(rows).to_have_count(turns)
    expect(rows.nth(2)).to_contain_text("You")
    expect(rows.nth(6)).to_contain_text("It closed.")
    expect(rows.nth(6)).to_contain_text("You told her about the campaign")


def test_where_nothing_was_agreed_the_page_says_so(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(LINES[:3])
    visitor.end()
    visitor.reflect()
    expect(visitor.page.locator(".answers")).to_contain_text("You asked for nothing")
    expect(visitor.page.locator(".heard")).to_have_count(0)


def test_a_talk_with_too_little_in_it_has_no_map(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello."])
    visitor.end()
    visitor.reflect()
    expect(visitor.page.locator(".map, .picture, .answers")).to_have_count(0)


def test_after_another_try_both_answers_stand_side_by_side(debriefed: Visitor) -> None:
    page = debriefed.page
    number = int(page.locator(".priority a[data-turn]").get_attribute("data-turn") or 0)
    first = page.locator(f"#turn-{number} .words").inner_text()
    first_answer = page.locator(f"#turn-{number + 1} .words").inner_text()
    page.get_by_role("button", name="Try again from here").click()
    page.wait_for_url("**/talk?id=*")
    debriefed.ready()
    debriefed.hold(["What does that last hour ask of you?", "So you stay back for them."])
    answer = debriefed.said[number]
    debriefed.end()
    debriefed.reflect()
    before, now = page.locator(".tries .try.before"), page.locator(".tries .try.now")
    expect(before.locator("blockquote")).to_have_text([first, first_answer])
    expect(now.locator("blockquote")).to_have_text(["What does that last hour ask of you?", answer])
    for one in (before, now):
        expect(one).to_contain_text(re.compile(r"Trust (?:\d+ → \d+|stays at \d+)"))
    expect(page.locator("header .badge", has_text="Another try")).to_be_visible()


def test_another_try_of_a_deleted_talk_says_that_there_is_nothing_to_compare(debriefed: Visitor) -> None:
    page = debriefed.page
    first = page.url.split("id=")[1]
    page.get_by_role("button", name="Try again from here").click()
    page.wait_for_url("**/talk?id=*")
    debriefed.ready()
    debriefed.hold(["What does that last hour ask of you?"])
    debriefed.end()
    page.context.request.post(f"{debriefed.address}/talks/{first}/delete", data={})
    debriefed.reflect()
    expect(page.get_by_text("The talk that it began in was deleted")).to_be_visible()
    expect(page.locator(".tries")).to_have_count(0)


def test_on_paper_all_is_open_but_what_nobody_asked_for(debriefed: Visitor) -> None:
    page = debriefed.page
    page.wait_for_function(  # once the page's script listens
        "dispatchEvent(new Event('beforeprint')) && !document.querySelector('details.objective:not([open])')"
    )
    page.emulate_media(media="print")
    for objective in page.locator("details.objective .criteria").all():
        expect(objective).to_be_visible()
    expect(page.locator(".picture table")).to_be_visible()
    expect(page.locator(".counts dd")).to_have_count(len(COUNTED))
    expect(page.get_by_text("Seven years ago the Lodge locked up")).to_be_hidden()
    for gone in ("nav.top", ".keep", ".outside", "[data-act]"):
        expect(page.locator(gone).first).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details.objective .criteria").first).to_be_hidden()
