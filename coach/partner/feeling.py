"""How a meeting left the member, in their own words: asked of a model, from what was said and no more."""

from typing import Protocol

from coach.core.conversation import Conversation
from coach.core.persona import Persona
from coach.core.relationship import Known
from coach.llm import Message, ModelServer
from coach.partner.fold import as_data
from coach.partner.prompt import Render
from coach.partner.watch import bare, out_of_role
from coach.reader.echoes import told_in

MOST_TOKENS = 160
MOST_WORDS = 60
"""More than that is a speech, and is not kept."""
MOST_TURNS = 40
"""The last turns of a long talk are enough to tell how it ended."""


class Feeling(Protocol):
    """Whoever can say how a meeting left the member."""

    async def felt(self, persona: Persona, conversation: Conversation, known: Known) -> str:
        """In the member's words; empty where nothing that can be shown came. Raises ModelError, ContentError."""
        ...


class LLMFeeling:
    """Asks a model. What would give something of the story away, or is not the member's, is dropped."""

    def __init__(self, server: ModelServer, render: Render) -> None:
        self._server, self._render = server, render

    async def felt(self, persona: Persona, conversation: Conversation, known: Known) -> str:
        """See Feeling."""
        turns = [(who, as_data(text)) for who, text in conversation.practised.lines if text][-MOST_TURNS:]
        asked = self._render("felt.md", {"p": persona, "felt": known.felt, "turns": turns})
        text = await self._server.ask([Message(role="user", content=asked)], max_tokens=MOST_TOKENS)
        said = " ".join(bare(text).split())
        told = {id_ for _, turn in conversation.member_turns for id_ in turn.told}
        before = conversation.since.told if conversation.since else ()
        pieces = {telling.id for telling in persona.tellings}
        gives_away = pieces.intersection(told_in(persona, said)) - told - set(before)
        usable = said and len(said.split()) <= MOST_WORDS and not out_of_role(said) and not gives_away
        return said if usable else ""
