"""Second and third meetings on the bench: what a file lacks for them, and what scripted organizers find in them."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.app import App
from coach.content import Content
from coach.core.commitment import CommitmentNeeds
from coach.core.persona import Persona
from coach.lab.meetings import Later, broken_over, later_meetings, unearned
from coach.lab.organizers import filled, organizers
from coach.lab.proof import prove
from coach.lab.rehearse import Run, play
from coach.partner.prompt import Render
from coach.settings import Settings
from tests.lab.test_check import findings, new_findings

NEWS = {"id": "new_bus", "cues": ["new bus", "the bus lately"], "says": ["They gave me a new bus. It hums."]}


Change = Callable[[Any], object]

LACKING: list[tuple[Change, str]] = [
    (lambda m: m.update(between_meetings=[NEWS, NEWS | {"id": "x", "cues": []}]), 'no words ask for "x"'),
    (
        lambda m: m["commitments"].append(m["commitments"][0] | {"id": "rice", "act": "cook rice for two"}),
        'nothing is told of "rice" when they meet again',
    ),
    (
        lambda m: m["commitments"][0].update(act="walk the route with Ros"),
        'who asks "walk the route with Ros" is heard to ask for nothing that is known',
    ),
]


@pytest.mark.parametrize(("change", "said"), LACKING, ids=[said for _, said in LACKING])
def test_what_a_file_lacks_for_a_second_meeting_is_named(tmp_path: Path, change: Change, said: str) -> None:
    assert any(said in one.what for one in new_findings(tmp_path, change))


def test_to_meet_again_needs_no_account_of_how_it_went(tmp_path: Path) -> None:
    def ask(member: Any) -> None:
        member["commitments"][0]["act"] = "have tea with you"

    missing = 'nothing is told of "tea" when they meet again'
    assert missing in [one.what for one in findings(tmp_path, lambda _: None)]
    assert missing not in [one.what for one in findings(tmp_path, ask)]


def test_a_yes_that_asks_for_all_the_trust_there_is_will_never_be_kept(mele: Persona) -> None:
    first = mele.commitments[0]
    greedy = first.model_copy(update={"needs": CommitmentNeeds(trust=10)})
    assert first.id in prove(mele).kept
    assert first.id not in prove(mele.model_copy(update={"commitments": (greedy, *mele.commitments[1:])})).kept


@pytest.fixture(scope="module")
def app() -> App:
    return App(Settings())


@pytest.fixture(scope="module")
def meetings(app: App) -> dict[str, tuple[Later, ...]]:
    async def one(member: Persona) -> tuple[Later, ...]:
        skilled = organizers(app.content.prompts)[0]
        first = await play(app.stage, member, skilled)
        again = organizers(app.content.prompts, again=True)
        return await later_meetings(app.stage, member, first, again, app.content.render)

    async def all_() -> dict[str, tuple[Later, ...]]:
        return {member.id: await one(member) for member in app.content.members}

    return asyncio.run(all_())


@pytest.mark.slow
def test_no_later_meeting_of_a_shipped_member_breaks_a_promise(meetings: dict[str, tuple[Later, ...]]) -> None:
    every = [one for some in meetings.values() for one in some]
    assert len(every) == 10 * 6
    assert [what for one in every for what in one.broken] == []
    assert [what for some in meetings.values() for what in broken_over(some)] == []


@pytest.mark.slow
def test_whoever_comes_back_to_listen_is_told_more_and_whoever_comes_to_collect_gets_nothing(
    meetings: dict[str, tuple[Later, ...]],
) -> None:
    every = [one for some in meetings.values() for one in some]
    kept = [one for one in every if not one.run.poor and one.promises == "kept"]
    assert sum(bool(one.run.commitments) for one in kept) >= 12
    assert [one.run.commitments for one in every if one.run.poor and one.run.commitments] == []


async def test_what_stands_in_a_prompt_too_soon_is_found(app: App, mele: Persona, shipped: Content) -> None:
    first = await play(app.stage, mele, organizers(shipped.prompts)[0])
    secret = mele.story[2].truth

    def leaky(template: str, values: Any) -> str:
        return shipped.render(template, values) + (secret if template == "member.md" else "")

    def found(render: Render) -> tuple[str, ...]:
        granted = first.organizer_turns[0][1].direction
        assert granted
        return unearned(mele, mele, first.model_copy(update={"turns": first.turns[:1]}), render)

    assert found(shipped.render) == ()
    assert found(leaky) == (secret,)


def test_a_line_about_what_never_was_is_left_out(mele: Persona, app: App) -> None:
    first = asyncio.run(play(app.stage, mele, organizers(app.content.prompts)[1]))
    assert filled("You were going to {agreed}. How did that go?", mele, first) == ""


def test_a_kept_promise_that_counts_for_no_more_than_a_broken_one_is_said() -> None:
    run = Run(member="m", organizer="returns", poor=False, depth=2)
    alike = [Later(meeting=2, promises=one, began_at=4, earned=1, run=run) for one in ("kept", "broken")]
    assert list(broken_over(alike)) == ["meeting 2 with returns begins at 4 with promises kept and broken alike"]
    pushed = Later(meeting=2, promises="kept", began_at=4, earned=1, run=run.model_copy(update={"poor": True}))
    assert pushed.broken == ("meeting 2 with returns: they got to layer 2",)
