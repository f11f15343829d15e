"""What costs trust or raises guard, one rule a function: pushing, prying, asking too soon, what closes this member."""

from coach.core.moves import ASKS, GIVING, MOBILIZING, QUESTIONS, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import Rapport
from coach.core.reasons import MONOLOGUE, Reason, Rule, carries, their, them, they

DEEP_ECHOES = 3
"""Words of theirs; a turn that gives back so many does not dispute what they said."""


def met_closer(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """What closes this member in particular."""
    met = [c for c in p.closers if c.id in r.closers]
    if not met:
        return None
    worst = max(met, key=lambda c: c.weight)
    return Reason("closer", f"What closes {p.name}: {worst.why}.", trust=-worst.weight, guard=1)


def insulted(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Contempt ends most talks."""
    if not r.insults:
        return None
    return Reason("insulted", f"You insulted {them(p)}.", trust=-3, guard=3)


def pressed(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Guilt, urgency, selling on."""
    if not r.does(Move.PRESSURE):
        return None
    return Reason("pressed", f"You pushed, and {they(p)} felt pushed.", trust=-2, guard=1)


def pitched(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A pitch, and a second one more so."""
    if not r.does(Move.PITCH):
        return None
    if s.pitched:
        return Reason("pitched_again", f"You pitched again: {they(p)} had already stepped back.", trust=-2, guard=1)
    return Reason("pitched", f"You told {them(p)} about the campaign; nobody had asked.", trust=-1, guard=1)


def argued(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Disputing what they feel."""
    gives_back = r.does(Move.REFLECTION) or len(r.echoes) >= DEEP_ECHOES
    if not r.does(Move.ARGUE) or gives_back:
        return None
    return Reason("argued", f"You argued with what {they(p)} said.", trust=-1, guard=1)


def advised(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Advice that nobody asked for."""
    if not r.does(Move.ADVICE):
        return None
    return Reason("advised", f"You told {them(p)} what to do before {they(p)} had asked.", trust=-1, guard=1)


def handed_over(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Somebody else will fix it."""
    if not r.does(Move.THIRD_PARTY):
        return None
    return Reason("handed_over", f"You made it somebody else's job, and {them(p)} a bystander.", trust=-1, guard=1)


def led(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """The answer inside the question."""
    if not r.does(Move.LEADING_QUESTION):
        return None
    return Reason("led", f"You put the answer into {their(p)} mouth.", guard=1)


def interrogated(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A third question in a row with nothing given back, not even a word of theirs."""
    if not _third_in_a_row(s, r):
        return None
    if s.questions == 2:
        return Reason("third_question", "You asked a third question in a row without giving anything back.", trust=-1)
    why = f"You asked a {s.questions + 1}th question in a row without giving anything back."
    return Reason("interrogated", why, trust=-1, guard=1)


def monologue(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A speech."""
    if r.words <= MONOLOGUE:
        return None
    return Reason("monologue", f"You spoke {r.words} words at a stretch.", trust=-1, guard=1)


def asked_too_soon(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """An ask before anything of theirs is on the table."""
    theirs = {one.id for one in (*p.tellings, *p.inner)}
    if not ASKS.intersection(r.moves) or theirs.intersection(s.told):
        return None
    return Reason("asked_too_soon", f"You asked before you knew why it could matter to {them(p)}.", trust=-1, guard=1)


def asked_on_and_on(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """The same ask again, with nothing changed since the answer."""
    if not ASKS.intersection(r.moves) or s.asked is None or s.asked.kind == "agree" or s.fear == "raised":
        return None
    if carries(r):
        return None
    return Reason(
        "asked_again",
        f"You asked again, and nothing had changed since {they(p)} answered.",
        trust=-1,
        guard=1,
    )


def pried(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Reaching two layers down, or pushing at a door that has just been closed."""
    if r.does(Move.PERMISSION):
        return None
    deep = [layer for layer in r.touches if p.depth(layer) > s.earned + 1 and layer != s.hinted]
    again = s.covered is not None and s.covered in r.touches and not carries(r)
    if again:
        return Reason("pressed_the_door", f"You pushed at what {they(p)} had just stepped around.", trust=-1, guard=1)
    if deep and not carries(r):
        return Reason("pried", f"You reached for something {they(p)} had not offered.", guard=1)
    return None


def empty(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Form without content: worth nothing, and said so."""
    form = r.does(Move.REFLECTION, Move.AFFIRMATION, Move.FOLLOW_UP, Move.WHY_PROBE, Move.OPEN_QUESTION)
    if not form or carries(r) or not s.told or r.does(*MOBILIZING):
        return None
    if r.repeats:
        return Reason("again", "You had said that before: it earned nothing the second time.")
    return Reason("empty", f"There was nothing of {their(p)} own words in it, so it neither opened nor closed.")


def _third_in_a_row(s: Rapport, r: Reading) -> bool:
    gives = r.does(*GIVING) or carries(r) or r.picks_up or bool(r.openers)
    return r.does(*QUESTIONS) and not gives and s.questions >= 2


COSTING: tuple[Rule, ...] = (
    met_closer,
    insulted,
    pressed,
    pitched,
    argued,
    advised,
    handed_over,
    led,
    interrogated,
    monologue,
    asked_too_soon,
    asked_on_and_on,
    pried,
    empty,
)
