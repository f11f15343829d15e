"""Talks of 20 turns with built-in members, every reply marked; each file says by whom, and what they had mended."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest

from coach.app import App
from coach.content import Content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.partner.builtin import opening
from coach.settings import Settings

FOLDER = Path(__file__).parent / "fit"
MOST_CHANGED = 0.05
"""Share of the replies that may differ from those that were marked, before they have to be marked anew."""


class Exchange(Value):
    """What was said, what came back, and what somebody thought of it."""

    said: str
    reply: str
    fit: bool
    answered: Literal["to_the_point", "evaded", "missed"] | None = None
    why: str = ""


class Marks(Value):
    """One marked talk."""

    member: str
    marked_by: str
    exchanges: tuple[Exchange, ...]


def marked() -> list[Marks]:
    return [Marks.model_validate(json.loads(file.read_text("utf-8"))) for file in sorted(FOLDER.glob("*.json"))]


async def replies(shipped: Content, marks: Marks) -> list[str]:
    member = shipped.member(marks.member)
    stage = App(Settings()).stage
    conversation = Conversation(persona=member.id, scenario=member.scenarios[0].id)
    if first := opening(member, None):
        conversation = conversation.add(first)
    said: list[str] = []
    for exchange in marks.exchanges:
        conversation = await stage.hear(member, conversation.add(OrganizerTurn(text=exchange.said)))
        async for piece in stage.speak(member, conversation):
            if isinstance(piece, MemberTurn):
                conversation = conversation.add(piece)
                said.append(piece.text)
    return said


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def test_marked_talks_have_twenty_turns_with_a_shipped_member(shipped: Content) -> None:
    assert {marks.member for marks in marked()} <= {member.id for member in shipped.members}
    assert all(len(marks.exchanges) >= 20 for marks in marked())


def test_most_replies_fit_and_most_questions_are_met() -> None:
    exchanges = [exchange for marks in marked() for exchange in marks.exchanges]
    asked = [exchange.answered != "missed" for exchange in exchanges if exchange.answered]
    assert share([exchange.fit for exchange in exchanges]) >= 0.85
    assert share(asked) >= 0.60


@pytest.mark.parametrize("marks", marked(), ids=lambda marks: marks.member)
async def test_the_marks_are_of_what_the_member_says_today(shipped: Content, marks: Marks) -> None:
    now = await replies(shipped, marks)
    changed = [one.said for one, reply in zip(marks.exchanges, now, strict=True) if one.reply != reply]
    assert len(changed) <= MOST_CHANGED * len(now), f"to be marked anew: {changed}"
    assert len(set(now)) == len(now), "a line was said twice"
