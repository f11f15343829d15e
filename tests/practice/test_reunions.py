"""Meeting somebody again: when one can, with what, only once, and what is left when the meeting before is deleted."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

import pytest

from coach.content import Content
from coach.core.conversation import Conversation
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.core.relationship import Known
from coach.core.since import LaterKind
from coach.core.situation import Situation
from coach.errors import InputError, ModelBusy, NotFound
from coach.export import as_json, as_markdown
from coach.practice import LONGEST_ACCOUNT, Players, Practice
from coach.practice.reunions import Account
from coach.stage import Stage
from coach.store import Store
from coach.talk import Talk
from tests.practice.players import spoken

STORY = "My sister cleaned offices at night, and I never asked her how it was."
PROMISE = "I'll bring you the roster of the other home on Friday."
KEPT: Mapping[int, Account] = {0: Account(outcome="kept", words="It was in the letterbox on Thursday.")}


async def finished(practice: Practice, learner: str, *said: str) -> Talk:
    """A talk with Mele that has been looked back on."""
    talk = await practice.open_talk(learner, "mele")
    for words in said or ("How are you going?", STORY, f"Thanks for the tea. {PROMISE}"):
        await spoken(await practice.say(learner, talk.id, words))
    return await practice.reflect(learner, talk.id, Reflection(how_it_went="Well."))


async def again(practice: Practice, learner: str, before: Talk, kind: LaterKind = "maintenance") -> Talk:
    return await practice.meet_again(learner, before.id, kind, KEPT, weeks=3)


async def test_what_both_know_and_what_was_promised_is_shown_before_and_frozen_with_the_next_talk(
    practice: Practice,
) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    before = await practice.reunion(learner, first.id)
    assert before.number == 2
    assert before.promised == ((5, PROMISE),)
    assert STORY in before.known.shared
    assert not before.as_then
    second = await again(practice, learner, first, "escalation")
    read = await practice.talk(learner, second.id)
    assert read == second
    assert (second.meeting, second.scenario.kind) == (2, "escalation")
    assert second.earlier
    assert (second.earlier.talk, second.earlier.known) == (first.id, before.known)
    since = second.conversation.since
    assert since
    assert since.promises[0].account == "It was in the letterbox on Thursday."
    assert "1e" in {one.id for objective in second.rubric.objectives for one in objective.criteria}
    assert second.conversation.turns[0].text in second.persona.lines[Situation.PROMISE_KEPT]


async def test_a_meeting_has_one_that_follows_however_many_tabs_begin_it(practice: Practice) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    both = await asyncio.gather(again(practice, learner, first), again(practice, learner, first))
    assert both[0].id == both[1].id == (await again(practice, learner, first)).id
    assert (await practice.reunion(learner, first.id)).followed_by == both[0].id
    assert len(await practice.talks(learner)) == 2


@pytest.mark.parametrize("state", ["open", "silent", "unreflected", "somebody else's"])
async def test_nobody_is_met_again_before_the_meeting_is_over_and_looked_back_on(
    practice: Practice, state: str
) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    if state != "silent":
        await spoken(await practice.say(learner, talk.id, "How are you going?"))
    if state != "open":
        await practice.end_talk(learner, talk.id)
    asking = await practice.new_learner() if state == "somebody else's" else learner
    with pytest.raises(NotFound if asking != learner else InputError):
        await practice.reunion(asking, talk.id)
    with pytest.raises(NotFound if asking != learner else InputError):
        await practice.meet_again(asking, talk.id, "maintenance", {})


async def test_what_came_of_each_promise_has_to_be_said_and_one_that_was_not_found_can_be_added(
    practice: Practice,
) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    for wrong in ({}, {0: Account(outcome="kept", words="x" * (LONGEST_ACCOUNT + 1))}):
        with pytest.raises(InputError):
            await practice.meet_again(learner, first.id, "maintenance", wrong)
    more = Account(outcome="broken", text="A <b>cake</b>\x00 for the children", words="")
    none = {0: Account(outcome="none")}
    second = await practice.meet_again(learner, first.id, "maintenance", none, more=more)
    since = second.conversation.since
    assert since
    assert [(one.text, one.outcome) for one in since.promises] == [("A <b>cake</b> for the children", "broken")]


async def test_where_the_file_is_gone_or_is_another_persons_they_are_met_as_they_were(
    practice: Practice, database: str, shipped: Content, stage: Stage, mele: Persona
) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner, "What is the hardest part of it?", "What was that night like?")
    told = {one.id for _, turn in first.conversation.member_turns for one in mele.facts if one.id in turn.told}
    assert told
    other = mele.model_copy(update={"facts": tuple(one for one in mele.facts if one.id not in told)})
    older = mele.model_copy(update={"age": 44})
    for members, as_then, age in (((), True, 43), ((other,), True, 43), ((older,), False, 44)):
        edited = Content(shipped.personas, shipped.prompts, members, (), shipped.templates)
        with closing(Store(database)) as store:
            later = Practice(edited, store, stage, Players(partner="builtin"))
            assert (await later.reunion(learner, first.id)).as_then is as_then
            second = await later.meet_again(learner, first.id, "maintenance", {})
            assert second.earlier
            assert (second.earlier.as_then, second.persona.age) == (as_then, age)
            await later.delete_talk(learner, second.id)


async def test_deleting_the_first_talk_takes_its_words_out_of_all_that_follow(
    practice: Practice, store: Store, database: str
) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    second = await again(practice, learner, first)
    await spoken(await practice.say(learner, second.id, "You said you were tired. How is it now?"))
    await practice.reflect(learner, second.id, Reflection(how_it_went="Better."))
    third = await practice.meet_again(learner, second.id, "maintenance", {})
    await practice.delete_talk(learner, first.id)
    for talk in (await practice.talk(learner, second.id), await practice.talk(learner, third.id)):
        assert STORY not in talk.model_dump_json()
        assert PROMISE not in talk.model_dump_json()
        began = {since.meeting: since.trust for one in (second, third) if (since := one.conversation.since)}
        assert talk.conversation.since
        assert talk.conversation.since.trust == began[talk.meeting]
    kept = (await practice.talk(learner, third.id)).conversation.since
    assert kept
    assert kept.lines == (await practice.talk(learner, second.id)).conversation.lines
    [one] = await practice.relationships(learner, "mele")
    assert [point.number for point in one.meetings] == [2]
    await practice.forget(learner)
    assert await practice.talks(learner) == ()


async def test_a_relationship_is_one_line_of_meetings_and_starting_over_is_another(practice: Practice) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    retried = await practice.rewind(learner, first.id, 1)
    await spoken(await practice.say(learner, retried.id, "What would you change?"))
    second = await again(practice, learner, first)
    await spoken(await practice.say(learner, second.id, "How have you been?"))
    another = await finished(practice, learner, "Hello there.")
    newest, oldest = await practice.relationships(learner, "mele")
    assert [point.talk for point in newest.meetings] == [another.id]
    assert [point.talk for point in oldest.meetings] == [first.id, second.id]
    assert oldest.state == "talking"
    assert oldest.last.promises[0].outcome == "kept"
    assert await practice.relationships(learner, "col") == ()
    summaries = {one.id: one for one in await practice.talks(learner)}
    assert (summaries[second.id].meeting, summaries[second.id].after) == (2, first.id)


async def test_another_try_of_a_second_meeting_begins_where_that_one_did(practice: Practice) -> None:
    learner = await practice.new_learner()
    first = await finished(practice, learner)
    second = await again(practice, learner, first)
    await spoken(await practice.say(learner, second.id, "How have you been?"))
    retried = await practice.rewind(learner, second.id, 2)
    read = await practice.talk(learner, retried.id)
    assert read.conversation.since == second.conversation.since
    assert read.earlier == second.earlier
    assert (await practice.reunion(learner, first.id)).followed_by == second.id


async def test_a_saved_talk_says_what_came_before_it(practice: Practice) -> None:
    learner = await practice.new_learner()
    second = await again(practice, learner, await finished(practice, learner))
    page = as_markdown(second)
    assert "Meeting 2, 3 weeks later in the story." in page
    assert f"You had said: “{PROMISE}” **done**. It was in the letterbox on Thursday." in page
    assert STORY in page
    saved = json.loads(as_json(second))
    assert saved["since"]["promises"][0]["outcome"] == "kept"
    assert "lines" not in saved["since"]


class Teller:
    """Says how a meeting left the member, or fails."""

    def __init__(self, said: str | None) -> None:
        self.said, self.asked = said, 0

    async def felt(self, persona: Persona, conversation: Conversation, known: Known) -> str:
        self.asked += 1
        if self.said is None:
            raise ModelBusy("The model server is overloaded.")
        return self.said


async def test_how_it_felt_is_asked_of_a_model_once_and_goes_without_where_it_fails(
    shipped: Content, store: Store, stage: Stage
) -> None:
    for said in ("You asked and then you waited.", None):
        teller = Teller(said)
        told = Practice(shipped, store, replace(stage, feeling=teller), Players(partner="builtin"))
        learner = await told.new_learner()
        first = await finished(told, learner)
        assert await told.felt(learner, first.id) == (said or "")
        assert await told.felt(learner, first.id) == (said or "")
        assert teller.asked == (1 if said else 2)
        since = (await again(told, learner, first)).conversation.since
        assert since
        assert since.felt == (said or "")
