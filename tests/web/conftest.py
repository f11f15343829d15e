"""A running app, a real browser, and somebody in front of it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.chromium import find
from tests.web.house import House
from tests.web.visitor import Visitor

os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"

SLOW = 0.15
"""Seconds between two words, where a test has to do something while the member speaks."""

expect.set_options(timeout=20_000)

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def slow_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("slow"), pace=SLOW) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for a module: Playwright runs a loop in this thread, which asynchronous tests need for themselves."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=find(), args=flags)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visit]:
    """Makes visitors, each with cookies of their own; at the end none of them may have met a fault."""
    visitors: list[Visitor] = []

    def arrive(at: House = house, **options: Any) -> Visitor:
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), at.address)
        visitors.append(visitor)
        return visitor

    yield arrive
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.page.context.close()
    assert faults == []


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()
