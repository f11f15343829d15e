"""A facilitator at one member's page, who writes with the form and nothing else."""

import json

from playwright.sync_api import Locator, Page, expect

from coach.located import Place, Tree


class Author:
    """Fills the form as a member's file has it: entries are added and taken out, then every field is written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.locator("#form")

    def saying(self, text: str) -> None:
        """Wait until the page says so beside “Save”."""
        expect(self.page.locator("#saying")).to_have_text(text)

    def fill(self, member: Tree) -> None:
        """Write somebody whole."""
        for section in self.form.locator(".sections button").all():
            section.click()
            shown = self.form.locator(f"#section-{section.get_attribute('data-section')}")
            self._entries(shown, member)
            unfold(shown)
            for field in shown.locator("[data-kind]").all():
                self._field(field, at(member, place_of(field)))

    def _entries(self, section: Locator, member: Tree) -> None:
        """As many entries in each list as the member has."""
        for place in sorted((place_of(one, "data-add") for one in section.locator("[data-add]").all()), key=len):
            unfold(section)
            wanted = at(member, place)
            entries = self.form.locator(f"fieldset[data-place='{written(place)}'] > details")
            if (thin := self.form.locator(f"[data-thin='{written(place)}']")).count():
                thin.click()
                expect(thin).to_have_count(0)
            while (number := entries.count()) != (count := len(wanted) if isinstance(wanted, list) else 0):
                if number < count:
                    self.form.locator(f"[data-add='{written(place)}']").click()
                else:
                    entries.last.locator(f"[data-drop='{written((*place, number - 1))}']").click()
                expect(entries).to_have_count(number + (1 if number < count else -1))

    def _field(self, field: Locator, value: Tree) -> None:
        leave = self.form.locator(f"p > [data-drop='{field.get_attribute('data-place')}']")
        if value in (None, []) and leave.count():
            leave.click()
            expect(leave).to_have_count(0)
            return
        kind = field.get_attribute("data-kind")
        if kind == "choices":
            for box in field.locator("input").all():
                box.set_checked(box.get_attribute("value") in (value if isinstance(value, list) else []))
        elif kind == "check":
            field.set_checked(value is True)
        elif kind == "choice":
            field.select_option("" if value is None else str(value))
        else:
            field.fill("\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value))


def unfold(part: Locator) -> None:
    """Open whatever is folded in it."""
    part.evaluate("part => part.querySelectorAll('details').forEach((one) => { one.open = true; })")


def place_of(part: Locator, attribute: str = "data-place") -> Place:
    """Where in the file it stands."""
    return tuple(json.loads(part.get_attribute(attribute) or "[]"))


def written(place: Place) -> str:
    """A place as the page writes it."""
    return f"[{', '.join(json.dumps(step) for step in place)}]"


def at(tree: Tree, place: Place) -> Tree:
    """What a file has at a place; None where it has nothing."""
    for step in place:
        if isinstance(tree, dict) and isinstance(step, str):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree
