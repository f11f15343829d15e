"""What the member's next reply may and must do: decided by code, before anybody speaks."""

from coach.core.conversation import Answer, Conversation, Direction, Leaving, OrganizerTurn, Stance
from coach.core.facing import SILENT, STANDS_ALONE, asks, faced
from coach.core.leaving import leaving, runs_over
from coach.core.meeting import account_of
from coach.core.moves import ASKS, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import Rapport, depth_told, missing, reaches
from coach.core.replay import Step, replay
from coach.core.situation import Situation
from coach.core.story import Layer

KNOWN, KNOWN_DEPTH = 5, 2
"""Trust and depth told from which on somebody who says yes to anyone dares to hesitate."""
ASKS_BACK_EVERY, CLOCK_EVERY = 4, 6
"""Exchanges between two questions of the member's own, and two looks at the clock."""


def direct(persona: Persona, conversation: Conversation, *, may_leave: bool = False) -> Direction:
    """Decide the direction of the reply to the last turn, an organizer's that has been read.

    `may_leave`: the member may end the talk with it, which only makes sense where somebody then ends it.
    """
    steps = replay(persona, conversation)
    last = conversation.turns[-1]
    reading = (last.counted if isinstance(last, OrganizerTurn) else None) or Reading()
    declined = _declined(conversation)
    decided = decide(persona, steps[-1], reading, len(steps), _in_hand(conversation), declined=declined)
    if runs_over(persona, conversation):
        decided = decided.model_copy(update={"mind_the_clock": True})
    leaves = leaving(persona, conversation, steps, decided.situation) if may_leave and not decided.answer else None
    return _leaves(decided, leaves) if leaves else decided


def _leaves(decided: Direction, why: Leaving) -> Direction:
    """The same, with nothing more told or asked: they say what they have to say to the last turn, and goodbye."""
    situation = Situation.GOODBYE if why == "time" else decided.situation
    return Direction(situation=situation, stance=decided.stance, granted=decided.granted, leaves=why)


def decide(
    persona: Persona,
    step: Step,
    reading: Reading,
    exchange: int,
    last_told: tuple[str, ...] = (),
    *,
    declined: bool = False,
) -> Direction:
    """Decide the direction of the reply in this exchange, counted from 1.

    `last_told` is what they were speaking of; `declined` that they have said no to what was asked last.
    """
    state = step.rapport
    done = _done(state, reading)
    situation = Situation.ASKED_AGAIN if done else faced(reading, step, exchange, declined=declined)
    answer = None if done else _answer(persona, state, reading, situation)
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
        topics=done or (_fears(persona, state, answer) if stands_alone else topics),
        goes_on=not stands_alone and (reading.follows or _goes_on(reading, step)),
        answer=answer,
        asks_back=not stands_alone and _may_ask_back(state, reading) and exchange % ASKS_BACK_EVERY == 0,
        mind_the_clock=exchange % CLOCK_EVERY == 0 and state.stance in (Stance.GUARDED, Stance.SHUT),
    )


def _may_ask_back(state: Rapport, reading: Reading) -> bool:
    """Whether a question of theirs has its place: not in front of one, nor of somebody who has told of themselves."""
    return state.trust >= 4 and not asks(reading) and not state.gave


def _declined(conversation: Conversation) -> bool:
    """Whether what was asked last before this turn was neither agreed to nor answered with a maybe."""
    asked = [
        turn.direction
        for _, turn in conversation.organizer_turns[:-1]
        if turn.direction and turn.counted and ASKS.intersection(turn.counted.moves)
    ]
    return bool(asked) and (asked[-1].answer is None or asked[-1].answer.kind == "no")


def _in_hand(conversation: Conversation) -> tuple[str, ...]:
    """What the member spoke of last; nothing where they have dwelt on it for two turns already."""
    last, before = ([turn.told for _, turn in conversation.member_turns[:-3:-1]] + [(), ()])[:2]
    return () if set(last) & set(before) else last


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


def _done(state: Rapport, reading: Reading) -> tuple[str, ...]:
    """What they have to tell, where they are asked for something that they did after an earlier meeting."""
    act = reading.ask.act if reading.ask and ASKS.intersection(reading.moves) else None
    return (account_of(act),) if act and act in state.done else ()


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
