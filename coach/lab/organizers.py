"""Scripted organizers to rehearse a member with: fixed lines, or steps that take up what the member just said."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from coach.content import load_yaml
from coach.core.commitment import Commitment
from coach.core.conversation import Conversation, MemberTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.since import Outcome
from coach.core.story import Id

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
    """A poor organizer must not get past the first layer, and in a later meeting no further than before."""
    again: bool = False
    """They have met before: played in the second and third meeting, after that of the first skilled organizer."""
    lines: tuple[Said, ...] = ()
    first: tuple[Said, ...] = ()
    steps: tuple[Said, ...] = ()
    ask: Said | None = None
    after: tuple[Said, ...] = Field(default=())
    accounts: dict[Outcome, Said] = Field(default_factory=dict[Outcome, Said])
    """What they say, after their first words, of what came of the promises that they made last time."""

    @model_validator(mode="after")
    def _says_something(self) -> "Organizer":
        if bool(self.lines) == bool(self.steps):
            raise ValueError("give either lines, or first, steps, ask and after")
        return self

    def turns(self, outcome: Outcome | None = None) -> tuple[str, ...]:
        """All that they say, with its gaps still open, in order. `outcome`: of what they promised last time."""
        account = (self.accounts[outcome],) if outcome in self.accounts else ()
        said = self.lines or (*self.first, *self.steps, *((self.ask,) if self.ask else ()), *self.after)
        return (*said[:1], *account, *said[1:])


def organizers(prompts: Path, *, again: bool = False) -> tuple[Organizer, ...]:
    """The organizers of the prompts folder, the skilled first: for a first meeting, or `again`. Raises ContentError."""
    found = [load_yaml(file, Organizer) for file in sorted((prompts / FOLDER).glob("*.yaml"))]
    return tuple(sorted((one for one in found if one.again == again), key=lambda one: one.poor))


def filled(said: str, persona: Persona, conversation: Conversation) -> str:
    """A line with its gaps filled, or "" where there is nothing to fill one with.

    The gaps: the member's name, a piece of their last reply, what they may be asked to do, what they took on last time,
    what the organizer promised then.
    """
    since = conversation.since
    acts = persona.acts
    gaps = {
        "{name}": persona.name,
        "{theirs}": _theirs(conversation),
        "{act}": next_act(persona, conversation).act,
        "{agreed}": next((acts[one.act] for one in since.newest if one.act in acts), "") if since else "",
        "{promised}": next((one.text for one in since.promises), "") if since else "",
    }
    if any(gap in said and not gaps[gap] for gap in ("{agreed}", "{promised}")):
        return ""
    for gap, text in gaps.items():
        said = said.replace(gap, text)
    return said


def next_act(persona: Persona, conversation: Conversation) -> Commitment:
    """The smallest thing that this member might take on; when they are met again, the next after what they did."""
    kept = conversation.since.kept if conversation.since else ()
    left = [c for c in persona.commitments if c.id not in kept and (c.needs.after is None or c.needs.after in kept)]
    return min(left or persona.commitments, key=lambda c: (bool(kept) and c.after is None, c.size))


def _theirs(conversation: Conversation) -> str:
    """The last thing in the member's last reply that can be given back: what slips out stands at its end."""
    last = next((t.text for t in reversed(conversation.turns) if isinstance(t, MemberTurn)), "")
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(last)]
    told = [s for s in sentences if not s.endswith("?") and SHORTEST <= len(s.split()) <= LONGEST]
    return (told or sentences or [""])[-1]
