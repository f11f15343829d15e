"""What opens a member, what closes them, and that each change has its reason."""

import pytest

from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.earning import ASKING_CARRIES_TO
from coach.core.moves import Ask, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import missing, within_reach
from coach.core.replay import Step, now, replay
from coach.core.situation import Situation


def turn(*moves: Move, echoes: tuple[str, ...] = (), words: int = 10, **more: object) -> OrganizerTurn:
    reading = Reading.model_validate({"moves": moves, "echoes": echoes, "words": words, **more})
    return OrganizerTurn(text="…", reading=reading)


def talk(*turns: OrganizerTurn | MemberTurn) -> Conversation:
    return Conversation(turns=turns)


def after(persona: Persona, *turns: OrganizerTurn | MemberTurn) -> Step:
    return replay(persona, talk(*turns))[-1]


ASKED_ON = turn(Move.OPEN_QUESTION, Move.FOLLOW_UP, echoes=("roster",))


def test_a_talk_without_turns_stands_where_the_file_says(mele: Persona) -> None:
    assert now(mele, talk()).trust == mele.start.trust


def test_small_talk_alone_earns_nothing(mele: Persona) -> None:
    step = after(mele, *(turn(Move.SMALL_TALK) for _ in range(8)))
    assert (step.rapport.trust, step.rapport.openings, step.rapport.earned) == (mele.start.trust, 0, 0)


def test_a_question_in_their_own_words_earns_trust_and_says_why(mele: Persona) -> None:
    step = after(mele, ASKED_ON)
    assert step.rapport.trust == mele.start.trust + 1
    assert "roster" in step.reasons[0].why


def test_a_question_that_carries_nothing_of_theirs_earns_nothing(mele: Persona) -> None:
    step = after(mele, turn(Move.OPEN_QUESTION, Move.FOLLOW_UP))
    assert step.rapport.trust == mele.start.trust


def test_the_same_words_a_second_time_earn_nothing(mele: Persona) -> None:
    again = turn(Move.REFLECTION, echoes=("roster",), repeats=True)
    assert after(mele, again).rapport.openings == 0


def test_one_turn_earns_one_however_much_it_does(mele: Persona) -> None:
    full = turn(Move.REFLECTION, Move.OPEN_QUESTION, Move.AFFIRMATION, Move.OWN_STORY, echoes=("roster",))
    assert after(mele, full).rapport.trust == mele.start.trust + 1


def test_a_third_question_with_nothing_given_back_costs_trust(mele: Persona) -> None:
    question = turn(Move.OPEN_QUESTION)
    assert after(mele, question, question).rapport.trust == mele.start.trust
    step = after(mele, question, question, question)
    assert step.rapport.trust == mele.start.trust - 1
    assert step.reasons[0].why == "You asked a third question in a row without giving anything back."


def test_giving_something_back_starts_the_count_anew(mele: Persona) -> None:
    question, story = turn(Move.OPEN_QUESTION), turn(Move.OWN_STORY)
    assert after(mele, question, question, story, question).rapport.trust == mele.start.trust


@pytest.mark.parametrize(
    ("move", "cost"),
    [
        (Move.PITCH, 1),
        (Move.PRESSURE, 2),
        (Move.ADVICE, 1),
        (Move.ARGUE, 1),
        (Move.THIRD_PARTY, 1),
        (Move.LEADING_QUESTION, 0),
    ],
)
def test_mobilizing_moves_cost_trust_and_put_them_on_their_guard(mele: Persona, move: Move, cost: int) -> None:
    step = after(mele, turn(move))
    assert (step.rapport.trust, step.rapport.guard) == (mele.start.trust - cost, 1)


def test_a_push_spoils_what_comes_with_it(mele: Persona) -> None:
    both = turn(Move.REFLECTION, Move.PRESSURE, echoes=("roster",))
    step = after(mele, both)
    assert (step.rapport.trust, step.rapport.openings) == (mele.start.trust - 2, 0)


def test_a_second_pitch_costs_more_than_the_first(mele: Persona) -> None:
    first, second = replay(mele, talk(turn(Move.PITCH), turn(Move.PITCH)))
    assert second.before.trust - second.rapport.trust > first.before.trust - first.rapport.trust


def test_a_repair_wins_back_a_part_and_no_more(mele: Persona) -> None:
    pushed = after(mele, turn(Move.PRESSURE)).rapport
    mended = after(mele, turn(Move.PRESSURE), turn(Move.REPAIR)).rapport
    twice = after(mele, turn(Move.PRESSURE), turn(Move.REPAIR), turn(Move.REPAIR)).rapport
    assert pushed.trust < mended.trust < mele.start.trust
    assert twice.trust == mended.trust


def test_an_ask_before_anything_of_theirs_is_too_soon(mele: Persona) -> None:
    step = after(mele, turn(Move.ASK_SPECIFIC, ask=Ask(when=True)))
    assert [reason.rule for reason in step.reasons] == ["asked_too_soon"]


def test_the_first_layer_comes_to_anybody_who_asks_decently(mele: Persona) -> None:
    step = after(mele, turn(Move.OPEN_QUESTION, touches=(mele.story[0].id,)))
    assert step.rapport.earned == 1


def opened(persona: Persona, landed: int) -> list[OrganizerTurn | MemberTurn]:
    """A talk in which the first layer was told and so many opening moves landed since."""
    first = persona.story[0]
    telling = MemberTurn(text="…", told=(first.tells[0].id,))
    asked = turn(Move.OPEN_QUESTION, touches=(first.id,))
    return [asked, telling, *(each for _ in range(landed) for each in (ASKED_ON, MemberTurn(text="…")))]


