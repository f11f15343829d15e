"""When the member ends the talk, by rules alone: wished goodbye, the time long over, shut out of it, or insulted.

The numbers are ours. Silences are fine: no length of one, by itself, drives anybody away.
"""

from collections.abc import Sequence

from coach.core.conversation import Conversation, Leaving, OrganizerTurn, Stance
from coach.core.moves import ASKS
from coach.core.persona import Persona
from coach.core.replay import Step
from coach.core.situation import Situation

FAIR = 8
"""Exchanges; before these nobody gets up and goes, whatever is said to them."""
WELL_OVER, LONG = 1.5, 12
"""Of the minutes that the meeting was meant to take, and exchanges: beyond both of them they have to go."""
MOST_SILENCE = 180
"""Seconds; a longer pause before a turn counts for no more."""
SHUT_FOR = 3
"""Turns in a row that find a member shut, or leave them so, the last of them pushing yet again."""
INSULTS = 2


def leaving(
    persona: Persona, conversation: Conversation, steps: Sequence[Step], situation: Situation
) -> Leaving | None:
    """Why the member ends the talk with their reply to the last turn; None where they stay.

    `situation` is what that reply would answer.
    """
    said = [turn for _, turn in conversation.organizer_turns]
    if situation is Situation.GOODBYE and (_bids_farewell(said[-1]) or _took_leave(said[:-1])):
        return "goodbye"
    if len(steps) < FAIR:
        return None
    if _insults(said[-1]) and sum(map(_insults, said)) >= INSULTS:
        return "insulted"
    shut = all(step.rapport.stance is Stance.SHUT for step in steps[-SHUT_FOR:])
    if shut and any(reason.trust < 0 or reason.guard > 0 for reason in steps[-1].reasons):
        return "shut"
    if said[-1].counted and said[-1].counted.does(*ASKS):
        return None  # whoever is asked for something answers first
    limit = persona.scenario(conversation.scenario).minutes * 60 * WELL_OVER
    return "time" if len(steps) >= LONG and elapsed(said) >= limit else None


def elapsed(said: Sequence[OrganizerTurn]) -> float:
    """Seconds that the talk has taken by the page's clock, long silences counted short."""
    total = before = 0.0
    for turn in said:
        if turn.clock is not None:
            total += min(max(0.0, turn.clock - before), MOST_SILENCE)
            before = turn.clock
    return total


def runs_over(persona: Persona, conversation: Conversation) -> bool:
    """Whether the minutes that the meeting was meant to take ran out with the last turn."""
    said = [turn for _, turn in conversation.organizer_turns]
    limit = persona.scenario(conversation.scenario).minutes * 60
    return elapsed(said[:-1]) < limit <= elapsed(said)


def _bids_farewell(turn: OrganizerTurn) -> bool:
    return turn.counted is not None and turn.counted.farewell


def _took_leave(before: Sequence[OrganizerTurn]) -> bool:
    """Whether they were taking leave of each other a turn ago already."""
    return bool(before) and before[-1].direction is not None and before[-1].direction.situation is Situation.GOODBYE


def _insults(turn: OrganizerTurn) -> bool:
    return turn.counted is not None and turn.counted.insults
