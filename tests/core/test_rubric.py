import pytest
from pydantic import ValidationError

from coach import content
from coach.core.rubric import Criterion, Rubric
from coach.core.since import LaterKind

FILE = content.load_yaml(content.find_folders()[1] / "objectives.yaml", Rubric)
RUBRIC = FILE.of()
"""Of a first meeting."""


def _criterion(rubric: Rubric, criterion: str) -> Criterion:
    return rubric.criterion(criterion)


def test_the_shipped_file_has_the_four_objectives_and_eighteen_criteria_in_order() -> None:
    assert [objective.id for objective in RUBRIC.objectives] == ["LO1", "LO2", "LO3", "LO4"]
    ids = " ".join(criterion.id for criterion in RUBRIC.criteria)
    assert ids == "1a 1b 1c 1d 2a 2b 2c 2d 2e 3a 3b 3c 3d 3e 4a 4b 4c 4d"


@pytest.mark.parametrize(("kind", "more"), [("maintenance", "2f 2g 3f"), ("escalation", "1e 2f 3f")])
def test_a_later_meeting_is_looked_at_for_what_its_kind_is_for(kind: LaterKind, more: str) -> None:
    later = [one.id for one in FILE.of(kind).criteria]
    assert [one for one in later if one not in {each.id for each in RUBRIC.criteria}] == more.split()


def test_an_objective_that_only_later_meetings_have_is_left_out_of_a_first_one() -> None:
    only = FILE.objectives[0].model_copy(update={"criteria": (FILE.criterion("1e"),)})
    rubric = FILE.model_copy(update={"objectives": (only, *FILE.objectives[1:])})
    assert [one.id for one in rubric.of().objectives] == ["LO2", "LO3", "LO4"]
    assert [one.id for one in rubric.of("escalation").objectives] == ["LO1", "LO2", "LO3", "LO4"]


def test_only_resistance_repair_and_learning_may_lack_an_opportunity() -> None:
    assert [criterion.id for criterion in RUBRIC.criteria if criterion.null_allowed] == ["4b", "4c", "4d"]


def test_learning_comes_from_the_reflection_and_balance_is_counted() -> None:
    assert [criterion.id for criterion in RUBRIC.criteria if criterion.from_reflection] == ["4d"]
    assert [criterion.id for criterion in RUBRIC.criteria if criterion.counted] == ["4a"]


def test_learners_read_words_and_not_jargon() -> None:
    shown = [text for one in FILE.criteria for text in (one.title, one.question, *one.levels)]
    jargon = ("transactional", "agency", "elicit", "self-interest", "organizer", "recognize")
    assert [text for text in shown if any(word in text.casefold() for word in jargon)] == []


def test_a_criterion_that_stands_twice_is_refused_by_name() -> None:
    doubled = RUBRIC.model_dump()
    doubled["objectives"][0]["criteria"] = [
        *doubled["objectives"][0]["criteria"],
        doubled["objectives"][1]["criteria"][0],
    ]
    with pytest.raises(ValidationError, match="criterion 2a stands in the file more than once"):
        Rubric.model_validate(doubled)


@pytest.mark.parametrize(("levels", "solid"), [(2, 1), (3, 1), (4, 2), (5, 3), (6, 3)])
def test_a_criterion_has_as_many_levels_as_trainers_give_it(levels: int, solid: int) -> None:
    one = _criterion(RUBRIC, "2b")
    made = Criterion.model_validate({**one.model_dump(), "levels": [f"Level {n}" for n in range(levels)]})
    assert (made.top, made.solid, made.known) == (levels - 1, solid, levels == 4)


@pytest.mark.parametrize("levels", [1, 7])
def test_one_level_is_no_scale_and_seven_are_too_many_to_tell_apart(levels: int) -> None:
    one = _criterion(RUBRIC, "2b").model_dump()
    with pytest.raises(ValidationError, match="levels"):
        Criterion.model_validate({**one, "levels": ["Something."] * levels})


def test_an_unknown_criterion_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        _criterion(RUBRIC, "9z")
