"""What a schema holds against a file, in plain words: where, what, and how to mend it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz.process import extractOne

from coach.errors import Problem
from coach.located import Located, Place

MOST = 50
"""Complaints told about one file; after those the reader has enough to do."""

_LIST = 'Begin each entry on a line of its own with "- ".'
_KINDS: Mapping[str, tuple[str, str]] = {
    "string_type": ("must be text", "Put it in quotation marks."),
    "tuple_type": ("must be a list", _LIST),
    "list_type": ("must be a list", _LIST),
    "dict_type": ("must hold keys of its own", 'Write "key: …" lines, indented, below it.'),
    "model_type": ("must hold keys of its own", 'Write "key: …" lines, indented, below it.'),
    "int_type": ("must be a whole number", "Write it in digits."),
    "int_parsing": ("must be a whole number", "Write it in digits."),
    "int_from_float": ("must be a whole number", "Leave off what comes after the point."),
    "bool_type": ("must be true or false", "Write true or false."),
    "bool_parsing": ("must be true or false", "Write true or false."),
}
_PATTERNS = {
    "language": ("is no language tag", "Write one such as en or en-AU."),
    "id": ("is no id", "Use small letters, digits, - and _, with a letter first, at most 48 in all."),
}


def complaints(error: ValidationError, located: Located, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Every error of a validation as a problem with its line, in the order of the file."""
    details = _without_echoes(error.errors(include_url=False), model)
    found = [_problem(detail, located, model) for detail in details]
    found = sorted(dict.fromkeys(found), key=lambda problem: problem.line)
    more = len(found) - MOST
    rest = (Problem(located.file, 0, f"and {more} more", "Mend these first, and check again."),) if more > 0 else ()
    return (*found[:MOST], *rest)


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """A mend for a name that is not known: the nearest that is, or else what to do."""
    near = _nearest(name, known)
    return f"Did you mean {near}?" if near else otherwise


def _without_echoes(details: list[ErrorDetails], model: type[BaseModel]) -> Iterator[ErrorDetails]:
    """Leaves out what only follows: a misspelt key is also missing, a list with a wrong entry too short."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    meant = {(*place[:-1], _nearest(str(place[-1]), keys_at(model, place[:-1]))) for place in unknown}
    for detail in details:
        place = detail["loc"]
        within = any(other["loc"][: len(place)] == place and other["loc"] != place for other in details)
        misspelt = detail["type"] == "missing" and place in meant
        if not misspelt and not (detail["type"] == "too_short" and within):
            yield detail


def _nearest(name: str, known: Iterable[str]) -> str | None:
    near = extractOne(name, list(known), score_cutoff=70)
    return near[0] if near else None


def _problem(detail: ErrorDetails, located: Located, model: type[BaseModel]) -> Problem:
    place: Place = detail["loc"]
    bad_key = place[-1:] == ("[key]",)
    place = place[:-1] if bad_key else place
    what, mend = _in_words(detail, place, model)
    if detail["type"] == "missing":
        return Problem(located.file, located.line(place[:-1]), f"{_name(place[:-1], located)}{what}", mend, place)
    return Problem(located.file, located.line(place), f"{_name(place, located)}{what}", mend, place)


def _in_words(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> tuple[str, str]:
    context: dict[str, Any] = detail.get("ctx") or {}
    last = place[-1] if place else ""
    match detail["type"]:
        case "missing" if isinstance(last, int):
            return f"has only {last} entries, and needs more", "Add what is missing."
        case "missing":
            return f"lacks the key {last}", f'Add a line "{last}: …".'
        case "extra_forbidden":
            known = keys_at(model, place[:-1])
            otherwise = f"Take it out. Known here: {', '.join(known)}."
            return "is a key that is not known here", did_you_mean(str(last), known, otherwise)
        case "enum" | "literal_error":
            known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            said = str(detail["input"])[:60]
            return f"can't be {said!r}", did_you_mean(said, known, f"Write one of: {', '.join(known)}.")
        case "string_too_short" | "too_short" if not detail["input"] or not str(detail["input"]).strip():
            return "is empty", "Write something here."
        case "string_too_short":
            return f"is too short: at least {context['min_length']} characters", "Write more."
        case "string_too_long":
            return (
                f"is too long: at most {context['max_length']} characters",
                "Shorten it, or make two of it.",
            )
        case "too_short":
            return f"has too few entries: at least {context['min_length']}", "Add what is missing."
        case "too_long":
            return f"has too many entries: at most {context['max_length']}", "Take some out."
        case "greater_than_equal":
            return f"is too small: at least {context['ge']}", "Write a larger number."
        case "less_than_equal":
            return f"is too large: at most {context['le']}", "Write a smaller number."
        case "string_pattern_mismatch":
            name = "language" if last == "language" else "id"
            return _PATTERNS[name]
        case kind if kind in _KINDS:
            empty = detail["input"] is None
            return ("is empty", "Write something here, or delete the key.") if empty else _KINDS[kind]
        case _:
            return f": {detail['msg'].removeprefix('Value error, ')}", "Change it."


def _name(place: Place, located: Located) -> str:
    """The way to a part as a person would tell it: "facts, entry 3 (rosa), says, entry 1: "."""
    if not place:
        return "the file "
    words: list[str] = []
    for depth, step in enumerate(place, 1):
        if isinstance(step, str):
            words.append(step)
        else:
            own = _own_id(place[:depth], located)
            words.append(f"entry {step + 1}" + (f" ({own})" if own else ""))
    return f"{', '.join(words)} "


def _own_id(place: Place, located: Located) -> str:
    own = located.at((*place, "id"))
    return own[:48] if isinstance(own, str) else ""


def keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that the schema knows at a place."""
    found: list[Any] = [model]
    for step in place:
        found = [inner for one in found for inner in _inside(one, step)]
    return [key for one in found if _is_model(one) for key in one.model_fields]


def _inside(annotation: Any, step: str | int) -> Iterator[Any]:
    for one in _plain(annotation):
        if _is_model(one) and step in one.model_fields:
            yield from _plain(one.model_fields[str(step)].annotation)
        elif get_origin(one) in (tuple, list) and isinstance(step, int):
            inner = [arg for arg in get_args(one) if arg is not Ellipsis]
            yield from _plain(inner[min(step, len(inner) - 1)])
        elif get_origin(one) is dict:
            yield from _plain(get_args(one)[1])


def _plain(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType):
        for one in get_args(annotation):
            yield from _plain(one)
    elif hasattr(annotation, "__metadata__"):
        yield from _plain(get_args(annotation)[0])
    else:
        yield annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
