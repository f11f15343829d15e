"""The reader that asks a model for the moves; what concerns this member is still matched by code."""

from collections.abc import Callable, Mapping
from typing import Literal

from pydantic import BaseModel, Field

from coach.core.conversation import Conversation
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.llm import Message, ModelServer
from coach.reader.matching import about
from coach.reader.words import find, stems

Render = Callable[[str, Mapping[str, object]], str]

RECENT = 8
"""Turns of the talk that a model is shown: a move answers what was said just before it."""
MOST_TOKENS = 300


class Labels(BaseModel):
    """What a model answers."""

    moves: list[Move] = Field(default_factory=list[Move])
    gives_back: list[str] = Field(default_factory=list[str])


class LLMReader:
    """Plays the reader through a model server. `render` fills a template of `prompts/`."""

    name: Literal["llm"] = "llm"

    def __init__(self, server: ModelServer, render: Render) -> None:
        self._server, self._render = server, render

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        """Read the last turn, an organizer's. Raises ModelError."""
        *before, (_, text) = conversation.lines
        recent = [{"speaker": who, "text": _as_data(line)} for who, line in before[-RECENT:]]
        labels = await self._server.structured(
            [
                Message(role="system", content=self._render("read.md", {})),
                Message(
                    role="user",
                    content=self._render("read_turn.md", {"before": recent, "said": _as_data(text)}),
                ),
            ],
            Labels,
            max_tokens=MOST_TOKENS,
            small=True,
        )
        moves = tuple(move for move in Move if move in labels.moves)
        reading = about(persona, text, moves, before, conversation.earlier)
        heard = (*conversation.earlier, *before)
        said = stems(" ".join(line for who, line in heard if who == "member"))
        given = (phrase for phrase in labels.gives_back if find(phrase, said))
        return reading.model_copy(update={"echoes": tuple(dict.fromkeys((*reading.echoes, *given)))})


def _as_data(said: str) -> str:
    return said.replace("<", "‹").replace(">", "›")
