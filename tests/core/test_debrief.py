"""Looking back on a talk: what each turn did, the map, what was agreed, and what was heard of what was told."""

import pytest

from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.debrief import Brush, Debrief, LayerMap, debrief
from coach.core.feedback import Heard, Reflection
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.recall import Recalled
from coach.core.situation import Situation
from coach.reader.echoes import telling_words

LINE = "They took ninety minutes off the shift and left all the work in it."
MINCE = "I want to drive home and think about what's in the fridge. I used to think about mince."
ASKED_ON = Reading(moves=(Move.OPEN_QUESTION, Move.FOLLOW_UP), echoes=("roster",), words=8)


def ours(*moves: Move, cover: str | None = None, **more: object) -> OrganizerTurn:
    direction = Direction(situation=Situation.LISTENED, stance=Stance.ORDINARY, cover=cover)
    return OrganizerTurn(
        text="…", reading=Reading.model_validate({"moves": moves, "words": 8, **more}), direction=direction
    )


def theirs(*told: str, text: str = "…", **more: object) -> MemberTurn:
    return MemberTurn.model_validate({"text": text, "told": told, **more})


def look_back(
    persona: Persona, *turns: OrganizerTurn | MemberTurn, heard: Heard | None = None, unfound: bool = False
) -> Debrief:
    reflection = Reflection(heard=heard) if heard else None
    return debrief(persona, Conversation(turns=turns), reflection, telling_words, unfound=unfound)


def layer(found: Debrief, depth: int) -> LayerMap:
    return found.layers[depth - 1]


def field(found: Debrief, name: str) -> Recalled:
    return next(one for one in found.heard if one.field == name)


def test_a_talk_without_turns_has_a_debrief(mele: Persona) -> None:
    found = look_back(mele)
    assert (found.shifts, found.answers, found.heard) == ((), (), ())
    assert [one.state for one in found.layers] == ["never"] * 3


def test_each_turn_of_the_organizers_has_trust_and_guard_before_and_after_with_reasons(mele: Persona) -> None:
    found = look_back(mele, ours(Move.PITCH), theirs(), ours(Move.PITCH), theirs())
    first, second = found.shifts
    start = mele.start
    assert (first.trust_before, first.trust) == (start.trust, start.trust - 1)
    assert (second.trust_before, second.trust) == (start.trust - 1, start.trust - 3)
    assert (second.guard_before, second.guard) == (first.guard, first.guard + 1)
    assert second.why[0].startswith("You pitched again")
    assert (second.closed, second.opened) == (True, False)
    assert found.shift(3) == second
    assert found.shift(2) is None


def test_what_landed_opens_and_an_ask_is_marked(mele: Persona) -> None:
    found = look_back(mele, OrganizerTurn(text="…", reading=ASKED_ON), theirs(), ours(Move.ASK_VAGUE))
    assert [shift.opened for shift in found.shifts] == [True, False]
    assert [shift.asks for shift in found.shifts] == [False, True]


def test_a_turn_that_did_something_is_not_said_to_have_done_nothing(mele: Persona) -> None:
    mended = ours(Move.REPAIR, Move.OPEN_QUESTION)
    found = look_back(mele, ours(Move.PITCH), theirs("two_became_one"), mended, theirs())
    assert [why.split(".")[0] for why in found.shifts[1].why] == ["You owned the misstep"]
    alone = look_back(mele, ours(), theirs("two_became_one"), ours(Move.OPEN_QUESTION), theirs())
    assert alone.shifts[1].why[0].startswith("There was nothing of her own words")


def test_a_turn_that_nobody_read_says_so(mele: Persona) -> None:
    assert not look_back(mele, OrganizerTurn(text="Hello")).shifts[0].read


def test_a_layer_is_found_with_the_turns_that_told_it_and_the_share_of_it(mele: Persona) -> None:
    found = look_back(
        mele, ours(), theirs("two_became_one"), ours(), theirs("hours_back"), ours(), theirs("staying_back")
    )
    surface = layer(found, 1)
    assert (surface.state, surface.told, surface.pieces, surface.turns) == ("found", 2, 3, (2, 6))
    assert surface.title == mele.story[0].title
    assert surface.would_open is None
    assert surface.truth is None, "a piece of it is still untold"
    assert [shift.layers for shift in found.shifts] == [("short_shifts",), (), ()]


def test_a_piece_told_twice_counts_once(mele: Persona) -> None:
    found = look_back(mele, ours(), theirs("two_became_one"), ours(), theirs("two_became_one"))
    assert layer(found, 1).told == 1


def test_a_layer_told_whole_gives_its_truth(mele: Persona) -> None:
    pieces = [telling.id for telling in mele.story[0].tells]
    assert layer(look_back(mele, ours(), theirs(*pieces)), 1).truth == mele.story[0].truth


def test_a_layer_is_brushed_past_where_a_hint_slipped_or_it_was_reached_for_too_soon(mele: Persona) -> None:
    found = look_back(mele, ours(), theirs(hinted="the_wait"), ours(cover="the_wait"), theirs())
    second = layer(found, 2)
    assert second.state == "brushed"
    assert second.brushes == (Brush(turn=2, how="hint"), Brush(turn=3, how="too_soon"))
    assert second.would_open == mele.story[1].would_open


