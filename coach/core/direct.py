"""What the member's next reply may and must do: decided by code, before anybody speaks."""

from coach.core.conversation import Answer, Conversation, Direction, Leaving, OrganizerTurn, Stance
from coach.core.leaving import leaving, runs_over
from coach.core.moves import ASKS, QUESTIONS, Move, Reading
from coach.core.persona import Layer, Persona, Situation
from coach.core.rapport import Rapport, depth_told, missing, reaches
from coach.core.reasons import Reason
from coach.core.replay import Step, replay

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

FORM = frozenset({Situation.EMPTY, Situation.FLATTERED})
"""What is said of empty words, and not to a question that comes with them."""

KNOWN, KNOWN_DEPTH = 5, 2
"""Trust and depth told from which on somebody who says yes to anyone dares to hesitate."""
SILENT = 3
"""Words; a turn no longer than this that does nothing is a silence."""
FAREWELLS_FROM = 5
"""Exchanges; thanks before then are thanks, after then a goodbye."""
ASKS_BACK_EVERY, CLOCK_EVERY = 4, 6
"""Exchanges between two questions of the member's own, and two looks at the clock."""


def direct(persona: Persona, conversation: Conversation, *, may_leave: bool = False) -> Direction:
    """Decide the direction of the reply to the last turn, an organizer's that has been read.

    `may_leave`: the member may end the talk with it, which only makes sense where somebody then ends it.
    """
    steps = replay(persona, conversation)
    last = conversation.turns[-1]
    reading = (last.counted if isinstance(last, OrganizerTurn) else None) or Reading()
    decided = decide(persona, steps[-1], reading, len(steps), _in_hand(conversation))
    if runs_over(persona, conversation):
        decided = decided.model_copy(update={"mind_the_clock": True})
    leaves = leaving(persona, conversation, steps, decided.situation) if may_leave and not decided.answer else None
    return _leaves(decided, leaves) if leaves else decided


def _leaves(decided: Direction, why: Leaving) -> Direction:
    """The same, with nothing more told or asked: they say what they have to say to the last turn, and goodbye."""
    situation = Situation.GOODBYE if why == "time" else decided.situation
    return Direction(situation=situation, stance=decided.stance, granted=decided.granted, leaves=why)


def decide(persona: Persona, step: Step, reading: Reading, exchange: int, last_told: tuple[str, ...] = ()) -> Direction:
    """Decide the direction of the reply in this exchange, counted from 1; `last_told` is what they were speaking of."""
    state = step.rapport
    situation = _situation(reading, step, exchange)
    answer = _answer(persona, state, reading, situation)
    stands_alone = situation in STANDS_ALONE or answer is not None
    landed = any(reason.opens for reason in step.reasons)
    asked_for, cover = (None, None) if stands_alone else _layer(persona, step, reading)
    tell = asked_for or (None if stands_alone or cover else _more_of_a_layer(persona, step, reading, last_told))
    topics = () if asked_for else _asked_about(reading) or (() if tell else _of_themselves(persona, step, reading))
    return Direction(
        situation=situation,
        stance=state.stance,
        granted=tuple(layer.id for layer in persona.story[: state.earned]),
        tell=tell,
        cover=cover,
        hint=None if stands_alone or cover or (topics and not landed) else _hint(persona, step),
        topics=_fears(persona, state, answer) if stands_alone else topics,
        goes_on=not stands_alone and (reading.follows or _goes_on(reading, step)),
        answer=answer,
        asks_back=not stands_alone and not asks(reading) and state.trust >= 4 and exchange % ASKS_BACK_EVERY == 0,
        mind_the_clock=exchange % CLOCK_EVERY == 0 and state.stance in (Stance.GUARDED, Stance.SHUT),
    )


def _in_hand(conversation: Conversation) -> tuple[str, ...]:
    """What the member spoke of last; nothing where they have dwelt on it for two turns already."""
    last, before = ([turn.told for _, turn in conversation.member_turns[:-3:-1]] + [(), ()])[:2]
    return () if set(last) & set(before) else last


def asks(reading: Reading) -> bool:
    """Whether the turn wants an answer."""
    return reading.asks or (reading.does(*QUESTIONS) and not reading.checks)


def _layer(persona: Persona, step: Step, reading: Reading) -> tuple[str | None, str | None]:
    """The layer that was asked for and may surface, and the one that was reached for too soon."""
    state = step.rapport
    reached = reaches(persona, step.before, reading)
    if reached and persona.depth(reached) > max(state.earned, 1):
        return None, reached
    untold = [layer.id for layer in persona.story[: state.earned] if _untold(layer, state)]
    asked_for = [layer for layer in untold if layer == reached or layer in reading.touches]
    return (asked_for[-1] if asked_for else None), None


