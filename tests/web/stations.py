"""Every page and state that a learner comes through, and the looks that each has."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from coach.web.words import say
from tests.web.house import ROOT
from tests.web.lines import TWELVE
from tests.web.visitor import Visitor

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone in Arabic": {**PHONE, "color_scheme": "dark", "locale": "ar"},
    "Arabic": {"locale": "ar"},
    "at 200 %": {"viewport": {"width": 640, "height": 400}},
}


def stations(visitor: Visitor) -> Iterator[str]:
    """Every page and state that a learner comes through, by name."""
    page = visitor.page
    visitor.go("/talks")
    yield "my talks, none yet"
    visitor.go("/progress")
    yield "progress, none yet"
    visitor.go()
    yield "members"
    page.get_by_role("link", name=say("home.meet", name="Mele")).click()
    expect(page.get_by_label(say("prepare.to_practise"))).to_be_visible()
    page.locator("details.primer > summary").click()
    yield "prepare"
    page.get_by_role("button", name=say("prepare.start")).locator("visible=true").first.click()
    page.wait_for_url("**/talk?id=*")
    visitor.ready()
    yield "talk, before the first word"
    visitor.say(TWELVE[0])
    expect(page.locator(".said.coming .words")).not_to_be_empty()
    yield "talk, while they answer"
    visitor.stop()
    visitor.ready()
    for line in TWELVE[1:4]:
        visitor.say(line)
        visitor.stop()
        visitor.ready_or_asks()
    yield "talk"
    page.locator("[data-hint]").click()
    for step in range(2, 5):
        page.get_by_role("button", name=say("talk.hint_more")).click()
        expect(page.locator(".ladder li")).to_have_count(step)
    yield "talk, with every hint open"
    page.get_by_role("button", name=say("talk.hint_close")).click()
    page.get_by_role("button", name=say("talk.pause")).click()
    yield "talk, paused"
    page.get_by_role("button", name=say("talk.pause")).click()
    for fold in page.locator(".talk-bar summary").all():
        fold.click()
        yield "talk, with a sheet open"
    page.get_by_role("button", name=say("talk.end_yes")).click()
    expect(page.get_by_role("button", name=say("reflect.send"))).to_be_visible()
    yield "reflect"
    visitor.reflect()
    for opening in page.locator("details:is(.objective, .reveal, .as-table, .hints) > summary").all():
        opening.click()
    yield "feedback, opened"
    page.get_by_role("textbox", name=say("feedback.who")).fill("Ana")
    page.get_by_role("button", name=say("feedback.intend")).click()
    expect(page.get_by_text(say("feedback.intended"))).to_be_visible()
    yield "feedback, kept"
    visitor.go("/talks")
    page.locator("summary", has_text=say("talks.more")).first.click()
    page.locator("summary", has_text=say("talks.delete")).click()
    yield "my talks"
    page.get_by_role("link", name=re.compile("^" + re.escape(say("again.meet", name="Mele")))).click()
    expect(page.get_by_role("button", name=say("again.start", name="Mele"))).to_be_visible()
    page.locator("details.more-promised > summary").click()
    yield "before meeting again"
    visitor.go("/member?id=mele")
    expect(page.locator(".meetings > li")).to_have_count(1)
    yield "a member's page"
    visitor.go("/progress")
    expect(page.get_by_role("heading", name=say("progress.missed"))).to_be_visible()
    yield "progress"
    visitor.go("/talk?id=none")
    yield "an error"
    visitor.go("/privacy")
    yield "privacy"
    page.goto(f"{visitor.address}/nowhere")
    visitor.faults = [fault for fault in visitor.faults if "404" not in fault]
    yield "no such page"


def facilitators_stations(visitor: Visitor) -> Iterator[str]:
    """Every page and state of the facilitators' room, by name."""
    page = visitor.page
    visitor.go("/studio")
    expect(page.locator(".desk .badge.unreviewed").first).to_be_visible(timeout=20_000)
    yield "studio"
    page.get_by_role("button", name=say("studio.begin_it"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name=say("studio.take_card"), exact=True).click()
    yield "studio, with nothing filled in"
    visitor.faults = [fault for fault in visitor.faults if "422" not in fault]
    visitor.go("/studio/darren")
    yield "studio, who they are"
    page.get_by_label(say("studio.key.age"), exact=True).fill("7")
    page.get_by_role("button", name=say("studio.section.story"), exact=True).click()
    page.locator("#section-story > .entries > details").nth(1).locator("> summary").click()
    expect(page.locator("#state")).to_have_text(say("studio.state.problems"))
    yield "studio, their story"
    page.get_by_role("button", name=say("studio.view.text"), exact=True).click()
    yield "studio, the file"
    page.get_by_label(say("studio.text_label")).fill("name: “Darren: the joker”\n")
    page.get_by_role("button", name=say("studio.view.form"), exact=True).click()
    expect(page.locator("#form .fault")).to_be_visible(timeout=20_000)
    yield "studio, a file that can't be read"
    page.get_by_role("button", name=say("studio.view.try"), exact=True).click()
    expect(page.locator("#said [role=alert]")).to_be_visible(timeout=20_000)
    yield "studio, somebody who can't talk yet"
    visitor.faults = [fault for fault in visitor.faults if "422" not in fault]
    page.once("dialog", lambda dialog: dialog.accept())
    visitor.go("/studio/mele")
    page.get_by_role("button", name=say("studio.view.try"), exact=True).click()
    page.get_by_label(say("studio.try_box")).fill("How long have you been a carer?")
    page.get_by_role("button", name=say("studio.try_say"), exact=True).click()
    expect(page.locator("#said .member").last).to_be_visible(timeout=20_000)
    page.locator("#said .member").last.get_by_role("button", name=say("studio.doubt")).click()
    expect(page.get_by_label(say("studio.doubt_better"))).to_be_visible()
    yield "studio, try"
    page.get_by_role("button", name=say("studio.export"), exact=True).click()
    expect(page.locator("#banner")).to_be_visible(timeout=20_000)
    yield "studio, saved as a card"
    page.get_by_role("button", name=say("studio.view.rehearse"), exact=True).click()
    yield "studio, rehearse"
    page.locator("#rehearse").click()
    expect(page.locator(".runs").first).to_be_visible(timeout=60_000)
    yield "studio, rehearsed"
    page.get_by_role("button", name=say("studio.view.versions"), exact=True).click()
    expect(page.locator("#view-versions .empty")).to_be_visible()
    yield "studio, earlier versions"


def long_named(folder: Path) -> Path:
    """A folder of members, one of whom has a name that is as long as names may be."""
    shutil.copytree(ROOT / "personas", folder)
    file = folder / "darren.yaml"
    name = "Aroha-Margaretta Featherstonehaugh-Papadimitriou de la Cruz"
    file.write_text(re.sub(r"^name: .*$", f"name: {name}", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return folder
