"""What a model is told that plays the member: who they are, and with each turn what it may and must say now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache

from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.facing import STANDS_ALONE
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.errors import ModelOverflow
from coach.llm import Message, estimate_tokens
from coach.partner.acts import answered
from coach.partner.builtin import LONG_ENOUGH
from coach.partner.fold import as_data, first_kept, in_short
from coach.partner.lines import Lines
from coach.partner.memory import remembered
from coach.partner.piece import Piece

Render = Callable[[str, Mapping[str, object]], str]

SAMPLES = (
    Situation.SMALL_TALK, Situation.LISTENED, Situation.SHARED_WITH, Situation.GUARDED, Situation.PITCHED_AT,
    Situation.ASKED_VAGUELY, Situation.ASKS_BACK, Situation.CHANGES_SUBJECT,
)  # fmt: skip
"""Situations whose last two lines show a model how the member sounds; the first ones come with the turns."""
ASKED = frozenset({Situation.ASKED_TOO_SOON, Situation.ASKED_VAGUELY, Situation.ASKED_OTHER, Situation.PRESSED})
"""Situations in which somebody wants something of the member: without an answer decided there is no yes."""

SPARE = 1500
"""Tokens that turns should have beside the system prompt: some five exchanges and what is told of those before."""
MOST_TOKENS = 320
"""Of a reply: a bound against a model that does not stop, far above what a note asks for."""


def prompt(persona: Persona, conversation: Conversation, render: Render, room: int | None = None) -> list[Message]:
    """All messages for the reply to the last turn, in at most `room` tokens where one is given.

    Each is made from what was recorded, so that those of one reply begin, byte for byte, like those of the next.
    Where the room is small, the member's small things come with the turns that ask for them; where it is full, the
    older turns are told in short. Raises ModelOverflow where it can't hold even that.
    """
    told = _told(persona, conversation, render)
    if room is None:
        return [_system(persona, conversation, render), *(each for one in told for each in one.messages)]
    system = _system(persona, conversation, render)
    if estimate_tokens(system) + SPARE > room:
        system = _system(persona, conversation, render, brief=True)

    @cache
    def earlier(first: int) -> str:
        opened = [one.opens for one in told[:first] if one.opens]
        values = in_short(persona, conversation.turns[:first], opened)
        return render("earlier.md", values).strip() if first else ""

    sizes = [sum(map(estimate_tokens, one.messages)) for one in told]
    asked = [place for place, turn in enumerate(conversation.turns) if isinstance(turn, OrganizerTurn)]
    left = room - estimate_tokens(system)
    first = first_kept(sizes, asked, lambda place: estimate_tokens(earlier(place)), left)
    if first is None:
        raise ModelOverflow(
            "The model can hold too little for this talk.",
            f"Give it {room - left + SPARE + MOST_TOKENS} tokens or more at the server; `coach doctor` shows how.",
        )
    kept = [each for one in told[first:] for each in one.messages]
    if first:
        kept[0] = Message(role="user", content=f"{earlier(first)}\n{kept[0].content}")
    return [system, *kept]


@dataclass(frozen=True, slots=True)
class _Told:
    """One turn as it is told to a model, and the layer of which the first piece comes out with it."""

    messages: tuple[Message, ...]
    opens: str | None = None


def _system(persona: Persona, conversation: Conversation, render: Render, *, brief: bool = False) -> Message:
    scenario = persona.scenario(conversation.scenario)
    samples = tuple(line for situation in SAMPLES for line in persona.lines.get(situation, ())[-2:])
    since = remembered(persona, conversation.since)
    values = {"p": persona, "s": scenario, "samples": samples, "brief": brief, "since": since}
    return Message(role="system", content=render("member.md", values))


def _told(persona: Persona, conversation: Conversation, render: Render) -> list[_Told]:
    told: list[_Told] = []
    for number, turn in enumerate(conversation.turns):
        if isinstance(turn, MemberTurn):
            # some chat templates want a user to speak before the assistant does
            before = () if number else (Message(role="user", content=render("opening.md", {})),)
            told.append(_Told((*before, Message(role="assistant", content=turn.text))))
            continue
        direction = turn.direction or Direction(situation=Situation.GUARDED, stance=Stance.ORDINARY)
        so_far = conversation.model_copy(update={"turns": conversation.turns[:number]})
        offered = offer(persona, so_far, direction)
        opened = {one.opens for one in told}
        opens = direction.tell if offered.tell and direction.tell not in opened else None
        values = _values(persona, offered, direction, opens, render)
        said = Message(role="user", content=render("turn.md", {"said": as_data(turn.text), **values}))
        told.append(_Told((said,), opens))
    return told


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
        example, *fears = answered(lines, direction.answer, direction.topics)
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
    acts = persona.acts
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
        "leaves": direction.leaves or "",
        "goes_on": direction.goes_on,
        "length": render("length.md", length).strip(),
    }
