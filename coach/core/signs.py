"""What can be seen of a member, sparingly: where they draw back, shut, come out again, or tell what lies deeper."""

from collections.abc import Mapping
from typing import Literal

from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.persona import Persona
from coach.core.rapport import beginning
from coach.core.story import Layer

Sign = Literal["drew_back", "shut", "eased", "deeper", "core"]

_CLOSED = {Stance.OPEN: 0, Stance.ORDINARY: 0, Stance.GUARDED: 1, Stance.SHUT: 2}


def signs(persona: Persona, conversation: Conversation) -> Mapping[int, Sign]:
    """A sign by the number of the member's turn that it goes with; most turns have none.

    It goes by what was recorded before and with the reply, never by a later reading: none is taken back.
    """
    found: dict[int, Sign] = {}
    closed = _CLOSED[beginning(persona, conversation.since).stance]
    direction: Direction | None = None
    told = set[str](conversation.since.told) if conversation.since else set[str]()
    for number, turn in enumerate(conversation.turns, 1):
        if isinstance(turn, OrganizerTurn):
            direction = turn.direction
            continue
        if direction:
            was, closed = closed, _CLOSED[direction.stance]
            if sign := _moved(was, closed) or _told(persona, turn, told):
                found[number] = sign
        told.update(turn.told)
        direction = None
    return found


def _moved(was: int, now: int) -> Sign | None:
    if now > was:
        return "shut" if now == _CLOSED[Stance.SHUT] else "drew_back"
    return "eased" if was and not now else None


def _told(persona: Persona, turn: MemberTurn, told: set[str]) -> Sign | None:
    """Whether something of a deeper layer is told here for the first time."""

    def anew(layer: Layer) -> bool:
        pieces = {piece.id for piece in layer.tells}
        return bool(pieces.intersection(turn.told)) and not pieces & told

    _, further, core = persona.story
    return "core" if anew(core) else "deeper" if anew(further) else None
