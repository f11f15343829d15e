"""What voice shows of a talk held aloud: talking time, pauses, talking over. Counted by code from what was measured."""

from statistics import median

from coach.core.conversation import Conversation
from coach.core.moves import Value

LEAST_PAUSES = 3
"""With fewer pauses than that there is no "as a rule"."""


class Voice(Value):
    """What was measured. All times in seconds."""

    turns: tuple[int, ...]
    """The organizer turns that were spoken, by number."""
    ours: float
    """How long the organizer spoke."""
    theirs: float
    """How long the member was heard."""
    pause: float | None
    """Between the member's last word and the organizer's first, as a rule; None where too few were measured."""
    over: tuple[int, ...]
    """Turns that were begun while the member was still speaking."""

    @property
    def share(self) -> float | None:
        """The organizer's part of the time that somebody spoke, 0 to 1; None where the member was not heard."""
        return round(self.ours / (self.ours + self.theirs), 2) if self.theirs and self.ours else None


def voice(conversation: Conversation) -> Voice | None:
    """What voice shows; None where nothing was spoken."""
    spoken = [(number, turn.spoken) for number, turn in conversation.organizer_turns if turn.spoken]
    if not spoken:
        return None
    pauses = [one.pause for _, one in spoken if one.pause is not None and not one.over]
    return Voice(
        turns=tuple(number for number, _ in spoken),
        ours=round(sum(one.seconds for _, one in spoken), 1),
        theirs=round(sum(one.heard for _, one in spoken), 1),
        pause=round(median(pauses), 1) if len(pauses) >= LEAST_PAUSES else None,
        over=tuple(number for number, one in spoken if one.over),
    )
