"""What a member has to tell, by their file: the layers of their story, small topics, what opens and closes them."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from coach.core.moves import Move, Value

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Questions = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1200)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,47}$")]


def each_of(wordings: str) -> tuple[str, ...]:
    """The wordings that stand in one text, with "/" between."""
    return tuple(one.strip() for one in wordings.split("/") if one.strip())


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
    """Of 10. Good questions alone carry trust to 6, giving back what one heard to 8."""
    opening_moves: int = Field(default=0, ge=0, le=9)
    """How many turns must have opened them before: by listening, or by what opens this member."""
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
    asked: tuple[Questions, ...] = ()
    """For each of these lines, in their order, questions that it answers, with " / " between: who asks something that
    means the same gets this line."""
    cues: tuple[Words, ...] = ()
    """The words people use who ask for it."""
    marks: tuple[Words, ...] = ()
    """Words by which a reply is known to speak of it."""
    leads_to: tuple[Id, ...] = ()
    """What the member comes to next of their own accord."""

    @model_validator(mode="after")
    def _each_line_has_its_questions(self) -> Self:
        if self.asked and len(self.asked) != len(self.says):
            raise ValueError(
                f'"asked" has {len(self.asked)} entries for the {len(self.says)} lines of "says": give each line one, '
                'in the same order, and "" where nothing asks for it'
            )
        return self

    def questions(self, place: int) -> tuple[str, ...]:
        """The questions that the line at this place answers."""
        return each_of(self.asked[place]) if self.asked else ()

    def __hash__(self) -> int:
        return hash(self.id)


class FollowUp(Value):
    """What they answer who have just said a certain thing, when somebody picks that up."""

    follows: Text
    """Words of the line that it follows on, enough to know it by."""
    heard: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
    """What people say right after that line, be it a question or not, in several wordings with " / " between."""
    says: Text
    """What the member then says."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """What people say, one by one."""
        return each_of(self.heard)


class Tendency(Value):
    """What opens or closes this member in particular."""

    id: Id
    why: Text
    """In plain words, for the debrief: "you owned that the union had let her down"."""
    moves: tuple[Move, ...] = ()
    cues: tuple[Words, ...] = ()
    weight: int = Field(default=1, ge=1, le=2)
