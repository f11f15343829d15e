"""What each kind of turn does to trust and guard, one rule a function, each with its reason in plain words."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.core.moves import ASKS, GIVING, MOBILIZING, QUESTIONS, Move, Reading
from coach.core.persona import Persona
from coach.core.rapport import Rapport

MONOLOGUE = 150
"""Words; a turn of the organizer's longer than this is a monologue (rubric, criterion 2c)."""
ASKING_CARRIES_TO, LISTENING_CARRIES_TO = 6, 8
"""Trust; beyond these, questions and reflections earn no more: turn-taking disclosure beats one-sided disclosure."""
PLAIN_ECHOES, DEEP_ECHOES = 2, 3
"""Words of theirs; a statement that makes no move, but holds so many, gives back what they said all the same, and one
that holds so many does not dispute it."""
LONG = 80
"""Words; a longer turn must give back two of the member's words before it counts as following them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why trust or guard changed. `why` is a sentence to the learner."""

    rule: str
    why: str
    trust: int = 0
    guard: int = 0
    opens: bool = False
    """It is an opening move that landed."""
    gives: bool = False
    """It gave something of the organizer's own, or asked leave."""
    most: int = 1
    """The most trust that a turn can earn that holds this."""


Rule = Callable[[Persona, Rapport, Reading], Reason | None]


def carries(reading: Reading) -> bool:
    """Whether the turn carries something that this member said, and is not said a second time."""
    needed = 1 if reading.words <= LONG else 2
    return len(reading.echoes) >= needed and not reading.repeats


def them(persona: Persona) -> str:
    """The object pronoun: her, him, them."""
    return persona.pronouns.split("/")[1] if persona.pronouns != "they/them" else "them"


def they(persona: Persona) -> str:
    """The subject pronoun with its verb-friendly form: she, he, they."""
    return persona.pronouns.split("/")[0]


def their(persona: Persona) -> str:
    """The possessive: her, his, their."""
    return {"she/her": "her", "he/him": "his"}.get(persona.pronouns, "their")


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:2])


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


def affirmed(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A particular strength, named."""
    if not r.does(Move.AFFIRMATION) or not carries(r):
        return None
    return Reason("affirmed", f"You named something particular that {they(p)} did.", trust=1, opens=True)


def gave(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A story of the organizer's own that answers the member: by a word of theirs, or once by its place alone."""
    if not r.does(Move.OWN_STORY) or r.words > MONOLOGUE or r.repeats or not (carries(r) or s.just_told):
        return None
    first = not s.gave
    why = f"You told something of your own that answered {them(p)}."
    return Reason("gave", why, trust=int(carries(r) or first), opens=carries(r), gives=True)


def joined(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Others share it, or there is a path: said in the member's own terms."""
    if not r.does(Move.SHARED_POWER, Move.HOPE) or not carries(r):
        return None
    return Reason("joined", f"You tied {their(p)} own words to others who share them.", trust=1)


def stretched(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Tension is earned by a relationship; without one it only irritates."""
    if not r.does(Move.TENSION):
        return None
    if s.trust < 5:
        return Reason("irritated", f"You pressed on a sore point before {they(p)} trusted you.", guard=1)
    if not carries(r):
        return Reason("irritated", f"You pressed on a sore point, and not in words of {their(p)} own.", guard=1)
    return Reason("stretched", f"You held what matters to {them(p)} against how things are.", trust=1, opens=True)


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


def met_opener(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """What opens this member in particular; each of them counts once."""
    new = [o for o in p.openers if o.id in r.openers and o.id not in s.openers]
    if not new or r.repeats:
        return None
    best = max(new, key=lambda o: o.weight)
    return Reason("opener", f"What opens {p.name}: {best.why}.", trust=best.weight, opens=True, most=best.weight)


def met_closer(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """What closes this member in particular."""
    met = [c for c in p.closers if c.id in r.closers]
    if not met:
        return None
    worst = max(met, key=lambda c: c.weight)
    return Reason("closer", f"What closes {p.name}: {worst.why}.", trust=-worst.weight, guard=1)


def pitched(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """A pitch, and a second one more so."""
    if not r.does(Move.PITCH):
        return None
    if s.pitched:
        return Reason("pitched_again", f"You pitched again: {they(p)} had already stepped back.", trust=-2, guard=1)
    return Reason("pitched", f"You told {them(p)} about the campaign; nobody had asked.", trust=-1, guard=1)


def pressed(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Guilt, urgency, selling on."""
    if not r.does(Move.PRESSURE):
        return None
    return Reason("pressed", f"You pushed, and {they(p)} felt pushed.", trust=-2, guard=1)


def led(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """The answer inside the question."""
    if not r.does(Move.LEADING_QUESTION):
        return None
    return Reason("led", f"You put the answer into {their(p)} mouth.", guard=1)


def advised(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Advice that nobody asked for."""
    if not r.does(Move.ADVICE):
        return None
    return Reason("advised", f"You told {them(p)} what to do before {they(p)} had asked.", trust=-1, guard=1)


def argued(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Disputing what they feel."""
    gives_back = r.does(Move.REFLECTION) or len(r.echoes) >= DEEP_ECHOES
    if not r.does(Move.ARGUE) or gives_back:
        return None
    return Reason("argued", f"You argued with what {they(p)} said.", trust=-1, guard=1)


def handed_over(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Somebody else will fix it."""
    if not r.does(Move.THIRD_PARTY):
        return None
    return Reason("handed_over", f"You made it somebody else's job, and {them(p)} a bystander.", trust=-1, guard=1)


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
    inner = {topic.id for topic in (*p.values, *p.interests)}
    own = {telling.id for layer in p.story for telling in layer.tells}
    if not ASKS.intersection(r.moves) or (inner | own).intersection(s.told):
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


def insulted(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Contempt ends most talks."""
    if not r.insults:
        return None
    return Reason("insulted", f"You insulted {them(p)}.", trust=-3, guard=3)


def empty(p: Persona, s: Rapport, r: Reading) -> Reason | None:
    """Form without content: worth nothing, and said so."""
    form = r.does(Move.REFLECTION, Move.AFFIRMATION, Move.FOLLOW_UP, Move.WHY_PROBE, Move.OPEN_QUESTION)
    if not form or carries(r) or not s.told or r.does(*MOBILIZING):
        return None
    if r.repeats:
        return Reason("again", "You had said that before: it earned nothing the second time.")
    return Reason("empty", f"There was nothing of {their(p)} own words in it, so it neither opened nor closed.")


RULES: tuple[Rule, ...] = (
    met_opener, asked_on, reflected, gave, affirmed, stretched, joined, asked_leave, said_why, repaired,
    met_closer, insulted, pressed, pitched, argued, advised, handed_over, led, interrogated, monologue,
    asked_too_soon, asked_on_and_on, pried, empty,
)  # fmt: skip


def _third_in_a_row(s: Rapport, r: Reading) -> bool:
    gives = r.does(*GIVING) or carries(r) or r.picks_up or bool(r.openers)
    return r.does(*QUESTIONS) and not gives and s.questions >= 2
