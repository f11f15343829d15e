"""A way out of the practice, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.web.visitor import Visitor

pytestmark = pytest.mark.browser


def test_somebody_in_distress_is_offered_a_way_out_and_may_go_on(visitor: Visitor) -> None:
    page = visitor.page
    visitor.meet("Mele")
    visitor.hold(["Hi Mele, my dad died last year and that is why I joined. What is the last hour like?"])
    offer = page.locator(".offer")
    expect(offer).to_have_count(0)
    visitor.hold(["sorry. honestly i dont want to be here anymore"])
    expect(offer).to_contain_text("you matter more than this talk")
    offer.locator("summary").click()
    expect(offer.get_by_text("13 11 14").first).to_be_visible()
    assert visitor.overflow == 0
    offer.get_by_role("button", name="Go on with the talk").click()
    expect(offer).to_have_count(0)
    expect(visitor.box).to_be_focused()
    visitor.hold(["What is that hour like for the residents?"])
    expect(offer).to_have_count(0)
    page.reload()
    visitor.ready()
    expect(offer).to_have_count(0)
    visitor.end()
    visitor.reflect()
    expect(page.locator(".offer")).to_have_count(1)
    expect(page.locator(".offer")).to_contain_text("13 11 14")
