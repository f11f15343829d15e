"""A practice hour as a trainer holds it: its parts and how many minutes each takes, by length and by how people sit."""

from typing import Literal

from coach.core.moves import Value

Way = Literal["alone", "pairs", "together"]
"""Everybody at a screen of their own; two at one; or one screen for all."""
WAYS: tuple[Way, ...] = ("alone", "pairs", "together")
LENGTHS = (45, 60, 90)
"""Minutes."""
PARTS = ("arrive", "warm_up", "aim", "talk", "look", "again", "debrief", "outside")
MINUTES: dict[int, tuple[int, ...]] = {
    45: (3, 6, 4, 13, 6, 5, 6, 2),
    60: (4, 8, 5, 17, 8, 7, 8, 3),
    90: (5, 12, 7, 22, 12, 12, 15, 5),
}
"""By length, in the order of the parts. Ours, to be changed in the room: about half is for the talk and going back."""


class Part(Value):
    """One part of the hour."""

    id: str
    begins: int
    """Minutes from the start."""
    minutes: int


def hour(length: int) -> tuple[Part, ...]:
    """The parts of an hour of this length in minutes, or of the next one that there is."""
    minutes = MINUTES[min((one for one in LENGTHS if one >= length), default=LENGTHS[-1])]
    return tuple(Part(id=part, begins=sum(minutes[:place]), minutes=minutes[place]) for place, part in enumerate(PARTS))
