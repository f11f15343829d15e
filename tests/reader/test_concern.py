"""Distress and abuse: a way out is offered to whoever may need it, never because of a story that is the practice."""

import tomllib
from pathlib import Path

import pytest

from coach.reader.concern import concern
from tests.quality.talks import talks

CASES = tomllib.loads(Path(__file__).with_name("distress.toml").read_text("utf-8"))


@pytest.mark.parametrize("said", CASES["distress"])
def test_distress_about_oneself_now_is_seen(said: str) -> None:
    assert concern(said) == "distress"


@pytest.mark.parametrize("said", CASES["practice"])
def test_grief_anger_and_sayings_are_no_alarm(said: str) -> None:
    assert concern(said) is None


def test_no_organizer_turn_of_any_labelled_talk_is_an_alarm() -> None:
    turns = [turn.text for talk in talks() for turn in talk.turns if turn.speaker == "organizer"]
    assert len(turns) > 1000
    assert [said for said in turns if concern(said)] == []


@pytest.mark.parametrize(
    "said",
    [
        "You're useless, shut up you stupid cow",
        "Fuck you.",
        "i hope you die",
        "I'll slap you.",
        "you should be deported",
        "go back to where you came from",
    ],
)
def test_abuse_of_the_member_is_seen(said: str) -> None:
    assert concern(said) == "abuse"


@pytest.mark.parametrize(
    "said", ["I'll hit you up on Tuesday.", "I'll find you a chair.", "You should be angry.", "This bloody roster!", ""]
)
def test_plain_talk_is_no_abuse(said: str) -> None:
    assert concern(said) is None


def test_slips_of_the_keys_hide_nothing() -> None:
    for said in ("i wnat to kill myslef", "im sucidal", "I DONT WANT TO BE HERE ANYMOR", "i want too kill my self"):
        assert concern(said) == "distress", said
