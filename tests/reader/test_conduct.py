"""Turns that say goodbye, and turns that only sound like it."""

import pytest

from coach.reader.conduct import bids_farewell


@pytest.mark.parametrize(
    "text",
    [
        "Bye, Mele! It was lovely.",
        "Thanks for all this. See you Thursday.",
        "Right, good night.",
        "Take care of yourself. Bye.",
    ],
)
def test_a_goodbye_is_heard(text: str) -> None:
    assert bids_farewell(text)


@pytest.mark.parametrize(
    "text",
    [
        "I take care of my mum too.",
        "When do you say goodbye to them?",
        "She said good night to every single one of them before she went home, and that was that for the year.",
        "Goodbye is what I said. And then he came back. I still think about that day.",
        "Thanks for telling me that.",
        "",
    ],
)
def test_what_only_sounds_like_a_goodbye_is_none(text: str) -> None:
    assert not bids_farewell(text)
