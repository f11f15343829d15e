"""The talk as a picture: where each bar, line and mark stands. The template only draws it."""

from itertools import pairwise
from typing import Literal

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.debrief import Debrief, Shift
from coach.core.moves import Value
from coach.core.rapport import MOST_TRUST
from coach.core.said import word_count

TOP, TRUST_HEIGHT = 20, 76
"""Pixels: where the line of trust is highest, and how far it can fall."""
MIDDLE, BAR_HEIGHT = 184, 58
"""Pixels: between your bars and theirs, and the tallest of either."""
LEAST_BAR = 3
HEIGHT = 280
FULL_NUMBERS, ROOM, TIGHT_ROOM = 40, 20, 13
"""Talks of up to so many turns number each of them; pixels that a turn has at least there, and in longer talks."""
EVERY = 5


class Bar(Value):
    """One turn. `x` and `width` in percent of the width, the rest in pixels."""

    turn: int
    yours: bool
    words: int
    x: float
    width: float
    middle: float
    y: float
    height: float
    numbered: bool
    shift: Shift | None = None
    """What it did, where it is yours."""
    mark: Literal["opened", "closed", ""] = ""
    trust_y: float | None = None
    depths: tuple[int, ...] = ()
    """The layers of which it told the first piece, where it is theirs."""


class Line(Value):
    """A straight one. `x` in percent of the width, `y` in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


class Picture(Value):
    """All of it."""

    bars: tuple[Bar, ...]
    trust: tuple[Line, ...]
    """From turn to turn."""
    room: int
    """Pixels of width that it needs at least."""
    height: int = HEIGHT
    middle: int = MIDDLE
    grid: tuple[tuple[int, float], ...]
    """Levels of trust that have a line of their own, and where."""
    your_words: int
    their_words: int
    started_at: int
    """Trust before the first word."""


def picture(conversation: Conversation, found: Debrief) -> Picture | None:
    """Lay a talk out; None where you said nothing."""
    turns = conversation.turns
    if not found.shifts:
        return None
    words = [word_count(turn.text) for turn in turns]
    slot, most = 100 / len(turns), max(*words, 1)
    depths = {layer.id: layer.depth for layer in found.layers}
    bars: list[Bar] = []
    points: list[tuple[float, float]] = [(0, _height_of(found.shifts[0].trust_before))]
    before: Shift | None = None
    for number, (turn, count) in enumerate(zip(turns, words, strict=True), 1):
        yours = isinstance(turn, OrganizerTurn)
        shift = found.shift(number)
        height = max(round(count / most * BAR_HEIGHT, 1), LEAST_BAR) if count else 0
        middle = (number - 0.5) * slot
        trust_y = _height_of(shift.trust) if shift else None
        if trust_y is not None:
            points.append((middle, trust_y))
        bars.append(
            Bar(
                turn=number,
                yours=yours,
                words=count,
                x=round((number - 1) * slot, 3),
                width=round(slot, 3),
                middle=round(middle, 3),
                y=MIDDLE - height if yours else MIDDLE,
                height=height,
                numbered=len(turns) <= FULL_NUMBERS or number % EVERY == 0,
                shift=shift,
                mark=_mark(shift) if shift else "",
                trust_y=trust_y,
                depths=() if yours or before is None else tuple(depths[layer] for layer in before.layers),
            )
        )
        before = shift
    points.append((100, points[-1][1]))
    return Picture(
        bars=tuple(bars),
        trust=tuple(Line(x1=round(a, 3), y1=b, x2=round(c, 3), y2=d) for (a, b), (c, d) in pairwise(points)),
        room=len(turns) * (ROOM if len(turns) <= FULL_NUMBERS else TIGHT_ROOM),
        grid=tuple((level, _height_of(level)) for level in (MOST_TRUST, MOST_TRUST // 2, 0)),
        your_words=sum(bar.words for bar in bars if bar.yours),
        their_words=sum(bar.words for bar in bars if not bar.yours),
        started_at=found.shifts[0].trust_before,
    )


def _mark(shift: Shift) -> Literal["opened", "closed", ""]:
    if shift.closed:
        return "closed"
    return "opened" if shift.opened or shift.trust > shift.trust_before else ""


def _height_of(trust: int) -> float:
    return round(TOP + (1 - trust / MOST_TRUST) * TRUST_HEIGHT, 1)
