"""A new entry for a list of a member's file, and whether anything has been written in one yet."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from coach.content import UNWRITTEN
from coach.core.persona import Persona
from coach.lab.limits import Limits, bare, limits
from coach.located import Place, Tree


def blank(place: Place, data: Tree) -> Tree:
    """A new entry for the list at this place: complete in form, its texts still to be written."""
    model: Any = Persona
    for step in place:
        model = _model_of(bare(model.model_fields[step].annotation)) if isinstance(step, str) else model
    taken = {str(one.get("id")) for one in (data if isinstance(data, list) else []) if isinstance(one, dict)}
    number = next(n for n in range(1, len(taken) + 2) if f"new-{n}" not in taken)
    return _empty(model, f"new-{number}")


def untouched(entry: Tree) -> bool:
    """Whether all texts of an entry are still to be written, but for the name that it has in the file."""
    found = [said for key, said in _texts(entry) if key != "id"]
    return bool(found) and all(said.startswith(UNWRITTEN) for said in found)


def _texts(tree: Tree, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield key, tree
    for name, part in tree.items() if isinstance(tree, dict) else ():
        yield from _texts(part, name)
    for part in tree if isinstance(tree, list) else ():
        yield from _texts(part, key)


def _empty(model: type[BaseModel], own_id: str) -> dict[str, Tree]:
    return {
        key: _empty_part(bare(info.annotation), limits(info), key, own_id)
        for key, info in model.model_fields.items()
        if info.is_required()
    }


def _empty_part(kind: Any, within: Limits, key: str, own_id: str) -> Tree:
    arguments = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _empty(kind, own_id)
    if get_origin(kind) is tuple:
        inner, count = bare(arguments[0]), max(within.shortest or 1, 1)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return [_empty(inner, f"{own_id}-{n}") for n in range(1, count + 1)]
        return [f"{UNWRITTEN} {key.replace('_', ' ')} {n}" for n in range(1, count + 1)]
    if get_origin(kind) is Literal:
        return str(arguments[0])
    if kind is bool:
        return False
    if kind in (int, float):
        return max(int(within.least or 0), 0)
    return own_id if key == "id" else f"{UNWRITTEN} {key.replace('_', ' ')}"


def _model_of(kind: Any) -> Any:
    return bare(get_args(kind)[0]) if get_origin(kind) is tuple else kind
