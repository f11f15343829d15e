"""Values as they lie in a column, and back."""

from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

from coach.core.conversation import MemberTurn, OrganizerTurn, Turn
from coach.core.persona import Persona
from coach.core.workshop import Sharing
from coach.store.tables import Json

Kept = TypeVar("Kept", bound=BaseModel)
TURN: TypeAdapter[OrganizerTurn | MemberTurn] = TypeAdapter(Turn)
"""Reads a turn of either speaker."""


def as_json(value: BaseModel) -> Json:
    """A value as it is kept."""
    return value.model_dump(mode="json")


def read(kind: type[Kept], body: Json) -> Kept:
    """What was kept, as a value."""
    if kind is Persona:  # older copies told of what happens between meetings in plain sentences, used by nothing
        body = {**body, "between_meetings": [one for one in body.get("between_meetings", ()) if isinstance(one, dict)]}
    return kind.model_validate(body)


def sharing(kept: str | None) -> Sharing | None:
    """What a learner shares, as it was kept; nothing where that is not known here."""
    return None if kept is None else "scores" if kept == "scores" else "talk" if kept == "talk" else "nothing"


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of a moment; all are kept in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