def test_a_layer_that_was_earned_and_never_told_is_brushed_past(mele: Persona) -> None:
    granted = Direction(situation=Situation.LISTENED, stance=Stance.ORDINARY, granted=("short_shifts",))
    found = look_back(mele, OrganizerTurn(text="…", reading=ASKED_ON, direction=granted), theirs())
    assert layer(found, 1).brushes == (Brush(turn=1, how="unheard"),)


def test_too_soon_is_seen_without_a_direction_too(mele: Persona) -> None:
    reading = Reading(moves=(Move.OPEN_QUESTION,), touches=("the_letter",), words=8)
    found = look_back(mele, OrganizerTurn(text="…", reading=reading), theirs())
    assert layer(found, 3).brushes == (Brush(turn=1, how="too_soon"),)


def test_what_was_brushed_past_and_opened_later_is_found(mele: Persona) -> None:
    found = look_back(mele, ours(), theirs(hinted="the_wait"), ours(), theirs("two_minutes"))
    assert (layer(found, 2).state, layer(found, 2).brushes) == ("found", ())


def test_title_and_truth_of_what_was_not_reached_are_given_only_on_request(mele: Persona) -> None:
    kept = layer(look_back(mele, ours(), theirs()), 3)
    assert (kept.title, kept.truth) == (None, None)
    assert mele.story[2].truth not in look_back(mele, ours(), theirs()).model_dump_json()
    shown = layer(look_back(mele, ours(), theirs(), unfound=True), 3)
    assert (shown.title, shown.truth) == (mele.story[2].title, mele.story[2].truth)
    assert shown.state == "never"


@pytest.mark.parametrize("kind", ["agree", "maybe", "no", "easy_yes"])
def test_each_answer_to_an_ask_stands_with_its_turn(mele: Persona, kind: str) -> None:
    act = mele.commitments[0]
    found = look_back(
        mele, ours(Move.ASK_SPECIFIC), theirs(answer=Answer.model_validate({"kind": kind, "act": act.id}))
    )
    assert [(one.turn, one.kind, one.act) for one in found.answers] == [(2, kind, act.act)]


def test_an_act_that_the_file_does_not_know_is_left_unnamed(mele: Persona) -> None:
    found = look_back(mele, ours(Move.ASK_VAGUE), theirs(answer=Answer(kind="easy_yes", act="")))
    assert found.answers[0].act == ""


def test_what_was_heard_is_compared_only_once_something_was_written(mele: Persona) -> None:
    assert look_back(mele, ours(), theirs("drive_home", text=MINCE)).heard == ()


def test_what_the_learner_caught_stands_apart_from_what_was_told_as_well(mele: Persona) -> None:
    found = look_back(
        mele,
        ours(),
        theirs("drive_home", text=MINCE),
        ours(),
        theirs("dignity", text="You knock. Even when it's wide open. It's their front door."),
        heard=Heard(self_interest="She'd like to think about mince on the way."),
    )
    own = field(found, "self_interest")
    assert [(one.id, one.turn) for one in own.caught] == [("drive_home", 2)]
    assert [(one.id, one.turn) for one in own.also] == [("dignity", 4)]
    assert own.caught[0].words in MINCE


def test_words_that_everybody_says_catch_nothing(mele: Persona) -> None:
    found = look_back(
        mele, ours(), theirs("drive_home", text=MINCE), heard=Heard(self_interest="She wants a good job and people.")
    )
    assert field(found, "self_interest").caught == ()


def test_what_was_written_in_another_field_than_it_belongs_to_is_still_theirs(mele: Persona) -> None:
    found = look_back(
        mele, ours(), theirs("two_became_one", text=LINE), heard=Heard(fears="Ninety minutes off the shift")
    )
    fears = field(found, "fears")
    assert (fears.caught, fears.also, fears.elsewhere) == ((), (), 2)


def test_what_nobody_said_is_nowhere(mele: Persona) -> None:
    found = look_back(mele, ours(), theirs("two_became_one", text=LINE), heard=Heard(fears="Flying in aeroplanes"))
    assert field(found, "fears").elsewhere is None


def test_an_empty_field_has_caught_nothing_and_shows_what_was_told(mele: Persona) -> None:
    found = look_back(mele, ours(), theirs("two_became_one", text=LINE), heard=Heard(fears="x"))
    story = field(found, "story")
    assert (story.wrote, story.caught, story.elsewhere) == ("", (), None)
    assert [one.id for one in story.also] == ["two_became_one"]


def test_a_next_step_is_known_by_the_words_of_the_ask(mele: Persona) -> None:
    act = mele.commitments[0]
    ask = OrganizerTurn(text="Would you see Rosa before Thursday?")
    answer = theirs(answer=Answer(kind="agree", act=act.id))
    found = look_back(mele, ask, answer, heard=Heard(next_step="Thursday"))
    assert [one.id for one in field(found, "next_step").caught] == [act.id]


@pytest.mark.parametrize(("kind", "sure"), [("agree", [True]), ("maybe", [False]), ("no", []), ("easy_yes", [])])
def test_only_a_yes_or_a_maybe_is_a_next_step_and_they_are_told_apart(
    mele: Persona, kind: str, sure: list[bool]
) -> None:
    answer = theirs(answer=Answer.model_validate({"kind": kind, "act": mele.commitments[0].id}))
    ask = OrganizerTurn(text="Would you see Rosa before Thursday?")
    caught = field(look_back(mele, ask, answer, heard=Heard(next_step="Thursday")), "next_step").caught
    assert [one.sure for one in caught] == sure
