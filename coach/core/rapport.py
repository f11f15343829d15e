"""How the member stands to the organizer, and what that puts within reach.

The numbers are ours, after the patterns of the literature named in CONTRIBUTING; what a layer needs is in its file.
"""

from typing import NamedTuple

from coach.core.commitment import Commitment
from coach.core.conversation import Answer, Stance
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.since import Since
from coach.core.story import Layer

MOST_TRUST, MOST_GUARD = 10, 3
BARE = 12
"""Words; a question this short, right after a hint, asks on from it even without a word of it."""
HEARD_OUT = 2
"""Pieces of a layer that must be told before the one below it can surface."""
LISTENING = 2
"""Opening moves; nobody promises anything to someone who has not picked up their words twice."""


class Rapport(NamedTuple):
    """The member's state. Hashable and small, so that every way through it can be searched."""

    trust: int = 3
    """0 to 10."""
    guard: int = 0
    """0 to 3: how much they are on their guard just now."""
    openings: int = 0
    """Opening moves that landed."""
    earned: int = 0
    """Deepest layer that is earned: 0 to 3."""
    told: tuple[str, ...] = ()
    """Ids of tellings and topics that they have spoken of."""
    gave: bool = False
    """The organizer has told something of their own that answered them, or asked leave."""
    questions: int = 0
    """Turns in a row that ask and give nothing back."""
    lost: int = 0
    """Trust lost since the last repair: half of it can be won back."""
    pitched: bool = False
    covered: str | None = None
    """Layer that was last reached for too soon; None once something landed again."""
    pressed: tuple[str, ...] = ()
    """Layers pressed for behind a closed door; each entry asks for one more trust."""
    hinted: str | None = None
    """Layer of which something slipped in the member's last turn."""
    just_told: bool = False
    """In their last turn they told something of themselves."""
    openers: tuple[str, ...] = ()
    """Their own openers that were met; each counts once."""
    fear: str = ""
    """"", "raised" (told just now) or "heard" (told, and not brushed aside)."""
    asked: Answer | None = None
    """The last answer to an ask, until something lands."""
    agreed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Commitments that they have done since an earlier meeting, at least in part."""
    done: tuple[str, ...] = ()
    """Those of them that they have done in full."""
    again: bool = False
    """They have met before."""

    @property
    def stance(self) -> Stance:
        """How open they are just now."""
        if self.guard >= MOST_GUARD:
            return Stance.SHUT
        if self.guard == MOST_GUARD - 1 or self.trust <= 1:
            return Stance.GUARDED
        return Stance.OPEN if self.trust >= 6 and self.guard == 0 else Stance.ORDINARY


def beginning(persona: Persona, since: Since | None = None) -> Rapport:
    """Where a meeting with this member starts from: the first, or one that others came before.

    Listening starts anew each time; what was earned, told and done stays.
    """
    if since is None:
        return Rapport(trust=persona.start.trust, guard=persona.start.guard)
    return Rapport(
        trust=since.trust,
        guard=since.guard,
        earned=since.earned,
        told=since.told,
        fear="heard" if since.fear_heard else "",
        kept=since.kept,
        done=since.done,
        again=True,
    )


def within(value: int, most: int) -> int:
    """Trust or guard brought back into its bounds: 0 to `most`."""
    return max(0, min(most, value))


def reaches(persona: Persona, state: Rapport, reading: Reading) -> str | None:
    """The layer that the turn reaches for: by its words, or by asking on from the hint that just slipped."""
    followed = reading.does(Move.FOLLOW_UP, Move.OPEN_QUESTION, Move.WHY_PROBE, Move.REFLECTION)
    elsewhere = reading.topics and state.hinted not in reading.touches
    bare = reading.words <= BARE and not reading.echoes
    if state.hinted and followed and not elsewhere and (reading.picks_up or bare):
        return state.hinted
    unearned = [layer for layer in reading.touches if persona.depth(layer) > state.earned]
    return unearned[0] if unearned else None


def earns(persona: Persona, before: Rapport, state: Rapport, layer: Layer) -> bool:
    """Whether this layer may surface now: the one above it was told, and its own needs are met.

    The opening moves must have landed before the turn that reaches for it.
    """
    needs, depth = layer.needs, persona.depth(layer.id)
    return (
        depth <= state.earned + 1
        and _heard_out(persona, state, depth - 1)
        and state.guard <= 1
        and state.trust >= needs.trust + state.pressed.count(layer.id)
        and before.openings >= needs.opening_moves
        and (state.gave or not needs.giving)
    )


def within_reach(persona: Persona, state: Rapport) -> tuple[str, ...]:
    """Ids of the commitments that the member would agree to if asked for exactly."""
    return tuple(c.id for c in persona.commitments if not missing(persona, state, c))


def missing(persona: Persona, state: Rapport, commitment: Commitment) -> tuple[str, ...]:
    """What a yes still lacks: some of "trust", "depth", "reason", "fear", "guard", "listening", "after", "done"."""
    needs = commitment.needs
    lacks = {
        "trust": state.trust < needs.trust,
        "depth": depth_told(persona, state) < needs.depth,
        "reason": needs.reason and not has_reason(persona, state),
        "fear": needs.fear and state.fear != "heard",
        "guard": state.guard > 1,
        "listening": state.openings < LISTENING,
        "after": needs.after is not None and needs.after not in state.kept,
        "done": commitment.id in state.done,
    }
    return tuple(name for name, lacking in lacks.items() if lacking)


def depth_told(persona: Persona, state: Rapport) -> int:
    """The deepest layer of which something was told: 0 to 3."""
    told = set(state.told)
    return max((d for d, layer in enumerate(persona.story, 1) if any(t.id in told for t in layer.tells)), default=0)


def has_reason(persona: Persona, state: Rapport) -> bool:
    """Whether they have said, in their own words, why it matters to them."""
    return any(topic.id in state.told for topic in persona.inner)


def _heard_out(persona: Persona, state: Rapport, depth: int) -> bool:
    if depth == 0:
        return True
    tells = persona.story[depth - 1].tells
    wanted = min(HEARD_OUT if depth > 1 else 1, len(tells))
    return sum(telling.id in state.told for telling in tells) >= wanted
