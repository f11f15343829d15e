"""Transcripts: read from outside, and told with what each turn did."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import ConfigDict, ValidationError

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.rapport import Rapport, within_reach
from coach.core.replay import Step, replay
from coach.errors import TranscriptError
from coach.reader import Reader
from coach.reader.builtin import read_member
from coach.reader.concern import concern
from coach.reader.echoes import told_in

LARGEST = 5_000_000
"""Bytes."""
FORM = '{"turns": [{"speaker": "organizer", "text": "…"}, {"speaker": "member", "text": "…"}]}'


class _Turn(Value):
    model_config = ConfigDict(frozen=True, extra="ignore")
    speaker: Literal["organizer", "member"]
    text: str


class _Transcript(Value):
    model_config = ConfigDict(frozen=True, extra="ignore")
    persona: str | None = None
    scenario: str | None = None
    turns: tuple[_Turn, ...]


def parse(text: str, name: str) -> Conversation:
    """A talk from the text of a transcript; `name` is what the person called it.

    Raises TranscriptError for what is no JSON or no transcript. A talk without turns is read: what can be said of
    it is for the assessor to say.
    """
    if len(text) > LARGEST:
        raise TranscriptError(f"{name} is larger than {LARGEST // 1_000_000} MB.", "Give one talk at a time.")
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as wrong:
        where = f", line {wrong.lineno}: {wrong.msg}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise TranscriptError(f"{name} is no JSON{where}.", f"A transcript looks like {FORM}") from wrong
    try:
        read = _Transcript.model_validate(found)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise TranscriptError(
            f"{name} is no transcript: {where}: {first['msg']}.", f"A transcript looks like {FORM}"
        ) from wrong
    turns = tuple(
        OrganizerTurn(text=turn.text, concern=concern(turn.text))
        if turn.speaker == "organizer"
        else MemberTurn(text=turn.text, spoken_by="transcript")
        for turn in read.turns
    )
    return Conversation(persona=read.persona, scenario=read.scenario, turns=turns)


async def read_all(reader: Reader, persona: Persona | None, conversation: Conversation) -> Conversation:
    """The same talk with every turn read. Raises ModelError where the reader is a model that fails."""
    turns: list[OrganizerTurn | MemberTurn] = []
    for turn in conversation.turns:
        so_far = conversation.model_copy(update={"turns": (*turns, turn)})
        if isinstance(turn, OrganizerTurn):
            turns.append(turn.model_copy(update={"reading": await reader.read(persona, so_far)}))
        else:
            told = told_in(persona, turn.text) if persona and not turn.told else turn.told
            read = read_member(turn.text, so_far.lines[:-1])
            turns.append(turn.model_copy(update={"told": told, "reading": read}))
    return conversation.model_copy(update={"turns": tuple(turns)})


def told(persona: Persona, conversation: Conversation) -> dict[str, Any]:
    """The talk as JSON tells it: moves on the organizer's turns, rapport on the member's, commitments at the end."""
    steps = {step.turn: step for step in replay(persona, conversation)}
    return {
        "persona": persona.id,
        "scenario": conversation.scenario,
        "turns": [_told(persona, n, turn, steps) for n, turn in enumerate(conversation.turns, 1)],
        "commitments": _answered(conversation.turns, "agree"),
        "easy_yes": _answered(conversation.turns, "easy_yes"),
    }


def rapport(persona: Persona, state: Rapport, step: Step | None = None) -> dict[str, Any]:
    """The member's state as JSON tells it, with the reasons of the exchange that led there."""
    return {
        "trust": state.trust,
        "guard": state.guard,
        "depth": state.earned,
        "open_layers": [layer.id for layer in persona.story[: state.earned]],
        "told": list(state.told),
        "within_reach": list(within_reach(persona, state)),
        "why": [
            {"rule": r.rule, "why": r.why, "trust": r.trust, "guard": r.guard} for r in (step.reasons if step else ())
        ],
    }


def _told(persona: Persona, number: int, turn: OrganizerTurn | MemberTurn, steps: dict[int, Step]) -> dict[str, Any]:
    said: dict[str, Any] = {"speaker": turn.speaker, "text": turn.text}
    if isinstance(turn, OrganizerTurn):
        spoken = {"spoken": turn.spoken.model_dump()} if turn.spoken else {}
        concern = {"concern": turn.concern} if turn.concern else {}
        return {**said, "reading": reading(turn), **spoken, **concern}
    step = steps.get(number - 1)
    state = step.rapport if step else None
    answer = turn.answer.model_dump() if turn.answer else None
    more = {
        "told": list(turn.told),
        "answer": answer,
        "spoken_by": turn.spoken_by,
        "note": turn.note,
        "cut": turn.cut,
    }
    return {**said, **more, **({"rapport": rapport(persona, state, step)} if state else {})}


def reading(turn: OrganizerTurn) -> dict[str, Any] | None:
    """How a turn was read, as JSON tells it."""
    return turn.counted.model_dump(mode="json") if turn.counted else None


def _answered(turns: Sequence[OrganizerTurn | MemberTurn], kind: str) -> list[str]:
    acts = [t.answer.act for t in turns if isinstance(t, MemberTurn) and t.answer and t.answer.kind == kind]
    return list(dict.fromkeys(acts))
