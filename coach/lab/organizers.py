"""Scripted organizers to rehearse a member with: fixed lines, or steps that take up what the member just said."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from coach.content import load_yaml
from coach.core.conversation import Conversation, MemberTurn
from coach.core.moves import Value
from coach.core.persona import Commitment, Id, Persona

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
FOLDER = "organizers"
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+|[^.!?…]+$")
SHORTEST, LONGEST = 4, 22
"""Words of the piece of a reply that is given back."""


class Organizer(Value):
    """An organizer from a file of `prompts/organizers/`. Either `lines`, or `first`, `steps`, `ask` and `after`."""

    id: Id
    title: Said
    poor: bool
    """A poor organizer must not get past the first layer."""
    lines: tuple[Said, ...] = ()
    first: tuple[Said, ...] = ()
    steps: tuple[Said, ...] = ()
    ask: Said | None = None
    after: tuple[Said, ...] = Field(default=())

    @model_validator(mode="after")
    def _says_something(self) -> "Organizer":
        if bool(self.lines) == bool(self.steps):
            raise ValueError("give either lines, or first, steps, ask and after")
        return self

    def turns(self) -> tuple[str, ...]:
        """All that they say, with its gaps still open, in order."""
        return self.lines or (*self.first, *self.steps, *((self.ask,) if self.ask else ()), *self.after)


def organizers(prompts: Path) -> tuple[Organizer, ...]:
    """All organizers of the prompts folder, the skilled first. Raises ContentError."""
    files = sorted((prompts / FOLDER).glob("*.yaml"))
    return tuple(sorted((load_yaml(file, Organizer) for file in files), key=lambda one: one.poor))


def filled(said: str, persona: Persona, conversation: Conversation) -> str:
    """A line with its gaps filled: the member's name, a piece of their last reply, what they may be asked to do."""
    gaps = {"{name}": persona.name, "{theirs}": _theirs(conversation), "{act}": smallest(persona).act}
    for gap, text in gaps.items():
        said = said.replace(gap, text)
    return said


def smallest(persona: Persona) -> Commitment:
    """The smallest thing that this member might take on."""
    return min(persona.commitments, key=lambda commitment: commitment.size)


def _theirs(conversation: Conversation) -> str:
    """The last thing in the member's last reply that can be given back: what slips out stands at its end."""
    last = next((t.text for t in reversed(conversation.turns) if isinstance(t, MemberTurn)), "")
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(last)]
    told = [s for s in sentences if not s.endswith("?") and SHORTEST <= len(s.split()) <= LONGEST]
    return (told or sentences or [""])[-1]
