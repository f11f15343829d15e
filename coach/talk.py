"""What a learner's practice consists of, as values: plan, talk, intention."""

from datetime import datetime
from typing import Literal

from coach.core.conversation import Concern, Conversation, Leaving, OrganizerTurn
from coach.core.feedback import Feedback, Reflection
from coach.core.help import Help
from coach.core.hints import Hint
from coach.core.moves import Value
from coach.core.persona import Persona, Portrait, Scenario
from coach.core.relationship import Known
from coach.core.rubric import Rubric
from coach.core.workshop import Remark, Sharing

State = Literal["talking", "reflecting", "done"]


class Plan(Value):
    """What the learner noted before the talk. All free text, all may be empty."""

    purpose: str = ""
    own_story: str = ""
    possible_ask: str = ""
    to_practise: str = ""


class Intention(Value):
    """Who the learner will really sit down with, and when."""

    who: str = ""
    when: str = ""


class Earlier(Value):
    """What a talk with somebody who was met before began with; frozen then, like the copy of the member."""

    talk: str | None = None
    """Id of the meeting before; None where that was deleted."""
    known: Known = Known()
    """What both knew; without the words of a meeting that was deleted."""
    as_then: bool = False
    """The member is as they were then: their file is gone, or no longer has what they told or took on."""


class Talk(Value):
    """One talk, with copies of the member and the rubric as they were when it began."""

    id: str
    persona: Persona
    rubric: Rubric
    scenario_id: str
    plan: Plan = Plan()
    conversation: Conversation
    started_at: datetime
    ended: bool = False
    reflection: Reflection | None = None
    feedback: Feedback | None = None
    intention: Intention | None = None
    name: str = ""
    """What the learner calls it, if anything."""
    rewound_from: str | None = None
    """The talk that this one is another try of."""
    rewound_at: int | None = None
    """The organizer turn, by number, that is tried again."""
    workshop: str | None = None
    """The one that it was held in."""
    shares: Sharing | None = None
    """What of it is shared there; None for whatever goes for all of the learner's talks there."""
    remarks: tuple[Remark, ...] = ()
    """What facilitators said to it, oldest first: filled in where a talk is taken along, and nowhere else."""
    hints: tuple[Hint, ...] = ()
    """Those that the learner took, by the turn that they were about to take."""
    earlier: Earlier | None = None
    """None in a first meeting."""
    felt: str = ""
    """How it left the member, in their own words, where a model has put it."""

    @property
    def meeting(self) -> int:
        """Which meeting with them it is, counted from 1."""
        return self.conversation.since.meeting if self.conversation.since else 1

    @property
    def hints_here(self) -> tuple[Hint, ...]:
        """Those that were taken before the turn that comes next."""
        return self.hints_before(len(self.conversation.turns) + 1)

    def hints_before(self, turn: int) -> tuple[Hint, ...]:
        """Those that were taken before this turn."""
        return tuple(hint for hint in self.hints if hint.turn == turn)

    @property
    def scenario(self) -> Scenario:
        """The occasion."""
        return self.persona.scenario(self.scenario_id)

    @property
    def state(self) -> State:
        """How far along the loop it is."""
        if self.feedback:
            return "done"
        return "reflecting" if self.ended else "talking"

    @property
    def left(self) -> Leaving | None:
        """Why the member ended it; None where they did not."""
        before = self.conversation.turns[-2:-1] if self.ended else ()
        decided = (turn.direction for turn in before if isinstance(turn, OrganizerTurn))
        return next((direction.leaves for direction in decided if direction), None)

    @property
    def concern(self) -> tuple[int, Concern] | None:
        """The turn after which a way out of the practice stands open, and why.

        The last of distress, else the first of abuse; what was taken over from the first way through does not count.
        """
        found: list[tuple[int, Concern]] = [
            (number, turn.concern)
            for number, turn in self.conversation.organizer_turns
            if turn.concern and number >= (self.rewound_at or 1)
        ]
        distressed = [one for one in found if one[1] == "distress"]
        return distressed[-1] if distressed else found[0] if found else None


class Offer(Value):
    """A way out of the practice, offered: in plain words, and with somebody to turn to."""

    turn: int
    """The learner's turn that it follows; 0 for what they wrote after the talk."""
    concern: Concern
    help: Help | None = None
    """None where the host's file can't be used."""


class TalkSummary(Value):
    """A line in the list of past talks."""

    id: str
    persona_id: str
    persona_name: str
    portrait: Portrait | None = None
    name: str = ""
    scenario_title: str
    started_at: datetime
    turns: int
    """How many turns the learner took."""
    state: State
    rewound_from: str | None = None
    workshop: str | None = None
    shares: Sharing | None = None
    meeting: int = 1
    """The first, the second …"""
    after: str | None = None
    """The meeting before."""

    @property
    def called(self) -> str:
        """All that the list says of it, in one line."""
        return f"{self.name} {self.persona_name} {self.scenario_title}"
