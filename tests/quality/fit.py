"""Talks of twenty turns with the built-in members, every reply marked by who wrote neither lines nor engine."""

import asyncio
from pathlib import Path
from typing import Literal

from coach.app import App
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.partner.builtin import opening
from coach.settings import Settings
from coach.stage import Stage

FOLDER = Path(__file__).parent / "fit"
DIGEST = "{member:10}{fit:>6}{met:>14}{same:>18}"


class Exchange(Value):
    """What was said, what came back, and what the marker thought of it."""

    said: str
    reply: str
    fit: bool
    """It makes sense as this person's answer to what was just said."""
    answered: Literal["to_the_point", "evaded", "missed"] | None = None
    """Of a question: answered, evaded in character for a reason one can see, or neither; None where none was put."""
    why: str = ""


class Marks(Value):
    """One marked talk. The marker held it, and wrote each turn after the reply before it."""

    member: str
    marked_by: str
    exchanges: tuple[Exchange, ...]

    @property
    def fit(self) -> int:
        """How many replies fit."""
        return sum(one.fit for one in self.exchanges)

    @property
    def asked(self) -> int:
        """How many turns put a question."""
        return sum(one.answered is not None for one in self.exchanges)

    @property
    def met(self) -> int:
        """How many of these were answered to the point, or evaded in character."""
        return sum(one.answered in ("to_the_point", "evaded") for one in self.exchanges)


def marked() -> list[Marks]:
    """All marked talks, by member."""
    return [Marks.model_validate_json(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]


async def as_marked(stage: Stage, member: Persona, marks: Marks) -> int:
    """How many of the replies today's built-in member still gives, word for word, in the talk that was marked."""
    conversation = Conversation(persona=member.id, scenario=member.scenarios[0].id)
    if first := opening(member, conversation):
        conversation = conversation.add(first)
    same = 0
    for exchange in marks.exchanges:
        conversation = await stage.hear(member, conversation.add(OrganizerTurn(text=exchange.said)))
        async for piece in stage.speak(member, conversation):
            if isinstance(piece, MemberTurn):
                same += piece.text == exchange.reply
                conversation = conversation.add(piece.model_copy(update={"text": exchange.reply}))
    return same


def main() -> None:
    """Print the shares by member, and how much of what was marked they say today."""
    app = App(Settings())
    talks = marked()
    print(DIGEST.format(member="member", fit="fit", met="questions met", same="said as marked"))
    same = [asyncio.run(as_marked(app.stage, app.content.member(one.member), one)) for one in talks]
    for one, still in zip(talks, same, strict=True):
        print(
            DIGEST.format(
                member=one.member, fit=f"{one.fit}/{len(one.exchanges)}", met=f"{one.met}/{one.asked}", same=still
            )
        )
    replies, asked = sum(len(one.exchanges) for one in talks), sum(one.asked for one in talks)
    fit, met = sum(one.fit for one in talks), sum(one.met for one in talks)
    print(f"all: {fit / replies:.0%} of {replies} replies fit, {met / asked:.0%} of {asked} questions met\n")


if __name__ == "__main__":
    main()
