"""Scripted organizers against the shipped members: what a skilled one earns, and what nobody gets by pushing."""

import asyncio
from pathlib import Path

import pytest

from coach.app import App
from coach.content import Content
from coach.core.conversation import Conversation, MemberTurn
from coach.core.persona import Persona
from coach.errors import ContentError
from coach.lab import report
from coach.lab.organizers import Organizer, filled, organizers
from coach.lab.rehearse import Run, rehearse
from coach.settings import Settings

POOR = Organizer(id="poor", title="Poor", poor=True, lines=("Hi.",))


@pytest.fixture(scope="module")
def app() -> App:
    return App(Settings())


@pytest.fixture(scope="module")
def runs(app: App) -> list[Run]:
    async def play() -> list[Run]:
        scripted = organizers(app.content.prompts)
        return [await rehearse(app.stage, member, one) for member in app.content.members for one in scripted]

    return asyncio.run(play())


@pytest.mark.slow
def test_a_skilled_organizer_earns_the_second_layer_of_every_member(runs: list[Run], shipped: Content) -> None:
    skilled = [run for run in runs if not run.poor]
    assert len(skilled) == len(shipped.members) == 10
    assert all(run.depth >= 2 for run in skilled)
    assert sum(run.depth == 3 for run in skilled) >= 4
    assert sum(bool(run.commitments) for run in skilled) >= 6


@pytest.mark.slow
def test_no_poor_organizer_gets_past_the_first_layer_or_wins_a_promise(runs: list[Run]) -> None:
    poor = [run for run in runs if run.poor]
    assert len(poor) == 100
    assert [run for run in poor if run.depth > 1] == []
    assert sum(bool(run.commitments) for run in poor) <= 1


@pytest.mark.slow
def test_nothing_leaks_breaks_or_is_said_twice(runs: list[Run]) -> None:
    assert [run.broken for run in runs if run.broken] == []


async def test_the_same_rehearsal_gives_the_same_run(app: App, mele: Persona) -> None:
    skilled = next(one for one in organizers(app.content.prompts) if not one.poor)
    assert await rehearse(app.stage, mele, skilled) == await rehearse(app.stage, mele, skilled)


def test_the_skilled_organizer_takes_up_what_was_said_last(mele: Persona) -> None:
    said = "It was quiet. There was a night in the winter. What about you?"
    talk = Conversation(turns=(MemberTurn(text=said),))
    assert filled("You said {theirs} Go on.", mele, talk) == "You said There was a night in the winter. Go on."


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (Run(member="m", organizer="pitchy", poor=True, depth=2), "pitchy got to layer 2"),
        (Run(member="m", organizer="skilled", poor=False, depth=1), "skilled did not earn layer 2"),
        (Run(member="m", organizer="pitchy", poor=True, depth=0, leaks=("x",)), "leaks with pitchy: x"),
    ],
)
def test_a_broken_promise_is_said_in_words(run: Run, said: str) -> None:
    assert run.broken == (said,)


def test_a_rehearsal_is_compared_with_the_last_one_of_another_file(tmp_path: Path, mele: Persona) -> None:
    run = Run(member="mele", organizer="skilled", poor=False, depth=2)
    report.keep(tmp_path, report.Rehearsal(member="mele", fingerprint="old", runs=(run,)))
    better = run.model_copy(update={"depth": 3, "commitments": ("coffee",)})
    now = report.Rehearsal(member="mele", fingerprint="new", runs=(better,))
    told = "\n".join(report.lines_of(mele, now, report.last(tmp_path, "mele")))
    assert "layer 3 (before: 2), yes to coffee (before: nothing)" in told


def test_a_trainers_own_organizer_is_played_and_a_broken_one_is_located(tmp_path: Path) -> None:
    folder = tmp_path / "organizers"
    folder.mkdir()
    (folder / "mine.yaml").write_text("id: mine\ntitle: Mine\npoor: true\nlines: [Hello.]\n", "utf-8")
    assert [one.id for one in organizers(tmp_path)] == ["mine"]
    (folder / "mine.yaml").write_text("id: mine\ntitle: Mine\npoor: true\nlinse: [Hello.]\n", "utf-8")
    with pytest.raises(ContentError, match=r"mine\.yaml:4"):
        organizers(tmp_path)
