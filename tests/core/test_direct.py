"""What the next reply may and must do, decided from the reading of a turn."""

from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn
from coach.core.direct import direct
from coach.core.moves import Ask, Move, Reading
from coach.core.persona import Persona
from coach.core.situation import Situation


def directed(persona: Persona, *turns: MemberTurn | OrganizerTurn, **reading: object) -> Direction:
    last = OrganizerTurn(text="…", reading=Reading.model_validate({"words": 10, **reading}))
    return direct(persona, Conversation(turns=(*turns, last)))


def heard(persona: Persona) -> tuple[OrganizerTurn | MemberTurn, ...]:
    """A talk in which the first piece of the first layer was told."""
    first = persona.story[0]
    asked = OrganizerTurn(text="…", reading=Reading(moves=(Move.OPEN_QUESTION,), touches=(first.id,), words=10))
    return asked, MemberTurn(text="…", told=(first.tells[0].id,))


def agreed(persona: Persona) -> tuple[OrganizerTurn | MemberTurn, ...]:
    """A talk in which the first commitment was agreed to."""
    act = persona.commitments[0].id
    asked = OrganizerTurn(text="…", reading=Reading(moves=(Move.ASK_SPECIFIC,), ask=Ask(act=act), words=10))
    return asked, MemberTurn(text="…", answer=Answer(kind="agree", act=act))


def test_a_check_is_confirmed_and_tells_nothing(mele: Persona) -> None:
    so_far = heard(mele)
    found = directed(mele, *so_far, moves=(Move.CLOSED_QUESTION, Move.REFLECTION), checks=True, echoes=("shift",))
    assert (found.situation, found.tell, found.topics) == (Situation.CHECKED, None, ())


def test_a_recap_of_who_does_what_is_a_next_step_though_it_ends_in_a_check(mele: Persona) -> None:
    found = directed(mele, *agreed(mele), moves=(Move.CLOSED_QUESTION, Move.NEXT_STEP), checks=True)
    assert found.situation is Situation.NEXT_STEP


def test_nobody_confirms_a_step_that_they_have_not_taken_on(mele: Persona) -> None:
    own, thanks = (Move.NEXT_STEP,), (Move.NEXT_STEP, Move.THANKS)
    assert directed(mele, moves=own).situation is Situation.ANSWERED
    assert directed(mele, *heard(mele), moves=thanks, words=30).situation is Situation.THANKED
    assert directed(mele, *agreed(mele), moves=own).situation is Situation.NEXT_STEP


def test_a_question_within_a_next_step_is_answered(mele: Persona) -> None:
    found = directed(mele, moves=(Move.CLOSED_QUESTION, Move.NEXT_STEP), asks=True, topics=("contact",))
    assert found.situation is not Situation.NEXT_STEP
    assert found.topics == ("contact",)


def test_a_layer_goes_on_when_one_asks_on_and_stops_for_another_question(mele: Persona) -> None:
    so_far, question = heard(mele), (Move.OPEN_QUESTION, Move.FOLLOW_UP)
    assert directed(mele, *so_far, moves=question, asks=True, follows=True).tell == mele.story[0].id
    elsewhere = directed(mele, *so_far, moves=question, asks=True, topics=("children",), echoes=("shift",))
    assert (elsewhere.tell, elsewhere.topics) == (None, ("children",))
    assert directed(mele, *so_far, moves=question, asks=True).tell is None


def test_nothing_slips_beside_a_plain_answer(mele: Persona) -> None:
    found = directed(mele, *heard(mele), moves=(Move.CLOSED_QUESTION,), asks=True, topics=("children",))
    assert found.hint is None


def test_a_maybe_names_a_fear_only_where_the_act_wants_one(mele: Persona) -> None:
    wants = {commitment.id: commitment.needs.fear for commitment in mele.commitments}
    assert set(wants.values()) == {True, False}
    trusting = mele.model_copy(update={"start": mele.start.model_copy(update={"trust": 4})})
    for act, fear in wants.items():
        found = directed(
            trusting, *heard(trusting), moves=(Move.ASK_SPECIFIC,), ask=Ask(act=act, when=True), echoes=("shift",)
        )
        if found.answer and found.answer.kind == "maybe":
            assert bool(found.topics) == fear
