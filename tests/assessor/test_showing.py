"""A quote shows the sentence that a criterion is about, and not how a long turn began."""

from coach.assessor.builtin import assess
from tests.assessor.talks import LINES, case

GREETED = (
    "Oh hi there Rosa, don't get up, I only just found the place and the bus was late again. "
    "I'd like to hear how the year has been, and I might ask you something at the end."
)
ASKED = (
    "Sixty people, that is massive, most places would give their right arm for a chat like that one. "
    "Would you bring Meera to the library on Wednesday at six?"
)
SAID = (
    GREETED,
    "Come in. It has been long, I lost two shifts a week and they never told me why they went.",
    "You lost two shifts and nobody told you why. What did that do to you?",
    "I felt ashamed, I borrowed from my sister. Meera runs a chat of sixty people, they feel the same way there.",
    ASKED,
    "Maybe. I will ask Meera first, she decides for herself.",
    "Then you ask Meera and I'll text you on Monday.",
    "Good, Monday.",
)


def test_a_long_turn_is_quoted_where_it_shows_what_is_said_of_it() -> None:
    results = assess(case(SAID), LINES).results
    quoted = {one: {shown.turn: shown.quote for shown in result.evidence} for one, result in results.items()}
    assert quoted["3a"][1] == "I'd like to hear how the year has been, and I might ask you something at the end."
    assert quoted["3d"][5] == "Would you bring Meera to the library on Wednesday at six?"
    assert quoted["2b"][3] == "You lost two shifts and nobody told you why. What did that do to you?"
