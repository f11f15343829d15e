"""Players that do as a test tells them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Literal

from coach.core.conversation import Conversation, MemberTurn
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.errors import ModelBusy
from coach.partner.builtin import BuiltinPartner
from coach.reply import Reply
from coach.stage import Stage


async def spoken(reply: Reply) -> str:
    await reply.wait()
    assert reply.turn is not None, "the reply failed"
    return reply.turn.text


class Faltering:
    """A partner whose model fails after so many words."""

    name: Literal["builtin", "llm"] = "llm"

    def __init__(self, *words: str) -> None:
        self.words = words

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        for word in self.words:
            yield word
        raise ModelBusy("The model server is overloaded.")


def with_partner(stage: Stage, partner: Faltering | BuiltinPartner) -> Stage:
    return Stage(
        reader=stage.reader,
        partner=partner,
        assessor=stage.assessor,
        understudy=stage.understudy,
        builtin_assessor=stage.builtin_assessor,
    )


class Readers:
    """A second reader who says nothing before it is told to; how many read at once is counted."""

    name: Literal["builtin", "llm"] = "llm"

    def __init__(self) -> None:
        self.asked = self.at_once = self.most = 0
        self.may_speak = asyncio.Event()

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        self.asked += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await self.may_speak.wait()
        finally:
            self.at_once -= 1
        return Reading(moves=(Move.REPAIR,))


class Unread(Readers):
    """A second reader whose model fails."""

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        raise ModelBusy("The model server is overloaded.")
