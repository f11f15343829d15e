"""A trainer edits the learning objectives: all feedback follows, from the check to the learner's progress."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.assessor import Case
from coach.assessor.builtin import assess
from coach.assessor.llm import LLMAssessor
from coach.assessor.verdicts import Judgement, judgement_up_to
from coach.content import Content, find_folders, load
from coach.core.debrief import debrief
from coach.core.feedback import Feedback
from coach.core.persona import Persona
from coach.core.progress import Finished, progress
from coach.core.rubric import Rubric
from coach.export import as_json, feedback_markdown
from coach.lab.check import check
from coach.reader.echoes import telling_words
from coach.talk import Talk
from coach.web.pages.feedback import drawing
from coach.web.pages.progress import drawing as progress_drawing
from tests.assessor.talks import LINES, STRONG, conversation
from tests.assessor.test_llm import ScriptedModel

PERSONAS, PROMPTS = find_folders()
FIFTH = """
  - id: LO5
    title: Care for yourself
    statement: Leave with enough left for the next talk.
    criteria:
      - id: 5a
        title: An end in time
        question: Did I end when I had said I would?
        levels: [You went over., You ended in time.]
      - id: 5b
        title: Your own limits
        question: Did I say what I can and can't do?
        levels: [You promised what you can't keep., You were vague., You said it., You said it and they knew why.]

markers:"""


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """The shipped prompts with one objective reworded and one added, a criterion dropped, one of three levels."""
    folder = tmp_path / "prompts"
    shutil.copytree(PROMPTS, folder)
    file = folder / "objectives.yaml"
    text = file.read_text("utf-8")
    text = text.replace("title: Knowing each other", "title: Getting to know each other")
    text = re.sub(r"      - id: 2e\n.*?(?=      - id: 2f)", "", text, flags=re.DOTALL)
    listening = text.index("- id: 2b")
    ends = text.index("- id: 2c")
    three = text[listening:ends].replace("        builtin: true\n", "")
    three = three.replace("          - At least twice you gave back accurately what they had said.\n", "")
    text = text[:listening] + three + text[ends:]
    file.write_text(text.replace("\nmarkers:", FIFTH, 1), "utf-8")
    return folder


@pytest.fixture
def content(prompts: Path) -> Content:
    return load(PERSONAS, prompts)


def _case(rubric: Rubric, persona: Persona | None = None) -> Case:
    return Case(conversation=conversation(*STRONG), rubric=rubric, persona=persona)


def _talk(member: Persona, rubric: Rubric, feedback: Feedback) -> Talk:
    return Talk(
        id="one",
        persona=member,
        rubric=rubric,
        scenario_id=member.scenarios[0].id,
        conversation=conversation(*STRONG),
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        ended=True,
        feedback=feedback,
    )


def test_the_check_has_nothing_against_it(prompts: Path) -> None:
    assert [str(one) for one in check([prompts / "objectives.yaml"], prompts)] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("          - You thanked them.\n", "", "criterion 3e has 3 levels, and the built-in assessor knows it in 4"),
        ("- id: 3e\n", "- id: 3x\n", "criterion 3x is marked as known to the built-in assessor"),
        ("        null_allowed: true\n", "        counted: true\n", "is marked as counted, and only 4a"),
        ("- id: LO2\n", "- id: LO1\n", "objective LO1 stands in the file more than once"),
        ("- You asked for nothing.\n", "- \n", "levels, entry 1 is empty"),
    ],
)
def test_the_check_says_where_a_file_promises_more_than_will_come(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "objectives.yaml"
    file.write_text((PROMPTS / "objectives.yaml").read_text("utf-8").replace(old, new, 1), "utf-8")
    (found,) = check([file], PROMPTS)
    assert said in str(found)
    assert found.mend


def test_the_built_in_assessor_judges_what_it_knows_and_says_so_of_the_rest(content: Content, mele: Persona) -> None:
    feedback = assess(_case(content.rubric(), mele), LINES)
    assert [one.id for one in feedback.objectives] == ["LO1", "LO2", "LO3", "LO4", "LO5"]
    assert "2e" not in feedback.results
    assert {one: feedback.results[one].null_because for one in ("2b", "5a", "5b")} == dict.fromkeys(
        ("2b", "5a", "5b"), "not_scored"
    )
    assert feedback.objectives[1].level is not None, "three of its four are still judged"
    assert feedback.objectives[4].level is None


def _judgement(levels: dict[str, str], asked: list[str]) -> Judgement:
    quote = {"turn": 5, "quote": "you still ran the water"}
    verdicts = [
        {"criterion": one, "explanation": "Seen.", "evidence": [quote], "level": levels.get(one, "2")} for one in asked
    ]
    moment = {**quote, "why": "So.", "effect": "So.", "try_instead": "So?"}
    return Judgement.model_validate(
        {"verdicts": verdicts, "strength": {**quote, "why": "So."}, "priority": moment, "next_time": "Wait."}
    )


async def _by_model(content: Content, **levels: str) -> tuple[Feedback, ScriptedModel]:
    asked = [one.id for one in content.rubric().criteria if one.id not in ("4a", "4d")]
    model = ScriptedModel(_judgement({one.removeprefix("c"): level for one, level in levels.items()}, asked))
    return await LLMAssessor(model, content.render).assess(_case(content.rubric())), model


async def test_a_model_judges_each_criterion_on_its_own_scale_and_code_brings_them_together(content: Content) -> None:
    feedback, model = await _by_model(content, c5a="1", c5b="3", c2b="1")
    assert (feedback.results["5a"].level, feedback.results["5a"].top) == (1, 1)
    assert (feedback.results["2b"].level, feedback.results["2b"].top) == (1, 2)
    assert feedback.objectives[4].level == 3.0, "the top of two levels counts as much as the top of four"
    assert feedback.objectives[1].level == round((2 + 1.5 + 2 + 2) / 4, 1)
    told = model.asked[0][0].content
    assert "5a: An end in time" in told
    assert "Getting to know each other" in told
    assert "2e" not in told


async def test_a_level_that_a_criterion_does_not_have_is_not_scored(content: Content) -> None:
    feedback, _ = await _by_model(content, c5a="3", c2b="3")
    for one in ("5a", "2b"):
        assert (feedback.results[one].level, feedback.results[one].null_because) == (None, "not_scored")


@pytest.mark.parametrize(("top", "fits"), [(2, False), (3, True), (5, True)])
def test_a_model_is_offered_the_levels_that_there_are(top: int, fits: bool) -> None:
    asked = _judgement({"1a": "3"}, ["1a"]).model_dump()
    shape = judgement_up_to(top)
    if fits:
        assert shape.model_validate(asked).verdicts[0].number == 3
    else:
        with pytest.raises(ValueError, match="level"):
            shape.model_validate(asked)


async def test_page_and_files_show_each_level_on_its_own_scale(content: Content, mele: Persona) -> None:
    feedback, _ = await _by_model(content, c5a="1", c5b="0", c2b="1")
    talk = _talk(mele, content.rubric(), feedback)
    page = drawing(talk, feedback, debrief(mele, talk.conversation, None, telling_words), [], None)
    assert "Getting to know each other" in page
    assert re.search(r"<h3>An end in time .*1 of 1", page, re.DOTALL)
    assert "1 of 2" in page
    assert "You said it." in page, "the level to aim for, of four"
    written = feedback_markdown(feedback, content.rubric(), talk.conversation)
    assert "5a An end in time: **1 of 1**" in written
    assert "2b Listening: **1 of 2**" in written
    assert "LO5: Care for yourself: 1.5 of 3" in written
    assert '"top": 2' in as_json(talk)


async def test_progress_counts_a_criterion_as_missed_by_its_own_scale(content: Content, mele: Persona) -> None:
    low, _ = await _by_model(content, c5a="0", c2b="1", c3d="1")
    finished = [
        Finished(
            talk=str(n),
            name=mele.name,
            persona=mele.id,
            started_at=datetime(2026, 3, n, tzinfo=UTC),
            feedback=low,
            rubric=content.rubric(),
        )
        for n in (1, 2)
    ]
    seen = progress(finished)
    assert {one.criterion.id for one in seen.missed} == {"3d", "5a"}
    assert "Care for yourself" in progress_drawing(seen)
