"""A way out of the practice: offered where it is called for, in the host's words, recorded, and stopping nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.app import App
from coach.content import load
from coach.core.feedback import Reflection
from coach.core.replay import replay
from coach.export import as_json
from coach.lab.check import check
from coach.practice import Practice
from coach.settings import Settings

ROOT = Path(__file__).parent.parent
OWN = """
distress: Come and find Ana, she is by the door.
abuse: That would hurt.
places:
  - name: Ana
    reach: by the door
"""
DISTRESS = "sorry, i dont want to be here anymore"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "ours.yaml"
    file.write_text(OWN, "utf-8")
    return file


@pytest.fixture
def practice(tmp_path: Path, own: Path) -> Iterator[Practice]:
    app = App(Settings.read({"COACH_DATABASE_URL": f"sqlite:///{tmp_path / 'c.sqlite3'}", "COACH_HELP": str(own)}))
    yield app.practice
    app.store.close()


async def said(practice: Practice, learner: str, talk: str, *lines: str) -> None:
    for line in lines:
        reply = await practice.say(learner, talk, line)
        await reply.wait()
        assert reply.turn


async def test_a_way_out_is_offered_recorded_and_the_talk_goes_on(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await said(practice, learner, talk.id, "My dad died last year, that's why I joined.")
    assert await practice.offer(await practice.talk(learner, talk.id)) is None
    await said(practice, learner, talk.id, DISTRESS, "Anyway. What is the last hour like?")
    now = await practice.talk(learner, talk.id)
    offered = await practice.offer(now)
    assert offered
    assert (offered.turn, offered.concern) == (3, "distress")
    assert offered.help
    assert offered.help.message("distress").startswith("Come and find Ana")
    assert len(now.conversation.turns) == 6
    assert json.loads(as_json(now))["turns"][2]["concern"] == "distress"
    again = await practice.rewind(learner, talk.id, 5)
    assert await practice.offer(again) is None, "what was said before is not held against another try"


async def test_abuse_is_offered_a_way_out_once_and_distress_weighs_more(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await said(practice, learner, talk.id, "You are pathetic.", "Shut up you stupid cow.")
    offered = await practice.offer(await practice.talk(learner, talk.id))
    assert offered
    assert (offered.turn, offered.concern) == (1, "abuse")
    await said(practice, learner, talk.id, DISTRESS)
    offered = await practice.offer(await practice.talk(learner, talk.id))
    assert offered
    assert (offered.turn, offered.concern) == (5, "distress")


async def test_what_is_written_after_the_talk_counts_too(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await said(practice, learner, talk.id, "Hi Mele.")
    plain = await practice.reflect(learner, talk.id, Reflection(how_it_went="It was hard, I thought of my dad."))
    assert await practice.offer(plain) is None
    hard = await practice.reflect(learner, talk.id, Reflection(how_it_went="honestly i just want to die"))
    assert await practice.offer(hard)


def test_a_broken_help_file_is_told_with_its_line_and_the_shipped_one_stands_in(own: Path) -> None:
    own.write_text(OWN.replace("reach:", "phone:"), "utf-8")
    content = load(ROOT / "personas", ROOT / "prompts", own)
    problem = content.problems[0]
    assert problem.file == str(own)
    assert problem.line
    assert problem.mend
    assert content.help
    assert content.members
    named = own.with_name("help.yaml")
    named.write_text(own.read_text("utf-8"), "utf-8")
    assert check([named], ROOT / "prompts")[0].line == problem.line
    assert check([ROOT / "prompts" / "help.yaml"], ROOT / "prompts") == ()


async def test_what_somebody_says_in_distress_is_neither_scored_nor_quoted_and_moves_nobody(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    asked = [
        "Hi Mele. What made you stay on that ward?",
        "What did that night cost you?",
        "Who else was on that shift?",
    ]
    out = f"{DISTRESS}. Why do I even ask you, would you come on Tuesday at six?"
    await said(practice, learner, talk.id, *asked, out, "Thanks for telling me. Who do you trust there?")
    done = await practice.reflect(learner, talk.id, Reflection())
    assert done.feedback
    turn = next(n for n, one in done.conversation.organizer_turns if one.concern)
    quoted = {one.turn for result in done.feedback.results.values() for one in result.evidence}
    assert quoted
    assert turn not in quoted | {n for marker in done.feedback.markers for n in marker.turns}
    assert done.feedback.measures.words == sum(
        len(line.split()) for line in (*asked, "Thanks for telling me. Who do you trust there?")
    )
    step = next(step for step in replay(done.persona, done.conversation) if step.turn == turn)
    assert step.reasons == ()
