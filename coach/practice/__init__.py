"""What a learner does here. Pages call `Practice` and nothing below it: each part is what the learner does by it."""

from coach.practice.finishing import Finishing
from coach.practice.holding import LONGEST_TURN, Holding
from coach.practice.joining import LONGEST_CALLED, Joining
from coach.practice.judging import Judging
from coach.practice.keeping import LONGEST_NAME, Keeping
from coach.practice.replies import READINGS_AT_ONCE
from coach.practice.returning import Returning
from coach.practice.reunions import LONGEST_ACCOUNT, Reuniting
from coach.practice.room import Players

__all__ = [
    "LONGEST_ACCOUNT",
    "LONGEST_CALLED",
    "LONGEST_NAME",
    "LONGEST_TURN",
    "READINGS_AT_ONCE",
    "Judging",
    "Players",
    "Practice",
]


class Practice(Holding, Returning, Reuniting, Finishing, Keeping, Joining):
    """The use cases. All but the lists of members raise NotFound for what is not this learner's."""
