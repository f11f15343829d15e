"""The documents for hosts: the tests that they name exist, the files that they tell of can be read."""

import ast
import re
from pathlib import Path
from typing import Any

from coach.located import read_yaml

ROOT = Path(__file__).parent.parent


def test_every_threat_names_a_test_that_there_is() -> None:
    text = (ROOT / "docs" / "threats.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| what |")]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, f"nothing shows this: {row}"
        for file, test in named:
            there = {
                node.name
                for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            }
            assert test in there, f"{file} has no {test}"


def test_compose_names_files_and_settings_that_there_are() -> None:
    whole: Any = read_yaml(ROOT / "compose.yaml").data
    services = whole["services"]
    assert set(services) == {"proxy", "app", "database"}
    settings = (ROOT / "coach" / "settings.py").read_text("utf-8")
    for name in services["app"]["environment"]:
        assert f'"{name}"' in settings, f"{name} is no setting"
    (volume,) = services["proxy"]["volumes"]
    assert (ROOT / volume.split(":")[0]).is_file()


def test_the_image_is_made_of_files_that_there_are() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    words = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    assert words <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"}
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    sent = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists(), f"{name} is not there to be copied"
        assert f"!{name}" in sent, f"{name} is not sent to whoever builds the image"
