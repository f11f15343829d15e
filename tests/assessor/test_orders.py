"""Text that tries to instruct the assessor changes nothing of what it says."""

import asyncio

import pytest

from coach.assessor.talk import lay_out
from coach.core.quotes import standing_quote
from tests.quality.assessor import RUBRIC, conversation, feedback, unquoted
from tests.quality.liar import lied_to
from tests.quality.orders import ONE, ORDERS, PLACES, RUN_ON, bare, in_each, in_one
from tests.quality.talks import talks

HELD_BACK = [talk for talk in talks() if talk.held_back and not talk.fresh and talk.tier != "medium"]


@pytest.mark.parametrize("place", PLACES)
def test_orders_to_the_assessor_change_nothing(place: str) -> None:
    run_on = place == RUN_ON
    for talk in HELD_BACK:
        beside = feedback(talk, change=lambda _, text: bare(text) if run_on else text)
        assert unquoted(feedback(talk, change=in_each(ORDERS, PLACES[place]))) == unquoted(beside)
        beside = feedback(talk, change=lambda n, text: bare(text) if run_on and n == ONE else text)
        assert unquoted(feedback(talk, change=in_one(ORDERS, PLACES[place]))) == unquoted(beside)


def test_whatever_an_exchange_shows_of_its_turn_stands_there() -> None:
    for talk in talks():
        held = conversation((turn.speaker, turn.text) for turn in talk.turns)
        quotes = [(one.turn, one.quote()) for one in lay_out(held).exchanges if one.text]
        assert [(turn, quote) for turn, quote in quotes if standing_quote(quote, turn, held) is None] == []


def test_a_model_that_alters_stitches_and_misattributes_in_every_labelled_talk_gets_nothing_false_past() -> None:
    past = asyncio.run(lied_to(talks(), RUBRIC))
    assert past.false == 0
    assert past.shown > 0, "near misses are replaced by what was said"
