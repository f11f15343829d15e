"""The part of the first page that is for whoever runs the app, and for nobody else."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coach.web.gate.entry import Entry
from tests.fake_server import FakeServer
from tests.web.conftest import Visit
from tests.web.house import SECRET, House
from tests.web.test_everyone import serious

pytestmark = pytest.mark.browser


def test_a_server_of_this_machine_and_todays_cost_are_told_and_nothing_is_sent_there(
    visit: Visit, tmp_path: Path
) -> None:
    with FakeServer() as fake, House(tmp_path, ports={fake.port: "Ollama"}, price_in="10", price_out="10") as house:
        house.app.store.spend(datetime.now().astimezone().date(), "ana", "one", 200_000, 3_000)
        visitor = visit(house)
        visitor.go()
        told = visitor.page.get_by_role("region", name="For whoever runs this app")
        expect(told).to_contain_text(
            "read 200,000 tokens and written 3,000. By the prices that are set, that is at most 2.03"
        )
        expect(told).to_contain_text("Ollama seems to run on this machine. It is not used.")
        expect(told.locator("pre")).to_have_text(f"OPENAI_BASE_URL={fake.url}\nCOACH_MODEL=fake-model")
        assert serious(visitor.page) == []
        assert visitor.overflow <= 0
        assert fake.requests == []


def test_learners_are_told_nothing_of_it(visit: Visit, tmp_path: Path) -> None:
    with FakeServer() as fake:
        entry = Entry(SECRET, code="blue wren")
        with House(tmp_path, ports={fake.port: "Ollama"}, entry=entry) as house:
            house.app.store.spend(datetime.now().astimezone().date(), "ana", "one", 200_000, 3_000)
            visitor = visit(house)
            visitor.go()
            visitor.page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill("blue wren")
            visitor.page.keyboard.press("Enter")
            expect(visitor.page.get_by_role("link", name="Meet Mele")).to_be_visible()
            visitor.page.wait_for_load_state("networkidle")
            expect(visitor.page.get_by_text("For whoever runs this app")).to_have_count(0)
        assert fake.visits == []
