"""Meeting again, in a browser: a first talk, its promise kept, a second talk and its feedback, and both on one line."""

import asyncio
import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from playwright.sync_api import expect

from coach.core.feedback import Reflection
from coach.lab.organizers import organizers
from coach.web.gate.entry import Entry
from coach.web.words import count, say
from tests.practice.test_three_meetings import hold
from tests.web.conftest import Visit
from tests.web.house import SECRET, House
from tests.web.visitor import Visitor

PROMISE = "I'll ring you on Thursday."
ODD = f"I'll bring you <b>the roster</b> {'of the other home ' * 14}by Friday."


def first_talk(visitor: Visitor, house: House) -> str:
    """Id of a talk with Mele that a skilled organizer held and looked back on, in which they also promised ODD."""
    visitor.go()
    cookies = {str(one.get("name")): str(one.get("value")) for one in visitor.page.context.cookies()}
    known = Entry(SECRET).visitor(cookies)
    assert known
    practice, skilled = house.app.practice, organizers(house.app.content.prompts)[0]
    last = [*skilled.after[:-1], f"{skilled.after[-1]} {ODD}"]

    async def held() -> str:
        talk = await practice.open_talk(known.learner, "mele")
        said = skilled.model_copy(update={"after": tuple(last)})
        return (await hold(practice, known.learner, talk, said, None)).id

    with ThreadPoolExecutor(1) as elsewhere:  # the browser has a loop in this thread
        return elsewhere.submit(lambda: asyncio.run(held())).result()


@pytest.fixture
async def client(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=60) as client:
        await client.get("/")
        yield client


async def test_what_the_form_would_never_send_is_refused_and_a_second_tab_comes_to_the_same_meeting(
    house: House, client: httpx2.AsyncClient
) -> None:
    visitor = Entry(SECRET).visitor(dict(client.cookies))
    assert visitor
    practice = house.app.practice
    talk = await practice.open_talk(visitor.learner, "mele")
    await (await practice.say(visitor.learner, talk.id, f"How are you? {PROMISE}")).wait()
    where = f"/talks/{talk.id}/meet-again"
    early = await client.post(where, json={"outcome-0": "kept"})
    assert early.status_code == 422
    assert "has not ended" in early.text
    await practice.reflect(visitor.learner, talk.id, Reflection())
    for wrong in (
        {},
        {"outcome-0": "yes"},
        {"outcome-0": ["kept"]},
        {"outcome-0": "kept", "words-0": "x" * 301},
        {"outcome-0": "kept", "more": "x" * 301},
        {"outcome-0": "kept", "more": "Cake", "more_outcome": "later"},
        {"outcome-0": "kept", "kind": "recruitment"},
        {"outcome-0": "kept", "weeks": 53},
        {"outcome-0": "kept", "purpose": "x" * 1001},
    ):
        assert (await client.post(where, json=wrong)).status_code == 422, wrong
    met = [(await client.post(where, json={"outcome-0": "partly"})).json() for _ in range(2)]
    assert met[0] == met[1]
    assert (await client.post("/talks/nobody/meet-again", json={"outcome-0": "kept"})).status_code == 404


@pytest.mark.browser
def test_a_promise_is_kept_she_is_met_again_and_both_meetings_stand_on_one_line(visit: Visit, house: House) -> None:
    visitor = visit()
    page = visitor.page
    first = first_talk(visitor, house)
    visitor.go(f"/feedback?id={first}")
    page.get_by_role("link", name=say("again.meet", name="Mele")).click()
    expect(page.get_by_role("heading", name=say("again.known"))).to_be_visible()
    expect(page.get_by_text(say("again.told", name="Mele"), exact=True)).to_be_visible()
    found = page.locator("form.again legend q")
    expect(found.filter(has_text="<b>the roster</b>")).to_be_visible()
    start = page.get_by_role("button", name=say("again.start", name="Mele"))
    start.click()
    expect(page).to_have_url(re.compile("/again"))
    for promise in page.locator("form.again fieldset").filter(has=page.locator("legend q")).all():
        promise.get_by_text(say("again.outcome.kept"), exact=True).click()
    words = page.get_by_label(say("again.words")).first
    words.fill("It rang out, and I rang again.")
    page.reload()
    expect(words).to_have_value("It rang out, and I rang again.")
    for promise in page.locator("form.again fieldset").filter(has=page.locator("legend q")).all():
        promise.get_by_text(say("again.outcome.kept"), exact=True).click()
    page.get_by_text(say("again.kind.escalation"), exact=True).click()
    start.click()
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    expect(page.locator(".scene")).to_contain_text(say("again.meeting", number=2))
    page.locator("details.fold > summary").first.click()
    story = page.locator(".both-know details")
    story.first.locator("summary").click()
    expect(story.first.locator("q").first).to_be_visible()  # it opens within the plan, which stays open
    page.keyboard.press("Escape")
    expect(story.first).to_be_hidden()
    assert "You did what you said you'd do." in visitor.said[0]
    visitor.hold(
        [
            "Good to see you again, Mele. How have you been?",
            "You were going to ask Rosa what the evenings are like for her. How did that go?",
            "She didn't stop till your gate. What did you make of that?",
            "I said I'd ring you on Thursday, and I rang. What got in the way for you?",
        ]
    )
    visitor.end()
    visitor.reflect()
    since = page.locator(".since")
    expect(since).to_contain_text("It rang out, and I rang again.")
    expect(since).to_contain_text(say("again.theirs", name="Mele"))
    rows = page.locator(".criteria h3").all_text_contents()
    for title in ("Looking back on what they did", "What was promised", "It grows"):
        assert any(title in row for row in rows), rows
    page.get_by_role("link", name=say("again.so_far", name="Mele")).click()
    meetings = page.locator(".meetings > li")
    expect(meetings).to_have_count(2)
    expect(meetings.nth(1)).to_contain_text(count("again.weeks_later", 2))
    expect(meetings.nth(1)).to_contain_text(say("again.did.kept"))
    expect(page.get_by_role("img", name=re.compile(say("over.desc", start=3, end=0)[:20]))).to_be_visible()
    visitor.go(f"/feedback?id={first}")
    expect(page.get_by_role("link", name=say("again.followed_link"))).to_be_visible()
