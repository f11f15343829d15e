"""The author's guide is true: the member built in it, piece by piece, passes the checks and a rehearsal."""

import re
from pathlib import Path

from coach.app import App, Choice
from coach.lab.desk import State, state_of
from coach.settings import Settings

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")


async def test_the_member_of_the_guide_passes_the_checks_and_a_rehearsal() -> None:
    text = "\n".join(re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL))
    studio = App(Settings.read({}), Choice("builtin", "builtin", "builtin")).studio
    findings = studio.desk.findings("dot", text)
    assert [str(one) for one in findings if one.severity == "error"] == []
    assert state_of(text, findings) is State.UNREVIEWED
    slip = f"# A text that begins with WRITE: is still to be written.\n{text}".replace("age: 61", "age: 7")
    assert state_of(slip, studio.desk.findings("dot", slip)) is State.PROBLEMS, "the template's comment is no gap"
    rehearsal = await studio.rehearse(text)
    assert rehearsal.broken == ()
    assert next(run for run in rehearsal.runs if run.organizer == "skilled").commitments == ("bring-bev",)
