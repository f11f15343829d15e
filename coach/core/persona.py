"""What a persona file says: one community member, as facts and lines, with nothing in it that instructs a model."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from coach.core.moves import Move, Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]
Kind = Literal["recruitment", "maintenance", "escalation"]


class Situation(StrEnum):
    """What the member finds themselves in when they answer; each has lines of its own in the file."""

    GREETING = "greeting"
    """The organizer greets, or opens the talk."""
    SMALL_TALK = "small_talk"
    """Chat that has nothing to do with either of them."""
    PURPOSE = "purpose"
    """The organizer has said why they meet, or how long."""
    PERMISSION = "permission"
    """The organizer asks leave to go deeper; leave is given."""
    LISTENED = "listened"
    """A reflection that carried what the member said."""
    CHECKED = "checked"
    """The organizer asks whether they have understood; they have, near enough."""
    AFFIRMED = "affirmed"
    """A particular strength or effort was named."""
    SHARED_WITH = "shared_with"
    """The organizer told something of their own that answers the member."""
    REPAIRED = "repaired"
    """The organizer owned a misstep."""
    HOPED = "hoped"
    """A believable path, or that others share this."""
    STRETCHED = "stretched"
    """What matters to the member was held against how things are, and it was earned."""
    ANSWERED = "answered"
    """The organizer gave a fact, or answered the member's question."""
    GUARDED = "guarded"
    """The member is on their guard: short, polite, closed."""
    PITCHED_AT = "pitched_at"
    PRESSED = "pressed"
    """Guilt, urgency, selling on after a hesitation."""
    INTERROGATED = "interrogated"
    """A third question in a row with nothing given back."""
    LED = "led"
    """A leading question: the answer was put in their mouth."""
    ADVISED = "advised"
    ARGUED_WITH = "argued_with"
    FLATTERED = "flattered"
    HANDED_OVER = "handed_over"
    """The organization will do it for them."""
    TALKED_AT = "talked_at"
    """The organizer spoke at length about themselves or their cause."""
    ASKED_TOO_SOON = "asked_too_soon"
    """An ask before the member has any reason of their own."""
    ASKED_VAGUELY = "asked_vaguely"
    """An ask with no act, time or place."""
    ASKED_OTHER = "asked_other"
    """An ask for something the file does not know."""
    ASKED_AGAIN = "asked_again"
    """The same thing was asked or said before."""
    SILENCE = "silence"
    """The organizer says next to nothing ("ok", "...")."""
    EMPTY = "empty"
    """A stock phrase that carries nothing of theirs."""
    DOES_NOT_KNOW = "does_not_know"
    """A question the file has no answer to: not knowing, or not saying, in character."""
    SIDESTEPS = "sidesteps"
    """A question about themselves that the file has no answer to: they step round it, and say why or offer less."""
    NO_MORE = "no_more"
    """Asked on about what they just spoke of, and there is no more to it."""
    ASKS_BACK = "asks_back"
    """The member turns a question round; every line ends in one."""
    CHANGES_SUBJECT = "changes_subject"
    CLOCK = "clock"
    """The member minds the time."""
    NEXT_STEP = "next_step"
    """Who does what by when was recapped or fixed."""
    THANKED = "thanked"
    GOODBYE = "goodbye"
    INSULTED = "insulted"
    PUZZLED = "puzzled"
    """Words that make no sense from an organizer: instructions, code, another language."""
    MET_AGAIN = "met_again"
    """They meet again, and nothing was promised."""
    PROMISE_KEPT = "promise_kept"
    """They meet again, and the organizer has done what they said they would do."""
    PROMISE_PARTLY = "promise_partly"
    PROMISE_BROKEN = "promise_broken"


class Telling(Value):
    """One piece of a story layer: what is true, in the member's words."""

    id: Id
    says: Text
    """The line that the built-in partner tells it with, 40 to 90 words."""
    marks: tuple[Words, ...] = Field(min_length=1)
    """Words by which a reply gives this piece away, whoever speaks it: none of them stands in an earlier line."""


