"""What a learner keeps of a talk as a file."""

import json
from datetime import UTC, datetime

import pytest

from coach.content import Content
from coach.core.conversation import Answer, Conversation, MemberTurn, OrganizerTurn
from coach.core.debrief import debrief
from coach.core.feedback import CriterionResult, Feedback, Heard, ObjectiveResult, Reflection
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.export import as_json, as_markdown
from coach.reader.echoes import telling_words
from coach.talk import Talk
from coach.web.pages.feedback import drawing

MINCE = "I want to drive home and think about mince."


@pytest.fixture
def talk(mele: Persona, shipped: Content) -> Talk:
    return Talk(
        id="one",
        persona=mele,
        rubric=shipped.rubric(),
        scenario_id=mele.scenarios[0].id,
        conversation=Conversation(
            turns=(
                OrganizerTurn(text="How is it?", reading=Reading(moves=(Move.OPEN_QUESTION,), words=3)),
                MemberTurn(text="They took ninety minutes off the shift.", told=("two_became_one",), hinted="the_wait"),
                OrganizerTurn(text="And what would you want?", reading=Reading(moves=(Move.OPEN_QUESTION,), words=5)),
                MemberTurn(text=MINCE, told=("drive_home",)),
                OrganizerTurn(text="Coffee?", reading=Reading(moves=(Move.ASK_VAGUE,), words=1)),
                MemberTurn(text="Sure.", answer=Answer(kind="easy_yes", act=mele.commitments[0].id)),
            )
        ),
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        ended=True,
        reflection=Reflection(heard=Heard(self_interest="Mince <b>again</b>")),
        feedback=Feedback(),
    )


def test_the_page_has_the_map_what_was_agreed_and_what_was_heard(talk: Talk) -> None:
    page = as_markdown(talk)
    assert "The evening that got shorter: **found**. 1 of 3 pieces, in turn 2." in page
    assert "Further in: **brushed past**: something of it slipped (turn 2)" in page
    assert "At the core: **not reached**." in page
    assert "Turn 6: **a quick yes that holds nothing**" in page
    assert f"You caught: “{MINCE}” (turn 4)" in page
    assert "<b>" not in page


def test_what_was_not_reached_stands_in_no_file(talk: Talk) -> None:
    for text in (as_markdown(talk), as_json(talk)):
        assert talk.persona.story[2].title not in text
        assert talk.persona.story[2].truth not in text


def test_the_document_has_the_debrief_as_values(talk: Talk) -> None:
    found = json.loads(as_json(talk))["debrief"]
    assert [layer["state"] for layer in found["layers"]] == ["found", "brushed", "never"]
    assert [answer["kind"] for answer in found["answers"]] == ["easy_yes"]
    assert [one["id"] for one in found["heard"][0]["caught"]] == ["drive_home"]
    assert len(found["shifts"]) == 3


def test_before_the_feedback_there_is_no_debrief(talk: Talk) -> None:
    early = talk.model_copy(update={"feedback": None})
    assert json.loads(as_json(early))["debrief"] is None
    assert "The map" not in as_markdown(early)


def test_a_talk_with_too_little_in_it_has_no_map(talk: Talk) -> None:
    assert "The map" not in as_markdown(talk.model_copy(update={"feedback": Feedback(too_little="Too short.")}))


def test_where_it_was_judged_more_than_once_page_and_file_say_how_far_the_judgements_agreed(
    talk: Talk, mele: Persona
) -> None:
    ids = [criterion.id for criterion in talk.rubric.objectives[0].criteria]
    results = [
        CriterionResult(id=one, level=1, why="So.", agreement=a)
        for one, a in zip(ids, (2 / 3, 1.0, None), strict=False)
    ]
    found = Feedback(objectives=(ObjectiveResult(id=talk.rubric.objectives[0].id, level=1, criteria=tuple(results)),))
    judged = talk.model_copy(update={"feedback": found})
    page = drawing(judged, found, debrief(mele, talk.conversation, None, telling_words), [], None)
    assert page.count("Judged more than once") == 2
    assert "67 % of the judgements gave this level" in page
    assert "Judged more than once, always at this level" in page
    lines = [line for line in as_markdown(judged).splitlines() if "Judged more than once" in line]
    assert [line.split("; ")[1] for line in lines] == ["67% gave this level.", "100% gave this level."]
