"""What earns trust, one rule a function: listening, giving, owning a misstep, and what opens this member."""

from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import Rapport
from coach.core.reasons import MONOLOGUE, Reason, Rule, carries, their, them, they

ASKING_CARRIES_TO, LISTENING_CARRIES_TO = 6, 8
"""Trust; beyond these, questions and reflections earn no more: turn-taking disclosure beats one-sided disclosure."""
PLAIN_ECHOES = 2
"""Words of theirs; a statement that makes no move, but holds so many, gives back what they said all the same."""


def met_opener(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """What opens this member in particular; each of them counts once."""
    new = [o for o in p.openers if o.id in r.openers and o.id not in s.openers]
    if not new or r.repeats:
        return None
    best = max(new, key=lambda o: o.weight)
    return Reason("opener", f"What opens {p.name}: {best.why}.", trust=best.weight, opens=True, most=best.weight)


def asked_on(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A question that carries the member's own words."""
    asks = r.does(Move.OPEN_QUESTION, Move.FOLLOW_UP, Move.WHY_PROBE)
    if not asks or not carries(r):
        return None
    why = f"You asked on from {their(p)} own words ({_quoted(r.echoes)})."
    if s.trust >= ASKING_CARRIES_TO:
        why += " Asking alone carries no further now: give something of your own."
    return Reason("asked_on", why, trust=int(s.trust < ASKING_CARRIES_TO), opens=True)


def reflected(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A reflection that carries what the member said."""
    plainly = not r.moves and len(r.echoes) >= PLAIN_ECHOES
    if not (r.does(Move.REFLECTION) or plainly) or not carries(r):
        return None
    why = f"You gave back what {they(p)} said ({_quoted(r.echoes)})."
    return Reason("reflected", why, trust=int(s.trust < LISTENING_CARRIES_TO), opens=True)


def gave(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A story of the organizer's own that answers the member: by a word of theirs, or once by its place alone."""
    if not r.does(Move.OWN_STORY) or r.words > MONOLOGUE or r.repeats or not (carries(r) or s.just_told):
        return None
    first = not s.gave
    why = f"You told something of your own that answered {them(p)}."
    return Reason("gave", why, trust=int(carries(r) or first), opens=carries(r), gives=True)


def affirmed(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A particular strength, named."""
    if not r.does(Move.AFFIRMATION) or not carries(r):
        return None
    return Reason("affirmed", f"You named something particular that {they(p)} did.", trust=1, opens=True)


def stretched(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Tension is earned by a relationship; without one it only irritates."""
    if not r.does(Move.TENSION):
        return None
    if s.trust < 5:
        return Reason("irritated", f"You pressed on a sore point before {they(p)} trusted you.", guard=1)
    if not carries(r):
        return Reason("irritated", f"You pressed on a sore point, and not in words of {their(p)} own.", guard=1)
    return Reason("stretched", f"You held what matters to {them(p)} against how things are.", trust=1, opens=True)


def joined(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Others share it, or there is a path: said in the member's own terms."""
    if not r.does(Move.SHARED_POWER, Move.HOPE) or not carries(r):
        return None
    return Reason("joined", f"You tied {their(p)} own words to others who share them.", trust=1)


def asked_leave(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Permission keeps the choice with the member."""
    if not r.does(Move.PERMISSION) or r.repeats:
        return None
    return Reason("asked_leave", f"You asked leave, so the choice stayed with {them(p)}.", gives=True)


def said_why(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A plain purpose takes the edge off."""
    if not r.does(Move.PURPOSE) or not s.guard or r.repeats:
        return None
    return Reason("said_why", f"You said plainly why you came, so {they(p)} could relax a little.", guard=-1)


def repaired(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A repair wins back half of what was lost, and no more."""
    if not r.does(Move.REPAIR) or not (s.lost or s.guard):
        return None
    won = min(2, (s.lost + 1) // 2)
    why = "You owned the misstep. Some of the trust came back, not all of it."
    return Reason("repaired", why, trust=won, guard=-1, opens=False, most=2)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:2])


EARNING: tuple[Rule, ...] = (
    met_opener,
    asked_on,
    reflected,
    gave,
    affirmed,
    stretched,
    joined,
    asked_leave,
    said_why,
    repaired,
)
