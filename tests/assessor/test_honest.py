"""What the built-in assessor says is no more than it can know."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from coach.assessor import Case
from coach.assessor.builtin import assess
from coach.assessor.criteria.practising import learning
from coach.assessor.faults import FAULT_BY_RULE, Fault
from coach.assessor.talk import lay_out, verdict
from coach.assessor.wording import brushes_off
from coach.core import costing, earning
from coach.core.better_lines import PRONOUNS, filled
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Feedback, Reflection
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from tests.assessor.talks import LINES, RUBRIC, STRONG, WEAK, case

ECHO = (
    "Hi Kit, I'm Sam. Thanks for making time. How has your day been so far, with the cold?",
    "Upright. Fed, if a muesli bar counts as fed.",
    "A muesli bar counts, just. Is that every day for you, eating on the run like that?",
    "Six dinners, on rotation, one for each night, and the last one is whatever is left over in the freezer.",
    "Dinners on rotation, then. Who taught you to cook like that, with a freezer full of them?",
    "Nobody did. I worked it out on nights, with a bench and a microwave and the radio going.",
)


def _read(*turns: tuple[str, tuple[Move, ...], str]) -> Conversation:
    """Organizer turns with their moves, each with its answer."""
    said: list[OrganizerTurn | MemberTurn] = []
    for text, moves, answer in turns:
        said += [OrganizerTurn(text=text, reading=Reading(moves=moves)), MemberTurn(text=answer)]
    return Conversation(turns=tuple(said))


def _assessed(talk: Conversation, persona: Persona | None = None) -> Feedback:
    return assess(Case(conversation=talk, rubric=RUBRIC, persona=persona), LINES)


def test_an_echo_of_something_small_in_a_question_is_no_listening_no_strength_and_nothing_shared() -> None:
    results = assess(case(ECHO), LINES).results
    for one in ("1d", "2b", "2d"):
        praised = results[one].evidence if (results[one].level or 0) >= 2 else ()
        assert 3 not in [shown.turn for shown in praised]
    assert 3 not in [shown.turn for shown in results["2d"].evidence]


def test_what_is_given_back_of_somebody_else_is_no_strength_of_theirs() -> None:
    told = "Quoc photographs every form, both sides, even the blank one, and brings them to the gate at pick-up."
    talk = _read(
        ("Thanks for meeting me, Kit. How has the week been for you?", (Move.OPEN_QUESTION,), told),
        ("He photographs every form, both sides, even the blank one.", (Move.REFLECTION,), told),
        (
            "So how is it for you, there at the gate?",
            (Move.OPEN_QUESTION,),
            "Fine, most days, when it is not wet there.",
        ),
        ("And what do you do when it rains at the gate?", (Move.OPEN_QUESTION,), "I stand under the awning and read."),
    )
    assert (_assessed(talk).results["1d"].level or 0) < 2


@pytest.mark.parametrize(
    "others", ["Quoc told me about the forms.", "Three other parents say so.", "The others said so."]
)
def test_feedback_never_says_that_nobody_came_up_where_somebody_did(others: str) -> None:
    said = (*ECHO[:4], f"{others} What do you make of that?", *ECHO[5:])
    results = assess(case(said), LINES).results
    for one in ("1b", "1c"):
        if not results[one].level:
            assert results[one].why.startswith("Other people were spoken of")
            assert 5 in [shown.turn for shown in results[one].evidence]


def test_left_it_there_is_said_only_of_a_turn_without_a_question() -> None:
    answer = "I cooked for all of them, thirty or so, every Sunday for a year, and my mum did the rice for it all."
    asked = (Move.OPEN_QUESTION,)
    start = ("Hello Kit, good to see you. What was the hall like?", asked, answer)
    left = ("You cooked for thirty every Sunday.", (Move.REFLECTION,), answer)
    asks_on = ("You cooked for thirty every Sunday. Why did you?", (Move.REFLECTION, *asked), answer)
    more = ("And what is it like on nights these days?", asked, "It's quiet.")
    for middle, there in ((left, True), (asks_on, False)):
        strength = _assessed(_read(start, middle, more, more)).strength
        assert strength is not None
        assert ("left it there" in strength.why) == there


@pytest.mark.parametrize(
    "answer",
    [
        "I'd argue with you on that and tell you the whole long story, but I've only got so long out here today, mate.",
        "Some other time perhaps, there is a great deal to do and the bread is in the oven and the dog is out again.",
    ],
)
def test_a_brush_off_is_never_called_taking_it_up(answer: str) -> None:
    assert brushes_off(answer)
    told = "I cooked for all of them, thirty or so, every Sunday for a year."
    talk = _read(
        ("Hello Kit, good to see you. What was the hall like?", (Move.OPEN_QUESTION,), told),
        ("You cooked for thirty every Sunday.", (Move.REFLECTION,), answer),
        ("Right, then I will let you get on with the bread.", (), "Ta, see you round."),
    )
    strength = _assessed(talk).strength
    assert strength is None or strength.turn != 3


@pytest.mark.parametrize("said", [STRONG, WEAK, ECHO], ids=["strong", "weak", "echo"])
def test_a_turn_that_shows_a_criterion_met_is_not_the_moment_to_go_back_to_for_the_same_thing(
    said: Sequence[str],
) -> None:
    feedback = assess(case(said), LINES)
    assert feedback.priority is not None
    if feedback.priority.why == filled(LINES.fault("missed").why, "", ""):
        explored = feedback.results["2a"]
        assert (explored.level or 0) < 2 or feedback.priority.turn not in [one.turn for one in explored.evidence]


def test_a_fault_is_dropped_where_the_same_turn_is_praised_for_the_same_thing() -> None:
    one = lay_out(case(STRONG).conversation).exchanges[1]
    missed = Fault("missed", one, 1.0)
    assert missed.praised({"2a": verdict("2a", 2, "Well explored.", one)})
    assert not missed.praised({"2a": verdict("2a", 1, "Little.", one)})
    assert not missed.praised({"3d": verdict("3d", 3, "A clear ask.", one)})


def _grilled() -> Conversation:
    answer = "I have been at the bakery a long time now, since before the bridge went in, and I like the mornings."
    asked = ("Where do you live?", "Which bus do you take?", "When does it go?", "What time is tea?")
    return _read(
        ("Hello, good to see you, and thanks for coming.", (Move.THANKS,), answer),
        *((f"{question} I only wonder.", (Move.CLOSED_QUESTION,), answer) for question in asked),
        ("Would you say that matters to you a bit?", (Move.PERMISSION,), answer),
    )


def test_the_turn_after_which_trust_fell_most_comes_first_with_the_reason(mele: Persona) -> None:
    priority = _assessed(_grilled(), mele).priority
    assert priority is not None
    assert priority.turn in (7, 9)
    assert "question in a row" in priority.why
    assert "Mele's trust went from" in priority.effect


def test_a_moment_speaks_of_one_member_with_one_pronoun(mele: Persona) -> None:
    for pronouns, others in (("she/her", r"\b(they|them|their|he|him)\b"), ("they/them", r"\b(she|her|he|him)\b")):
        member = mele.model_copy(update={"pronouns": pronouns})
        feedback = _assessed(_grilled(), member)
        assert feedback.priority is not None
        said = re.sub(r"“[^”]*”", "", f"{feedback.priority.why} {feedback.priority.effect}")
        assert re.findall(others, said, re.IGNORECASE) == []


@pytest.mark.parametrize("pronouns", PRONOUNS)
def test_every_line_of_the_file_reads_well_for_each_pronoun(pronouns: str) -> None:
    lines = [one.why for one in (*LINES.strengths, *LINES.faults)] + [one.says for one in LINES.effects]
    said = [filled(line, "You gave up the footy.", "“Yes.”", pronouns) for line in lines]
    assert [one for one in said if "{" in one] == []
    assert [one for one in said if re.search(r"\b(?:s?he) (?:are|were|have|do|take|want|go)\b", one)] == []


def test_a_run_of_questions_that_cost_trust_is_a_habit(mele: Persona) -> None:
    found = {marker.id: marker.turns for marker in _assessed(_grilled(), mele).markers}
    assert {7, 9} <= set(found["INTERROGATE"])


def test_every_rule_that_a_fault_is_named_by_exists() -> None:
    source = "".join(Path(str(room.__file__)).read_text("utf-8") for room in (earning, costing))
    assert [rule for rule in FAULT_BY_RULE if f'"{rule}"' not in source] == []


def test_a_moment_that_is_described_by_its_misstep_is_found() -> None:
    one = lay_out(case(WEAK).conversation)
    turn = one.exchanges[3]
    written = Reflection(where_back="I boxed her in once.")
    found = learning(one, written, False, [("pressure", turn)])
    assert (found.level, [shown.turn for shown in found.evidence]) == (2, [turn.turn])


@pytest.mark.parametrize("written", ["I put her off somehow.", "It went well, really."])
def test_what_is_offered_to_look_at_is_the_turn_that_the_feedback_goes_back_to(written: str) -> None:
    one = Case(conversation=case(WEAK).conversation, rubric=RUBRIC, reflection=Reflection(where_back=written))
    feedback = assess(one, LINES)
    assert feedback.priority is not None
    shown = [evidence.turn for evidence in feedback.results["4d"].evidence]
    assert shown == [feedback.priority.turn]


def test_pressing_on_without_a_yes_is_never_called_no_occasion() -> None:
    talk = _read(
        ("We have a petition and a launch, and everybody should be there.", (Move.PITCH,), "Let me finish my coffee."),
        ("Would you come to the launch on Tuesday at six?", (Move.ASK_SPECIFIC,), "I'm a slow reverse."),
        ("This only works if people like you step up.", (Move.PRESSURE,), "We've only just got the lid off."),
        ("It really is now or never. Can I put you down?", (Move.PRESSURE,), "How are your tyres, then?"),
    )
    found = _assessed(talk).results["4b"]
    assert found.level == 0
    assert {one.turn for one in found.evidence} == {5, 7}


@pytest.mark.parametrize("answer", ["Mm, that's it. You've got it buttoned right.", "Yeah. That's it.", "Exactly."])
def test_who_says_that_they_were_understood_has_not_closed_down(answer: str) -> None:
    told = "I cooked for all of them, thirty or so, every Sunday for a year, and then nobody asked me again."
    talk = _read(
        ("Hello Kit, good to see you. What was the hall like?", (Move.OPEN_QUESTION,), told),
        (
            "So it was being asked that mattered. Have I got that right?",
            (Move.REFLECTION, Move.CLOSED_QUESTION),
            answer,
        ),
        ("And who asks you these days, about anything?", (Move.OPEN_QUESTION,), "Nobody much, and I don't mind it."),
    )
    assert not lay_out(talk).exchanges[1].closed
    priority = _assessed(talk).priority
    assert priority is None or (priority.turn, "closed down" in priority.effect) != (3, True)


def test_what_was_not_said_before_the_first_turn_is_not_claimed() -> None:
    pitch = "We have a big campaign for the hall. Five hundred people have signed it and we need everybody."
    talk = _read(
        (pitch, (Move.PITCH,), "My cousin sells vitamins."),
        ("So how are you, and how is the hall?", (Move.OPEN_QUESTION,), "Fine, and the hall is fine, I reckon."),
        ("And how was Sunday over there for you?", (Move.OPEN_QUESTION,), "Quiet, nobody came."),
    )
    priority = _assessed(talk).priority
    assert priority is not None
    assert priority.turn == 1
    assert "had just told you" not in priority.why
