"""Three meetings with one member: promises count, trust carries over in part, and nothing comes unearned."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from pydantic import SecretStr

from coach.content import Content
from coach.core.conversation import OrganizerTurn
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.core.since import OUTCOMES, Outcome, Since
from coach.lab.organizers import Organizer, filled, organizers
from coach.llm import ModelServer, ModelSettings
from coach.partner.llm import LLMPartner
from coach.practice import Players, Practice
from coach.practice.reunions import Account
from coach.reader.echoes import told_in
from coach.stage import Stage
from coach.store import Store
from coach.talk import Talk
from tests.fake_server import FakeServer, Reply, Request
from tests.partner.test_llm import closed_texts


def told_all(request: Request) -> Reply:
    """A model that says back all that it was told."""
    return Reply("Well. " + " ".join(content for _, content in request.said))


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with FakeServer() as server:
        server.otherwise = told_all
        yield server


@pytest.fixture
async def leaky(fake: FakeServer, shipped: Content, store: Store, stage: Stage) -> AsyncIterator[Practice]:
    """A practice whose member is played by that model."""
    server = ModelServer(ModelSettings(base_url=fake.url, api_key=SecretStr("key"), model="fake"))
    playing = replace(stage, partner=LLMPartner(server, shipped.render))
    yield Practice(shipped, store, playing, Players(partner="llm", model="fake"))
    await server.aclose()


async def hold(practice: Practice, learner: str, talk: Talk, organizer: Organizer, outcome: Outcome | None) -> Talk:
    """Say what this organizer says, and look back on it."""
    for line in organizer.turns(outcome):
        talk = await practice.talk(learner, talk.id)
        if said := filled(line, talk.persona, talk.conversation):
            await (await practice.say(learner, talk.id, said)).wait()
    return await practice.reflect(learner, talk.id, Reflection(how_it_went="It went."))


async def three(practice: Practice, learner: str, prompts: Content, outcome: Outcome) -> list[Talk]:
    """Three meetings with Mele; what the learner promises in each comes to this before the next."""
    skilled, returns = organizers(prompts.prompts)[0], organizers(prompts.prompts, again=True)[0]
    talk = await practice.open_talk(learner, "mele")
    talks = [await hold(practice, learner, talk, skilled, None)]
    for _ in range(2):
        found = (await practice.reunion(learner, talks[-1].id)).promised
        accounts = {place: Account(outcome=outcome) for place in range(len(found))}
        assert accounts, "the script promises something each time"
        talk = await practice.meet_again(learner, talks[-1].id, "escalation", accounts)
        talks.append(await hold(practice, learner, talk, returns, outcome))
    return talks


def not_yet(mele: Persona, since: Since | None) -> list[str]:
    """What has not happened: later news, and what did not come of their word."""
    outcomes = {u.act: u.outcome for u in since.undertakings} if since else {}
    news = [text for topic in mele.between_meetings[since.meeting - 1 if since else 0 :] for text in topic.says]
    accounts = [
        text
        for commitment in mele.commitments
        for outcome in OUTCOMES
        if commitment.after and outcomes.get(commitment.id) != outcome
        for text in getattr(commitment.after, outcome)
    ]
    return [*news, *accounts]


async def test_promises_count_and_trust_carries_over_in_part(
    practice: Practice, shipped: Content, mele: Persona
) -> None:
    learner = await practice.new_learner()
    starts: dict[Outcome, list[int]] = {}
    for outcome in OUTCOMES:
        talks = await three(practice, learner, shipped, outcome)
        [line] = [one for one in await practice.relationships(learner, "mele") if one.meetings[0].talk == talks[0].id]
        first, second, third = line.meetings
        assert [one.number for one in line.meetings] == [1, 2, 3]
        assert first.trust_before == mele.start.trust
        assert first.told < second.told <= third.told, "what was told stays told"
        assert second.undertakings, "she took something on in the first"
        starts[outcome] = [second.trust_before, third.trust_before]
        assert talks[1].feedback
        assert all(talks[1].feedback.results[one].level is not None for one in ("1e", "2f", "3f"))
        if outcome == "partly":
            assert mele.start.trust < second.trust_before < first.trust, "with nothing kept or broken, most of it stays"
    assert starts["kept"][0] > starts["partly"][0] > starts["broken"][0]
    assert starts["kept"][1] > starts["broken"][1]


@pytest.mark.parametrize("outcome", ["kept", "broken"])
async def test_a_model_that_says_all_it_is_told_is_told_nothing_unearned(
    leaky: Practice, fake: FakeServer, shipped: Content, mele: Persona, outcome: Outcome
) -> None:
    talks = await three(leaky, await leaky.new_learner(), shipped, outcome)
    turns = {
        (talk.meeting, number): (talk.conversation, turn.direction)
        for talk in talks
        for number, (_, turn) in enumerate(talk.conversation.organizer_turns, 1)
    }
    answered: set[tuple[int, int]] = set()
    for request in fake.requests:
        place = which(request)
        conversation, direction = turns[place]
        assert direction
        sent = " ".join(content for _, content in request.said)
        by_organizer = " ".join(text for who, text in conversation.all_lines if who == "organizer")
        for text in (*closed_texts(mele, direction.granted), *not_yet(mele, conversation.since)):
            assert text not in sent or text in by_organizer
        answered.add(place)
    assert answered == turns.keys(), "the model was asked for every reply"
    for talk in talks:
        granted: tuple[str, ...] = ()
        for turn in talk.conversation.turns:
            if isinstance(turn, OrganizerTurn):
                granted = turn.direction.granted if turn.direction else ()
                continue
            closed = {piece.id for layer in mele.story if layer.id not in granted for piece in layer.tells}
            assert not closed.intersection(told_in(mele, turn.text))


def which(request: Request) -> tuple[int, int]:
    """The meeting and the organizer turn, each counted from 1, that a request asks an answer to."""
    (_, system), *turns = request.said
    found = re.search(r"meeting number (\d)", system)
    return int(found[1]) if found else 1, sum(role == "user" and "<said>" in text for role, text in turns)
