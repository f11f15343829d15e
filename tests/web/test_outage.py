"""A database that goes away and comes back, as the page shows it: said in words, and the talk goes on."""

from playwright.sync_api import expect

from coach.web.words import say
from tests.postgres import Postgres
from tests.test_outage import AWAY, house_on_postgres
from tests.web.conftest import Visit
from tests.web.house import House

__all__ = ["house_on_postgres"]


def test_the_page_says_that_nothing_can_be_kept_gives_the_words_back_and_goes_on(
    house_on_postgres: House, postgres: Postgres, visit: Visit
) -> None:
    visitor = visit(house_on_postgres)
    visitor.meet("Mele")
    before = len(visitor.said)
    postgres.stop()
    visitor.say("How has your week been?")
    expect(visitor.page.get_by_text(AWAY)).to_be_visible()
    postgres.start()
    expect(visitor.box).to_have_value("How has your week been?")
    visitor.ready()
    visitor.box.press("Enter")
    expect(visitor.page.get_by_role("button", name=say("talk.stop"))).to_be_visible()
    postgres.stop()  # in the middle of the reply, which is kept later, or asked for again
    postgres.start()
    visitor.ready_or_asks()
    assert len(visitor.said) == before + 2
    said = visitor.said
    visitor.page.reload()
    visitor.ready()
    assert visitor.said == said
    visitor.faults[:] = [fault for fault in visitor.faults if "503" not in fault]
