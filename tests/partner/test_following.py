"""Who picks up a detail of what the member has just said is answered; and only then, and only once."""

import pytest

from coach.content import Content
from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import FollowUp
from coach.partner.answering import ENOUGH
from coach.partner.builtin import compose
from coach.partner.following import taken_up
from coach.partner.question import Question

CHOOKS = "There's me and three chooks at mine, and a radio."
PRAISE = "Well, that's kind."
NAMES = "Val, Shirley and the Minister."
QUIET = "It's quiet enough that I hear them think."


@pytest.fixture
def member(shipped: Content) -> Persona:
    """Mele, if she kept chickens."""
    follow_ups = (
        FollowUp(follows="me and three chooks", heard="Have they got names? / What are they called?", says=NAMES),
        FollowUp(follows="me and three chooks", heard="Three chooks, that's good company. / A full house.", says=QUIET),
    )
    return shipped.member("mele").model_copy(update={"follow_ups": follow_ups})


def likeliest(member: Persona, said: str, *replies: str) -> str | None:
    conversation = Conversation()
    for reply in replies:
        conversation = conversation.add(OrganizerTurn(text="Go on.")).add(MemberTurn(text=reply))
    conversation = conversation.add(OrganizerTurn(text=said))
    turns = [turn for _, turn in conversation.member_turns]
    found = taken_up(Question(member, conversation), member, turns)
    return found[0].text if found and found[0].likely >= ENOUGH else None


@pytest.mark.parametrize("said", ["Do the chooks have names?", "Ha! Three! And what do you call them?"])
def test_a_question_about_what_was_just_said_has_its_answer(member: Persona, said: str) -> None:
    assert likeliest(member, said, CHOOKS) == NAMES
    assert likeliest(member, said, CHOOKS, PRAISE) == NAMES


def test_a_remark_on_it_has_another(member: Persona) -> None:
    assert likeliest(member, "Three chooks are good company, I reckon.", CHOOKS) == QUIET


def test_what_was_said_long_ago_is_taken_up_no_more(member: Persona) -> None:
    assert likeliest(member, "Do the chooks have names?", CHOOKS, PRAISE, PRAISE) is None
    assert likeliest(member, "Three chooks are good company, I reckon.", CHOOKS, PRAISE) is None


def test_before_the_line_there_is_nothing_to_take_up(member: Persona) -> None:
    assert likeliest(member, "Do the chooks have names?", PRAISE) is None


@pytest.mark.parametrize(
    "said", ["Do you go in to work on the bus or the train?", "What did the doctor say about your back last winter?"]
)
def test_a_question_about_something_else_is_left_to_other_lines(member: Persona, said: str) -> None:
    assert likeliest(member, said, CHOOKS) is None


def replied(member: Persona, said: str, direction: Direction, *before: str) -> MemberTurn:
    conversation = Conversation(persona=member.id)
    for reply in before:
        conversation = conversation.add(OrganizerTurn(text="Go on.")).add(MemberTurn(text=reply))
    return compose(member, conversation.add(OrganizerTurn(text=said, direction=direction)))


def test_no_follow_up_is_said_twice_and_none_to_who_pushes(member: Persona) -> None:
    ordinary = Direction(situation=Situation.EMPTY, stance=Stance.ORDINARY)
    assert replied(member, "Three chooks, good company.", ordinary, CHOOKS).text == QUIET
    assert replied(member, "Three chooks, good company.", ordinary, f"{CHOOKS} {QUIET}").text != QUIET
    pushed = Direction(situation=Situation.PRESSED, stance=Stance.GUARDED)
    assert replied(member, "Three chooks, good company.", pushed, CHOOKS).text in member.lines[Situation.PRESSED]


def test_what_a_follow_up_speaks_of_is_what_its_line_told(shipped: Content) -> None:
    mele = shipped.member("mele")
    topic = mele.facts[2]
    line = topic.says[0]
    one = FollowUp(follows=line[:30], heard="Three chooks, good company.", says=QUIET)
    conversation = Conversation(persona="mele").add(MemberTurn(text=line, told=(topic.id,)))
    conversation = conversation.add(
        OrganizerTurn(
            text="Three chooks, good company.",
            direction=Direction(situation=Situation.EMPTY, stance=Stance.ORDINARY),
        )
    )
    assert compose(mele.model_copy(update={"follow_ups": (one,)}), conversation).told == (topic.id,)


def test_an_unknown_ask_is_refused_by_a_stranger_and_considered_by_a_friend(shipped: Content) -> None:
    mele, ask = shipped.member("mele"), "Would you paint the fence with me on Sunday at ten?"
    for stance, situation in ((Stance.ORDINARY, Situation.ASKED_OTHER), (Stance.OPEN, Situation.CONSIDERS)):
        assert (
            replied(mele, ask, Direction(situation=Situation.ASKED_OTHER, stance=stance)).text in mele.lines[situation]
        )


def test_a_stock_phrase_and_a_remark_of_one_s_own_are_met_apart(shipped: Content) -> None:
    mele, direction = shipped.member("mele"), Direction(situation=Situation.EMPTY, stance=Stance.ORDINARY)
    hollow = replied(mele, "I hear you, that must be really hard for you.", direction)
    own = replied(mele, "My uncle painted his boat purple to annoy the harbour master.", direction)
    assert hollow.text in mele.lines[Situation.EMPTY]
    assert own.text in mele.lines[Situation.REMARKED]


def test_a_member_without_lines_for_the_finer_situations_has_others(shipped: Content) -> None:
    mele = shipped.member("mele")
    left = {situation: lines for situation, lines in mele.lines.items() if situation is not Situation.CONSIDERS}
    direction = Direction(situation=Situation.ASKED_OTHER, stance=Stance.OPEN)
    reply = replied(mele.model_copy(update={"lines": left}), "Would you paint the fence with me?", direction)
    assert reply.text in mele.lines[Situation.ASKED_OTHER]


def asked_of_a_hint(mele: Persona, text: str) -> MemberTurn:
    """The reply to a question that is read as reaching for her second layer, of which something has just slipped."""
    layer = mele.story[1]
    direction = Direction(situation=Situation.LISTENED, stance=Stance.OPEN, granted=(layer.id,), tell=layer.id)
    talk = Conversation(persona="mele").add(MemberTurn(text=layer.hints[0], hinted=layer.id))
    reading = Reading(asks=True, touches=(layer.id,))
    return compose(mele, talk.add(OrganizerTurn(text=text, direction=direction, reading=reading)))


def test_a_story_that_was_not_asked_for_by_name_is_led_over_to(shipped: Content) -> None:
    mele = shipped.member("mele")
    reply = asked_of_a_hint(mele, "How do you feel about it?")
    assert any(reply.text.startswith(line) for line in mele.lines[Situation.OPENS_UP])
    assert reply.told == (mele.story[1].tells[0].id,)


def test_no_story_is_told_to_a_question_that_it_does_not_answer(shipped: Content) -> None:
    reply = asked_of_a_hint(shipped.member("mele"), "And who won the cricket?")
    assert reply.told == ()
