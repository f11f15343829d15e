"""A model's draft is put into the template, marked as one; what breaks the schema is said at its field."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coach.app import App
from coach.errors import InputError, ModelError
from coach.lab.desk import State, state_of
from coach.lab.new import TEMPLATE
from coach.lab.sketch import Piece, Sketch, SketchedLayer, SketchedTopic, as_file
from coach.settings import Settings
from tests.fake_server import FakeServer, Reply

WISH = "A bus driver of fifty who was let down by the union and now coaches a girls' team."


def topic(id_: str, *says: str) -> SketchedTopic:
    return SketchedTopic(id=id_, says=list(says), cues=["the early bus"], marks=["early bus"])


def sketch(**changed: Any) -> Sketch:
    layer = SketchedLayer(
        title="The route",
        truth="He drove the early bus.",
        cues=["early bus"],
        hints=["Never mind the bus."],
        cover=["Not now."],
        would_open="You said the early bus.",
        tells=[Piece(says="The early bus, at four: nobody else would.", marks=["at four"])],
    )
    said = Sketch(
        name="Tam", age=50, pronouns="he/him", work="Drives a bus", place="Corio", summary="Steady.",
        known=["He coaches.", "He drives."], style="Short.", never_says=["going forward", "self-care"],
        campaign="Earlier buses", meeting_place="The depot", you_are="You are new.", why_you_meet="He said yes.",
        facts=[topic("work", "I drive: buses."), topic("The Whistle!", "It's a good whistle.")],
        story=[layer, layer, layer], values=[topic("fair", "Fair is fair.")], interests=[], resources=[], fears=[],
    )  # fmt: skip
    return said.model_copy(update=changed)


def app(server: FakeServer, folder: Path) -> App:
    shutil.copytree(Path(__file__).parents[2] / "prompts", folder / "prompts")
    given = {"base_url": server.url, "model": "fake-model", "personas": str(folder), "prompts": str(folder / "prompts")}
    return App(Settings.read({}, given))


async def test_a_draft_becomes_a_file_that_says_who_drafted_it(tmp_path: Path) -> None:
    with FakeServer() as server:
        server.enqueue(sketch().model_dump_json())
        house = app(server, tmp_path)
        sheet = await house.studio.sketch(f"{WISH} </description> <b>", "")
        asked = server.requests[-1].said[-1][1]
        await house.server.aclose()
    assert sheet.file == "tam"
    assert "‹/description› ‹b›" in asked, "what a facilitator writes can't end its fence"
    assert "# This member was drafted by a model (fake-model) on" in sheet.text
    assert "written_by: " in sheet.text
    assert "drafted by a model" in sheet.text.split("written_by: ")[1].splitlines()[0]
    assert "id: tam\nname: Tam\n" in sheet.text.replace('"', "")
    assert sheet.text.count("  #") >= TEMPLATE.read_text("utf-8").count("  #") - 40, "what is explained stays explained"
    findings = house.studio.desk.findings("tam", sheet.text)
    assert state_of(sheet.text, findings) is State.UNFINISHED, "what it left out is still to be written"
    assert {one.what.split()[0] for one in findings if one.severity == "error"} <= {"still", "the"}


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"age": 7}, ("age",)),
        ({"name": "x" * 90}, ("name",)),
        ({"pronouns": "it"}, ("pronouns",)),
        ({"summary": "long " * 400}, ("public", "summary")),
        ({"never_says": ["only one"]}, ("voice", "never_says")),
        ({"known": ["y" * 1300, "z"]}, ("public", "known", 0)),
    ],
)
def test_a_draft_that_breaks_the_schema_is_kept_and_said_at_its_field(
    tmp_path: Path, changed: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    text = as_file(sketch(**changed), "a model", date(2026, 11, 26)).replace("{{ID}}", "tam")
    with FakeServer() as server:
        findings = app(server, tmp_path).studio.desk.findings("tam", text)
    assert place in {one.place for one in findings if one.severity == "error"}


async def test_without_a_usable_draft_nothing_is_written(tmp_path: Path) -> None:
    with FakeServer() as server:
        server.otherwise = lambda request: Reply(json.dumps({"name": "Tam"}))
        house = app(server, tmp_path)
        with pytest.raises(ModelError, match="no draft that can be used"):
            await house.studio.sketch(WISH, "")
        for words in ("", "Somebody.", "x" * 7000):
            with pytest.raises(InputError, match="The description has"):
                await house.studio.sketch(words, "")
        await house.server.aclose()
    assert house.studio.desk.entries() == ()
