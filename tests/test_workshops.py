"""Workshops on a real database with the built-in players: who joins, what is shared, what a facilitator gets."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coach.app import App
from coach.core.feedback import Reflection
from coach.core.group import corrected
from coach.core.rubric import Rubric
from coach.core.workshop import Sharing, Workshop, overrides
from coach.errors import CodeTaken, InputError, NotFound, WorkshopChanged
from coach.export import as_json, as_markdown
from coach.settings import Settings
from tests.web.lines import TWELVE

ROOT = Path(__file__).parent.parent
WRENS = Workshop(name="Blue wrens", code="blue wren 12", members=("mele", "darren"), kind="recruitment")


def app_on(database: str) -> App:
    folders = {"personas": str(ROOT / "personas"), "prompts": str(ROOT / "prompts")}
    return App(Settings.read({}, {"database_url": database, **folders}))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    found = app_on(f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}")
    with closing(found.store):
        yield found


@pytest.fixture
def app_on_either(database: str) -> Iterator[App]:
    """On SQLite, and on PostgreSQL."""
    found = app_on(database)
    with closing(found.store):
        yield found


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def joined(app: App, workshop: str, shares: Sharing | None = None, called: str = "") -> str:
    """Somebody who has joined."""
    learner = await app.practice.new_learner()
    await app.practice.join(learner, workshop)
    if shares:
        await app.practice.share(learner, workshop, shares, called)
    return learner


async def held(app: App, learner: str, lines: tuple[str, ...] = TWELVE[:3]) -> str:
    """A talk of theirs, with feedback."""
    talk = await app.practice.open_talk(learner, "mele")
    await gone_on(app, learner, talk.id, lines)
    return talk.id


async def gone_on(app: App, learner: str, talk_id: str, lines: tuple[str, ...]) -> None:
    for line in lines:
        reply = await app.practice.say(learner, talk_id, line)
        await reply.wait()
    await app.practice.reflect(learner, talk_id, Reflection())


async def test_a_code_lets_in_however_it_is_typed_and_whoever_is_in_meets_its_members_alone(app: App) -> None:
    practice = app.practice
    workshop = await app.workshops.begin(WRENS)
    found = await practice.invitation("  BLUE-WREN 12")
    assert found
    assert (found.id, found.learners) == (workshop, 0)
    assert await practice.invitation("blue wren 13") is None
    assert await practice.invitation("") is None
    learner = await practice.new_learner()
    assert len(await practice.offered(learner)) > 2
    await practice.join(learner, workshop)
    assert {one.id for one in await practice.offered(learner)} == {"mele", "darren"}
    assert [one.kind for one in (await practice.meet(learner, "mele")).scenarios] == ["recruitment"]
    with pytest.raises(NotFound, match="not part of this workshop"):
        await practice.open_talk(learner, "col")
    talk = await practice.open_talk(learner, "mele", "no such scenario")
    assert talk.scenario.kind == "recruitment"
    assert len(talk.persona.scenarios) > 1, "the talk's own copy is whole"
    await practice.leave(learner, workshop)
    assert len(await practice.offered(learner)) > 2
    with pytest.raises(NotFound):
        await practice.join(learner, "none")


async def test_of_several_workshops_the_one_that_was_entered_last_counts(app: App) -> None:
    first = await app.workshops.begin(WRENS)
    second = await app.workshops.begin(Workshop(name="Magpies", code="magpie 77", members=("col",)))
    learner = await joined(app, first)
    await app.practice.join(learner, second)
    assert [one.id for one in await app.practice.offered(learner)] == ["col"]
    await app.practice.join(learner, first)
    assert [one.workshop.name for one in await app.practice.memberships(learner)] == ["Blue wrens", "Magpies"]


async def test_a_workshops_own_objectives_are_what_its_talks_are_judged_by(app: App) -> None:
    house = app.workshops.objectives()
    body = house.model_dump()
    body["objectives"] = body["objectives"][1:2]
    body["objectives"][0]["criteria"][0]["title"] = "Asking on, in our words"
    own = Rubric.model_validate(body)
    workshop = await app.workshops.begin(WRENS.model_copy(update={"rubric": own}))
    learner = await joined(app, workshop)
    talk = await app.practice.talk(learner, await held(app, learner))
    assert talk.feedback
    assert [one.id for one in talk.feedback.objectives] == ["LO2"]
    assert talk.rubric.criteria[0].title == "Asking on, in our words"
    assert all(not one.later for one in talk.rubric.criteria), "as for a first meeting"


@pytest.mark.parametrize("code", ["", "—", "a b c", "12345"])
async def test_a_code_that_can_be_guessed_is_refused(app: App, code: str) -> None:
    with pytest.raises(InputError, match="guessed"):
        await app.workshops.begin(WRENS.model_copy(update={"code": code}))


async def test_a_code_is_one_workshops_alone(app_on_either: App) -> None:
    app = app_on_either
    await app.workshops.begin(WRENS)
    with pytest.raises(CodeTaken):
        await app.workshops.begin(Workshop(name="Other", code="Blue, Wren! 12"))
    other = await app.workshops.begin(Workshop(name="Other", code="magpie 77"))
    kept = await app.workshops.open(other)
    with pytest.raises(CodeTaken):
        await app.workshops.save(other, WRENS, kept.stamp)
    assert (await app.workshops.open(other)).workshop.name == "Other"


async def test_what_two_facilitators_save_at_once_overwrites_neither(app: App) -> None:
    workshop = await app.workshops.begin(WRENS)
    kept = await app.workshops.open(workshop)
    saved = await app.workshops.save(workshop, WRENS.model_copy(update={"welcome": "Kia ora."}), kept.stamp)
    with pytest.raises(WorkshopChanged):
        await app.workshops.save(workshop, WRENS.model_copy(update={"welcome": "G'day."}), kept.stamp)
    assert (await app.workshops.open(workshop)).workshop.welcome == "Kia ora."
    await app.workshops.save(workshop, WRENS.model_copy(update={"welcome": "G'day."}), saved.stamp)


async def test_members_whose_file_has_gone_or_who_have_no_such_meeting_are_named(app: App) -> None:
    odd = WRENS.model_copy(update={"members": ("mele", "gone"), "kind": "escalation"})
    assert app.workshops.missing(odd) == ("mele", "gone")
    assert app.workshops.missing(WRENS.model_copy(update={"members": ("mele", "gone")})) == ("gone",)


async def test_five_of_six_share_and_nothing_is_ever_seen_of_the_sixth(app_on_either: App) -> None:
    app = app_on_either
    workshop = await app.workshops.begin(WRENS)
    sharers = [await joined(app, workshop, "scores") for _ in range(4)]
    reader = await joined(app, workshop, "talk", "Ana")
    sixth = await joined(app, workshop)
    talks = {learner: await held(app, learner) for learner in (*sharers, sixth)}
    before = await app.workshops.group(workshop)
    assert before.figures is None, "four share, and have practised"
    assert before.readable == ()
    talks[reader] = await held(app, reader)
    page = await app.workshops.group(workshop)
    assert page.figures
    assert page.figures.people == 5
    assert [one.of for one in page.figures.objectives if one.level is not None]
    assert [(one.talk.id, one.called) for one in page.readable] == [(talks[reader], "Ana")]
    for learner in (*sharers, sixth):
        with pytest.raises(NotFound, match="not shared"):
            await app.workshops.read(workshop, talks[learner])
    await app.practice.share(sharers[0], workshop, "nothing", "")
    assert (await app.workshops.group(workshop)).figures is None
    assert page.kept.learners == 6


async def test_what_is_taken_back_or_deleted_is_gone_at_once(app: App) -> None:
    workshop, practice = await app.workshops.begin(WRENS), app.practice
    learner = await joined(app, workshop, "talk")
    talk = await held(app, learner)
    assert (await app.workshops.read(workshop, talk)).talk.id == talk
    await practice.share_talk(learner, talk, "nothing")
    with pytest.raises(NotFound):
        await app.workshops.read(workshop, talk)
    await practice.share_talk(learner, talk, "talk")
    await app.workshops.read(workshop, talk)
    await practice.share(learner, workshop, "nothing", "")
    with pytest.raises(NotFound):
        await app.workshops.read(workshop, talk)
    await practice.share(learner, workshop, "talk", "")
    await practice.leave(learner, workshop)
    with pytest.raises(NotFound):
        await app.workshops.read(workshop, talk)
    assert (await practice.talk(learner, talk)).feedback, "the learner keeps it"


async def test_another_try_is_shared_as_the_first_way_is(app: App) -> None:
    workshop = await app.workshops.begin(WRENS)
    learner = await joined(app, workshop)
    talk = await held(app, learner)
    await app.practice.share_talk(learner, talk, "talk")
    again = await app.practice.rewind(learner, talk, 3)
    await gone_on(app, learner, again.id, TWELVE[1:4])
    assert (await app.workshops.read(workshop, again.id)).talk.rewound_from == talk


async def test_a_talk_from_before_the_workshop_is_shared_when_the_learner_says_so(app: App) -> None:
    learner = await app.practice.new_learner()
    talk = await held(app, learner)
    with pytest.raises(InputError, match="no workshop"):
        await app.practice.share_talk(learner, talk, "talk")
    workshop = await app.workshops.begin(WRENS)
    await app.practice.join(learner, workshop)
    await app.practice.share(learner, workshop, "talk", "")
    assert (await app.workshops.group(workshop)).readable == (), "it was not held in it"
    await app.practice.share_talk(learner, talk, "talk")
    assert (await app.workshops.read(workshop, talk)).talk.id == talk
    with pytest.raises(NotFound):
        await app.practice.share_talk(await joined(app, workshop), talk, "talk")


async def test_a_facilitators_level_stands_beside_the_assessors_and_reaches_the_learner(app: App) -> None:
    workshop = await app.workshops.begin(WRENS)
    learner = await joined(app, workshop, "talk")
    talk = await held(app, learner)
    await app.workshops.remark(workshop, talk, "ana", "  Lovely opening. ")
    await app.workshops.remark(workshop, talk, "ana", "You gave it back in turn 7.", "2b", 3)
    comment, level = await app.practice.remarks(learner, talk)
    assert (comment.text, comment.by, comment.level) == ("Lovely opening.", "ana", None)
    assert (level.criterion, level.level) == ("2b", 3)
    kept = await app.practice.talk(learner, talk)
    assert kept.feedback
    assert kept.feedback.results["2b"].level != 3, "the assessor's own level is what it was"
    assert await app.practice.remarked(learner) == {talk}
    (whole,) = await app.practice.every_talk(learner)
    assert "Lovely opening." in as_markdown(whole)
    assert "**3 of 3**. You gave it back in turn 7. (ana" in as_markdown(whole)
    assert [one["text"] for one in json.loads(as_json(whole))["remarks"]] == [comment.text, level.text]
    for text, criterion, wrong in (("", None, None), ("x" * 2001, None, None), ("x", "9z", 1), ("x", "2b", None)):
        with pytest.raises(InputError):
            await app.workshops.remark(workshop, talk, "ana", text, criterion, wrong)
    await app.workshops.take_back(workshop, talk, comment.id)
    assert [one.id for one in await app.practice.remarks(learner, talk)] == [level.id]
    with pytest.raises(NotFound):
        await app.practice.remarks(await app.practice.new_learner(), talk)


async def test_a_facilitators_level_goes_as_far_as_the_scale_of_its_criterion(app: App) -> None:
    body = app.workshops.objectives().model_dump()
    longer = next(one for one in body["objectives"][1]["criteria"] if one["id"] == "2b")
    longer["levels"] = [f"Step {number}." for number in range(6)]
    workshop = await app.workshops.begin(WRENS.model_copy(update={"rubric": Rubric.model_validate(body)}))
    learner = await joined(app, workshop, "talk")
    talk = await held(app, learner)
    await app.workshops.remark(workshop, talk, "ana", "All the way.", "2b", 5)
    for criterion, beyond in (("2b", 6), ("2b", -1), ("2a", 4)):
        with pytest.raises(InputError, match="no level"):
            await app.workshops.remark(workshop, talk, "ana", "Too far.", criterion, beyond)
    (whole,) = await app.practice.every_talk(learner)
    assert "Listening: **5 of 5**. All the way. (ana" in as_markdown(whole)
    read = await app.workshops.read(workshop, talk)
    assert read.talk.feedback
    counted = corrected(read.talk.feedback, read.talk.rubric, overrides(read.remarks))
    assert (counted.results["2b"].level, counted.results["2b"].share) == (5, 1.0)


async def test_who_does_not_share_the_talk_itself_can_not_be_written_to(app: App) -> None:
    workshop = await app.workshops.begin(WRENS)
    learner = await joined(app, workshop, "scores")
    talk = await held(app, learner)
    with pytest.raises(NotFound):
        await app.workshops.remark(workshop, talk, "ana", "I know it was you.")
    other = await app.workshops.begin(Workshop(name="Other", code="magpie 77"))
    await app.practice.share(learner, workshop, "talk", "")
    with pytest.raises(NotFound):
        await app.workshops.read(other, talk)


async def test_whoever_is_forgotten_leaves_no_share_no_remark_and_no_figure(app: App, tmp_path: Path) -> None:
    workshop = await app.workshops.begin(WRENS)
    learners = [await joined(app, workshop, "talk", "Quincunx") for _ in range(5)]
    talks = [await held(app, learner) for learner in learners]
    await app.workshops.remark(workshop, talks[0], "ana", "Marmalade on toast.")
    assert (await app.workshops.group(workshop)).figures
    await app.practice.share(learners[0], workshop, "talk", "Zebedee")
    await app.practice.forget(learners[0])
    page = await app.workshops.group(workshop)
    assert page.figures is None
    assert page.kept.learners == 4
    app.store.close()
    left = all_bytes(tmp_path)
    for word in (b"Marmalade", b"Zebedee", learners[0].encode(), talks[0].encode()):
        assert word not in left


async def test_a_closed_workshop_leaves_the_talks_to_their_learners_and_shares_nothing(app: App) -> None:
    workshop = await app.workshops.begin(WRENS)
    learner = await joined(app, workshop, "talk")
    talk = await held(app, learner)
    await app.workshops.remark(workshop, talk, "ana", "Well heard.")
    await app.workshops.delete(workshop)
    assert await app.practice.memberships(learner) == ()
    assert (await app.practice.talk(learner, talk)).workshop is None
    assert len(await app.practice.remarks(learner, talk)) == 1
    with pytest.raises(NotFound):
        await app.workshops.group(workshop)


async def test_two_facilitators_who_look_at_once_see_the_same(app_on_either: App) -> None:
    app = app_on_either
    workshop = await app.workshops.begin(WRENS)
    for _ in range(5):
        await held(app, await joined(app, workshop, "scores"))
    one, other = await asyncio.gather(app.workshops.group(workshop), app.workshops.group(workshop))
    assert one.figures == other.figures
    assert one.figures
    assert len(app.store.shown(workshop)) == 1


async def test_the_workshops_own_places_are_offered_to_somebody_in_distress(app: App) -> None:
    body = {**WRENS.model_dump(), "places": [{"name": "Ana, in the kitchen", "reach": "any time"}]}
    workshop = await app.workshops.begin(Workshop.model_validate(body))
    learner = await joined(app, workshop)
    talk = await app.practice.open_talk(learner, "mele")
    reply = await app.practice.say(learner, talk.id, "I want to kill myself.")
    await reply.wait()
    offered = await app.practice.offer(await app.practice.talk(learner, talk.id))
    assert offered
    assert offered.help
    assert [one.name for one in offered.help.places] == ["Ana, in the kitchen"]
