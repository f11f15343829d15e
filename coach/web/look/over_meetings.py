"""A relationship as a picture: where each meeting, what is known of the story, and each word given stand."""

from itertools import pairwise
from typing import Literal

from coach.core.moves import Value
from coach.core.rapport import MOST_TRUST
from coach.core.relationship import Meeting
from coach.core.since import Outcome
from coach.web.look.picture import Line

TOP, TRUST_HEIGHT = 18, 90
"""Pixels: where the line of trust is highest, and how far it can fall."""
STORY_Y, STORY_HEIGHT = 136, 12
"""Pixels: where the bar of the story stands, and how high it is."""
THEIRS_Y, YOURS_Y, NUMBER_Y = 172, 198, 226
"""Pixels: the row of the member's word, that of one's own, and the number of the meeting."""
HEIGHT = 232
ROOM = 130
"""Pixels that a meeting has at least."""
APART = 20
"""Pixels between two marks in a row."""
MOST_MARKS = 4
"""Marks of one meeting in a row that there is room for."""
INSET = 0.16
"""Of a meeting's share of the width: what stays free on each side, where the time between two meetings runs."""

Kind = Literal["made"] | Outcome


class Mark(Value):
    """Something promised, or what came of it. `shift`: pixels from where its meeting begins."""

    kind: Kind
    shift: int


class Stretch(Value):
    """One meeting. What is named x is in percent of the width, the rest in pixels."""

    number: int
    talk: str
    x1: float
    x2: float
    y1: float
    y2: float
    known: float
    """Percent of the width that the known part of the story takes."""
    theirs: tuple[Mark, ...]
    yours: tuple[Mark, ...]


class Picture(Value):
    """All of it."""

    stretches: tuple[Stretch, ...]
    gaps: tuple[Line, ...]
    """From the end of each meeting to the beginning of the next."""
    grid: tuple[tuple[int, float], ...]
    """Levels of trust that have a line of their own, and where."""
    room: int
    """Pixels of width that it needs at least."""
    start: int
    end: int
    """Trust before the first word and after the last."""
    height: int = HEIGHT
    story_y: int = STORY_Y
    story_height: int = STORY_HEIGHT
    theirs_y: int = THEIRS_Y
    yours_y: int = YOURS_Y
    number_y: int = NUMBER_Y


def picture(meetings: tuple[Meeting, ...]) -> Picture:
    """Lay meetings out, from the first to the last."""
    slot = 100 / len(meetings)
    stretches = tuple(_stretch(one, place * slot, slot) for place, one in enumerate(meetings))
    return Picture(
        stretches=stretches,
        gaps=tuple(Line(x1=a.x2, y1=a.y2, x2=b.x1, y2=b.y1) for a, b in pairwise(stretches)),
        grid=tuple((level, _height_of(level)) for level in (MOST_TRUST, MOST_TRUST // 2, 0)),
        room=len(meetings) * ROOM,
        start=meetings[0].trust_before,
        end=meetings[-1].trust,
    )


def _stretch(one: Meeting, left: float, slot: float) -> Stretch:
    x1, x2 = left + slot * INSET, left + slot * (1 - INSET)
    came: list[Kind] = [undertaking.outcome for undertaking in one.undertakings]
    return Stretch(
        number=one.number,
        talk=one.talk,
        x1=round(x1, 3),
        x2=round(x2, 3),
        y1=_height_of(one.trust_before),
        y2=_height_of(one.trust),
        known=round((x2 - x1) * one.told / max(one.pieces, 1), 3),
        theirs=_marks([*came, *("made" for _ in one.agreed)]),
        yours=_marks([promise.outcome for promise in one.promises]),
    )


def _marks(kinds: list[Kind]) -> tuple[Mark, ...]:
    return tuple(Mark(kind=kind, shift=n * APART) for n, kind in enumerate(kinds[:MOST_MARKS]))


def _height_of(trust: int) -> float:
    return round(TOP + (1 - trust / MOST_TRUST) * TRUST_HEIGHT, 1)
