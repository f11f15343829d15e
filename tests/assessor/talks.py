"""Talks for the assessor's tests, as the built-in reader reads them."""

from collections.abc import Iterable
from pathlib import Path

from coach import content
from coach.assessor import Case
from coach.core.better_lines import BetterLines
from coach.core.conversation import Conversation, Line, MemberTurn, OrganizerTurn
from coach.core.moves import Reading
from coach.core.rubric import Rubric
from coach.reader.builtin import insults, read_member, read_moves

PROMPTS = content.find_folders()[1]
RUBRIC = content.load_yaml(PROMPTS / "objectives.yaml", Rubric).of()
LINES = content.load_yaml(PROMPTS / "better_lines.yaml", BetterLines)

STRONG = tuple(Path(__file__).with_name("strong.txt").read_text("utf-8").splitlines())
WEAK = tuple(Path(__file__).with_name("weak.txt").read_text("utf-8").splitlines())
"""Turn by turn, the organizer first."""


def conversation(*said: str, first: str = "organizer") -> Conversation:
    """A talk of turns by turns, read."""
    speakers = ("organizer", "member") if first == "organizer" else ("member", "organizer")
    turns: list[OrganizerTurn | MemberTurn] = []
    before: list[Line] = []
    for number, text in enumerate(said):
        if speakers[number % 2] == "organizer":
            reading = Reading(moves=read_moves(text, before), insults=insults(text))
            turns.append(OrganizerTurn(text=text, reading=reading))
            before.append(("organizer", text))
        else:
            turns.append(MemberTurn(text=text, reading=read_member(text, before)))
            before.append(("member", text))
    return Conversation(turns=tuple(turns))


def case(said: Iterable[str]) -> Case:
    """A case of turns by turns, the organizer first."""
    return Case(conversation=conversation(*said), rubric=RUBRIC)
