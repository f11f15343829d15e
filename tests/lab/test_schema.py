"""The schema that editors use, and the reference that people read, say what the loader accepts.

`make reference` renews both.
"""

import json
from typing import Any

from coach.content import find_folders
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.lab.reference import reference
from coach.lab.schema import SCHEMA, schema_text

PERSONAS, _ = find_folders()
SAID: Any = json.loads(schema_text())


def test_the_shipped_schema_is_that_of_the_code() -> None:
    assert (PERSONAS / SCHEMA).read_text(encoding="utf-8") == schema_text()


def test_the_reference_is_that_of_the_code() -> None:
    assert (PERSONAS.parent / "docs" / "persona-file.md").read_text(encoding="utf-8") == reference()
    assert all(f"`{key}`" in reference() for key in (*Persona.model_fields, *Situation))


def test_every_key_of_a_member_is_known_and_no_other() -> None:
    assert set(SAID["properties"]) == set(Persona.model_fields)
    assert SAID["additionalProperties"] is False


def test_every_situation_is_a_key_of_its_own_with_what_it_means() -> None:
    lines = SAID["properties"]["lines"]
    assert set(lines["properties"]) == {situation.value for situation in Situation}
    assert lines["additionalProperties"] is False
    assert lines["properties"]["silence"]["description"].startswith("The organizer says next to nothing")


def test_what_the_source_says_of_a_key_is_shown_in_the_editor() -> None:
    assert SAID["$defs"]["Telling"]["properties"]["marks"]["description"].startswith("Words by which a reply gives")


def test_all_references_lead_somewhere() -> None:
    used = {part.split('"')[0] for part in schema_text().split('"$ref": "#/$defs/')[1:]}
    assert used <= set(SAID["$defs"])
