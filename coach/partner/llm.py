"""The member played by a model: directed turn by turn, with nothing in the prompt that is not granted."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Literal

from coach.core.conversation import Conversation, Direction, Line, MemberTurn, OrganizerTurn, Stance
from coach.core.persona import Persona, Situation
from coach.errors import ModelNonsense
from coach.llm import Message, ModelServer
from coach.partner.lines import Lines
from coach.partner.watch import Watch, sentences
from coach.reader.builtin import read_member
from coach.reader.matching import told_in

Render = Callable[[str, Mapping[str, object]], str]

TOKENS = {Stance.OPEN: 320, Stance.ORDINARY: 200, Stance.GUARDED: 80, Stance.SHUT: 60}
"""Most tokens of a reply, some three a word: a bound against a model that does not stop."""
SAMPLES = (
    Situation.SMALL_TALK, Situation.LISTENED, Situation.SHARED_WITH, Situation.GUARDED, Situation.PITCHED_AT,
    Situation.ASKED_VAGUELY, Situation.DOES_NOT_KNOW, Situation.ASKS_BACK, Situation.CHANGES_SUBJECT,
)  # fmt: skip
"""Situations whose lines show a model how the member sounds, two of each."""
BROKE_ROLE = "The model stepped out of the role."


class LLMPartner:
    """Plays the member through a model server. `render` fills a template of `prompts/`."""

    name: Literal["llm"] = "llm"

    def __init__(self, server: ModelServer, render: Render) -> None:
        self._server, self._render = server, render

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        """Reply to the last turn, sentence by sentence, each seen to be the member's before it is shown.

        A reply that breaks the role in its first sentence gets one new try; a later break ends the reply before it.
        Raises ModelError; ModelNonsense where the second try broke the role as well.
        """
        last = conversation.turns[-1]
        if not isinstance(last, OrganizerTurn) or last.direction is None:
            raise ValueError("the last turn must be an organizer's, with its direction")
        watch = Watch(persona, last.direction, conversation.lines)
        messages = prompt(persona, conversation, self._render)
        for attempt in messages, [*messages, Message(role="user", content=self._again(persona))]:
            shown = ""
            stream = self._server.stream(attempt, max_tokens=TOKENS[last.direction.stance])
            async with aclosing(stream) as words, aclosing(sentences(words)) as said:
                async for sentence in said:
                    if not watch.passes(sentence, shown):
                        break
                    shown += sentence
                    yield sentence
            if shown.strip():
                yield _turn(persona, last.direction, shown.strip(), conversation.lines)
                return
        raise ModelNonsense(BROKE_ROLE, "Try another model, or a larger one.")

    def _again(self, persona: Persona) -> str:
        return self._render("again.md", {"name": persona.name})


def prompt(persona: Persona, conversation: Conversation, render: Render) -> list[Message]:
    """All messages for the reply to the last turn.

    Each is made from what was recorded, so that those of one reply begin, byte for byte, like those of the next.
    """
    scenario = persona.scenario(conversation.scenario)
    samples = [line for situation in SAMPLES for line in persona.lines.get(situation, ())[:2]]
    messages = [Message(role="system", content=render("member.md", {"p": persona, "s": scenario, "samples": samples}))]
    granted: tuple[str, ...] = ()
    for number, turn in enumerate(conversation.turns):
        if isinstance(turn, MemberTurn):
            messages.append(Message(role="assistant", content=turn.text))
            continue
        direction = turn.direction or Direction(situation=Situation.GUARDED, stance=Stance.ORDINARY)
        so_far = conversation.model_copy(update={"turns": conversation.turns[:number]})
        content = render("turn.md", _values(persona, so_far, turn.text, direction, granted, render))
        messages.append(Message(role="user", content=content))
        granted = direction.granted
    return _in_turns(messages)


def _values(
    persona: Persona,
    so_far: Conversation,
    said: str,
    direction: Direction,
    granted: Sequence[str],
    render: Render,
) -> dict[str, object]:
    lines, answer = Lines(persona, so_far), direction.answer
    example = lines.line(direction.situation)
    acts = {a.id: a.act for a in (*persona.commitments, *persona.refuses)}
    pieces = list(lines.answer(answer, direction.topics)) if answer else []
    cover = lines.cover(direction.cover) if direction.cover else None
    hint = lines.hint(direction.hint) if direction.hint else None
    tell = lines.telling(direction.tell) if direction.tell else None
    return {
        "said": as_data(said),
        "newly_granted": [persona.layer(id_) for id_ in direction.granted if id_ not in granted],
        "tell": tell.text if tell else "",
        "cover": cover.text if cover else "",
        "hint": hint.text if hint else "",
        "answer": answer.kind if answer else "",
        "act": acts.get(answer.act, "do something") if answer else "",
        "example": pieces[0].text if pieces else example.text if example else "",
        "fear": pieces[1].text if len(pieces) > 1 else "",
        "happened": render("happened.md", {"situation": direction.situation.value}).strip(),
        "asks_back": direction.asks_back,
        "clock": direction.mind_the_clock,
        "goes_on": direction.goes_on,
        "length": render("length.md", {"stance": direction.stance.value}).strip(),
    }


def as_data(said: str) -> str:
    """A person's words with nothing left in them that could pass for a tag of ours."""
    return said.replace("<", "‹").replace(">", "›")


def _turn(persona: Persona, direction: Direction, text: str, before: Sequence[Line]) -> MemberTurn:
    answer = direction.answer
    if answer and answer.kind == "agree" and not read_member(text, before).agrees:
        answer = answer.model_copy(update={"kind": "maybe"})
    return MemberTurn(
        text=text,
        told=told_in(persona, text),
        hinted=direction.hint,
        answer=answer,
        spoken_by="llm",
    )


def _in_turns(messages: list[Message]) -> list[Message]:
    """The same messages with none of one role after another: an opening line gets something to answer."""
    if len(messages) > 1 and messages[1].role == "assistant":
        messages.insert(1, Message(role="user", content="<note>You speak first.</note>"))
    return messages
