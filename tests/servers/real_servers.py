"""Talks through a model server that others wrote: `make test-servers`, no part of `make test`.

The model has random weights, so that noise is all it says. The loop must hold, and feedback must come to a good end.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.processes import Running

ROOT = Path(__file__).parents[2]
SERVERS = ROOT / ".venv-servers" / "bin"
OFFLINE = {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
SCRIPT = """\
Hi Mele, thanks for sitting down. I'm talking with people on your shift. Half an hour?
What's changed since the hours were cut?
You said one of you has got the wing. What is that like?
My mum cleaned at night too, so I know a bit of that.
Would you have coffee with Rosa on Tuesday at three?
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a model that was just made. Its path is also its name."""
    folder = str(tmp_path_factory.mktemp("model"))
    making = [str(SERVERS / "python"), str(Path(__file__).parent / "tiny_model.py"), folder]
    subprocess.run(making, check=True, capture_output=True, env={**os.environ, **OFFLINE})
    return folder


@pytest.fixture(scope="module")
def environ(model: str) -> Iterator[dict[str, str]]:
    """Settings for the server that comes with transformers."""
    serve = (str(SERVERS / "transformers"), "serve", model, "--host", "127.0.0.1", "--port", "{port}")
    with Running(*serve, "--device", "cpu", python=SERVERS / "python", path="/health", env=OFFLINE) as server:
        yield {"OPENAI_BASE_URL": f"{server.address}/v1", "COACH_MODEL": model}


def coach(environ: dict[str, str], *args: str, stdin: str = "") -> Any:
    """What a command prints, which must go well."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
    done = subprocess.run(
        [sys.executable, "-m", "coach", *args, "--json"],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, "NO_PROXY": "127.0.0.1", **environ},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def test_the_doctor_finds_out_what_the_server_can_do(environ: dict[str, str], tmp_path: Path) -> None:
    found = coach({**environ, "COACH_DATABASE_URL": f"sqlite:///{tmp_path / 'coach.sqlite3'}"}, "doctor")
    rows = {row["what"].removeprefix(f"{environ['COACH_MODEL']}: "): row for row in found["model"]}
    assert rows["reply"]["good"], "the server answers"
    assert rows["streaming"]["good"]
    assert not rows["answers with a shape"]["good"], "noise is no answer, and it says so"


def test_a_talk_and_its_feedback_come_to_a_good_end(environ: dict[str, str], tmp_path: Path) -> None:
    environ = {**environ, "COACH_TRACE": str(tmp_path)}
    talk = coach(environ, "talk", "mele", "--script", "-", stdin=SCRIPT)
    said = [turn["text"] for turn in talk["turns"] if turn["speaker"] == "organizer"]
    assert said == SCRIPT.splitlines()
    replies = [turn for turn in talk["turns"] if turn["speaker"] == "member"]
    assert len(replies) == len(said)
    assert all(turn["text"].strip() for turn in replies)
    assert any(turn["spoken_by"] == "llm" for turn in replies), "the model was heard"
    assert all(turn["note"] for turn in replies if turn["spoken_by"] != "llm"), "who else spoke is said"
    feedback = coach(environ, "feedback", "-", stdin=json.dumps(talk))
    levels = [one["level"] for one in feedback["objectives"]]
    assert len(levels) == 4
    assert feedback["assessor"] == "builtin" or set(levels) == {None}, "noise judges nobody"
    asked = [json.loads(line) for file in tmp_path.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert {request["status"] for request in asked} == {200}, "the server refused nothing"
