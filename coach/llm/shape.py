"""Answers with a shape: what a model is told about it, and finding the value in what it says."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar, cast

import openai
from pydantic import BaseModel, ValidationError

from coach.llm.message import Message

T = TypeVar("T", bound=BaseModel)

MOST_COMPLAINTS = 8
"""How many things that are wrong a model is told at once."""


class Misshapen(Exception):
    """The text holds no value of the wanted shape. `complaint` says why, in words for the model."""

    def __init__(self, complaint: str, *, found_json: bool) -> None:
        super().__init__(complaint)
        self.complaint = complaint
        self.found_json = found_json


@cache
def wording(name: str, **places: str) -> str:
    """The text of wording/<name>.md with its {{ places }} filled."""
    text = (files("coach.llm") / "wording" / f"{name}.md").read_text(encoding="utf-8")
    for place, filling in places.items():
        text = text.replace(f"{{{{ {place} }}}}", filling)
    return text.strip()


@cache
def strict_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model in the strict form: every field required, none with a default, no others."""
    strict = openai.pydantic_function_tool(schema)["function"].get("parameters", {})
    return cast(dict[str, Any], _without_defaults(strict))


def _without_defaults(schema: object, *, named: bool = False) -> object:
    """`named`: the keys are the names of fields and definitions, and one may well be called "default"."""
    match schema:
        case dict():
            items = cast(dict[str, object], schema).items()
            return {
                key: _without_defaults(value, named=not named and key in {"properties", "$defs"})
                for key, value in items
                if named or key != "default"
            }
        case list():
            return [_without_defaults(each) for each in cast(list[object], schema)]
        case _:
            return schema


def told_shape(schema: type[BaseModel]) -> Message:
    """The shape in words, for servers that can't be bound to it. Goes last, so that nothing before moves."""
    text = json.dumps(strict_schema(schema), ensure_ascii=False)
    return Message(role="system", content=wording("shape", schema=text))


def asked_again(said: str, complaint: str) -> tuple[Message, Message]:
    """The answer as it was, and what is wrong with it."""
    told = wording("repair", complaint=complaint)
    return Message(role="assistant", content=said), Message(role="user", content=told)


def value_in(text: str, schema: type[T]) -> T:
    """The first JSON object in a text that fits, whatever stands around it. Raises Misshapen."""
    first: ValidationError | None = None
    for found in _objects(text):
        try:
            return schema.model_validate_json(json.dumps(found))
        except ValidationError as error:
            first = first or error
    if first is None:
        raise Misshapen("There is no JSON object in it.", found_json="{" in text)
    wrong = first.errors(include_url=False, include_input=False)[:MOST_COMPLAINTS]
    lines = (f"- {'.'.join(map(str, one['loc'])) or 'the object'}: {one['msg']}" for one in wrong)
    raise Misshapen("\n".join(lines), found_json=True)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
        except ValueError:
            end = start + 1
        else:
            yield found
        start = text.find("{", end)
