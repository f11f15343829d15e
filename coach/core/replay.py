"""The fold: from the turns of a talk to where the member stands, explained move by move."""

from dataclasses import dataclass, replace

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.costing import COSTING
from coach.core.earning import EARNING
from coach.core.moves import ASKS, GIVING, MOBILIZING, QUESTIONS, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import MOST_GUARD, MOST_TRUST, Rapport, beginning, earns, reaches, within
from coach.core.reasons import Reason, carries

RULES = (*EARNING, *COSTING)
"""What may move the member, the earning first."""
FEARS_BRUSHED_ASIDE_BY = MOBILIZING - {Move.LEADING_QUESTION}


@dataclass(frozen=True, slots=True)
class Step:
    """One exchange: the organizer's turn number, where it left the member, and why."""

    turn: int
    before: Rapport
    rapport: Rapport
    reasons: tuple[Reason, ...]


def replay(persona: Persona, conversation: Conversation) -> tuple[Step, ...]:
    """Fold the talk. One step for each organizer turn, in order; unread turns change nothing.

    A layer that a recorded direction has granted stays earned, whatever a later reading makes of that turn.
    """
    state = beginning(persona, conversation.since)
    steps: list[Step] = []
    for number, turn in enumerate(conversation.turns, 1):
        if isinstance(turn, OrganizerTurn):
            before = state
            state, reasons = hear(persona, state, turn.counted or Reading())
            if turn.direction:
                granted = max((persona.depth(layer) for layer in turn.direction.granted), default=0)
                state = state._replace(earned=max(state.earned, granted))
            steps.append(Step(number, before, state, reasons))
        else:
            state = speak(persona, state, turn)
            if steps:
                steps[-1] = replace(steps[-1], rapport=state)
    return tuple(steps)


def now(persona: Persona, conversation: Conversation) -> Rapport:
    """Where the member stands after the last turn."""
    steps = replay(persona, conversation)
    return steps[-1].rapport if steps else beginning(persona, conversation.since)


def hear(persona: Persona, state: Rapport, reading: Reading) -> tuple[Rapport, tuple[Reason, ...]]:
    """What one organizer turn changes, and the reasons."""
    reasons = tuple(reason for rule in RULES if (reason := rule(persona, state, reading)))
    gained = [reason for reason in reasons if reason.trust > 0]
    lost = -sum(reason.trust for reason in reasons if reason.trust < 0)
    spoiled = lost > 0 or any(reason.guard > 0 for reason in reasons)
    if spoiled:  # what pushes spoils what comes with it
        reasons, gained = tuple(r for r in reasons if r.trust < 0 or r.guard > 0), []
    gain = min(sum(reason.trust for reason in gained), max((r.most for r in gained), default=0))
    landed = any(reason.opens for reason in reasons)
    repaired = any(reason.rule == "repaired" for reason in reasons)
    asks = bool(QUESTIONS.intersection(reading.moves))
    gives = reading.does(*GIVING, Move.PURPOSE, Move.INFORMATION)
    heard = state._replace(
        trust=within(state.trust + gain - lost, MOST_TRUST),
        guard=within(state.guard + sum(r.guard for r in reasons) - landed, MOST_GUARD),
        openings=min(state.openings + landed, 9),
        gave=state.gave or any(reason.gives for reason in reasons),
        questions=0 if gives or not asks else state.questions + (not carries(reading) and not reading.picks_up),
        lost=0 if repaired else min(state.lost + lost, MOST_TRUST),
        pitched=state.pitched or reading.does(Move.PITCH),
        covered=None if landed else state.covered,
        openers=tuple(sorted({*state.openers, *(reading.openers if landed else ())})),
        asked=None if landed else state.asked,
        fear=_fear_after(state.fear, reading),
        just_told=False,
        hinted=None,
    )
    return _reach(persona, state, heard, reading), reasons


def speak(persona: Persona, state: Rapport, turn: MemberTurn) -> Rapport:
    """What the member's own turn changes: what is told is told."""
    told = frozenset(turn.told)
    afraid = bool(told) and any(topic.id in told for topic in persona.fears)
    matters = bool(told) and any(one.id in told for one in (*persona.tellings, *persona.inner))
    agreed = turn.answer is not None and turn.answer.kind == "agree"
    return state._replace(
        told=tuple(sorted(told.union(state.told))),
        just_told=matters or afraid,
        hinted=turn.hinted,
        fear="raised" if afraid and state.fear != "heard" else state.fear,
        asked=turn.answer or state.asked,
        agreed=(*state.agreed, turn.answer.act) if agreed and turn.answer else state.agreed,
    )


def _fear_after(fear: str, reading: Reading) -> str:
    if fear != "raised":
        return fear
    return "" if reading.does(*FEARS_BRUSHED_ASIDE_BY) else "heard"


def _reach(persona: Persona, before: Rapport, heard: Rapport, reading: Reading) -> Rapport:
    """Open the layer that was reached for, or close its door a little more."""
    layer_id = reaches(persona, before, reading)
    if layer_id is None and heard.earned == 0 and heard.openings > before.openings:
        layer_id = persona.story[0].id  # the surface comes of itself to whoever listens
    if layer_id is None:
        return heard
    layer, depth = persona.layer(layer_id), persona.depth(layer_id)
    pushes = reading.repeats or reading.does(*MOBILIZING, *ASKS) or reading.insults
    if not pushes and earns(persona, before, heard, layer):
        return heard._replace(earned=depth, covered=None, gave=False)  # the next layer wants giving anew
    if depth == 1:
        return heard
    again = before.covered == layer_id and not carries(reading)
    return heard._replace(covered=layer_id, pressed=(*heard.pressed, layer_id) if again else heard.pressed)
