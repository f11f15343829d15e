"""The built-in reader: which moves a turn makes. Deterministic, English only, no network."""

from collections.abc import Sequence
from typing import Literal

from coach.core.conversation import Conversation
from coach.core.moves import MemberReading, Move, Reading
from coach.core.persona import Persona
from coach.core.said import said_to_them
from coach.reader import member
from coach.reader.classifier import chosen, likelihoods, shipped
from coach.reader.conduct import instructs, insults
from coach.reader.features import Line, features
from coach.reader.matching import about
from coach.reader.rulings import ruled

__all__ = ["BuiltinReader", "Line", "instructs", "insults", "read_member", "read_moves"]


def read_moves(text: str, before: Sequence[Line] = ()) -> tuple[Move, ...]:
    """The moves of one organizer turn, in the codebook's order; none for a turn without words.

    `before` is everything said before this turn, oldest first: some moves (follow-up, reflection, pressure)
    can only be told by what they answer. How well this reads is measured by `python -m tests.quality`.
    """
    weights = shipped()
    heard = [(who, said_to_them(line)) for who, line in before]  # words to an assessor are no move in a talk
    found = chosen(likelihoods(features(said_to_them(text), heard), weights), weights)
    moves = ruled(frozenset(found), said_to_them(text))
    return tuple(move for move in Move if move in moves)


def read_member(text: str, before: Sequence[Line] = ()) -> MemberReading:
    """What one member turn does: telling, deflecting, hesitating, agreeing to an ask or refusing it."""
    return member.read(text, [(who, said_to_them(line)) for who, line in before[-3:]])


class BuiltinReader:
    """Plays the reader without a network."""

    name: Literal["builtin"] = "builtin"

    async def read(self, persona: Persona | None, conversation: Conversation) -> Reading:
        """Read the last turn, an organizer's."""
        *before, (_, text) = conversation.lines
        return about(persona, text, read_moves(text, before), before, conversation.earlier)
