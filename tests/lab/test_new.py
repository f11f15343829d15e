"""`coach new` gives a file that loads at once, and that `coach check` helps to fill in."""

from pathlib import Path

import pytest

from coach.content import UNWRITTEN, find_folders, load, load_yaml
from coach.core.catalogue import Catalogue
from coach.core.persona import Persona
from coach.core.situation import OPTIONAL, Situation
from coach.errors import InputError
from coach.lab.check import check
from coach.lab.new import TEMPLATE, new_member
from coach.lab.schema import SCHEMA, schema_text

_, PROMPTS = find_folders()


def test_a_new_member_can_be_read_at_once_and_is_met_by_nobody_until_written(tmp_path: Path) -> None:
    path = new_member("ros-2", tmp_path)
    content = load(tmp_path, PROMPTS)
    assert path == tmp_path / "ros-2.yaml"
    assert load_yaml(path, Persona).id == "ros-2"
    assert content.members == ()
    assert "not written to the end" in content.problems[0].what


def test_the_template_has_every_situation_that_needs_lines_and_every_standard_topic(tmp_path: Path) -> None:
    ros = load_yaml(new_member("ros", tmp_path), Persona)
    assert list(ros.lines) == [one for one in Situation if one not in OPTIONAL]
    assert {topic.id for topic in load_yaml(PROMPTS / "topics.yaml", Catalogue).topics} <= {f.id for f in ros.facts}


def test_check_tells_all_that_is_still_to_be_written(tmp_path: Path) -> None:
    path = new_member("ros", tmp_path)
    findings = check([path], PROMPTS)
    assert len(findings) == TEMPLATE.read_text(encoding="utf-8").count(f'"{UNWRITTEN}')
    assert {finding.severity.value for finding in findings} == {"error"}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(UNWRITTEN in lines[finding.line - 1] for finding in findings)


def test_an_editor_finds_the_schema_beside_it(tmp_path: Path) -> None:
    path = new_member("ros", tmp_path)
    assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("name", ["", "Ros", "2ros", "../ros", "ros/x", "ros.yaml", "r" * 49, "con", "ros\n", "rös"])
def test_what_cannot_be_an_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="can't be the id of a member"):
        new_member(name, tmp_path / "members")
    assert not (tmp_path / "members").exists()


def test_a_member_who_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ros.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        new_member("ros", tmp_path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="can't be written"):
        new_member("ros", tmp_path / "file")
