"""What both know now, and a relationship as points on one line."""

from datetime import UTC, datetime

from coach.core.conversation import Answer, Conversation, MemberTurn, OrganizerTurn
from coach.core.meeting import meet_again, met_again
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.relationship import known, meeting
from coach.core.since import Promise

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORY = "My sister cleaned offices at night."


def first_meeting(mele: Persona) -> Conversation:
    good = Reading(moves=(Move.OPEN_QUESTION, Move.FOLLOW_UP), echoes=("the pads",), words=9)
    own = Reading(moves=(Move.OWN_STORY,), echoes=("the pads",), words=9)
    told = (mele.story[0].tells[0].id, mele.facts[0].id)
    return Conversation(
        persona="mele",
        turns=(
            OrganizerTurn(text="How was that?", reading=good),
            MemberTurn(text="Long.", told=told),
            OrganizerTurn(text=STORY, reading=own),
            MemberTurn(text="Alright.", answer=Answer(kind="agree", act=mele.commitments[0].id)),
        ),
    )


def test_both_know_what_was_told_and_agreed_and_nothing_else(mele: Persona) -> None:
    both = known(mele, first_meeting(mele))
    assert [piece.words for piece in both.story] == [mele.story[0].tells[0].says]
    assert both.small == (mele.facts[0].says[0],)
    assert both.shared == (STORY,)
    assert [one.act for one in both.agreed] == [mele.commitments[0].act]
    assert both.felt == "warmer"


def test_who_was_pressed_went_away_wary(mele: Persona) -> None:
    pressed = OrganizerTurn(text="Sign now.", reading=Reading(moves=(Move.PITCH, Move.PRESSURE), words=40))
    assert known(mele, Conversation(persona="mele", turns=(pressed,) * 2)).felt == "wary"


def test_what_was_told_in_one_meeting_is_known_after_the_next(mele: Persona) -> None:
    since = meet_again(mele, first_meeting(mele), (), weeks=2)
    both = known(met_again(mele, since, "maintenance"), Conversation(persona="mele", since=since))
    assert both.story
    assert both.shared == (STORY,)
    assert both.agreed == ()


def test_a_meeting_says_where_it_started_and_why(mele: Persona) -> None:
    promise = Promise(turn=3, text="I'll ring you.", outcome="broken")
    since = meet_again(mele, first_meeting(mele), (promise,), weeks=2)
    member = met_again(mele, since, "maintenance")
    one = meeting("a", NOON, mele, first_meeting(mele), ended=True)
    two = meeting("b", NOON, member, Conversation(persona="mele", since=since), ended=False)
    assert (one.number, one.trust_before, one.told, one.depth) == (1, mele.start.trust, 1, 1)
    assert one.agreed == (mele.commitments[0].act,)
    assert (two.number, two.weeks, two.trust_before, two.told) == (2, 2, since.trust, 1)
    assert two.why == tuple(change.why for change in since.changes)
    assert [u.act for u in two.undertakings] == [mele.commitments[0].id]
