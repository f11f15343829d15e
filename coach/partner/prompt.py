"""What a model is told that plays the member: who they are, and with each turn what it may and must say now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from coach.core.conversation import Conversation, Direction, MemberTurn, Stance
from coach.core.direct import STANDS_ALONE
from coach.core.persona import Persona, Situation
from coach.llm import Message
from coach.partner.builtin import LONG_ENOUGH
from coach.partner.lines import Lines, Piece

Render = Callable[[str, Mapping[str, object]], str]

SAMPLES = (
    Situation.SMALL_TALK, Situation.LISTENED, Situation.SHARED_WITH, Situation.GUARDED, Situation.PITCHED_AT,
    Situation.ASKED_VAGUELY, Situation.ASKS_BACK, Situation.CHANGES_SUBJECT,
)  # fmt: skip
"""Situations whose last two lines show a model how the member sounds; the first ones come with the turns."""
ASKED = frozenset({Situation.ASKED_TOO_SOON, Situation.ASKED_VAGUELY, Situation.ASKED_OTHER, Situation.PRESSED})
"""Situations in which somebody wants something of the member: without an answer decided there is no yes."""


def prompt(persona: Persona, conversation: Conversation, render: Render) -> list[Message]:
    """All messages for the reply to the last turn.

    Each is made from what was recorded, so that those of one reply begin, byte for byte, like those of the next.
    """
    scenario = persona.scenario(conversation.scenario)
    samples = [line for situation in SAMPLES for line in persona.lines.get(situation, ())[-2:]]
    messages = [Message(role="system", content=render("member.md", {"p": persona, "s": scenario, "samples": samples}))]
    opened: set[str] = set()
    for number, turn in enumerate(conversation.turns):
        if isinstance(turn, MemberTurn):
            if number == 0:  # some chat templates want a user to speak before the assistant does
                messages.append(Message(role="user", content=render("opening.md", {})))
            messages.append(Message(role="assistant", content=turn.text))
            continue
        direction = turn.direction or Direction(situation=Situation.GUARDED, stance=Stance.ORDINARY)
        so_far = conversation.model_copy(update={"turns": conversation.turns[:number]})
        offered = offer(persona, so_far, direction)
        opens = direction.tell if offered.tell and direction.tell not in opened else None
        values = _values(persona, offered, direction, opens, render)
        messages.append(Message(role="user", content=render("turn.md", {"said": as_data(turn.text), **values})))
        opened.update([opens] if opens else [])
    return messages


@dataclass(frozen=True, slots=True)
class Offer:
    """The member's own lines that a direction stands for, where it stands for any."""

    example: Piece | None = None
    """What they say in such a moment, or to such an ask."""
    fear: Piece | None = None
    tell: Piece | None = None
    topic: Piece | None = None
    cover: Piece | None = None
    hint: Piece | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """All of them, as they stand."""
        pieces = (self.example, self.fear, self.tell, self.topic, self.cover, self.hint)
        return tuple(piece.text for piece in pieces if piece)

    @property
    def told(self) -> tuple[Piece, ...]:
        """Those that tell something."""
        return tuple(piece for piece in (self.fear, self.tell, self.topic) if piece)


def offer(persona: Persona, so_far: Conversation, direction: Direction) -> Offer:
    """What is offered to a model for the reply to the turn after `so_far`.

    As with the built-in partner there is one thing to tell at a time, and nothing slips after a long one.
    """
    lines, situation = Lines(persona, so_far), direction.situation
    if direction.answer:
        example, *fears = lines.answer(direction.answer, direction.topics)
        return Offer(example=example, fear=fears[0] if fears else None)
    if direction.cover:
        return Offer(cover=lines.cover(direction.cover))
    topic = next((piece for id_ in direction.topics if (piece := lines.topic(id_))), None)
    tell = lines.telling(direction.tell) if direction.tell and not topic else None
    content = tell or topic
    met = sum(1 for _, t in so_far.organizer_turns if t.direction and t.direction.situation is situation)
    speaks = content and (situation is Situation.DOES_NOT_KNOW or (tell and tell.words > LONG_ENOUGH))
    slips = direction.hint and (content is None or content.words < LONG_ENOUGH)
    return Offer(
        example=None if speaks else lines.line(situation, skip=met),
        tell=tell,
        topic=topic,
        hint=lines.hint(direction.hint) if direction.hint and slips else None,
    )


def _values(
    persona: Persona, offered: Offer, direction: Direction, opens: str | None, render: Render
) -> dict[str, object]:
    """The values of turn.md, but for what was said. `opens` is a layer of which the first piece comes out now."""
    acts = {a.id: a.act for a in (*persona.commitments, *persona.refuses)}
    answer, situation = direction.answer, direction.situation
    happened = {"situation": situation.value, "content": bool(offered.tell or offered.topic)}
    length = {
        "name": persona.name,
        "stance": direction.stance.value,
        "telling": offered.tell is not None,
        "answering": answer is not None,
        "brief": direction.cover is not None or situation in STANDS_ALONE,
    }
    lines = {field.name: getattr(offered, field.name) for field in fields(offered)}
    return {
        **{name: piece.text if piece else "" for name, piece in lines.items()},
        "happened": render("happened.md", happened).strip(),
        "truth": persona.layer(opens).truth if opens else "",
        "answer": answer.kind if answer else "",
        "act": acts.get(answer.act, "") if answer else "",
        "asked": situation in ASKED,
        "asks_back": direction.asks_back and offered.tell is None,
        "clock": direction.mind_the_clock,
        "goes_on": direction.goes_on,
        "length": render("length.md", length).strip(),
    }


def as_data(said: str) -> str:
    """A person's words with nothing left in them that could pass for a tag of ours."""
    return said.replace("<", "‹").replace(">", "›")