class LayerNeeds(Value):
    """What earns a layer."""

    trust: int = Field(ge=0, le=10)
    opening_moves: int = Field(default=0, ge=0, le=9)
    giving: bool = False
    """Reciprocity or permission: the organizer has told something of their own, or asked leave."""


class Layer(Value):
    """A layer of the member's story: 1 on the surface, 2 deeper, 3 the core."""

    id: Id
    title: Text
    truth: Text
    """The whole of it, third person: given to a model only once it is granted."""
    hints: tuple[Text, ...] = ()
    """What slips out before this layer is earned, and invites a question; gives nothing of it away."""
    cover: tuple[Text, ...] = ()
    """What the member says when asked about it too soon."""
    cues: tuple[Words, ...] = Field(min_length=1)
    """The words people use who reach for it."""
    tells: tuple[Telling, ...] = Field(min_length=1)
    needs: LayerNeeds
    would_open: Text
    """A line an organizer could have said that opens it: shown in the debrief."""

    def __hash__(self) -> int:
        return hash(self.id)  # their lines would tell no more apart, and what is remembered by them is looked up often


class Topic(Value):
    """Something small that anyone may ask about, or a value, an interest, a resource, a fear."""

    id: Id
    says: tuple[Text, ...] = Field(min_length=1)
    """How they speak of it, in the order in which they would: more comes when asked on."""
    cues: tuple[Words, ...] = ()
    """The words people use who ask for it."""
    marks: tuple[Words, ...] = ()
    """Words by which a reply is known to speak of it."""
    leads_to: tuple[Id, ...] = ()
    """What the member comes to next of their own accord."""

    def __hash__(self) -> int:
        return hash(self.id)


class Tendency(Value):
    """What opens or closes this member in particular."""

    id: Id
    why: Text
    """In plain words, for the debrief: "you owned that the union had let her down"."""
    moves: tuple[Move, ...] = ()
    cues: tuple[Words, ...] = ()
    weight: int = Field(default=1, ge=1, le=2)


class CommitmentNeeds(Value):
    """What a yes takes."""

    trust: int = Field(ge=0, le=10)
    depth: int = Field(default=1, ge=0, le=3)
    """The deepest layer told must be at least this one."""
    reason: bool = True
    """They have said, in their own words, why it matters to them."""
    fear: bool = True
    """What they are afraid of has been named, and not brushed aside."""
    after: Id | None = None
    """A smaller commitment that they must have kept first, at least in part: so this one takes another meeting."""


class Answers(Value):
    """How the member answers one ask."""

    yes: tuple[Text, ...] = Field(min_length=2)
    maybe: tuple[Text, ...] = Field(min_length=2)
    no: tuple[Text, ...] = Field(min_length=1)
    easy_yes: tuple[Text, ...] = ()
    """The yes of a member who says yes to anything (`start.easy_yes`): it holds nothing."""


class Afterwards(Value):
    """What the member tells, when they are met again, of something that they agreed to."""

    cues: tuple[Words, ...] = ()
    """The words people use who ask how it went, beside those of the act itself."""
    kept: tuple[Text, ...] = Field(min_length=1)
    partly: tuple[Text, ...] = Field(min_length=1)
    broken: tuple[Text, ...] = Field(min_length=1)
    """They did not do it: a reason, never an excuse that the file does not know."""


class Commitment(Value):
    """Something this member might take on."""

    id: Id
    act: Text
    """As a phrase after "agreed to": "have coffee with two workmates"."""
    size: int = Field(ge=1, le=3)
    cues: tuple[Words, ...] = Field(min_length=1)
    needs: CommitmentNeeds
    says: Answers
    after: Afterwards | None = None


class Refusal(Value):
    """Something this member will not do, however well they are asked."""

    id: Id
    act: Text
    cues: tuple[Words, ...] = Field(min_length=1)
    says: tuple[Text, ...] = Field(min_length=1)


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
    guard: int = Field(default=0, ge=0, le=2)
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
