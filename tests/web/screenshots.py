"""Writes a picture of every page, in light and dark, on a desk and a phone, to screenshots/ (which git ignores)."""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import find
from tests.web.house import ROOT, House
from tests.web.stations import LOOKS, long_named, stations
from tests.web.visitor import Visitor

SHOTS = ROOT / "screenshots"


def main() -> None:
    """Take them all, or those looks alone that the command line names."""
    wanted = sys.argv[1:] or list(LOOKS)
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        personas = long_named(Path(folder) / "personas")
        with House(Path(folder), pace=0.1, personas=str(personas)) as house:
            browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
            for look in wanted:
                page = browser.new_context(**LOOKS[look]).new_page()
                for number, station in enumerate(stations(Visitor(page, house.address)), 1):
                    name = re.sub(r"\W+", "-", f"{look} {number:02} {station}")
                    page.wait_for_timeout(300)
                    page.screenshot(path=SHOTS / f"{name}.png", full_page="talk" not in station)
                    print(SHOTS / f"{name}.png", flush=True)
            browser.close()


if __name__ == "__main__":
    main()
