"""What a persona file says: one community member, as facts and lines, with nothing in it that instructs a model."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from coach.core.commitment import Commitment, Refusal
from coach.core.moves import Value
from coach.core.situation import Situation
from coach.core.story import FollowUp, Id, Layer, Telling, Tendency, Text, Topic, Words

Kind = Literal["recruitment", "maintenance", "escalation"]


class Scenario(Value):
    """One occasion on which the organizer meets this member."""

    id: Id
    title: Text
    kind: Kind
    relationship_first: bool = False
    """A dated next meeting counts as full commitment here."""
    campaign: Text
    place: Text
    you_are: Text
    """Who the learner is to this member."""
    why_you_meet: Text
    minutes: int = Field(ge=5, le=90)
    opening: Text | None = None
    """What the member says first, if they do."""


Portrait = Literal[
    "bob", "brushed", "bun", "close_curls", "cropped", "curls", "knot", "long", "scarf", "short", "waves",
]  # fmt: skip
"""How a portrait draws somebody's head: hair, or a scarf."""


class Public(Value):
    """What one would know beforehand."""

    work: Text
    place: Text
    summary: Text
    known: tuple[Text, ...] = Field(min_length=2)
    portrait: Portrait | None = None
    """What the drawn portrait has on its head; without it one is picked by the id."""


class Sound(Value):
    """How they sound where a talk is held aloud."""

    voice: str = Field(default="", max_length=60)
    """A voice of the speech server's, such as "alloy" or "sage"; one that it does not know gives way to another."""
    manner: str = Field(default="", max_length=300)
    """How they speak, for servers that can be told, such as "low and unhurried, tired, with a smile in it"."""
    pitch: float = Field(default=1.0, ge=0.5, le=1.5)
    """Of the browser's own voice, which speaks where there is no server: 1 is as it comes."""
    pace: float = Field(default=1.0, ge=0.6, le=1.4)
    """Of the browser's own voice: 1 is as it comes."""


class Voice(Value):
    """How they speak."""

    style: Text
    never_says: tuple[Words, ...] = Field(min_length=2)
    aloud: Sound = Sound()


class Start(Value):
    """Where a first meeting starts from."""

    trust: int = Field(default=3, ge=0, le=6)
    """0 to 6 of 10: most people give a stranger 3."""
    guard: int = Field(default=0, ge=0, le=2)
    """0 to 2 of 3: how much they are on their guard when you sit down, whatever you do."""
    easy_yes: bool = False
    """Says yes to anything, early: a false yes, and reported as one."""


class Review(Value):
    """Who has read this member, and for what."""

    written_by: Text
    community_reader: Text = "not yet reviewed by a community reader"
    trainer: Text = "not yet reviewed by a workshop trainer"


class Correction(Value):
    """A reply that rang false once: every rehearsal plays up to it, and looks whether it does so again."""

    id: Id
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1200)] = ""
    """What rang false about it."""
    scenario: Id | None = None
    """The occasion; the first where none is named."""
    after: tuple[Annotated[str, StringConstraints(min_length=1, max_length=4000)], ...] = ()
    """What the organizer says, in order. The reply to the last is looked at; with nothing, the opening line."""
    never: tuple[Text, ...] = ()
    """Words that must not stand in it."""
    says: Text | None = None
    """What must stand in it: these words, or most of them in a model's reply."""

    @model_validator(mode="after")
    def _says_something(self) -> "Correction":
        if not self.never and self.says is None:
            raise ValueError("give never, says, or both")
        return self


class Persona(Value):
    """One community member."""

    id: Id
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    age: int = Field(ge=16, le=110)
    pronouns: Literal["she/her", "he/him", "they/them"]
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    public: Public
    voice: Voice
    start: Start = Start()
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    facts: tuple[Topic, ...] = Field(min_length=1)
    story: tuple[Layer, Layer, Layer]
    values: tuple[Topic, ...] = Field(min_length=1)
    interests: tuple[Topic, ...] = Field(min_length=1)
    resources: tuple[Topic, ...] = Field(min_length=1)
    fears: tuple[Topic, ...] = Field(min_length=1)
    openers: tuple[Tendency, ...] = Field(min_length=1)
    closers: tuple[Tendency, ...] = Field(min_length=1)
    commitments: tuple[Commitment, ...] = Field(min_length=1)
    refuses: tuple[Refusal, ...] = Field(min_length=1)
    lines: dict[Situation, tuple[Text, ...]]
    follow_ups: tuple[FollowUp, ...] = ()
    """What they answer who pick up a detail of what was just said."""
    between_meetings: tuple[Topic, ...] = ()
    """What has happened to them when you meet again: one thing a meeting, in this order."""
    rehearse: tuple[Correction, ...] = ()
    """Replies that were corrected, and have to stay so."""
    review: Review

    def __hash__(self) -> int:
        return hash(self.id)

    def layer(self, layer_id: str) -> Layer:
        """The story layer of this id. Raises KeyError."""
        return {layer.id: layer for layer in self.story}[layer_id]

    def depth(self, layer_id: str) -> int:
        """1, 2 or 3. Raises KeyError."""
        return {layer.id: depth for depth, layer in enumerate(self.story, 1)}[layer_id]

    @property
    def in_english(self) -> bool:
        """Whether talks with them are in English."""
        return self.language.lower().startswith("en")

    def scenario(self, scenario_id: str | None) -> Scenario:
        """The scenario of this id, or the first where it is unknown or None."""
        return next((s for s in self.scenarios if s.id == scenario_id), self.scenarios[0])

    @property
    def tellings(self) -> tuple[Telling, ...]:
        """The pieces of their whole story, from the surface down."""
        return tuple(telling for layer in self.story for telling in layer.tells)

    def withheld(self, granted: Collection[str]) -> frozenset[str]:
        """Ids of the pieces that may not be told while only these layers, by id, are granted."""
        return frozenset(telling.id for layer in self.story if layer.id not in granted for telling in layer.tells)

    @property
    def inner(self) -> tuple[Topic, ...]:
        """What matters to them, in their own words: values and interests."""
        return (*self.values, *self.interests)

    @property
    def acts(self) -> dict[str, str]:
        """All that the file knows they may be asked for, by id: what they might take on, and what they refuse."""
        return {one.id: one.act for one in (*self.commitments, *self.refuses)}

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that is not a story layer: facts, values, interests, resources, fears."""
        return (*self.facts, *self.values, *self.interests, *self.resources, *self.fears)
