"""The reference of a member's file, `docs/persona-file.md`: made from the code that reads the file."""

import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.lab.limits import limits_in
from coach.lab.schema import said_about

HEAD = """\
# A member's file, key by key

Made from the code that reads these files (`make reference`). How to write one is told in [authoring.md](authoring.md);
`coach check` says what is wrong, where, and how to mend it. A key in **bold** has to be there.
"""
Titles = Mapping[type[BaseModel], str]
_ABOUT = dict(said_about())


def reference() -> str:
    """The whole document."""
    return "\n".join([HEAD, *_tables(), *_situations()]) + "\n"


def _tables() -> Iterator[str]:
    """A table for the file, then one for each kind of part within it."""
    titles: dict[type[BaseModel], str] = {Persona: "The file"}
    for one in (models := [Persona, *_models(Persona)]):
        for key, info in one.model_fields.items():
            if inner := _model_in(info.annotation):
                titles.setdefault(inner, f"{titles[one]} › `{key}`" if one is not Persona else f"`{key}`")
    for one in models:
        yield f"## {titles[one]}\n"
        if one is not Persona and one.__doc__:
            yield f"{_line(one.__doc__)}\n"
        yield "| key | what it holds | |\n|---|---|---|"
        for key, info in one.model_fields.items():
            shown = f"**`{key}`**" if info.is_required() else f"`{key}`"
            yield f"| {shown} | {_kind(info.annotation, titles, info.metadata)} | {_about(one, key, info)} |"
        yield ""


def _models(model: type[BaseModel]) -> list[type[BaseModel]]:
    """The kinds of parts in a model, those nearer to it first."""
    near = [inner for info in model.model_fields.values() if (inner := _model_in(info.annotation))]
    return list(dict.fromkeys([*near, *(far for one in near for far in _models(one))]))


def _situations() -> Iterator[str]:
    yield "## `lines`, by situation\n"
    yield "What they say in each. A line is said once in a talk.\n"
    yield "| situation | when |\n|---|---|"
    for one in Situation:
        yield f"| `{one.value}` | {_line(_ABOUT.get((Situation.__name__, one.name), ''))} |"


def _about(model: type[BaseModel], key: str, info: FieldInfo) -> str:
    about = _line(_ABOUT.get((model.__name__, key), ""))
    default = info.default
    plain = not info.is_required() and isinstance(default, str | int | float | bool) and default != ""
    return (
        f"{about} Without it: `{str(default).lower() if isinstance(default, bool) else default}`.".strip()
        if plain
        else about
    )


def _kind(annotation: Any, titles: Titles, marks: Any = ()) -> str:
    """What a key holds, in words. `marks` are limits that stand beside the type."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(arguments[0], titles, (*marks, *arguments[1:]))
    if origin in (Union, UnionType):
        return _kind(next(one for one in arguments if one is not type(None)), titles, marks)
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in arguments)
    if origin is tuple:
        many = "three of these" if arguments[-1] is not Ellipsis else f"a list{_limits(marks, 'entries')}"
        return f"{many}: {_kind(arguments[0], titles)}"
    if origin is dict:
        return "lists of texts, by situation"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"keys, as in {titles[annotation]}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " or ".join(f"`{one.value}`" for one in annotation)
    if annotation is bool:
        return "`true` or `false`"
    if annotation in (int, float):
        return f"a number{_limits(marks)}"
    if any(getattr(mark, "pattern", None) == r"^[a-z][a-z0-9_-]{0,47}$" for mark in marks):
        return "a short name: small letters, digits, `-` and `_`"
    return f"text{_limits(marks, 'characters')}"


def _limits(marks: Any, of: str = "") -> str:
    least, most, shortest, longest = limits_in(marks)
    if of == "characters":
        return f", at most {longest} characters" if longest is not None else ""
    if of == "entries":
        return f" of {shortest} or more" if shortest else ""
    if least is not None and most is not None:
        return f", {least:g} to {most:g}"
    return ""


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(one) for one in get_args(annotation))
    return next((one for one in found if one), None)


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
