"""Somebody in front of a browser, who uses what the page says and nothing else, in the language that is spoken."""

import re
from collections.abc import Sequence

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from coach.web.words import say


class Visitor:
    """A learner at one page of a browser. Whatever goes wrong behind the page is kept in `faults`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"a request went outside: {request.url}")

    def go(self, path: str = "/") -> None:
        self.page.goto(self.address + path)
        expect(self.page.locator("h1")).to_be_visible()

    def meet(self, name: str, *, notes: dict[str, str] | None = None) -> None:
        """From the first page to the talk: two clicks, and the notes in between."""
        self.go()
        self.page.get_by_role("link", name=say("home.meet", name=name)).click()
        for label, text in (notes or {}).items():
            self.page.get_by_label(label).fill(text)
        self.page.get_by_role("button", name=say("prepare.start")).locator("visible=true").first.click()
        self.page.wait_for_url("**/talk?id=*")
        self.ready()

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^" + say("talk.box", name="")))

    @property
    def said(self) -> list[str]:
        return self.page.locator(".turns .said .words").all_inner_texts()

    def ready(self) -> None:
        """Wait until it is the learner's turn."""
        expect(self.page.get_by_role("button", name=say("talk.send"))).to_be_enabled(timeout=20_000)

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def stop(self) -> None:
        """Stop the reply under way, unless it has just ended: on a busy machine nobody is quick enough for certain."""
        self.page.evaluate("() => { const stop = document.querySelector('[data-stop]'); stop.hidden || stop.click(); }")

    def hold(self, lines: Sequence[str]) -> None:
        """Say these, and let each be answered."""
        for line in lines:
            before = len(self.said)
            self.say(line)
            expect(self.page.locator(".turns .said")).to_have_count(before + 2, timeout=20_000)
            self.ready()

    def end(self) -> None:
        self.page.locator("summary", has_text=say("talk.end")).click()
        self.page.get_by_role("button", name=say("talk.end_yes")).click()
        self.page.wait_for_url("**/reflect?id=*")
        expect(self.page.get_by_role("button", name=say("reflect.send"))).to_be_visible()

    def reflect(self, **answers: str) -> None:
        for label, text in answers.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)
        self.page.get_by_role("button", name=say("reflect.send")).click()
        self.page.wait_for_url("**/feedback?id=*")
        expect(self.page.get_by_role("heading", name=re.compile("^" + say("feedback.title", name="")))).to_be_visible()

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def ready_or_asks(self) -> None:
        """Wait until it is the learner's turn, asking for an answer that never came."""
        ask = self.page.get_by_role("button", name=say("talk.answer"))
        send = self.page.get_by_role("button", name=say("talk.send")).and_(self.page.locator(":enabled"))
        expect(ask.or_(send)).to_be_visible(timeout=30_000)
        if ask.is_visible():
            ask.click()
        self.ready()
