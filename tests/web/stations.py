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
    for fold in page.locator(".talk-bar summary").all():
        fold.click()
        yield "talk, with a sheet open"
    page.get_by_role("button", name=say("talk.end_yes")).click()
    expect(page.get_by_role("button", name=say("reflect.send"))).to_be_visible()
    yield "reflect"
    visitor.reflect()
    for opening in page.locator("details:is(.objective, .reveal, .as-table) > summary").all():
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


def long_named(folder: Path) -> Path:
    """A folder of members, one of whom has a name that is as long as names may be."""
    shutil.copytree(ROOT / "personas", folder)
    file = folder / "darren.yaml"
    name = "Aroha-Margaretta Featherstonehaugh-Papadimitriou de la Cruz"
    file.write_text(re.sub(r"^name: .*$", f"name: {name}", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return folder