def test_the_second_layer_needs_two_opening_moves_and_trust(mele: Persona) -> None:
    second = mele.story[1].id
    reach = turn(Move.OPEN_QUESTION, touches=(second,), echoes=("winter",))
    assert after(mele, *opened(mele, 0), reach).rapport.earned == 1
    assert after(mele, *opened(mele, 2), reach).rapport.earned == 2


def test_the_third_layer_needs_giving_after_the_second(mele: Persona) -> None:
    second, third = mele.story[1], mele.story[2]
    told = [
        turn(Move.OPEN_QUESTION, touches=(second.id,), echoes=("a",)),
        MemberTurn(text="…", told=(second.tells[0].id, second.tells[1].id)),
    ]
    deep = [*opened(mele, 5), *told]
    reach = turn(Move.OPEN_QUESTION, touches=(third.id,), echoes=("b",))
    assert after(mele, *deep, reach).rapport.earned == 2
    story = turn(Move.OWN_STORY, echoes=("c",))
    assert after(mele, *deep, story, MemberTurn(text="…"), reach).rapport.earned == 3


def test_asking_on_from_a_hint_reaches_the_layer_without_its_words(mele: Persona) -> None:
    second = mele.story[1].id
    talked = opened(mele, 3)
    hinted = [*talked[:-1], MemberTurn(text="…", hinted=second)]
    assert after(mele, *hinted, turn(Move.OPEN_QUESTION, words=4)).rapport.earned == 2
    assert after(mele, *talked, turn(Move.OPEN_QUESTION, words=4)).rapport.earned == 1


def test_pushing_at_a_closed_door_closes_it_more(mele: Persona) -> None:
    second = mele.story[1].id
    push = turn(Move.CLOSED_QUESTION, touches=(second,))
    step = after(mele, *opened(mele, 0), push, MemberTurn(text="…"), push)
    assert "pressed_the_door" in {reason.rule for reason in step.reasons}
    assert step.rapport.pressed == (second,)


def test_what_was_granted_is_not_taken_back_by_a_later_reading(mele: Persona) -> None:
    granted = (mele.story[0].id, mele.story[1].id)
    direction = Direction(situation=Situation.LISTENED, stance=Stance.OPEN, granted=granted)
    poor = OrganizerTurn(text="…", reading=Reading(), reread=Reading(moves=(Move.PITCH,)), direction=direction)
    assert after(mele, poor).rapport.earned == 2


def test_a_better_reading_counts_where_it_came_in_time(mele: Persona) -> None:
    corrected = OrganizerTurn(text="…", reading=ASKED_ON.reading, reread=Reading(moves=(Move.PRESSURE,)))
    assert after(mele, corrected).rapport.trust == mele.start.trust - 2


def ready(persona: Persona) -> list[OrganizerTurn | MemberTurn]:
    """A talk after which the small commitment is within reach, but for the fear."""
    second, value = persona.story[1], persona.values[0]
    reached = turn(Move.OPEN_QUESTION, touches=(second.id,), echoes=("a",))
    told = MemberTurn(text="…", told=(second.tells[0].id, value.id))
    return [*opened(persona, 4), reached, told]


def test_a_commitment_needs_a_reason_a_named_fear_and_trust(mele: Persona) -> None:
    small = next(c for c in mele.commitments if c.needs.fear)
    fear = MemberTurn(text="…", told=(mele.fears[0].id,))
    state = now(mele, talk(*ready(mele)))
    assert missing(mele, state, small) == ("fear",)
    heard = now(mele, talk(*ready(mele), ASKED_ON, fear, turn(Move.REFLECTION, echoes=("a",))))
    assert small.id in within_reach(mele, heard)
    brushed_aside = now(mele, talk(*ready(mele), ASKED_ON, fear, turn(Move.ARGUE)))
    assert "fear" in missing(mele, brushed_aside, small)


def test_asking_again_with_nothing_changed_costs_trust(mele: Persona) -> None:
    maybe = MemberTurn(text="…", answer=Answer(kind="maybe", act=mele.commitments[0].id))
    ask = turn(Move.ASK_SPECIFIC, ask=Ask(act=mele.commitments[0].id, when=True))
    step = after(mele, *ready(mele), ask, maybe, ask)
    assert "asked_again" in {reason.rule for reason in step.reasons}


def test_trust_and_guard_stay_within_their_bounds(mele: Persona) -> None:
    pushed = after(mele, *(turn(Move.PRESSURE, insults=True) for _ in range(9))).rapport
    assert (pushed.trust, pushed.guard) == (0, 3)
    giving = turn(Move.OWN_STORY, echoes=("roster",))
    opened_up = after(mele, *(giving for _ in range(20))).rapport
    assert (opened_up.trust, opened_up.guard) == (10, 0)


def test_asking_alone_carries_only_so_far(mele: Persona) -> None:
    assert after(mele, *(ASKED_ON for _ in range(20))).rapport.trust == ASKING_CARRIES_TO


def test_pressing_on_a_sore_point_is_explained_by_what_was_really_missing(mele: Persona) -> None:
    trusted = (turn(Move.OPEN_QUESTION, Move.FOLLOW_UP, Move.OWN_STORY, echoes=(word,)) for word in "abcdefgh")
    early, late = after(mele, turn(Move.TENSION)), after(mele, *trusted, turn(Move.TENSION))
    assert late.rapport.trust >= 5
    assert ["before she trusted you" in reason.why for step in (early, late) for reason in step.reasons] == [
        True,
        False,
    ]
