"""What `prompts/topics.yaml` says: the words that anybody uses who asks about work, home or worries."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.story import Id, Topic, Words

Section = Literal["values", "interests", "resources", "fears"]


class StandardTopic(Value):
    """A topic that every member can be asked about, and the words that ask for it."""

    id: Id
    cues: tuple[Words, ...] = Field(min_length=1)


class Group(Value):
    """Words that speak to everything in one section of a member's file."""

    id: Id
    speaks_to: Section
    cues: tuple[Words, ...] = Field(min_length=1)


class Catalogue(Value):
    """The standard cues of topics and of whole sections."""

    topics: tuple[StandardTopic, ...] = ()
    groups: tuple[Group, ...] = ()


def with_standard_cues(persona: Persona, catalogue: Catalogue) -> Persona:
    """The same member, whose topics also answer to the standard cues of their id and of their section.

    The member's own cues come first; none stands twice.
    """
    standard = {topic.id: topic.cues for topic in catalogue.topics}

    def told(topics: Iterable[Topic], section: str) -> tuple[Topic, ...]:
        of_section = [cue for group in catalogue.groups if group.speaks_to == section for cue in group.cues]
        return tuple(
            topic.model_copy(
                update={"cues": tuple(dict.fromkeys((*topic.cues, *standard.get(topic.id, ()), *of_section)))}
            )
            for topic in topics
        )

    sections = ("facts", "values", "interests", "resources", "fears")
    return persona.model_copy(update={name: told(getattr(persona, name), name) for name in sections})
