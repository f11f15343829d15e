"""A facilitator in front of a browser: somebody new, from an empty template to a passed rehearsal, and after it."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from coach.located import parse
from tests.web.author import Author
from tests.web.conftest import Visit
from tests.web.house import ROOT, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GUIDE = (ROOT / "docs" / "authoring.md").read_text("utf-8")
DOT = parse(Path("the guide"), "\n".join(re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))).data


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "members").mkdir()
    shutil.copy(ROOT / "personas" / "mele.yaml", tmp_path / "members")
    with House(tmp_path, personas=str(tmp_path / "members")) as running:
        yield running


def test_somebody_new_is_written_rehearsed_corrected_and_travels_as_a_card(
    visit: Visit, house: House, tmp_path: Path
) -> None:
    visitor = visit(house)
    page, author = visitor.page, Author(visitor.page)
    visitor.go("/studio")
    page.get_by_label("Their name", exact=True).fill("Dot")
    page.get_by_role("button", name="Begin", exact=True).click()

    page.wait_for_url("**/studio/dot")
    author.fill(DOT)
    expect(page.locator("#state")).to_have_text("Not yet reviewed")
    page.get_by_role("button", name="Save", exact=True).click()
    author.saying("Saved.")

    page.get_by_role("button", name="File").click()
    box = page.get_by_label("The member's file")
    box.fill("# Read by Bev on Monday.\n" + box.input_value().replace("age: 61", "age: 62"))
    page.get_by_role("button", name="Form").click()
    page.get_by_role("button", name="Who they are").click()
    expect(page.get_by_label("Age", exact=True)).to_have_value("62")
    page.get_by_role("textbox", name="Work", exact=True).fill("Runs the tuckshop, still")
    page.get_by_role("button", name="File").click()
    expect(box).to_have_value(re.compile("Runs the tuckshop, still"))
    assert box.input_value().startswith("# Read by Bev on Monday.\n")
    assert "# she/her, he/him or they/them" in box.input_value(), "the template's comments are there too"

    openings: list[Route] = []
    page.route("**/say", lambda route: openings.append(route), times=1)  # noqa: PLW0108 - Playwright wants a function
    page.get_by_role("button", name="Try").click()
    page.get_by_label("What you say to them").fill("What's the hardest part of it?")
    page.get_by_role("button", name="Say it").dblclick()
    expect(page.get_by_label("What you say to them")).to_have_value("")
    openings[0].continue_()  # words said before the member has opened are neither lost nor sent twice
    expect(page.locator("#said .organizer")).to_have_count(1)
    expect(page.locator("#said .member").last).to_contain_text("The quiet ones")
    page.locator("#said .member").last.get_by_role("button", name="This rings false").click()
    page.get_by_label("How would they say it?").fill("The ones who hang back, until the queue is gone.")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator("#said .member").last).to_contain_text("until the queue is gone")
    page.get_by_role("button", name="Rehearse").first.click()
    page.locator("#rehearse").click()
    expect(page.get_by_text("Passed: every promise of the file held.")).to_be_visible(timeout=40_000)
    expect(page.locator(".replays")).to_contain_text("Holds")
    expect(page.locator(".runs .then").first).to_be_attached()

    page.get_by_role("button", name="Save", exact=True).click()
    author.saying("Saved.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a character card").click()
    expect(page.locator("#banner")).to_contain_text("the whole story to whoever says one of its words")
    card = tmp_path / "dot.card.json"
    download.value.save_as(card)
    visitor.go("/studio")
    page.get_by_label("The card's file").set_input_files(card)
    page.get_by_role("button", name="Take it over").click()
    page.wait_for_url("**/studio/dot-2")
    one, other = ((tmp_path / "members" / f"{name}.yaml").read_text("utf-8") for name in ("dot", "dot-2"))
    assert other == one.replace("\nid: dot\n", "\nid: dot-2\n", 1)
    assert one.startswith("# Read by Bev on Monday.\n")


def test_what_is_written_outlives_another_facilitator_a_full_disk_and_a_reload(
    visit: Visit, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, file = visit(house), tmp_path / "members" / "mele.yaml"
    page, author = visitor.page, Author(visitor.page)
    visitor.go("/studio/mele")
    age, save = page.get_by_label("Age", exact=True), page.get_by_role("button", name="Save", exact=True)
    banner, saying = page.locator("#banner"), page.locator("#saying")

    page.get_by_role("button", name="Next: How they speak").click()
    expect(page.get_by_role("heading", name="How they speak")).to_be_in_viewport()
    page.get_by_role("button", name="Who they are").click()

    file.write_text(file.read_text("utf-8") + "# Ana was here.\n", "utf-8")
    age.fill("44")
    save.click()
    expect(banner).to_contain_text("changed elsewhere since you opened it. Nothing was overwritten.")
    assert "# Ana was here." in file.read_text("utf-8")
    page.get_by_role("button", name="Save mine").click()
    author.saying("Saved.")
    assert "age: 44" in file.read_text("utf-8")
    page.get_by_role("button", name="Earlier versions").click()
    expect(page.locator("[data-version]")).to_have_count(1)
    page.get_by_role("button", name="Form").click()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    age.fill("45")
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        save.click()
        expect(saying).to_have_text(re.compile("the disk is full. Make room, then save again."))
    assert "age: 44" in file.read_text("utf-8")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(age).to_have_value("44")
    page.get_by_role("button", name="Take it up again").click()
    expect(age).to_have_value("45")
    save.click()
    author.saying("Saved.")

    file.write_text(file.read_text("utf-8").replace("age: 45", "age: 46"), "utf-8")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(age).to_have_value("46")
    expect(saying).to_have_text("The file was changed elsewhere. This is how it stands now.")

    for field in page.locator("#section-who").get_by_role("textbox").all():
        field.fill("")
    expect(page.locator("#section-who .said-of .error").first).to_be_visible()
    save.click()
    expect(saying).to_have_text(re.compile("Saved. Learners meet them once .* mended."))
    assert "mele" not in {member.id for member in house.app.practice.members()}
    visitor.faults = [fault for fault in visitor.faults if "409" not in fault and "422" not in fault]
