"""What a key of a member's file may hold, by its type in the source: without None, and within which limits."""

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import StringConstraints
from pydantic.fields import FieldInfo


class Limits(NamedTuple):
    """Bounds of a number, of characters of a text, or of entries of a list; None where there is none."""

    least: float | None = None
    most: float | None = None
    shortest: int | None = None
    longest: int | None = None


def bare(annotation: Any) -> Any:
    """A type without what only limits it, and without None."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return bare(_but_none(annotation))
    return annotation


def limits(info: FieldInfo) -> Limits:
    """The limits of a key: those beside its type, and those within it."""
    annotation = info.annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = _but_none(annotation)
    within = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return limits_in((*info.metadata, *within))


def limits_in(marks: Iterable[Any]) -> Limits:
    """The limits that these marks of a type set."""
    found = Limits()
    for mark in marks:
        match mark:
            case Ge(ge):
                found = found._replace(least=float(str(ge)))
            case Le(le):
                found = found._replace(most=float(str(le)))
            case MinLen(shortest):
                found = found._replace(shortest=shortest)
            case MaxLen(longest):
                found = found._replace(longest=longest)
            case StringConstraints(min_length=shortest, max_length=longest):
                found = found._replace(shortest=shortest, longest=longest)
            case _:
                pass
    return found


def _but_none(union: Any) -> Any:
    return next(one for one in get_args(union) if one is not type(None))
