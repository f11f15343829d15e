"""The member played by a model: directed turn by turn, with nothing in the prompt that is not granted."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Literal

from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.persona import Persona
from coach.errors import ModelNonsense, ModelOverflow
from coach.llm import Message, ModelServer
from coach.partner.piece import says
from coach.partner.prompt import MOST_TOKENS, Offer, Render, offer, prompt
from coach.partner.watch import Watch, bare, sentences, unquoted
from coach.reader.builtin import read_member
from coach.reader.echoes import told_in

MOST_BROKEN, AGAIN_TOKENS = 300, 220
"""Characters that are shown again of a reply that broke the role, and the tokens that asking anew takes with them."""
MOST_WORDS = {Stance.OPEN: 90, Stance.ORDINARY: 60, Stance.GUARDED: 24, Stance.SHUT: 16}
MOST_TOLD, MOST_ANSWERED, MOST_BRIEF = 130, 65, 30
"""Words that a reply may have, half as many again as its note asks for; it ends before the sentence with more."""
BROKE_ROLE = "The model stepped out of the role."


class LLMPartner:
    """Plays the member through a model server. `render` fills a template of `prompts/`."""

    name: Literal["llm"] = "llm"

    def __init__(self, server: ModelServer, render: Render) -> None:
        self._server, self._render = server, render

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        """Reply to the last turn, sentence by sentence, each seen to be the member's before it is shown.

        A reply that breaks the role in its first sentence gets one new try; a later break ends the reply before it,
        and so does running on. Raises ModelError; ModelNonsense where the second try broke the role as well.
        """
        last = conversation.turns[-1]
        if not isinstance(last, OrganizerTurn) or last.direction is None:
            raise ValueError("the last turn must be an organizer's, with its direction")
        so_far = conversation.model_copy(update={"turns": conversation.turns[:-1]})
        offered, most = offer(persona, so_far, last.direction), _most_words(last.direction)
        watch = Watch(persona, last.direction, conversation.all_lines, offered.texts)
        room = await self._room()
        messages = prompt(persona, conversation, self._render, room)
        tries = 2
        while tries:
            shown = ""
            stream = self._server.stream(messages, max_tokens=MOST_TOKENS)
            try:
                async with aclosing(stream) as words, aclosing(watch.heard(unquoted(sentences(words)))) as said:
                    async for sentence in said:
                        spoken = bare(sentence)
                        too_long = shown and len((shown + spoken).split()) > most
                        if too_long or not watch.passes(spoken, shown):
                            break
                        shown += spoken
                        yield spoken
            except ModelOverflow:  # the server has just said what it can hold: older turns make room
                full, room = room, await self._room()
                if shown or room is None or (full is not None and room >= full):
                    raise
                messages = prompt(persona, conversation, self._render, room)
                continue
            if shown.strip():
                yield _turn(persona, conversation, last.direction, offered, shown.strip())
                return
            tries -= 1
            again = self._render("again.md", {"name": persona.name})
            broken = Message(role="assistant", content=watch.stopped.strip()[:MOST_BROKEN])
            messages = [*messages, broken, Message(role="user", content=again)]
        raise ModelNonsense(BROKE_ROLE, "Try another model, or a larger one.")

    async def _room(self) -> int | None:
        """How many tokens the first try may have, so that a second one fits as well; None where nobody says."""
        room = await self._server.room(MOST_TOKENS)
        return None if room is None else max(0, room - AGAIN_TOKENS)


def _most_words(direction: Direction) -> int:
    if direction.answer:
        return MOST_ANSWERED
    if direction.cover:
        return MOST_BRIEF
    return MOST_TOLD if direction.tell else MOST_WORDS[direction.stance]


def _turn(persona: Persona, conversation: Conversation, direction: Direction, offered: Offer, text: str) -> MemberTurn:
    """The reply, with what was really told, hinted and agreed to in it."""
    answer, line = direction.answer, offered.example
    if answer and answer.kind == "agree" and persona.in_english:
        agreed = read_member(text, conversation.lines).agrees or (line and says(text, line.text))
        answer = answer if agreed else answer.model_copy(update={"kind": "maybe"})
    granted = [telling for id_ in direction.granted for telling in persona.layer(id_).tells]
    offers = [
        *((t.id, t.says) for t in granted),
        *((id_, piece.text) for piece in offered.told for id_ in piece.told),
    ]
    taken = (id_ for id_, line in offers if says(text, line))
    if not persona.in_english:  # words of two languages can't be compared: what it was given to tell, it told
        taken = (id_ for piece in offered.told for id_ in piece.told)
    return MemberTurn(
        text=text,
        told=tuple(dict.fromkeys((*told_in(persona, text), *taken))),
        hinted=direction.hint if offered.hint and says(text, offered.hint.text) else None,
        answer=answer,
        spoken_by="llm",
    )
