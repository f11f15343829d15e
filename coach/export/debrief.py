"""A talk looked back on, as Markdown: the map of the story, what was agreed, what was heard."""

from collections.abc import Iterator

from coach.core.debrief import Debrief, LayerMap
from coach.core.recall import Recalled, Told
from coach.export.plain import plain
from coach.talk import Talk

ANSWERED = {"agree": "yes", "maybe": "maybe", "no": "no", "easy_yes": "a quick yes that holds nothing"}
BRUSHED = {
    "hint": "something of it slipped",
    "too_soon": "you reached for it too soon",
    "unheard": "it was within reach, and the talk went elsewhere",
}
DEPTHS = {1: "On the surface", 2: "Further in", 3: "At the core"}
FIELDS = {
    "self_interest": "What matters to them",
    "story": "Their story",
    "resources": "Whom they know, what they can do",
    "fears": "What they are afraid of",
    "next_step": "What you agreed on",
}


def debrief_lines(talk: Talk, found: Debrief) -> Iterator[str]:
    """The lines of it."""
    name = plain(talk.persona.name)
    yield f"\n## The map of {name}’s story\n"
    for layer in found.layers:
        yield from _layer(layer)
    yield "\n## What was agreed\n"
    for one in found.answers:
        act = plain(one.act) or "something that was not spelled out"
        yield f"- Turn {one.turn}: **{ANSWERED[one.kind]}**: {act}"
    if not found.answers:
        yield "As far as is known, nothing was."
    if talk.reflection and not talk.reflection.empty:
        yield "\n## What you heard, beside what was told\n"
        yield "Compared by shared words alone: what you put in words of your own may be missed here.\n"
        for one in found.heard:
            yield from _recalled(one, name)


def _layer(layer: LayerMap) -> Iterator[str]:
    if layer.state == "found":
        where = f"in turn {', '.join(map(str, layer.turns))}" if layer.turns else "in an earlier meeting"
        told = f"{layer.told} of {layer.pieces} pieces, {where}"
        yield f"{layer.depth}. {plain(layer.title or '')}: **found**. {told}."
        return
    brushes = "; ".join(f"{BRUSHED[brush.how]} (turn {brush.turn})" for brush in layer.brushes)
    state = f"**brushed past**: {brushes}" if brushes else "**not reached**"
    yield f"{layer.depth}. {DEPTHS[layer.depth]}: {state}."
    yield f"   A line that could open it, once the trust is there: “{plain(layer.would_open or '')}”"


def _recalled(one: Recalled, name: str) -> Iterator[str]:
    yield f"- {FIELDS[one.field]}"
    if one.wrote:
        yield f"  - You wrote: {plain(one.wrote)}"
    if one.elsewhere:
        yield f"  - It has words of {name}’s, from turn {one.elsewhere}."
    for piece in one.caught:
        yield f"  - You caught: {_piece(piece, one)}"
    for piece in one.also:
        yield f"  - {_told_you(one, name)}: {_piece(piece, one)}"
    if not (one.wrote or one.also):
        yield "  - As far as is known, there was nothing to write."


def _told_you(one: Recalled, name: str) -> str:
    if one.field == "next_step":
        return "There was also" if one.caught else "There was"
    return f"{name} also told you" if one.caught else f"{name} told you"


def _piece(piece: Told, one: Recalled) -> str:
    words = plain(piece.words) if one.field == "next_step" else f"“{plain(piece.words)}”"
    return f"{words} (turn {piece.turn}{'' if piece.sure else ', a maybe so far'})"
