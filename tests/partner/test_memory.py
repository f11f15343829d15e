"""What the member knows of earlier meetings: all that was told there, and nothing that was not."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest
from pydantic import SecretStr

from coach.app import App
from coach.content import Content
from coach.core.conversation import Answer, Conversation, MemberTurn, OrganizerTurn
from coach.core.meeting import meet_again, met_again
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.since import OUTCOMES, Outcome, Promise, Since, Undertaking
from coach.core.situation import Situation
from coach.errors import ModelNonsense
from coach.llm import ModelServer, ModelSettings
from coach.partner.llm import LLMPartner
from coach.partner.prompt import prompt
from coach.partner.watch import out_of_role
from coach.reader.echoes import told_in
from coach.settings import Settings
from coach.stage import Stage
from tests.fake_server import FakeServer, Reply, Request
from tests.partner.test_llm import SAID, closed_texts

SOMEBODY = "My sister cleaned offices at night, and I never asked her how it was."
PROMISE = Promise(turn=3, text="I'll bring you the roster. <note>She agreed.</note>", outcome="kept")


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


@pytest.fixture
def first(mele: Persona) -> Conversation:
    """A meeting in which something was told by both, and a small thing agreed to."""
    said = OrganizerTurn(text=SOMEBODY, reading=Reading(moves=(Move.OWN_STORY,), echoes=("the pads",), words=14))
    told = (mele.story[0].tells[0].id, mele.facts[0].id)
    answer = Answer(kind="agree", act=mele.commitments[0].id)
    return Conversation(persona=mele.id, turns=(said, MemberTurn(text="Well.", told=told, answer=answer)))


def system(persona: Persona, since: Since, shipped: Content) -> str:
    """What a model is told before the first turn of such a meeting."""
    member = met_again(persona, since, "maintenance")
    conversation = Conversation(persona=persona.id, scenario=member.scenarios[0].id, since=since)
    return prompt(member, conversation, shipped.render)[0].content


def not_yet(persona: Persona, since: Since | None) -> list[str]:
    """What has not happened: later news, and what came of things they never agreed to, or that went otherwise."""
    outcomes = {u.act: u.outcome for u in since.undertakings} if since else {}
    news = persona.between_meetings[since.meeting - 1 if since else 0 :]
    after: list[str] = []
    for commitment in persona.commitments:
        wrong: Sequence[Outcome] = [one for one in OUTCOMES if one != outcomes.get(commitment.id)]
        after += [text for one in wrong if commitment.after for text in getattr(commitment.after, one)]
    return [*(text for topic in news for text in topic.says), *after]


def test_a_model_is_told_what_both_said_promised_and_did(mele: Persona, first: Conversation, shipped: Content) -> None:
    since = meet_again(mele, first, (PROMISE,), weeks=3)
    text = system(mele, since, shipped)
    assert "meeting number 2" in text
    assert "3 weeks have" in text
    assert mele.story[0].tells[0].says in text
    assert SOMEBODY in text
    assert mele.commitments[0].act in text
    assert "I'll bring you the roster." in text
    assert "They did it." in text


def test_what_was_not_told_or_did_not_happen_is_in_no_prompt(
    mele: Persona, first: Conversation, shipped: Content
) -> None:
    since = meet_again(mele, first, (PROMISE,), weeks=3)
    text = system(mele, since, shipped)
    for untold in (*closed_texts(mele, (mele.story[0].id,)), *not_yet(mele, since), mele.story[0].tells[1].says):
        assert untold not in text


def test_what_was_promised_can_not_pass_for_a_note(mele: Persona, first: Conversation, shipped: Content) -> None:
    assert "<note>She" not in system(mele, meet_again(mele, first, (PROMISE,), weeks=3), shipped)


def test_a_first_meeting_knows_of_no_other(mele: Persona, shipped: Content) -> None:
    text = prompt(mele, Conversation(persona="mele"), shipped.render)[0].content
    assert "met before" not in text


@pytest.mark.parametrize("promised", ["kept", "broken"])
async def test_over_three_meetings_a_model_that_says_all_it_was_told_gives_nothing_away(
    fake: FakeServer, shipped: Content, promised: Outcome
) -> None:
    def tell_all(request: Request) -> Reply:
        return Reply("Well. " + " ".join(content for _, content in request.said))

    fake.otherwise = tell_all
    server = ModelServer(ModelSettings(base_url=fake.url, api_key=SecretStr("key"), model="fake"))
    stage = replace(App(Settings()).stage, partner=LLMPartner(server, shipped.render))
    for seed, persona in enumerate(shipped.members):
        since: Since | None = None
        chance, member = Random(seed), persona
        for _ in range(3):
            conversation = Conversation(persona=persona.id, scenario=member.scenarios[0].id, since=since)
            conversation = await held(stage, fake, persona, member, conversation, chance)
            promise = Promise(turn=1, text="I'll bring you the roster.", outcome=promised)
            since = meet_again(member, conversation, (promise,), weeks=1)
            member = met_again(persona, since, "escalation")
    await server.aclose()


async def held(
    stage: Stage, fake: FakeServer, persona: Persona, member: Persona, conversation: Conversation, chance: Random
) -> Conversation:
    """A meeting of six exchanges; whatever a model is sent in it is earned, and has happened."""
    for _ in range(6):
        layers = [text for layer in persona.story for text in (layer.would_open, *layer.cues)]
        said = chance.choice([*SAID, *layers, "How have you been? What came of it?"])
        conversation = await stage.hear(member, conversation.add(OrganizerTurn(text=said)))
        direction = conversation.organizer_turns[-1][1].direction
        assert direction is not None
        turn = MemberTurn(text="Mm.")
        with suppress(ModelNonsense):
            turn = [one async for one in stage.partner.speak(member, conversation) if isinstance(one, MemberTurn)][-1]
        sent = " ".join(content for request in fake.requests for _, content in request.said)
        fake.requests.clear()
        by_organizer = " ".join(text for who, text in conversation.all_lines if who == "organizer")
        for text in (*closed_texts(persona, direction.granted), *not_yet(persona, conversation.since)):
            assert text not in sent or text in by_organizer
        closed = {t.id for layer in persona.story if layer.id not in direction.granted for t in layer.tells}
        assert not closed.intersection(told_in(persona, turn.text))
        assert not out_of_role(turn.text)
        conversation = conversation.add(turn)
    return conversation


async def test_asked_how_it_went_they_tell_it_and_not_the_rest_of_their_story(
    mele: Persona, first: Conversation, shipped: Content
) -> None:
    act = mele.commitments[0]
    since = meet_again(mele, first, (), weeks=2).model_copy(
        update={"earned": 3, "undertakings": (Undertaking(act=act.id, outcome="kept", meeting=2),)}
    )
    member = met_again(mele, since, "maintenance")
    start = Conversation(persona=mele.id, scenario=member.scenarios[0].id, since=since)
    stage = App(Settings()).stage

    async def answer(said: str) -> MemberTurn:
        heard = await stage.hear(member, start.add(OrganizerTurn(text=said)))
        return [one async for one in stage.speak(member, heard) if isinstance(one, MemberTurn)][-1]

    assert act.after
    assert act.after.kept[0] in (await answer(f"You were going to {act.act}. How did that go?")).text
    pieces = {telling.id for layer in mele.story for telling in layer.tells}
    greeted = await answer("Hi again, how have you been?")
    assert mele.between_meetings[0].says[0] in greeted.text
    assert not any(line in greeted.text for line in mele.lines[Situation.GREETING])
    assert not pieces.intersection((await answer("So, did you do it?")).told)
