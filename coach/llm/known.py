"""What has been found out about one model from what its server did with calls."""

from dataclasses import dataclass, field

from coach.errors import ModelOverflow
from coach.llm.abilities import Abilities, Call, Form
from coach.llm.exchange import Exchange
from coach.llm.faults import Fault, context_size
from coach.llm.tokens import estimate_tokens

REFUSED_SHARE = 0.8
"""Of a talk that was refused as too long, how much is tried next where the server gives no number."""

TOO_MANY_BYTES = 413
NEARLY_FULL = 0.75
"""Share of what a server says that it holds, from which on a wrong count of ours can be why it refused."""
SMALLEST_GUESS = 2048
"""Tokens. No model of today holds less, whatever its server refuses."""


@dataclass
class Known:
    """What has been found out about one model."""

    abilities: Abilities = field(default_factory=Abilities)
    forms: dict[str, Form] = field(default_factory=dict[str, Form])
    """By the name of a shape, the way that worked to get it."""
    begins_thinking: bool = False
    """Its replies begin among thoughts, without a tag that says so."""
    thinks: bool = False
    """It was seen to think before it speaks, in whatever way."""
    answered: bool = False
    window: int | None = None
    """How many tokens it holds, as the server says."""
    asked_window: bool | None = None
    """Whether it had answered when the server was asked for that: Ollama tells only of models that are loaded."""
    refused: int | None = None
    """The window that follows from a refusal of a talk that was too long."""

    def learn(self, exchange: Exchange, call: Call, abilities: Abilities) -> None:
        """Keep what an exchange taught that is over, and was asked for with these abilities."""
        self.thinks |= exchange.thought or exchange.spoken.thought
        if exchange.spoken.began_thinking is not None:
            self.begins_thinking = exchange.spoken.began_thinking
        if exchange.fault and isinstance(exchange.fault.error, ModelOverflow):
            self.refused = _window_after(exchange.fault, call, self.refused or self.window)
        if exchange.complete:
            self.answered = True
            self.abilities = self.abilities.less(abilities)


def _window_after(fault: Fault, call: Call, believed: int | None) -> int | None:
    """What a server can hold that refused a call: as it says, or less than was sent where that is nothing new.

    Where it names far more than was sent, the refusal was about something else, and teaches nothing beyond the name;
    nor does a 413 without a number, which is a proxy's limit in bytes.
    """
    named = context_size(fault.said)
    sent = sum(map(estimate_tokens, call.messages)) + call.max_tokens
    if named and (believed is None or named < believed or sent < named * NEARLY_FULL):
        return min(named, believed or named)
    if fault.status == TOO_MANY_BYTES and not named:
        return believed
    return min(max(round(sent * REFUSED_SHARE), SMALLEST_GUESS), believed or sent)
