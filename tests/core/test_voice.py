"""What voice shows of a talk held aloud."""

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn, Spoken
from coach.core.voice import voice


def talk(*spoken: Spoken | None) -> Conversation:
    turns = [
        turn for one in spoken for turn in (OrganizerTurn(text="And then?", spoken=one), MemberTurn(text="It rained."))
    ]
    return Conversation(turns=tuple(turns))


def test_a_talk_that_was_typed_shows_nothing_of_a_voice() -> None:
    assert voice(talk(None, None)) is None


def test_talking_time_is_that_of_both_and_not_the_words() -> None:
    shown = voice(talk(Spoken(seconds=10), Spoken(seconds=5, heard=30), None, Spoken(seconds=15, heard=30)))
    assert shown
    assert (shown.ours, shown.theirs, shown.share) == (30, 60, 0.33)
    assert shown.turns == (1, 3, 7)


def test_where_the_member_was_only_read_there_is_no_share() -> None:
    shown = voice(talk(Spoken(seconds=10)))
    assert shown
    assert shown.share is None


def test_a_pause_as_a_rule_needs_three_and_leaves_out_what_was_talked_over() -> None:
    def pausing(*seconds: float) -> float | None:
        shown = voice(talk(*[Spoken(seconds=3, pause=one) for one in seconds], Spoken(seconds=1, pause=0, over=True)))
        assert shown
        return shown.pause

    assert pausing(1, 2) is None
    assert pausing(1, 2, 9) == 2


def test_turns_that_began_while_they_were_still_speaking_are_named() -> None:
    shown = voice(talk(Spoken(seconds=3), Spoken(seconds=3, over=True)))
    assert shown
    assert shown.over == (3,)
