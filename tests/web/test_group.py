"""A workshop from its first form to the last look at its group, in a real browser: six learners, of whom five share."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from coach.accounts import Accounts, Role, add
from coach.core.feedback import Reflection
from coach.web.gate.entry import Entry
from tests.web.conftest import Visit
from tests.web.house import SECRET, House
from tests.web.lines import TWELVE
from tests.web.test_everyone import SMALL, serious
from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser

SLOW = 20_000
"""Milliseconds that a page of Gradio's may take where several are opened at once."""
PASSWORD = "four quiet brown birds"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An app that people sign in to; Ana facilitates."""
    folder = tmp_path_factory.mktemp("group")
    add(folder / "accounts.txt", "ana", Role.FACILITATOR, PASSWORD)
    with House(folder, entry=Entry(SECRET, accounts=Accounts(folder / "accounts.txt"))) as running:
        yield running


def sign_in(ana: Visitor) -> None:
    ana.page.goto(f"{ana.address}/workshops")
    ana.page.get_by_label("Name").fill("ana")
    ana.page.get_by_label("Password").fill(PASSWORD)
    ana.page.get_by_role("button", name="Sign in").click()


def set_up(page: Page) -> tuple[str, str]:
    """A workshop by its form: where it is, and the link that learners join by."""
    page.get_by_role("link", name="Set up a workshop").click()
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("There is nothing in it yet.")).to_be_visible()
    page.get_by_label("Name").fill("Blue wrens")
    page.get_by_label("Welcome").fill("Kia ora. Be bad at it tonight.")
    for member in ("Mele", "Darren"):
        page.get_by_label(member).check()
    page.get_by_label("A first meeting").check()
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    return page.url.split("?")[0], page.locator(".invitation a").inner_text()


def join(learner: Visitor, link: str) -> None:
    page = learner.page
    page.goto(link)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Be bad at it tonight.")).to_be_visible(timeout=SLOW)
    page.wait_for_url("**/")
    expect(page.locator(".members h2").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".members h2")).to_have_text(["Darren", "Mele"])


def share(learner: Visitor, what: str, called: str = "") -> None:
    page = learner.page
    page.goto(f"{learner.address}/sharing")
    page.get_by_label(what).check()
    page.get_by_label("What your facilitator may call you").fill(called)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. It counts from now on.")).to_be_visible()


def practise(house: House, learner: Visitor, member: str = "mele") -> str:
    """A talk of theirs with feedback, held behind the page."""
    (cookie,) = (one for one in learner.page.context.cookies() if one.get("name") == "coach_learner")
    visitor = house.entry.visitor({"coach_learner": cookie.get("value", "")})
    assert visitor

    async def held(who: str) -> str:
        practice = house.app.practice
        talk = await practice.open_talk(who, member)
        for line in TWELVE[:4]:
            await (await practice.say(who, talk.id, line)).wait()
        await practice.reflect(who, talk.id, Reflection())
        return talk.id

    with ThreadPoolExecutor(1) as beside:  # Playwright runs a loop in this thread
        return beside.submit(lambda: asyncio.run(held(visitor.learner))).result()


def test_a_workshop_of_six_of_whom_five_share_and_then_one_takes_it_back(visit: Visit, closed: House) -> None:
    ana = visit(closed)
    sign_in(ana)
    at, link = set_up(ana.page)
    learners = [visit(closed) for _ in range(6)]
    for learner in learners:
        join(learner, link)
    first, *others, sixth = learners
    share(first, "The talks themselves", "Rosa")
    for learner in others:
        share(learner, "Only my scores")
    talks = [practise(closed, learner) for learner in (first, *others[:3])]
    practise(closed, sixth, "darren")

    ana.page.goto(f"{at}/group")
    expect(ana.page.get_by_role("heading", name="There are no figures yet")).to_be_visible()
    practise(closed, others[3])
    ana.page.reload()
    expect(ana.page.get_by_text("Over 5 people.")).to_be_visible()
    expect(ana.page.get_by_role("row", name=re.compile("Knowing each other"))).to_contain_text("of 3")
    expect(ana.page.locator("body")).not_to_contain_text("Darren")
    with ana.page.expect_download() as saved:
        ana.page.get_by_role("link", name="Save the figures as a table").click()
    assert "Darren" not in saved.value.path().read_text("utf-8")

    ana.page.get_by_role("link", name=re.compile("Read the talk with Mele")).click()
    verdict = ana.page.locator("details.verdict", has_text="Listening").first
    verdict.locator("summary").click()
    verdict.get_by_label("Your level").select_option("Strong")
    verdict.get_by_label("Why, to the learner").fill("You gave her own word back.")
    verdict.get_by_role("button", name="Give this level").click()
    expect(ana.page.get_by_text("Facilitator: Strong")).to_be_visible()
    ana.page.get_by_label("Write to the learner").fill("She began to speak once you waited.")
    ana.page.get_by_role("button", name="Send it").click()
    reading = ana.page.url

    first.go()
    first.page.get_by_role("link", name="Read it").click()
    said = first.page.get_by_role("region", name="From your facilitator")
    expect(said).to_contain_text("She began to speak once you waited.", timeout=SLOW)
    expect(said).to_contain_text(re.compile(r"Feedback:\s*\w+.*Your facilitator:\s*Strong", re.DOTALL))
    expect(said).to_contain_text("ana")
    first.page.get_by_role("group", name="What your facilitator sees of this talk").get_by_label("Nothing").check()
    first.page.locator(".shared-talk").get_by_role("button", name="Keep it").click()
    expect(first.page.get_by_label("Nothing")).to_be_checked(timeout=SLOW)
    assert talks[0] in first.page.url

    ana.page.goto(f"{at}/group")
    expect(ana.page.get_by_role("heading", name="There are no figures yet")).to_be_visible()
    expect(ana.page.get_by_text("Nobody has shared a whole talk with you.")).to_be_visible()
    ana.page.goto(reading)
    expect(ana.page.get_by_text("This talk is not shared, or no longer.")).to_be_visible()
    ana.faults = [fault for fault in ana.faults if "404" not in fault and "422" not in fault]


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}


@pytest.mark.parametrize("look", [{}, PHONE], ids=["light", "dark phone"])
def test_the_pages_of_a_group_are_for_everyone(visit: Visit, closed: House, look: dict[str, object]) -> None:
    ana = visit(closed, **look)
    sign_in(ana)
    at, link = set_up(ana.page)
    learner = visit(closed, **look)
    join(learner, link)
    share(learner, "The talks themselves")
    talk = practise(closed, learner)
    theirs = ("/workshops", "/workshops/new", at, f"{at}/objectives", f"{at}/plan", f"{at}/group", f"{at}/talks/{talk}")
    pages = [(ana, path) for path in theirs]
    pages += [(learner, path) for path in ("/join", link, "/sharing", "/talks", f"/feedback?id={talk}")]
    wrong: dict[str, list[str]] = {}
    for visitor, path in pages:
        page = visitor.page
        page.goto(path if path.startswith("http") else visitor.address + path)
        expect(page.locator("h1")).to_be_visible()
        for fold in page.locator("details:is(.criterion, .verdict) > summary").all()[:2]:
            fold.click()
        found = serious(page)
        if visitor.overflow > 0:
            found.append(f"wider than the window by {visitor.overflow} pixels")
        if look:
            found += page.evaluate(SMALL)
        if found:
            wrong[path] = found
    ana.faults = [fault for fault in ana.faults if "422" not in fault]
    assert wrong == {}
