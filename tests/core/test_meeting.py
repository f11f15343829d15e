"""Meeting again: what stays of trust, what promises do to it, and what the member did with theirs."""

from collections.abc import Sequence

import pytest

from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.direct import direct
from coach.core.meeting import account_of, meet_again, met_again
from coach.core.moves import Ask, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import beginning, missing
from coach.core.since import Outcome, Promise, Undertaking
from coach.core.situation import Situation
from coach.partner.builtin import compose, opening

GOOD = Reading(moves=(Move.OPEN_QUESTION, Move.FOLLOW_UP), echoes=("the pads",), words=9)
BAD = Reading(moves=(Move.PITCH, Move.PRESSURE), words=40)


def held(readings: Sequence[Reading], answer: Answer | None = None) -> Conversation:
    """A meeting in which the organizer did this, and the last answer was that."""
    conversation = Conversation(persona="mele")
    for number, reading in enumerate(readings):
        last = number == len(readings) - 1
        conversation = conversation.add(OrganizerTurn(text=f"turn {number}", reading=reading))
        conversation = conversation.add(MemberTurn(text=f"reply {number}", answer=answer if last else None))
    return conversation


def promise(outcome: Outcome) -> Promise:
    return Promise(turn=1, text="I'll bring you the roster.", outcome=outcome)


def every_id(member: Persona) -> tuple[str, ...]:
    """Of all that they can tell."""
    return (*(one.id for one in member.tellings), *(one.id for one in member.topics))


@pytest.fixture
def good() -> Conversation:
    return held([GOOD] * 3)


def test_most_of_what_a_good_meeting_built_is_there_at_the_next(mele: Persona, good: Conversation) -> None:
    since = meet_again(mele, good, (), weeks=2)
    assert mele.start.trust < since.trust < mele.start.trust + 3
    assert beginning(mele, since).trust == since.trust


def test_a_bad_meeting_is_remembered(mele: Persona) -> None:
    since = meet_again(mele, held([BAD] * 3), (), weeks=2)
    assert since.trust < mele.start.trust
    assert since.guard > mele.start.guard
    assert since.changes[0].trust < 0


def test_a_kept_promise_raises_and_a_broken_one_lowers_what_the_next_meeting_starts_from(
    mele: Persona, good: Conversation
) -> None:
    kept, none, broken = (
        meet_again(mele, good, promises, weeks=1) for promises in ((promise("kept"),), (), (promise("broken"),))
    )
    assert kept.trust > none.trust > broken.trust
    assert broken.guard > none.guard
    assert broken.changes[-1].why.startswith("You did not do what you said")


def test_trust_is_the_sum_of_its_reasons(mele: Persona, good: Conversation) -> None:
    since = meet_again(mele, good, (promise("kept"), promise("broken")), weeks=1)
    assert since.trust == mele.start.trust + sum(change.trust for change in since.changes)


def test_listening_starts_anew_and_what_was_told_stays(mele: Persona) -> None:
    told = mele.story[0].tells[0].id
    before = held([GOOD] * 3).add(MemberTurn(text="…", told=(told,)))
    state = beginning(mele, meet_again(mele, before, (), weeks=1))
    assert told in state.told
    assert state.openings == 0
    assert all("listening" in missing(mele, state, c) for c in mele.commitments)


def test_a_yes_with_trust_to_spare_is_kept_and_an_easy_one_is_not(mele: Persona) -> None:
    act = mele.commitments[0]
    firm = act.model_copy(update={"needs": act.needs.model_copy(update={"trust": 3})})
    member = mele.model_copy(update={"commitments": (firm, *mele.commitments[1:])})
    meeting = held([GOOD] * 3, Answer(kind="agree", act=act.id))
    assert meet_again(member, meeting, (), weeks=1).kept == (act.id,)
    easy = held([GOOD] * 3, Answer(kind="easy_yes", act=act.id))
    assert [u.outcome for u in meet_again(member, easy, (), weeks=1).undertakings] == ["broken"]


def test_whoever_is_let_down_does_less(mele: Persona) -> None:
    act = mele.commitments[0]
    firm = act.model_copy(update={"needs": act.needs.model_copy(update={"trust": 3})})
    member = mele.model_copy(update={"commitments": (firm, *mele.commitments[1:])})
    meeting = held([GOOD] * 3, Answer(kind="agree", act=act.id))
    since = meet_again(member, meeting, (promise("broken"),), weeks=1)
    assert [u.outcome for u in since.undertakings] == ["partly"]


def test_a_maybe_is_nobodys_undertaking(mele: Persona) -> None:
    meeting = held([GOOD] * 3, Answer(kind="maybe", act=mele.commitments[0].id))
    assert meet_again(mele, meeting, (), weeks=1).undertakings == ()


def test_each_meeting_has_news_of_its_own_and_they_can_speak_of_what_they_did(mele: Persona) -> None:
    act = mele.commitments[0].id
    first = held([GOOD] * 3, Answer(kind="agree", act=act))
    second = meet_again(mele, first, (), weeks=2)
    member = met_again(mele, second, "maintenance")
    assert {second.news, account_of(act)} <= {topic.id for topic in member.facts}
    third = meet_again(member, Conversation(persona="mele", since=second), (), weeks=2)
    assert third.meeting == 3
    assert third.news not in (None, second.news)
    assert [u.act for u in third.undertakings] == [act]


