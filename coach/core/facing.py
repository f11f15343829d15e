"""What the member faces: the situation that a turn puts them in, which their reply answers first."""

from coach.core.conversation import Stance
from coach.core.moves import ASKS, QUESTIONS, Move, Reading
from coach.core.replay import Step
from coach.core.situation import Situation

CLOSING = {
    "insulted": Situation.INSULTED,
    "pressed": Situation.PRESSED,
    "asked_again": Situation.PRESSED,
    "pitched_again": Situation.PITCHED_AT,
    "pitched": Situation.PITCHED_AT,
    "argued": Situation.ARGUED_WITH,
    "handed_over": Situation.HANDED_OVER,
    "advised": Situation.ADVISED,
    "monologue": Situation.TALKED_AT,
    "interrogated": Situation.INTERROGATED,
    "closer": Situation.GUARDED,
    "led": Situation.LED,
    "irritated": Situation.GUARDED,
}
"""What a misstep makes of the reply, the gravest first."""

STANDS_ALONE = frozenset(
    {
        *CLOSING.values(), Situation.PUZZLED, Situation.ASKED_AGAIN, Situation.ASKED_TOO_SOON,
        Situation.ASKED_VAGUELY, Situation.ASKED_OTHER, Situation.GOODBYE, Situation.NEXT_STEP, Situation.CHECKED,
    }
)  # fmt: skip
"""Situations that are answered and no more: nothing is told, nothing slips."""

OPENING = {
    "repaired": Situation.REPAIRED,
    "gave": Situation.SHARED_WITH,
    "stretched": Situation.STRETCHED,
    "affirmed": Situation.AFFIRMED,
    "reflected": Situation.LISTENED,
    "joined": Situation.HOPED,
    "asked_leave": Situation.PERMISSION,
}
"""What a move that landed makes of the reply, the weightiest first."""

PLAIN = {
    Move.OWN_STORY: Situation.ANSWERED,
    Move.INFORMATION: Situation.ANSWERED,
    Move.REPAIR: Situation.REPAIRED,
    Move.HOPE: Situation.HOPED,
    Move.SHARED_POWER: Situation.HOPED,
    Move.PURPOSE: Situation.PURPOSE,
    Move.REFLECTION: Situation.EMPTY,
    Move.AFFIRMATION: Situation.FLATTERED,
    Move.THANKS: Situation.THANKED,
    Move.NEXT_STEP: Situation.ANSWERED,
    Move.SMALL_TALK: Situation.SMALL_TALK,
}
"""What a move that neither opened nor closed makes of the reply."""

FORM = frozenset({Situation.EMPTY, Situation.FLATTERED})
"""What is said of empty words, and not to a question that comes with them."""

SILENT = 3
"""Words; a turn no longer than this that does nothing is a silence."""
BRIEF = 12
"""Words; longer thanks that say nothing of leaving are thanks for something."""
FAREWELLS_FROM = 5
"""Exchanges; thanks before then are thanks, after then a goodbye."""


def faced(reading: Reading, step: Step, exchange: int, *, declined: bool = False) -> Situation:
    """The situation that a turn puts the member in, in this exchange, counted from 1. `step` is what it did to them.

    `declined`: they have said no to what was asked last, and confirm nothing that was put in their mouth since.
    """
    rules = {reason.rule for reason in step.reasons}
    if reading.instructs:
        return Situation.PUZZLED
    if ASKS.intersection(reading.moves) and "pressed" not in rules and "insulted" not in rules:
        return _asked(reading, rules)
    for rule, situation in CLOSING.items():
        if rule in rules:
            return Situation.GREETING if situation is Situation.LED and exchange == 1 else situation
    wants_answer = asks(reading) and bool(reading.topics or reading.touches or reading.follows)
    if reading.does(Move.NEXT_STEP) and not wants_answer:
        if declined and reading.assigns:
            return Situation.LED
        if _promised(step):
            return Situation.NEXT_STEP
    if _takes_leave(reading, step) and exchange > FAREWELLS_FROM:
        return Situation.GOODBYE
    if reading.checks and step.rapport.stance not in (Stance.SHUT, Stance.GUARDED):
        return Situation.CHECKED
    for rule, situation in OPENING.items():
        if rule in rules:
            return situation
    if step.rapport.stance in (Stance.SHUT, Stance.GUARDED):
        return Situation.GUARDED
    if reading.repeats:
        return Situation.ASKED_AGAIN
    for move, situation in PLAIN.items():
        if reading.does(move) and not (asks(reading) and situation in STANDS_ALONE | FORM):
            pleasantry = situation in (Situation.SMALL_TALK, Situation.THANKED)
            return Situation.GREETING if pleasantry and exchange == 1 else situation
    if asks(reading):
        return Situation.DOES_NOT_KNOW
    if reading.words <= SILENT:
        return Situation.SILENCE
    return Situation.GREETING if exchange == 1 else Situation.EMPTY


def _promised(step: Step) -> bool:
    """Whether there is a step of theirs that could be gone over: nobody confirms what they have not taken on."""
    answer = step.rapport.asked
    return bool(step.rapport.agreed) or (answer is not None and answer.kind == "easy_yes")


def _takes_leave(reading: Reading, step: Step) -> bool:
    """Whether thanks are thanks for the talk: not for what was just told, and with nothing else said beside them."""
    if reading.farewell:
        return True
    if not reading.does(Move.THANKS) or asks(reading) or reading.checks:
        return False
    for_words = reading.echoes or step.before.just_told or reading.does(Move.REFLECTION, Move.OWN_STORY, Move.REPAIR)
    return not for_words and reading.words <= BRIEF


def asks(reading: Reading) -> bool:
    """Whether the turn wants an answer."""
    return reading.asks or (reading.does(*QUESTIONS) and not reading.checks)


def _asked(reading: Reading, rules: set[str]) -> Situation:
    if "asked_too_soon" in rules:
        return Situation.ASKED_TOO_SOON
    if "asked_again" in rules:
        return Situation.PRESSED
    if Move.ASK_SPECIFIC in reading.moves:
        return Situation.ASKED_OTHER
    return Situation.ASKED_VAGUELY
