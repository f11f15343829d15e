"""What a model does as reader and assessor is measured over real HTTP: `python -m tests.quality.model`."""

import json
import subprocess
import sys

from tests.fake_server import FakeServer, Reply, Request
from tests.quality.talks import talks

TALK = next(talk for talk in talks() if talk.id == "yusuf-weak")


def of_the_first_labelling(request: Request) -> Reply:
    """The moves that the first person gave this turn; anything else that is asked gets no sense."""
    said = request.said[-1][1]
    number = next(
        (
            number
            for number, turn in enumerate(TALK.turns, 1)
            if turn.speaker == "organizer" and f"to label:\n<said>{turn.text}</said>" in said
        ),
        None,
    )
    moves = () if number is None else TALK.labels[0].get(number, ())
    return Reply("no sense" if number is None else json.dumps({"moves": moves, "gives_back": []}))


def test_a_model_that_reads_as_the_first_person_did_has_all_of_it_and_one_that_talks_nonsense_is_told() -> None:
    with FakeServer(otherwise=of_the_first_labelling) as server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.quality.model", "--talks", TALK.id],
            check=False,
            env={"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "test", "COACH_MODEL": "a-model"},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert "15 turns, 0 without an answer" in done.stdout
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("  ") and line.endswith("1.00")]
    assert len(rows) > 9
    assert all(row[2:] == ["1.00", "1.00", "1.00"] for row in rows)
    assert "1 talk(s), 1 without an answer" in done.stdout
