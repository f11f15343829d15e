"""The debrief: what each turn did, what of the member's story was found, what was agreed, what was heard of it.

Values without wording: pages and files say it in words of their own.
"""

from collections.abc import Iterator
from typing import Literal

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Reflection
from coach.core.moves import ASKS, Value
from coach.core.persona import Persona
from coach.core.recall import Recalled, Words, recall
from coach.core.replay import Step, replay
from coach.core.story import Layer
from coach.core.voice import Voice, voice


class Shift(Value):
    """What one organizer turn did to the member."""

    turn: int
    trust_before: int
    """0 to 10, as all trust here."""
    trust: int
    """After the member's answer."""
    guard_before: int
    """0 to 3, as all guard here."""
    guard: int
    why: tuple[str, ...] = ()
    """The reasons, each a sentence to the learner; empty where the turn neither opened nor closed anything."""
    read: bool = True
    """Whether a reader has read the turn; one that nobody read changed nothing."""
    opened: bool = False
    """A move that landed."""
    closed: bool = False
    """It cost trust, or put them on their guard."""
    asks: bool = False
    """It asks for a commitment."""
    told: tuple[str, ...] = ()
    """Ids of what the answer told for the first time: pieces of layers, and topics."""
    layers: tuple[str, ...] = ()
    """Layers of which the answer told the first piece."""


class Brush(Value):
    """A turn in which a layer that was never told came near."""

    turn: int
    how: Literal["hint", "too_soon", "unheard"]
    """Something of it slipped; it was reached for too soon; it was earned, and the talk went elsewhere."""


class LayerMap(Value):
    """One layer of the story as this talk has seen it."""

    id: str
    depth: int
    """1, 2 or 3."""
    state: Literal["found", "brushed", "never"]
    told: int
    """Pieces that were told, in this meeting or an earlier one."""
    pieces: int
    """Pieces that there are."""
    turns: tuple[int, ...] = ()
    """The member's turns of this meeting that they were told in."""
    brushes: tuple[Brush, ...] = ()
    would_open: str | None = None
    """A line that would have opened it; None where it was found."""
    title: str | None = None
    """None where it was not found, unless asked for."""
    truth: str | None = None
    """The whole of it; None where not all was told, unless asked for."""

    @property
    def whole(self) -> bool:
        """Whether all of it was told."""
        return self.told == self.pieces


class Answered(Value):
    """What the member said to one ask."""

    turn: int
    """The member's turn, by number."""
    kind: Literal["agree", "maybe", "no", "easy_yes"]
    """An easy yes is a quick one that holds nothing."""
    act: str
    """As a phrase after "agreed to"; empty where the file knows no such act."""


class Debrief(Value):
    """A talk, looked back on."""

    shifts: tuple[Shift, ...]
    layers: tuple[LayerMap, ...]
    answers: tuple[Answered, ...]
    voice: Voice | None
    """None where nothing was spoken aloud."""
    heard: tuple[Recalled, ...]
    """Empty where the learner has written nothing about the talk yet."""

    def shift(self, turn: int) -> Shift | None:
        """What the organizer turn of this number did, if it is one."""
        return next((shift for shift in self.shifts if shift.turn == turn), None)


def debrief(
    persona: Persona,
    conversation: Conversation,
    reflection: Reflection | None,
    words: Words,
    *,
    unfound: bool = False,
) -> Debrief:
    """Look back on a talk. `words` gives the telling words of a text; `unfound` also gives what was not reached."""
    steps = replay(persona, conversation)
    return Debrief(
        shifts=tuple(_shifts(persona, conversation, steps)),
        layers=tuple(_layer(persona, conversation, steps, layer, unfound) for layer in persona.story),
        answers=tuple(_answers(persona, conversation)),
        voice=voice(conversation),
        heard=recall(persona, conversation, reflection.heard, words) if reflection else (),
    )


def _shifts(persona: Persona, conversation: Conversation, steps: tuple[Step, ...]) -> Iterator[Shift]:
    for step in steps:
        turn = conversation.turns[step.turn - 1]
        read = turn.counted if isinstance(turn, OrganizerTurn) else None
        told = set(step.rapport.told) - set(step.before.told)
        yield Shift(
            turn=step.turn,
            trust_before=step.before.trust,
            trust=step.rapport.trust,
            guard_before=step.before.guard,
            guard=step.rapport.guard,
            why=tuple(_why(step)),
            read=read is not None,
            opened=any(reason.opens for reason in step.reasons),
            closed=any(reason.trust < 0 or reason.guard > 0 for reason in step.reasons),
            asks=read is not None and read.does(*ASKS),
            told=tuple(sorted(told)),
            layers=tuple(
                layer.id
                for layer in persona.story
                if not _pieces(layer).isdisjoint(told) and _pieces(layer).isdisjoint(step.before.told)
            ),
        )


def _why(step: Step) -> Iterator[str]:
    """The reasons, without those that say "nothing happened" where something did."""
    weighs = [reason.trust or reason.guard or reason.opens or reason.gives for reason in step.reasons]
    for reason, does in zip(step.reasons, weighs, strict=True):
        if does or not any(weighs):
            yield reason.why


def _layer(
    persona: Persona, conversation: Conversation, steps: tuple[Step, ...], layer: Layer, unfound: bool
) -> LayerMap:
    pieces = _pieces(layer)
    known = set(conversation.since.told) if conversation.since else set[str]()
    turns = tuple(n for n, turn in conversation.member_turns if not pieces.isdisjoint(turn.told))
    told = len({*known, *(id_ for _, turn in conversation.member_turns for id_ in turn.told)} & pieces)
    brushes = () if told else tuple(_brushes(persona, conversation, steps, layer))
    return LayerMap(
        id=layer.id,
        depth=persona.depth(layer.id),
        state="found" if told else "brushed" if brushes else "never",
        told=told,
        pieces=len(pieces),
        turns=turns,
        brushes=brushes,
        would_open=None if told else layer.would_open,
        title=layer.title if told or unfound else None,
        truth=layer.truth if told == len(pieces) or unfound else None,
    )


def _brushes(persona: Persona, conversation: Conversation, steps: tuple[Step, ...], layer: Layer) -> Iterator[Brush]:
    by_turn = {step.turn: step for step in steps}
    for number, turn in enumerate(conversation.turns, 1):
        if isinstance(turn, MemberTurn):
            if turn.hinted == layer.id:
                yield Brush(turn=number, how="hint")
            continue
        step = by_turn[number]
        covered = step.rapport.covered == layer.id != step.before.covered
        if turn.direction.cover == layer.id if turn.direction else covered:
            yield Brush(turn=number, how="too_soon")
        elif step.before.earned < persona.depth(layer.id) <= step.rapport.earned:
            yield Brush(turn=number, how="unheard")


def _answers(persona: Persona, conversation: Conversation) -> Iterator[Answered]:
    acts = persona.acts
    for number, turn in conversation.member_turns:
        if turn.answer:
            yield Answered(turn=number, kind=turn.answer.kind, act=acts.get(turn.answer.act, ""))


def _pieces(layer: Layer) -> frozenset[str]:
    return frozenset(telling.id for telling in layer.tells)
