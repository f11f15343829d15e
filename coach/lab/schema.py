"""The JSON Schema of a member's file: by it an editor completes keys and underlines slips."""

import ast
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coach.core import commitment, persona, situation, story
from coach.core.persona import Persona
from coach.core.situation import Situation

SCHEMA = "persona.schema.json"
ROOMS = (persona, story, commitment, situation)
"""The modules that say what stands in the file."""


def schema_text() -> str:
    """The schema as the file that lies beside the members."""
    schema: dict[str, Any] = Persona.model_json_schema()
    definitions: dict[str, Any] = schema["$defs"]
    said = dict(said_about())
    for name, definition in (*definitions.items(), (Persona.__name__, schema)):
        for key, part in definition.get("properties", {}).items():
            if (name, key) in said:
                part["description"] = said[name, key]
    _spell_out_situations(schema, said)
    story = schema["properties"]["story"]
    story["items"] = story.pop("prefixItems")[0]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A community member"}
    return json.dumps({**schema, **head}, indent=2, ensure_ascii=False) + "\n"


def write_schema(personas: Path) -> Path:
    """Writes the schema into a folder of members, and says where."""
    path = personas / SCHEMA
    path.write_text(schema_text(), encoding="utf-8")
    return path


def _spell_out_situations(schema: dict[str, Any], said: dict[tuple[str, str], str]) -> None:
    """A key for each situation, since editors complete keys better than they complete patterns of keys."""
    lines = schema["properties"]["lines"]
    texts = lines.pop("additionalProperties")
    lines.pop("propertyNames", None)
    schema["$defs"].pop(Situation.__name__, None)
    lines["additionalProperties"] = False
    lines["properties"] = {
        situation.value: {"description": said[Situation.__name__, situation.name], **texts}
        if (Situation.__name__, situation.name) in said
        else texts
        for situation in Situation
    }


def said_about() -> Iterator[tuple[tuple[str, str], str]]:
    """What the source says about each key, by class and key."""
    for node in (node for room in ROOMS for node in ast.parse(inspect.getsource(room)).body):
        if isinstance(node, ast.ClassDef):
            for before, after in zip(node.body, node.body[1:], strict=False):
                key = _key(before)
                if key and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                    yield (node.name, key), str(after.value.value)


def _key(node: ast.stmt) -> str | None:
    target = node.target if isinstance(node, ast.AnnAssign) else None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else None