def _more_of_a_layer(persona: Persona, step: Step, reading: Reading, last_told: tuple[str, ...]) -> str | None:
    """The layer that they go on with where nothing else was asked for: not past a question about something else.

    When they are met again it takes listening before they go on of themselves with what was left untold.
    """
    if step.rapport.again and not step.rapport.openings:
        return None
    untold = [layer for layer in persona.story[: step.rapport.earned] if _untold(layer, step.rapport)]
    if asks(reading):
        in_hand = [layer for layer in untold if any(telling.id in last_told for telling in layer.tells)]
        elsewhere = bool(last_told) and not in_hand
        return (in_hand or untold)[-1].id if untold and reading.follows and not elsewhere else None
    still_at_it = step.before.just_told and bool(reading.echoes)
    return untold[-1].id if untold and (still_at_it or _goes_on(reading, step)) else None


def _asked_about(reading: Reading) -> tuple[str, ...]:
    """Topics that were asked for by name."""
    return reading.topics if asks(reading) or not reading.does(Move.PURPOSE) else ()


def _of_themselves(persona: Persona, step: Step, reading: Reading) -> tuple[str, ...]:
    """What a move that names nothing brings out in a person: a resource, or what matters to them."""
    state = step.rapport
    if reading.does(Move.RESOURCE_PROBE) and not reading.follows:
        return tuple(topic.id for topic in persona.resources if topic.id not in state.told)[:1]
    if asks(reading) and not reading.does(Move.WHY_PROBE):
        return ()
    inner = [topic.id for topic in persona.inner if topic.id not in state.told]
    opened = depth_told(persona, state) > 0 and state.guard <= 1
    landed = any(reason.opens for reason in step.reasons)
    return tuple(inner[:1]) if opened and (landed or reading.does(Move.WHY_PROBE)) else ()


def _fears(persona: Persona, state: Rapport, answer: Answer | None) -> tuple[str, ...]:
    """The fear behind a maybe, while none has been named and the act wants one."""
    acts = {c.id for c in persona.commitments if c.needs.fear}
    named = any(topic.id in state.told for topic in persona.fears)
    behind = answer is not None and answer.kind == "maybe" and answer.act in acts and not named
    return tuple(topic.id for topic in persona.fears) if behind else ()


def _situation(reading: Reading, step: Step, exchange: int) -> Situation:
    rules = {reason.rule for reason in step.reasons}
    if reading.instructs:
        return Situation.PUZZLED
    if ASKS.intersection(reading.moves) and "pressed" not in rules and "insulted" not in rules:
        return _asked(reading, step.reasons)
    for rule, situation in CLOSING.items():
        if rule in rules:
            return situation
    wants_answer = asks(reading) and bool(reading.topics or reading.touches or reading.follows)
    if reading.does(Move.NEXT_STEP) and not wants_answer:
        return Situation.NEXT_STEP
    if reading.does(Move.THANKS) and not asks(reading) and not reading.checks and exchange > FAREWELLS_FROM:
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
    known = state.trust >= KNOWN and depth_told(persona, state) >= KNOWN_DEPTH
    if persona.start.easy_yes and not known and situation is not Situation.PRESSED and state.guard <= 1:
        return Answer(kind="easy_yes", act=act or "")
    if commitment is None or situation in (Situation.ASKED_TOO_SOON, Situation.PRESSED):
        return None
    if Move.ASK_VAGUE in reading.moves and not missing(persona, state, commitment):
        return None  # "When? What would I have to do?" is what they say to that
    kind = "no" if state.guard > 1 or state.trust < commitment.needs.trust - 2 else "maybe"
    return Answer(kind=kind, act=commitment.id)


def _goes_on(reading: Reading, step: Step) -> bool:
    """Whether the member goes on with what they were telling, without being asked for it by name."""
    follows = reading.does(
        Move.FOLLOW_UP, Move.REFLECTION, Move.OWN_STORY, Move.WHY_PROBE, Move.PERMISSION, Move.AFFIRMATION
    )
    silent = not reading.moves and reading.words <= SILENT
    return (follows or silent) and not reading.repeats and step.rapport.guard <= 1


def _hint(persona: Persona, step: Step) -> str | None:
    """The next layer, where it is near enough to slip and did not slip just before."""
    state = step.rapport
    if state.earned == 0 or state.earned == len(persona.story) or state.guard > 1 or step.before.hinted:
        return None
    layer = persona.story[state.earned]
    near = state.trust >= layer.needs.trust - 2 and state.openings >= layer.needs.opening_moves - 2
    return layer.id if near and layer.hints and depth_told(persona, state) >= state.earned else None


def _untold(layer: Layer, state: Rapport) -> bool:
    return any(telling.id not in state.told for telling in layer.tells)
