"""Hints for whoever is stuck: what fits the talk, in the member's own words, and nothing that they kept back."""

from typing import get_args

import pytest

from coach.assessor.giving_back import turned
from coach.content import Content
from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.hints import NOTED, RUNGS, Hints, Standing, hint, standing
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.situation import Situation


@pytest.fixture(scope="module")
def ladder(shipped: Content) -> Hints:
    return shipped.hints()


def said(*moves: Move, **reading: object) -> OrganizerTurn:
    return OrganizerTurn(text="…", reading=Reading.model_validate({"words": 10, "moves": moves, **reading}))


def talk(*turns: OrganizerTurn | MemberTurn) -> Conversation:
    return Conversation(turns=turns)


def line(ladder: Hints, mele: Persona, held: Conversation, **notes: str) -> str:
    return hint(ladder, "line", mele, held, notes, turned).says


ANSWERED = MemberTurn(text="I did a double yesterday.")
ASK = said(Move.OPEN_QUESTION, echoes=("shift",))
LISTENS = said(Move.REFLECTION, echoes=("shift",))


def stands(persona: Persona) -> dict[Standing, Conversation]:
    """A talk for each way in which it can stand."""
    first, fear, topic = persona.story[0].tells[0].id, persona.fears[0].id, persona.facts[0].id
    told = MemberTurn(text="I gave up singing with the choir.", told=(first,))
    act = persona.commitments[0]
    trusting = (LISTENS, MemberTurn(text="…", told=(persona.values[0].id, first))) * 8

    def answer(kind: str) -> MemberTurn:
        return MemberTurn(text="I did say yes.", answer=Answer.model_validate({"kind": kind, "act": act.id}))

    asked = said(Move.ASK_SPECIFIC)
    return {
        "opening": talk(),
        "agreed": talk(asked, answer("agree")),
        "easy_yes": talk(asked, answer("easy_yes")),
        "maybe": talk(asked, answer("maybe")),
        "no": talk(asked, answer("no")),
        "closing": talk(asked, answer("agree"), said(Move.NEXT_STEP), MemberTurn(text="Friday.")),
        "put_off": talk(said(Move.PITCH, words=40), ANSWERED),
        "closed": talk(*(said(Move.PITCH, words=40), ANSWERED) * 2, said(Move.SMALL_TALK), ANSWERED),
        "asked_you": talk(ASK, MemberTurn(text="I did a double. And you?")),
        "slipped": talk(ASK, MemberTurn(text="Good. I don't sing on Thursdays now.", hinted=persona.story[1].id)),
        "fear": talk(ASK, MemberTurn(text="I'd be scared to lose my shifts.", told=(fear,))),
        "give": talk(LISTENS, told),
        "told": talk(ASK, told),
        "interview": talk(*(said(Move.OPEN_QUESTION), MemberTurn(text="Good.")) * 2),
        "ready": talk(*trusting, LISTENS, MemberTurn(text="I like them all.", told=(topic,))),
        "little": talk(ASK, ANSWERED),
        "further": talk(LISTENS, MemberTurn(text="I did a double yesterday.", told=(topic,))),
    }


def fearless(persona: Persona) -> Persona:
    """The same, but for a fear that had to be named before any yes."""
    acts = (
        act.model_copy(update={"needs": act.needs.model_copy(update={"fear": False})}) for act in persona.commitments
    )
    return persona.model_copy(update={"commitments": tuple(acts)})


@pytest.mark.parametrize("how", get_args(Standing))
def test_every_way_in_which_a_talk_can_stand_has_its_own_hint(ladder: Hints, mele: Persona, how: Standing) -> None:
    easy = tuple(
        one.model_copy(update={"needs": one.needs.model_copy(update={"fear": False})}) for one in mele.commitments
    )
    willing = mele.model_copy(update={"commitments": easy})
    held = stands(willing)[how]
    assert standing(willing, held) == how
    steps = [hint(ladder, rung, willing, held, {}, turned) for rung in RUNGS]
    assert [step.rung for step in steps] == ["silence", "question", "move", "line"]
    assert {step.turn for step in steps} == {len(held.turns) + 1}
    assert len({step.says for step in steps}) == 4
    assert not any("{" in step.says for step in steps)


def test_a_sample_line_starts_from_what_the_member_said_last(ladder: Hints, mele: Persona) -> None:
    assert line(ladder, mele, stands(mele)["told"]).startswith("You gave up singing with the choir.")
    assert "“I don't sing on Thursdays now”" in line(ladder, mele, stands(mele)["slipped"])


def test_a_talk_in_arabic_is_quoted_and_its_questions_are_questions(ladder: Hints, mele: Persona) -> None:
    told = stands(mele)["slipped"]
    slipped = told.turns[-1].model_copy(
        update={"text": "كنت أعمل ليلتين في الأسبوع. ومن أنت يا ترى يا صديقي؟ لا أدري."}
    )
    assert "“كنت أعمل ليلتين في الأسبوع”" in line(ladder, mele, talk(*told.turns[:-1], slipped))
    assert standing(mele, talk(ASK, MemberTurn(text="ومن أنت؟"))) == "asked_you"


def test_where_nothing_can_be_given_back_there_is_a_line_all_the_same(ladder: Hints, mele: Persona) -> None:
    held = talk(ASK, MemberTurn(text="Yeah, nah."))
    first, second = ladder.at("little").without_words[:2]
    assert line(ladder, mele, held) == first
    again = talk(OrganizerTurn(text=first, reading=ASK.reading), *held.turns)
    assert line(ladder, mele, again) == second, "nobody is told to say what they have said"


def test_what_the_learner_noted_beforehand_is_recalled_where_it_helps(ladder: Hints, mele: Persona) -> None:
    willing = fearless(mele)
    for how, note in NOTED.items():
        held = stands(willing)[how]
        assert "“My {words}”" in hint(ladder, "move", willing, held, {note: "My {words}"}, turned).says
        assert "beforehand" not in hint(ladder, "move", willing, held, {}, turned).says


def test_a_hint_gives_away_nothing_that_the_member_kept_back(ladder: Hints, mele: Persona) -> None:
    held = stands(mele)["slipped"]
    last = held.turns[-1].text
    for rung in RUNGS:
        says = hint(ladder, rung, mele, held, {}, turned).says.replace(last, "")
        for layer in mele.story:
            assert not any(mark.casefold() in says.casefold() for telling in layer.tells for mark in telling.marks)


def test_a_direction_does_not_change_how_a_talk_stands(mele: Persona) -> None:
    decided = ASK.model_copy(update={"direction": Direction(situation=Situation.GREETING, stance=Stance.ORDINARY)})
    assert standing(mele, talk(decided, ANSWERED)) == standing(mele, talk(ASK, ANSWERED)) == "little"
