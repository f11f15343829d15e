"""The one strength and the one turn to go back to: chosen by what followed, worded by trainers."""

from dataclasses import dataclass

from coach.assessor.criteria.commitment import holds_against
from coach.assessor.criteria.knowing import accurate, follows, is_story
from coach.assessor.criteria.practising import repairs
from coach.assessor.giving_back import in_their_words, quoted
from coach.assessor.talk import Exchange, Talk
from coach.assessor.wording import (
    ASKS_OPENLY,
    FEELING,
    FLATTERY,
    GIVES_IN,
    NAMES_MISSTEP,
    STOCK,
    confirms,
    content,
    holds_back,
    says,
)
from coach.core.better_lines import BetterLines, Effect, FaultKind, StrengthKind
from coach.core.conversation import Conversation
from coach.core.feedback import MarkerResult, Moment, Priority
from coach.core.measures import word_count
from coach.core.moves import ASKS, Move
from coach.core.persona import Persona
from coach.core.replay import replay

LEAST_STRENGTH = 2.0
"""What a turn must weigh to be called a strength."""
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


@dataclass(frozen=True)
class Fault:
    """A turn that cost something."""

    kind: FaultKind
    exchange: Exchange
    weight: float


def strength(talk: Talk, lines: BetterLines) -> Moment | None:
    """The turn that most opened the talk; None where no turn has earned praise."""
    earned: list[tuple[float, StrengthKind, Exchange]] = [
        (weight, kind, one) for one in talk.exchanges for kind, weight in _strengths(one)
    ]
    best = max(earned, key=lambda found: (found[0], -found[2].turn), default=None)
    if best is None or best[0] < LEAST_STRENGTH:
        return None
    _, kind, one = best
    why = lines.strength(kind).why.format(theirs=in_their_words(one.before), reply=quoted(one.after))
    return Moment(turn=one.turn, quote=one.quote(lambda part: _shows(kind, part, one)), why=why)


def _strengths(one: Exchange) -> list[tuple[StrengthKind, float]]:
    if one.pushes or one.does(*ASKS, Move.PURPOSE) or not one.taken_up:
        return []
    further = 0.8 * one.went_deep + 0.1 * min(len(one.carried), 4)
    flatters = says(FLATTERY, one.text)
    empty = flatters or (says(STOCK, one.text) and len(one.carried) < 2)
    found: list[tuple[StrengthKind, float]] = []
    if accurate(one) and not empty:
        found.append(("reflection", 2.2 + further + 0.6 * confirms(one.after)))
    if is_story(one) and not flatters and word_count(one.before) >= 6:
        found.append(("own_story", 2.2 + further))
    if holds_against(one):
        found.append(("tension", 2.4 + further))
    if one.does(Move.REPAIR) and says(NAMES_MISSTEP, one.text) and one.opened:
        found.append(("repair", 2.0 + further))
    if one.does(Move.PERMISSION) and one.opened and one.before:
        found.append(("permission", 2.0 + further))
    openly = says(ASKS_OPENLY, one.text) and one.does(Move.OPEN_QUESTION, Move.WHY_PROBE)
    if openly and not empty and follows(one):
        found.append(("why" if one.does(Move.WHY_PROBE) else "follow_up", 1.8 + further))
    if openly and one.went_deep:
        found.append(("question", 1.3 + further))
    if one.does(Move.AFFIRMATION) and one.carried and one.opened and not flatters:
        found.append(("affirmation", 1.4 + further))
    return found


def _shows(kind: StrengthKind, part: str, one: Exchange) -> bool:
    """Whether this sentence is the one that the strength lies in."""
    asks = part.endswith("?")
    if kind in ("follow_up", "why", "question", "permission"):
        return asks
    if kind == "repair":
        return says(NAMES_MISSTEP, part)
    return not asks and bool(content(part) & (one.carried | one.recalled))


def priority(
    talk: Talk,
    found: tuple[MarkerResult, ...],
    lines: BetterLines,
    conversation: Conversation,
    persona: Persona | None,
) -> tuple[Priority, str] | None:
    """The turn to go back to, and what to practise; None for a talk without turns."""
    faults = _faults(talk, found)
    if not faults:
        return None
    worst = max(faults, key=lambda fault: (round(fault.weight, 3), -fault.exchange.turn))
    one, words = worst.exchange, lines.fault(worst.kind)
    theirs = in_their_words(one.before)
    better = words.try_instead[one.turn % len(words.try_instead)] if theirs else words.without_words
    effect = lines.effect(_effect(one)).format(theirs=theirs, reply=quoted(one.after))
    return (
        Priority(
            turn=one.turn,
            quote=one.quote(lambda part: worst.kind in ("leading", "pry", "interview") and part.endswith("?")),
            why=words.why.format(theirs=theirs, reply=quoted(one.after)),
            effect=f"{effect} {in_trust(one.turn, conversation, persona)}".strip(),
            try_instead=better.format(theirs=theirs, reply=quoted(one.after)),
        ),
        words.practise,
    )


def _faults(talk: Talk, found: tuple[MarkerResult, ...]) -> list[Fault]:
    marked: dict[int, FaultKind] = {
        turn: kind for marker in found if (kind := _PRACTISED.get(marker.id)) for turn in marker.turns
    }
    faults: list[Fault] = []
    asked = False
    for one in talk.exchanges:
        asked = asked or one.does(*ASKS)
        if one.last and (not one.after or one.does(Move.THANKS)):
            continue
        cost = 1.5 * one.closed + 1.5 * _had_offered(one) + 0.5 * one.met_hesitation
        pushed: list[tuple[FaultKind, float]] = [
            (kind, weight if kind != "pressure" or asked or one.met_hesitation else UNASKED_PRESSURE)
            for move, kind, weight in _FAULT_OF
            if one.does(move)
        ]
        if repairs(one) and says(NAMES_MISSTEP, one.text):
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
        elif one.does(Move.CLOSED_QUESTION) and not one.does(Move.OPEN_QUESTION) and not one.opened and one.before:
            faults.append(Fault("closed_question", one, 0.8 + cost))
        elif (
            _had_offered(one)
            and not one.carried
            and not one.does(Move.FOLLOW_UP, Move.REFLECTION, Move.OWN_STORY, Move.REPAIR, Move.TENSION)
        ):
            faults.append(Fault("missed", one, 0.4 + cost))
    if not faults and talk.exchanges:
        longest = max(talk.exchanges, key=lambda one: (bool(one.before), one.words))
        faults.append(Fault("long", longest, 0.0))
    return faults


def _had_offered(one: Exchange) -> bool:
    """The member had just told something of themselves."""
    words = word_count(one.before)
    return words >= one.deep_words or (words >= one.opened_words and says(FEELING, one.before))


def _effect(one: Exchange) -> Effect:
    if not one.after:
        return "no_answer"
    if one.does(*ASKS, Move.PRESSURE) and says(GIVES_IN, one.after):
        return "gave_in"
    if one.closed or word_count(one.after) <= 6:
        return "closed"
    if holds_back(one.after):
        return "hedged"
    return "shrank" if word_count(one.after) * 2 <= word_count(one.before) else "went_on"


def in_trust(turn: int, conversation: Conversation, persona: Persona | None) -> str:
    """What the fold says it did, where it is known who the member is."""
    if persona is None:
        return ""
    step = next((step for step in replay(persona, conversation) if step.turn == turn), None)
    if step is None or step.rapport.trust >= step.before.trust:
        return ""
    return f"{persona.name}'s trust went from {step.before.trust} to {step.rapport.trust}."
