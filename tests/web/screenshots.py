"""Writes a picture of every page to screenshots/ (which git ignores): light, dark, on a phone, in Arabic.

python -m tests.web.screenshots [LOOK …]
python -m tests.web.screenshots readme      the two pictures of the README, to docs/
"""

import re
import sys
import tempfile
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from coach.web.words.language import speaking
from tests.chromium import find
from tests.web.house import ROOT, House
from tests.web.lines import WITH_MELE
from tests.web.stations import LOOKS, facilitators_stations, long_named, stations
from tests.web.visitor import Visitor

SETTLED_MS = 300


def every_page(browser: Browser, house: House, looks: list[str]) -> None:
    """A picture of every page and state, in these looks."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    for look in looks:
        page = browser.new_context(**LOOKS[look]).new_page()
        with speaking(LOOKS[look].get("locale", "en")):
            visitor = Visitor(page, house.address)
            for number, station in enumerate(chain(stations(visitor), facilitators_stations(visitor)), 1):
                name = re.sub(r"\W+", "-", f"{look} {number:02} {station}")
                whole = not station.startswith("talk")
                if whole:
                    page.evaluate("scrollTo(0, 0)")  # a bar that stays at the top would stand in the middle
                page.wait_for_timeout(SETTLED_MS)
                page.screenshot(path=folder / f"{name}.png", full_page=whole)
                print(folder / f"{name}.png", flush=True)


def for_the_readme(browser: Browser, house: House) -> None:
    """A talk and its feedback, as they stand in the README."""
    visitor = Visitor(browser.new_context(viewport={"width": 1280, "height": 800}).new_page(), house.address)
    visitor.meet("Mele")
    visitor.hold(WITH_MELE)
    visitor.page.wait_for_timeout(SETTLED_MS)
    visitor.page.screenshot(path=ROOT / "docs" / "talk.png")
    visitor.end()
    visitor.reflect()
    visitor.page.wait_for_timeout(SETTLED_MS)
    visitor.page.screenshot(path=ROOT / "docs" / "feedback.png")


def main() -> None:
    """What the command line asks for."""
    asked = sys.argv[1:] or list(LOOKS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        if asked == ["readme"]:
            with House(Path(folder)) as house:
                for_the_readme(browser, house)
        else:
            with House(Path(folder), pace=0.1, personas=str(long_named(Path(folder) / "personas"))) as house:
                every_page(browser, house, asked)
        browser.close()


if __name__ == "__main__":
    main()
