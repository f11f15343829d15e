import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import (
    CriterionResult,
    Evidence,
    Feedback,
    Heard,
    Moment,
    ObjectiveResult,
    Priority,
    Reflection,
    score,
    verify,
)
from coach.core.quotes import verbatim
from coach.core.rubric import Rubric

RUBRIC = content.load_yaml(content.find_folders()[1] / "objectives.yaml", Rubric)
FIRST = "So it wasn’t the money — it was that nobody noticed. What did you do then?"
TALK = Conversation(
    turns=(
        OrganizerTurn(text=FIRST),
        MemberTurn(text="I went and sat in the ute for an hour, and then I drove home."),
        OrganizerTurn(text="Okay."),
        MemberTurn(text="Yeah."),
        OrganizerTurn(text="Would you bring Rosa to the library on Tuesday at six?"),
    )
)


def _judged(*evidence: Evidence, level: int = 2) -> Feedback:
    result = CriterionResult(id="2b", level=level, why="Because.", evidence=evidence)
    return Feedback(objectives=(ObjectiveResult(id="LO2", criteria=(result,)),))


def _kept(turn: int, quote: str) -> tuple[Evidence, ...]:
    return verify(_judged(Evidence(turn=turn, quote=quote)), TALK).results["2b"].evidence


@pytest.mark.parametrize(
    "quote",
    [
        "it was that nobody noticed.",
        "So it wasn't the money - it was that nobody noticed.",
        "“so it wasn't the money”",
        "  what did   you do then?  ",
    ],
)
def test_typography_case_and_space_do_not_matter_and_the_words_come_back_as_they_were_said(
    quote: str,
) -> None:
    (kept,) = _kept(1, quote)
    assert kept.quote in FIRST


def test_a_near_miss_becomes_what_was_really_said() -> None:
    (kept,) = _kept(5, "Would you take Rosa to the library on Tuesday at six?")
    assert kept.quote == "Would you bring Rosa to the library on Tuesday at six?"


@pytest.mark.parametrize(
    ("turn", "quote"),
    [
        (1, "I really value what you have told me about your family"),
        (1, "So it wasn't the money … What did you do then? Would you bring Rosa"),
        (5, "it was that nobody noticed"),
        (2, "sat in the ute for an hour"),
        (1, "the money"),
        (1, ""),
        (9, "it was that nobody noticed"),
    ],
    ids=["made up", "stitched", "another turn", "the member's", "two words", "nothing", "no such turn"],
)
def test_a_quote_that_does_not_stand_is_dropped_and_its_level_with_it(turn: int, quote: str) -> None:
    result = verify(_judged(Evidence(turn=turn, quote=quote)), TALK).results["2b"]
    assert (result.level, result.null_because, result.evidence) == (None, "not_scored", ())


def test_a_short_turn_may_be_quoted_whole() -> None:
    assert _kept(3, "okay") == (Evidence(turn=3, quote="Okay."),)


def test_a_level_stays_while_one_of_its_quotes_stands() -> None:
    good = Evidence(turn=1, quote="that nobody noticed")
    bad = Evidence(turn=1, quote="never said by anybody at all")
    result = verify(_judged(bad, good), TALK).results["2b"]
    assert (result.level, result.evidence) == (2, (Evidence(turn=1, quote="that nobody noticed."),))


def test_level_nought_needs_no_quote() -> None:
    assert verify(_judged(level=0), TALK).results["2b"].level == 0


def test_a_strength_and_a_priority_that_do_not_stand_are_dropped() -> None:
    moment = Moment(turn=2, quote="sat in the ute for an hour", why="Good.")
    priority = Priority(turn=5, quote="never said by you", why="w", effect="e", try_instead="t")
    checked = verify(Feedback(strength=moment, priority=priority), TALK)
    assert (checked.strength, checked.priority) == (None, None)


def test_an_objective_is_the_mean_of_what_was_judged_to_one_decimal() -> None:
    levels = (("1a", 3), ("1b", 1), ("1c", 1))
    results = tuple(CriterionResult(id=one, level=level, why="w") for one, level in levels)
    scored = score(Feedback(objectives=(ObjectiveResult(id="LO1", criteria=results),)), RUBRIC)
    assert scored.objectives[0].level == 1.7
    assert scored.results["1d"].null_because == "not_scored"


def test_an_objective_with_fewer_than_half_judged_has_no_level() -> None:
    one = CriterionResult(id="1a", level=3, why="w")
    scored = score(Feedback(objectives=(ObjectiveResult(id="LO1", criteria=(one,)),)), RUBRIC)
    assert scored.objectives[0].level is None


def test_a_criterion_that_the_rubric_does_not_know_is_left_out() -> None:
    stray = CriterionResult(id="7x", level=3, why="w")
    scored = score(Feedback(objectives=(ObjectiveResult(id="LO1", criteria=(stray,)),)), RUBRIC)
    assert "7x" not in scored.results


def test_too_little_leaves_nothing_scored() -> None:
    given_too_much = _judged(level=0).model_copy(update={"too_little": "There is only one turn."})
    assert score(given_too_much, RUBRIC).objectives == ()


def test_a_reflection_with_only_spaces_is_empty() -> None:
    assert Reflection(heard=Heard(story="  ")).empty
    assert not Reflection(why_beyond="It showed me who else is alone.").empty


@given(st.text(max_size=120), st.text(max_size=200))
def test_whatever_is_quoted_what_comes_back_was_said(quote: str, text: str) -> None:
    found = verbatim(quote, text)
    assert found is None or found in text
