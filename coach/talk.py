"""What a learner's practice consists of, as values: plan, talk, intention."""

from datetime import datetime
from typing import Literal

from coach.core.conversation import Conversation
from coach.core.feedback import Feedback, Reflection
from coach.core.moves import Value
from coach.core.persona import Persona, Portrait, Scenario
from coach.core.rubric import Rubric

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
