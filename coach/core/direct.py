"""What the member's next reply may and must do: decided by code, before anybody speaks."""

from coach.core.conversation import Answer, Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import ASKS, QUESTIONS, Move, Reading
from coach.core.persona import Layer, Persona, Situation
from coach.core.rapport import Rapport, depth_told, missing, reaches
from coach.core.replay import Step, replay
from coach.core.rules import Reason

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
    Move.NEXT_STEP: Situation.NEXT_STEP,
    Move.OWN_STORY: Situation.ANSWERED,
    Move.INFORMATION: Situation.ANSWERED,
    Move.REPAIR: Situation.REPAIRED,
    Move.HOPE: Situation.HOPED,
    Move.SHARED_POWER: Situation.HOPED,
    Move.PURPOSE: Situation.PURPOSE,
    Move.REFLECTION: Situation.EMPTY,
    Move.AFFIRMATION: Situation.FLATTERED,
    Move.THANKS: Situation.THANKED,
    Move.SMALL_TALK: Situation.SMALL_TALK,
}
"""What a move that neither opened nor closed makes of the reply."""

SILENT = 3
"""Words; a turn no longer than this that does nothing is a silence."""
FAREWELLS_FROM = 5
"""Exchanges; thanks before then are thanks, after then a goodbye."""
ASKS_BACK_EVERY, CLOCK_EVERY = 4, 6
"""Exchanges between two questions of the member's own, and two looks at the clock."""


def direct(persona: Persona, conversation: Conversation) -> Direction:
    """Decide the direction of the reply to the last turn, an organizer's that has been read."""
    steps = replay(persona, conversation)
    step, last = steps[-1], conversation.turns[-1]
    reading = (last.counted if isinstance(last, OrganizerTurn) else None) or Reading()
    state, exchange = step.rapport, len(steps)
    situation = _situation(reading, step, exchange)
    answer = _answer(persona, state, reading, situation)
    closed = situation in CLOSING.values() or situation is Situation.PUZZLED
    layer_id = reaches(persona, step.before, reading)
    opened = [layer for layer in persona.story[: state.earned] if _untold(layer, state)]
    told_of = [layer for layer in opened if layer.id in reading.touches or layer.id == layer_id]
    tell = None if closed or answer else (told_of or opened[-1:] or [None])[-1]
    goes_on = tell and (tell in told_of or _goes_on(reading, state, step.before))
    cover = layer_id if layer_id and persona.depth(layer_id) > max(state.earned, 1) and not closed else None
    asks = bool(QUESTIONS.intersection(reading.moves))
    topics = () if closed else reading.topics
    if answer and answer.kind == "maybe" and _fear_untold(persona, state):
        topics = tuple(topic.id for topic in persona.fears if topic.id not in state.told)
    return Direction(
        situation=situation,
        stance=state.stance,
        granted=tuple(layer.id for layer in persona.story[: state.earned]),
        tell=tell.id if tell and goes_on else None,
        cover=cover,
        hint=None if closed or answer or cover else _hint(persona, state, conversation),
        topics=topics,
        answer=answer,
        asks_back=not (closed or asks or answer) and state.trust >= 4 and exchange % ASKS_BACK_EVERY == 0,
        mind_the_clock=exchange % CLOCK_EVERY == 0 and state.stance in (Stance.GUARDED, Stance.SHUT),
    )


def _situation(reading: Reading, step: Step, exchange: int) -> Situation:
    rules = {reason.rule for reason in step.reasons}
    if reading.instructs:
        return Situation.PUZZLED
    if ASKS.intersection(reading.moves) and "pressed" not in rules and "insulted" not in rules:
        return _asked(reading, step.reasons)
    for rule, situation in CLOSING.items():
        if rule in rules:
            return situation
    if step.rapport.stance is Stance.SHUT:
        return Situation.GUARDED
    if reading.repeats:
        return Situation.ASKED_AGAIN
    for rule, situation in OPENING.items():
        if rule in rules:
            return situation
    if reading.does(Move.THANKS) and exchange > FAREWELLS_FROM and not QUESTIONS.intersection(reading.moves):
        return Situation.GOODBYE
    for move, situation in PLAIN.items():
        if reading.does(move):
            return Situation.GREETING if situation is Situation.SMALL_TALK and exchange == 1 else situation
    if QUESTIONS.intersection(reading.moves):
        return Situation.DOES_NOT_KNOW
    if reading.words <= SILENT:
        return Situation.SILENCE
    return Situation.GREETING if exchange == 1 else Situation.EMPTY


def _asked(reading: Reading, reasons: tuple[Reason, ...]) -> Situation:
    rules = {reason.rule for reason in reasons}
    if "asked_too_soon" in rules:
        return Situation.ASKED_TOO_SOON
    if "asked_again" in rules:
        return Situation.PRESSED
    if Move.ASK_SPECIFIC in reading.moves:
        return Situation.ASKED_OTHER
    return Situation.ASKED_VAGUELY


def _answer(persona: Persona, state: Rapport, reading: Reading, situation: Situation) -> Answer | None:
    """Yes, maybe or no. Only an exact ask for something that the member could do can be agreed to."""
    if not ASKS.intersection(reading.moves):
        return None
    act = reading.ask.act if reading.ask else None
    if any(refusal.id == act for refusal in persona.refuses):
        return Answer(kind="no", act=act or "")
    commitment = next((c for c in persona.commitments if c.id == act), None)
    if commitment and not missing(persona, state, commitment) and Move.ASK_SPECIFIC in reading.moves:
        return Answer(kind="agree", act=commitment.id)
    if persona.start.easy_yes and situation is not Situation.PRESSED and state.guard <= 1:
        return Answer(kind="easy_yes", act=act or "")
    if commitment is None or situation in (Situation.ASKED_TOO_SOON, Situation.PRESSED):
        return None
    if Move.ASK_VAGUE in reading.moves and not missing(persona, state, commitment):
        return None  # "When? What would I have to do?" is what they say to that
    kind = "no" if state.guard > 1 or state.trust < commitment.needs.trust - 2 else "maybe"
    return Answer(kind=kind, act=commitment.id)


def _goes_on(reading: Reading, state: Rapport, before: Rapport) -> bool:
    """Whether the member goes on with what they were telling, without being asked for it by name."""
    if reading.topics or reading.repeats:
        return False
    follows = reading.does(Move.FOLLOW_UP, Move.REFLECTION, Move.OWN_STORY, Move.WHY_PROBE, Move.PERMISSION)
    return before.just_told and (follows or reading.words <= SILENT) and state.guard <= 1


def _hint(persona: Persona, state: Rapport, conversation: Conversation) -> str | None:
    """The next layer, where it is near enough to slip and did not slip just before."""
    if state.earned == 0 or state.earned == len(persona.story) or state.guard > 1:
        return None
    layer = persona.story[state.earned]
    last = next((t for t in reversed(conversation.turns) if isinstance(t, MemberTurn)), None)
    if last and last.hinted or depth_told(persona, state) < state.earned:
        return None
    near = state.trust >= layer.needs.trust - 2 and state.openings >= layer.needs.opening_moves - 2
    return layer.id if near and layer.hints else None


def _untold(layer: Layer, state: Rapport) -> bool:
    return any(telling.id not in state.told for telling in layer.tells)


def _fear_untold(persona: Persona, state: Rapport) -> bool:
    return state.fear == "" and any(topic.id not in state.told for topic in persona.fears)
