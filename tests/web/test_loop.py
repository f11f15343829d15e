"""The whole loop in a real browser, by nothing but what the pages say."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Visit
from tests.web.lines import TWELVE
from tests.web.stations import LOOKS
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["Mele", "Darren"])
def test_a_talk_of_twelve_turns_reaches_feedback_and_an_intention(visitor: Visitor, name: str) -> None:
    page = visitor.page
    visitor.meet(name, notes={"What I want to practise": "Asking on."})
    page.locator("summary", has_text="Your plan").click()
    expect(page.get_by_text("Asking on.")).to_be_visible()
    visitor.hold(TWELVE)
    assert [line for line in visitor.said if line in TWELVE] == list(TWELVE)
    answers = [line for line in visitor.said if line not in TWELVE]
    assert len(set(answers)) == len(answers) >= len(TWELVE), "the member says nothing twice"

    visitor.end()
    visitor.reflect(
        **{
            "What matters to them, for themselves?": "Being asked.",
            "Where would you go back, and what would you do there?": "My third turn: ask on once more.",
            "Why did this conversation matter beyond this person?": "Others there trust them.",
        }
    )
    expect(page.get_by_role("heading", name="The objectives")).to_be_visible()
    assert page.locator("details.objective").count() == 4
    for quote in page.locator(".findings figure blockquote").all():
        assert any(quote.inner_text() in turn for turn in TWELVE), "every quote is the learner's own words"

    page.get_by_role("textbox", name="Who").fill("Ana <from> nights")
    page.get_by_role("textbox", name="When").fill("Thursday")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    visitor.go()
    expect(page.get_by_text("sit down with Ana <from> nights. When: Thursday.")).to_be_visible()


def test_a_finding_leads_to_the_turn_that_it_quotes_and_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(TWELVE[:5])
    visitor.end()
    visitor.reflect()
    finding = page.locator(".priority a[data-turn]")
    number = finding.get_attribute("data-turn")
    finding.click()
    turn = page.locator(f"#turn-{number}")
    expect(turn).to_be_in_viewport()
    expect(turn).to_be_focused()
    assert page.locator(".priority blockquote").inner_text() in turn.inner_text()
    turn.get_by_role("button", name="Back to where you were").click()
    expect(finding).to_be_focused()


@pytest.mark.parametrize(("look", "end"), [("light", "End the talk"), ("phone", "End")])
def test_the_loop_is_gone_by_visible_labels_alone_and_two_clicks_after_the_address_one_talks(
    visit: Visit, look: str, end: str
) -> None:
    visitor = visit(**LOOKS[look])
    page = visitor.page
    box = page.get_by_role("textbox", name="What you say to Mele")
    send = page.get_by_role("button", name="Say it")
    said = page.get_by_role("list", name="What was said").get_by_role("listitem")

    page.goto(visitor.address)
    page.get_by_role("link", name="Meet Mele").click()
    page.get_by_role("button", name="Start talking").first.click()  # a phone has one before the notes as well
    for number, line in enumerate(TWELVE[:4], 1):
        box.fill(line)
        send.click()
        expect(said).to_have_count(1 + 2 * number)  # the first is the scene
        expect(send).to_be_enabled()
    first = said.all_inner_texts()[1:]

    page.get_by_text(end, exact=True).dblclick()
    page.get_by_role("button", name="Yes, end it").click()
    page.get_by_label("Where would you go back, and what would you do there?").fill("I would ask on.")
    page.get_by_role("button", name="Get feedback").click()
    for heading in ("What worked", "The moment to go back to", "The map of Mele’s story", "The objectives"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()

    page.get_by_role("button", name="Try again from here").click()
    again = page.get_by_text(re.compile(r"^Another try, from your turn \d+"))
    expect(again).to_be_visible()
    expect(send).to_be_enabled()
    turn = int(re.findall(r"turn (\d+)", again.inner_text())[0])
    assert said.all_inner_texts()[1:] == first[: turn - 1], "what came before it is shared"
    box.fill("You said you are out of practice. Out of practice at what?")
    send.click()
    expect(said).to_have_count(1 + turn + 1)


def test_last_advice_stands_in_the_next_plan(visitor: Visitor) -> None:
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(TWELVE[:4])
    visitor.end()
    visitor.reflect()
    advice = page.locator(".next p").inner_text()
    visitor.go()
    page.get_by_role("link", name="Meet Darren").click()
    expect(page.get_by_label("What I want to practise")).to_have_value(advice)
    expect(page.get_by_text("Last time's advice stands here.")).to_be_visible()


def test_a_talk_with_too_little_in_it_is_told_so_and_not_scored(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(["Hello."])
    visitor.end()
    visitor.reflect()
    expect(visitor.page.get_by_role("heading", name="Too little to say anything honest")).to_be_visible()
    assert visitor.page.locator("details.objective").count() == 0


def test_past_talks_open_again_are_saved_and_deleted(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/talks")
    expect(page.get_by_text("You have not talked with anyone yet.")).to_be_visible()
    visitor.meet("Darren")
    visitor.hold(TWELVE[:1])
    visitor.go("/talks")
    page.get_by_role("link", name=re.compile("^Go on talking: Darren")).click()
    visitor.ready()
    assert TWELVE[0] in visitor.said

    visitor.go("/talks")
    page.locator("summary", has_text="More").click()
    with page.expect_download() as markdown:
        page.get_by_role("listitem").get_by_role("link", name="Markdown").click()
    assert "Thanks for making time" in markdown.value.path().read_text("utf-8").replace("thanks", "Thanks")
    with page.expect_download() as document:
        page.get_by_role("listitem").get_by_role("link", name="JSON").click()
    assert json.loads(Path(document.value.path()).read_text("utf-8"))["turns"][0]["text"] == TWELVE[0]

    page.locator("summary", has_text="Delete this talk").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("You have not talked with anyone yet.")).to_be_visible()


def test_another_kind_of_meeting_is_the_one_that_is_talked_in(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go()
    page.get_by_role("link", name="Meet Mele").click()
    second = page.get_by_role("radio").nth(1)
    title = (second.locator("xpath=..").inner_text()).split(" (")[0]
    second.check()
    expect(page.locator(".occasion h2")).to_contain_text(title)
    page.get_by_role("button", name="Start talking").locator("visible=true").click()
    page.wait_for_url("**/talk?id=*")
    visitor.go("/talks")
    expect(page.get_by_text(title)).to_be_visible()


def test_nobody_opens_the_talk_of_another_learner(visit: Visit) -> None:
    owner, other = visit(), visit()
    owner.meet("Mele")
    address = owner.page.url.removeprefix(owner.address)
    for path in (address, address.replace("/talk?", "/reflect?"), address.replace("/talk?", "/feedback?")):
        other.go(path)
        expect(other.page.get_by_role("alert")).to_contain_text("There is no such talk here.")
    expect(other.page.get_by_role("link", name="My talks").first).to_be_visible()


def test_the_first_page_offers_somebody_to_meet_without_scrolling(visit: Visit) -> None:
    for width, height in ((1280, 800), (390, 844)):
        visitor = visit(viewport={"width": width, "height": height})
        visitor.go()
        expect(visitor.page.locator(".member-head").first).to_be_in_viewport(ratio=1)


def test_an_address_that_is_nobodys_is_answered_by_a_page_with_ways_on(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/nothing")
    expect(page.get_by_role("alert")).to_contain_text("There is no such page")
    visitor.faults.clear()  # the browser reports the status on its console
    for address in ("/prepare", "/prepare?member=nobody"):
        visitor.go(address)
        expect(page.get_by_role("alert")).to_contain_text("There is nobody of that name here.")
        expect(page.get_by_role("alert")).not_to_contain_text("personas")
    page.get_by_role("link", name="Back to the members").click()
    expect(page.get_by_role("link", name="Meet Mele")).to_be_visible()


def test_the_talk_can_be_read_again_before_writing_down_what_was_heard(visitor: Visitor) -> None:
    visitor.meet("Mele")
    visitor.hold(TWELVE[:1])
    said = visitor.said
    visitor.end()
    visitor.page.get_by_text("Read the talk again").click()
    assert visitor.page.locator(".reread .words").all_inner_texts() == said
