"""Second thoughts on the classifier's labels: plain rules of the codebook."""

import pytest

from coach.core.moves import Move
from coach.reader.rulings import ruled


@pytest.mark.parametrize(
    "said",
    ["Fair enough, I pushed. I'll just fold.", "That's on me, I asked that badly.", "I ran ahead of myself there."],
)
def test_who_owns_a_misstep_repairs_and_pushes_nobody(said: str) -> None:
    moves = ruled({Move.PITCH, Move.PRESSURE}, said)
    assert Move.REPAIR in moves
    assert not moves & {Move.PITCH, Move.PRESSURE}


def test_what_was_pushed_elsewhere_is_no_repair() -> None:
    assert Move.REPAIR not in ruled(set(), "I pushed him to go to the doctor.")


def test_who_tells_of_themselves_and_contradicts_nothing_does_not_argue() -> None:
    told = "My mother had a stroke the spring before I moved here."
    assert Move.ARGUE not in ruled({Move.ARGUE, Move.OWN_STORY}, told)
    assert Move.ARGUE in ruled({Move.ARGUE, Move.OWN_STORY}, f"That's not true. {told}")


@pytest.mark.parametrize("said", ["Do the two of you ever talk about the Sunday photo?", "Were you there on Tuesday?"])
def test_what_mostly_is_or_was_is_asked_and_is_no_ask(said: str) -> None:
    assert ruled({Move.ASK_SPECIFIC}, said) == {Move.CLOSED_QUESTION}


@pytest.mark.parametrize("said", ["Do you still want to come and talk on Sunday?", "Could you meet me on Tuesday?"])
def test_what_is_asked_for_stays_an_ask(said: str) -> None:
    assert Move.ASK_SPECIFIC in ruled({Move.ASK_SPECIFIC}, said)
