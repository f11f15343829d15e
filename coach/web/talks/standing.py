"""How a talk stands, as the page's script is told it."""

from typing import Any

from coach.core.conversation import MemberTurn
from coach.core.hints import Hint
from coach.core.persona import Persona
from coach.core.signs import signs
from coach.talk import Talk
from coach.web.look.hints import hinted
from coach.web.words import say
from coach.web.words.language import told


def standing(talk: Talk, *, live: bool) -> dict[str, Any]:
    """What was said so far, and what goes with it; `live`: a reply is under way."""
    left = say(f"talk.left.{talk.left}", name=talk.persona.name) if talk.left else ""
    hints = [step(hint, talk.persona) for hint in talk.hints_here]
    return {"turns": _drawn(talk), "hints": hints, "ended": talk.ended, "left": left, "live": live}


def step(hint: Hint, persona: Persona) -> dict[str, str]:
    """A step on the ladder of hints, as the page shows it."""
    return {"rung": hint.rung, "says": hinted(hint, persona)}


def _drawn(talk: Talk) -> list[dict[str, Any]]:
    """The turns, with what the page shows beside them."""
    seen = signs(talk.persona, talk.conversation)

    def beside(number: int, turn: MemberTurn) -> dict[str, Any]:
        sign = say(f"talk.sign.{seen[number]}", name=talk.persona.name) if number in seen else ""
        return {"sign": sign, "note": told(turn.note), "cut": turn.cut}

    return [
        {"speaker": turn.speaker, "text": turn.text} | (beside(n, turn) if isinstance(turn, MemberTurn) else {})
        for n, turn in enumerate(talk.conversation.turns, 1)
    ]
