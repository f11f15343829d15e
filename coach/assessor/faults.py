"""The turns that cost something: by the fold where the member is known, by moves and what followed otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.assessor.criteria.practising import repairs
from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk
from coach.assessor.wording import CHECKS, FEELING, NAMES_MISSTEP, STOCK, holds_back, says
from coach.core.better_lines import FaultKind
from coach.core.feedback import CriterionResult, MarkerResult
from coach.core.moves import ASKS, Move
from coach.core.reasons import Reason
from coach.core.replay import Step
from coach.core.said import word_count

UNASKED_PRESSURE = 1.6
"""What praise or urgency costs before anything was asked for, or hesitated over."""

_FAULT_OF: tuple[tuple[Move, FaultKind, float], ...] = (
    (Move.PRESSURE, "pressure", 3.0),
    (Move.ARGUE, "argue", 3.0),
    (Move.ADVICE, "advice", 2.6),
    (Move.PITCH, "pitch", 2.6),
    (Move.THIRD_PARTY, "third_party", 2.2),
    (Move.LEADING_QUESTION, "leading", 1.8),
)
"""What each mobilizing move costs, the gravest first."""
_PRACTISED: dict[str, FaultKind] = {"PRY": "pry", "INTERROGATE": "interview", "EARLY_ASK": "early_ask"}

FAULT_BY_RULE: Mapping[str, FaultKind] = {
    "pressed": "pressure",
    "pitched": "pitch",
    "pitched_again": "pitch",
    "argued": "argue",
    "advised": "advice",
    "handed_over": "third_party",
    "led": "leading",
    "third_question": "interview",
    "interrogated": "interview",
    "monologue": "long",
    "asked_too_soon": "early_ask",
    "asked_again": "ill_fitting_ask",
    "pried": "pry",
    "pressed_the_door": "pry",
    "insulted": "insult",
}
"""What kind of fault a rule of the fold speaks of."""

PRAISED_BY: Mapping[FaultKind, frozenset[str]] = {
    "missed": frozenset({"2a", "2b"}),
    "further": frozenset({"2a"}),
    "closed_question": frozenset({"2a"}),
    "leading": frozenset({"2a"}),
    "pry": frozenset({"2a"}),
    "stock": frozenset({"2b", "2d"}),
    "interview": frozenset({"2b"}),
    "pressure": frozenset({"1d", "4b"}),
    "argue": frozenset({"4b"}),
    "third_party": frozenset({"1b"}),
    "pitch": frozenset({"1a"}),
    "early_ask": frozenset({"3b", "3d"}),
    "vague_ask": frozenset({"3d", "3e"}),
    "ill_fitting_ask": frozenset({"1d", "3d"}),
    "long": frozenset({"4a"}),
}
"""Criteria that speak of the same thing: what shows one of them met is no such fault."""
PRAISE = 2
"""The level from which a criterion's evidence is praise."""


@dataclass(frozen=True)
class Fault:
    """A turn that cost something."""

    kind: FaultKind
    exchange: Exchange
    weight: float
    reason: Reason | None = None
    """Why trust fell there, where the fold says that it did."""

    def praised(self, results: Mapping[str, CriterionResult]) -> bool:
        """Whether the same turn shows a criterion met that speaks of the same thing."""
        return any(
            shown.turn == self.exchange.turn
            for one in PRAISED_BY.get(self.kind, frozenset())
            if one in results and (results[one].level or 0) >= PRAISE
            for shown in results[one].evidence
        )


def trust_fell(steps: tuple[Step, ...]) -> dict[int, Reason]:
    """The turns after which trust fell, each with the reason that weighed most."""
    fell = [step for step in steps if step.rapport.trust < step.before.trust]
    return {
        step.turn: min(step.reasons, key=lambda reason: (reason.trust, -reason.guard)) for step in fell if step.reasons
    }


def faults_of(talk: Talk, found: tuple[MarkerResult, ...], fell: Mapping[int, Reason]) -> list[Fault]:
    """All turns that cost something, in order: by what the fold says of them, or else by moves and what followed.

    `fell` says after which turns trust fell, and the weightiest reason of each.
    """
    marked: dict[int, FaultKind] = {
        turn: kind for marker in found if (kind := _PRACTISED.get(marker.id)) for turn in marker.turns
    }
    faults: list[Fault] = []
    asked = False
    for one in talk.exchanges:
        asked = asked or one.does(*ASKS)
        if one.last and (not one.after or one.does(Move.THANKS)):
            continue
        cost = 1.5 * one.closed + 1.5 * had_offered(one) + 0.5 * one.met_hesitation
        pushed: list[tuple[FaultKind, float]] = [
            (kind, weight if kind != "pressure" or asked or one.met_hesitation else UNASKED_PRESSURE)
            for move, kind, weight in _FAULT_OF
            if one.does(move)
        ]
        if one.turn not in fell and repairs(one) and says(NAMES_MISSTEP, one.text):
            continue
        if pushed:
            faults.append(Fault(pushed[0][0], one, pushed[0][1] + 0.4 * (len(pushed) - 1) + cost))
        elif one.leads:
            faults.append(Fault("leading", one, 1.6 + cost))
        elif (kind := marked.get(one.turn)) and not one.opened:
            faults.append(Fault(kind, one, 2.0 + cost))
        elif one.does(*ASKS) and holds_back(one.after):
            vague = one.does(Move.ASK_VAGUE) and not one.does(Move.ASK_SPECIFIC)
            faults.append(Fault("vague_ask" if vague else "ill_fitting_ask", one, 1.6 + 0.6 * one.closed))
        elif one.does(Move.REFLECTION) and says(STOCK, one.text) and not one.carried:
            faults.append(Fault("stock", one, 1.2 + cost))
        elif (
            one.does(Move.CLOSED_QUESTION)
            and not one.does(Move.OPEN_QUESTION)
            and not one.opened
            and one.before
            and not (one.does(Move.REFLECTION) and says(CHECKS, one.text))
        ):
            faults.append(Fault("closed_question", one, 0.8 + cost))
        elif (
            had_offered(one)
            and not one.carried
            and not one.does(Move.FOLLOW_UP, Move.REFLECTION, Move.OWN_STORY, Move.REPAIR, Move.TENSION)
        ):
            faults.append(Fault("missed", one, 0.4 + cost))
        if reason := fell.get(one.turn):
            heard = next((fault for fault in faults if fault.exchange is one), None)
            kind = FAULT_BY_RULE.get(reason.rule) or (heard.kind if heard else "put_off")
            faults = [fault for fault in faults if fault is not heard]
            faults.append(Fault(kind, one, heard.weight if heard else cost, reason))
    return faults


def had_offered(one: Exchange) -> bool:
    """The member had just told something of themselves."""
    words = word_count(one.before)
    return words >= one.deep_words or (words >= one.opened_words and says(FEELING, one.before))