def test_a_bigger_role_waits_for_the_smaller_one_to_be_done(mele: Persona) -> None:
    small, big = mele.commitments[0], mele.commitments[1]
    after = big.model_copy(update={"needs": big.needs.model_copy(update={"after": small.id})})
    assert "after" in missing(mele, beginning(mele), after)
    act = small.model_copy(update={"needs": small.needs.model_copy(update={"trust": 3})})
    member = mele.model_copy(update={"commitments": (act, after)})
    since = meet_again(member, held([GOOD] * 3, Answer(kind="agree", act=small.id)), (), weeks=1)
    assert "after" not in missing(member, beginning(member, since), after)


@pytest.mark.parametrize("outcome", ["kept", "partly", "broken"])
def test_what_they_have_done_they_tell_of_and_take_on_no_second_time(
    mele: Persona, good: Conversation, outcome: Outcome
) -> None:
    since = meet_again(mele, good, (), weeks=2)
    done = Undertaking(act="ask_rosa", outcome=outcome, meeting=2)
    since = since.model_copy(update={"trust": 9, "told": every_id(mele), "fear_heard": True, "undertakings": (done,)})
    met = met_again(mele, since, "escalation")
    asking = Reading(moves=(Move.ASK_SPECIFIC,), ask=Ask(act="ask_rosa", when=True, where=True), words=12)
    turns = [turn for n in range(3) for turn in (OrganizerTurn(text=f"{n}", reading=GOOD), MemberTurn(text=f"m{n}"))]
    turns.append(OrganizerTurn(text="Would you?", reading=asking))
    found = direct(met, Conversation(scenario=met.scenarios[0].id, since=since, turns=tuple(turns)))
    if outcome == "kept":
        assert (found.answer, found.situation) == (None, Situation.ASKED_AGAIN)
        assert found.topics == (account_of("ask_rosa"),)
    else:
        assert found.answer
        assert found.answer.kind == "agree", "what is half done can be taken on once more"


def test_a_yes_is_said_as_a_yes_though_earlier_meetings_took_all_lines_for_it(
    mele: Persona, good: Conversation
) -> None:
    yes = mele.commitments[0].says.yes
    since = meet_again(mele, good, (), weeks=2)
    since = since.model_copy(update={"lines": tuple(("member", line) for line in yes)})
    answer = Answer(kind="agree", act=mele.commitments[0].id)
    agreeing = Direction(situation=Situation.ASKED_OTHER, stance=Stance.OPEN, answer=answer)
    asked = OrganizerTurn(text="Will you?", direction=agreeing)
    met = met_again(mele, since, "escalation")
    assert compose(met, Conversation(scenario=met.scenarios[0].id, since=since, turns=(asked,))).text in yes


def test_the_meeting_is_where_they_first_met_with_a_purpose_of_its_own(mele: Persona, good: Conversation) -> None:
    second = met_again(mele, meet_again(mele, good, (), weeks=2), "escalation")
    assert second.scenarios[0].kind == "escalation"
    assert second.scenarios[0].place == mele.scenarios[0].place
    before = good.model_copy(update={"scenario": second.scenarios[0].id, "since": meet_again(mele, good, (), weeks=2)})
    third = met_again(second, meet_again(second, before, (), weeks=2), "maintenance")
    assert third.scenarios[0].title == f"{mele.scenarios[0].title} · third meeting"
    assert "bigger" not in third.scenarios[0].why_you_meet


@pytest.mark.parametrize(
    ("outcomes", "situation"),
    [
        ((), Situation.MET_AGAIN),
        (("kept",), Situation.PROMISE_KEPT),
        (("kept", "partly"), Situation.PROMISE_PARTLY),
        (("kept", "broken"), Situation.PROMISE_BROKEN),
    ],
)
def test_the_first_words_are_about_the_worst_that_came_of_the_promises(
    mele: Persona, good: Conversation, outcomes: Sequence[Outcome], situation: Situation
) -> None:
    since = meet_again(mele, good, [promise(outcome) for outcome in outcomes], weeks=1)
    first = opening(mele, Conversation(persona="mele", since=since))
    assert first is not None
    assert first.text == mele.lines[situation][0]


def test_no_line_is_said_twice_over_meetings(mele: Persona, good: Conversation) -> None:
    since = meet_again(mele, good, (), weeks=1)
    first = opening(mele, Conversation(persona="mele", since=since))
    assert first is not None
    again = meet_again(mele, Conversation(persona="mele", since=since, turns=(first,)), (), weeks=1)
    second = opening(mele, Conversation(persona="mele", since=again))
    assert second is not None
    assert second.text != first.text


def test_to_meet_again_is_done_by_being_there(mele: Persona) -> None:
    act = next(c.id for c in mele.commitments if c.after is None)
    assert meet_again(mele, held([GOOD] * 3, Answer(kind="agree", act=act)), (), weeks=1).undertakings == ()
