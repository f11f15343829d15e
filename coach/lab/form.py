"""A member's file as a form: its fields follow the schema, so that what the file can say the form can."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from coach.content import UNWRITTEN
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.lab.blank import untouched
from coach.lab.limits import Limits, bare, limits
from coach.lab.new import TEMPLATE
from coach.lab.quantity import AT_LEAST
from coach.lab.schema import said_about
from coach.located import Place, Tree

Kind = Literal["line", "text", "texts", "number", "check", "choice", "choices", "group", "entries"]
NEWEST = 50
"""Entries of one list that the form shows, the newest; a shipped member has a thousand follow-ups. The file has all."""
LONG = 200
"""Characters; a text that may be longer than this is written in a box."""
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "who": ("name", "age", "pronouns", "public", "language", "id"),
    "voice": ("voice", "start"),
    "meetings": ("scenarios",),
    "facts": ("facts",),
    "story": ("story",),
    "matters": ("values", "interests", "resources", "fears"),
    "moved": ("openers", "closers"),
    "asked": ("commitments", "refuses"),
    "lines": ("lines",),
    "followed": ("follow_ups",),
    "again": ("between_meetings",),
    "corrected": ("rehearse",),
}
"""The parts of the form, in the order of docs/authoring.md, and the keys in each; the rest comes under "more"."""


class Field(Value):
    """One field: `texts` has one entry a line, `choices` any of the options, `group` and `entries` have `parts`."""

    place: Place
    key: str
    kind: Kind
    about: str = ""
    """What the schema says of it."""
    value: str = ""
    """What stands there, as text; entries one a line."""
    waiting: str = ""
    """What is still to be written there, as the template puts it."""
    chosen: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    optional: bool = False
    least: float | None = None
    most: float | None = None
    """Of a number."""
    longest: int | None = None
    """Characters."""
    fewest: int | None = None
    """Of lines, so that a long talk has enough."""
    parts: tuple["Field", ...] = ()
    fixed: bool = False
    """Entries that none is added to and none taken from."""
    title: str = ""
    """Of one of several entries."""
    untouched: int = 0
    """Of several entries: those in which nothing is written yet."""
    earlier: int = 0
    """Of several entries: those before the first that is shown."""


_QUESTIONS: Mapping[str, str] = dict(re.findall(r"- id: (\w+)   # (.+)", TEMPLATE.read_text("utf-8")))
"""What the small things answer that most members can be asked for, by id."""
_ABOUT = {key: said.replace("organizer", "organiser") for key, said in said_about()}


def form(data: Tree) -> dict[str, tuple[Field, ...]]:
    """All fields by section, filled with what the file says, be it right or wrong."""
    known = {key for keys in SECTIONS.values() for key in keys}
    more = tuple(key for key in Persona.model_fields if key not in known)
    return {
        section: tuple(
            _field(Persona, key, Persona.model_fields[key], (key,), _get(data, key))
            for key in keys
            if key in Persona.model_fields
        )
        for section, keys in {**SECTIONS, "more": more}.items()
    }


def _field(owner: type[BaseModel], key: str, info: FieldInfo, place: Place, value: Tree) -> Field:
    about = _ABOUT.get((owner.__name__, key), "")
    kind, optional = bare(info.annotation), not info.is_required()
    if kind is bool and value is None:
        value = info.default  # a box has no third way to look: it shows what the file's silence means
    return _of_kind(kind, limits(info), value, place=place, key=key, about=about, optional=optional)


def _of_kind(kind: Any, within: Limits, value: Tree, **common: Any) -> Field:
    place: Place = common["place"]
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        keys = sorted(kind.model_fields.items(), key=lambda one: one[0] == "id")  # what only the file needs comes last
        parts = tuple(_field(kind, key, info, (*place, key), _get(value, key)) for key, info in keys)
        return Field(kind="group", parts=parts, **common)
    if origin is dict:
        return Field(kind="group", parts=tuple(_situations(place, value)), **common)
    if origin is tuple:
        inner = bare(arguments[0])
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            listed = list(enumerate(value if isinstance(value, list) else []))
            entries = tuple(
                _of_kind(inner, Limits(), one, place=(*place, n), key=common["key"]).model_copy(
                    update={"title": _title(one), "about": _QUESTIONS.get(str(_get(one, "id")), "")}
                )
                for n, one in listed[-NEWEST:]
            )
            waiting = sum(map(untouched, value)) if isinstance(value, list) else 0
            fixed = arguments[-1] is not Ellipsis
            earlier = len(listed) - len(entries)
            return Field(kind="entries", parts=entries, fixed=fixed, untouched=waiting, earlier=earlier, **common)
        if isinstance(inner, type) and issubclass(inner, Enum):
            chosen = tuple(str(one) for one in value) if isinstance(value, list) else ()
            return Field(kind="choices", options=tuple(one.value for one in inner), chosen=chosen, **common)
        written, waiting = _split(value if isinstance(value, list) else [value])
        return Field(kind="texts", value=written, waiting=waiting, **common)
    if origin is Literal:
        return Field(kind="choice", options=tuple(map(str, arguments)), value=_plain(value), **common)
    if kind is bool:
        return Field(kind="check", value="true" if value is True else "", **common)
    if kind in (int, float):
        return Field(kind="number", value=_plain(value), least=within.least, most=within.most, **common)
    long = within.longest is None or within.longest > LONG
    if common["key"] in ("id", "language"):
        long = False
    written, waiting = _split([value])
    return Field(kind="text" if long else "line", longest=within.longest, value=written, waiting=waiting, **common)


def _split(texts: Sequence[Tree]) -> tuple[str, str]:
    """What is written of these texts, and what still is to be; one a line."""
    plain = [_plain(one) for one in texts]
    waiting = [one.removeprefix(UNWRITTEN).strip() for one in plain if one.startswith(UNWRITTEN)]
    return "\n".join(one for one in plain if not one.startswith(UNWRITTEN)), "\n".join(waiting)


def _title(entry: Tree) -> str:
    """What one of several entries is called: by its title, and until that is written by its name in the file."""
    found = (_plain(_get(entry, key)) for key in ("title", "id", "why", "heard"))
    return next((one for one in found if one and not one.startswith(UNWRITTEN)), "")[:60]


def _situations(place: Place, value: Tree) -> Iterator[Field]:
    for situation in Situation:
        lines = _get(value, situation.value)
        written, _ = _split(lines if isinstance(lines, list) else [lines])
        yield Field(
            place=(*place, situation.value),
            key=situation.value,
            kind="texts",
            about=_ABOUT.get((Situation.__name__, situation.name), ""),
            value=written,
            optional=True,
            fewest=AT_LEAST.get(situation, 0),
        )


def _get(tree: Tree, key: str) -> Tree:
    return tree.get(key) if isinstance(tree, dict) else None


def _plain(value: Tree) -> str:
    if value is None:
        return ""
    return " ".join(value.split("\n")) if isinstance(value, str) else str(value)
