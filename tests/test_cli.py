"""The commands as another program calls them."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import pytest

from coach.accounts import learner_of
from coach.content import Content
from coach.store import Store
from tests.fake_server import FakeServer, closed_url
from tests.store.people import settle

ROOT = Path(__file__).parent.parent
SCRIPT = """\
Hi Mele, thanks for sitting down. I'm talking with people on your shift. Half an hour?
What's changed since the hours were cut?
You said one of you has got the wing. What is that like?
Would you have coffee with Rosa on Tuesday at three?
"""


def coach(*args: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "coach", *args],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, "NO_PROXY": "127.0.0.1", **environ},
        timeout=120,
        check=False,
    )


def document(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> str:
    script = tmp_path_factory.mktemp("talk") / "script.txt"
    script.write_text(SCRIPT, "utf-8")
    done = coach("talk", "mele", "--script", str(script), "--json")
    assert done.returncode == 0, done.stderr
    return done.stdout


def organizer_turns(turns: Sequence[Any]) -> list[Any]:
    return [turn for turn in turns if turn["speaker"] == "organizer"]


def test_a_scripted_talk_tells_moves_and_rapport(talk: str) -> None:
    told = json.loads(talk)
    assert [turn["text"] for turn in organizer_turns(told["turns"])] == SCRIPT.splitlines()
    assert all(turn["reading"]["moves"] for turn in organizer_turns(told["turns"]))
    members = [turn for turn in told["turns"] if turn["speaker"] == "member"]
    assert all({"trust", "depth", "open_layers"} <= turn["rapport"].keys() for turn in members)
    assert told["commitments"] == []


def test_feedback_on_a_piped_talk_quotes_only_what_was_said(talk: str) -> None:
    given = document(coach("feedback", "-", "--json", stdin=talk))
    turns = [turn["text"] for turn in json.loads(talk)["turns"]]
    criteria = [criterion for objective in given["objectives"] for criterion in objective["criteria"]]
    quotes = [one for criterion in criteria for one in criterion["evidence"]]
    quotes += [given[moment] for moment in ("strength", "priority") if given[moment]]
    assert len(criteria) == 18
    assert quotes
    for one in quotes:
        assert one["quote"] in turns[one["turn"] - 1]
        assert json.loads(talk)["turns"][one["turn"] - 1]["speaker"] == "organizer"


def test_feedback_can_be_markdown(talk: str) -> None:
    done = coach("feedback", "-", "--markdown", "--reflection", "They will talk to others.", stdin=talk)
    assert done.returncode == 0
    assert "LO1" in done.stdout


def test_moves_are_read_by_turn(talk: str) -> None:
    read = document(coach("read", "-", "--json", stdin=talk))
    assert [turn["turn"] for turn in read["turns"]] == [1, 3, 5, 7]
    assert "purpose" in read["turns"][0]["moves"]


def test_line_by_line_a_program_gets_the_opening_then_one_answer_a_line() -> None:
    done = coach("talk", "mele", "--lines", stdin=SCRIPT)
    assert done.returncode == 0, done.stderr
    first, *rest = [json.loads(line) for line in done.stdout.splitlines()]
    assert "member" in first
    assert len(rest) == len(SCRIPT.splitlines())
    assert all({"member", "reading", "rapport"} <= one.keys() for one in rest)


def test_the_same_script_gives_the_same_talk(talk: str, tmp_path: Path) -> None:
    script = tmp_path / "again.txt"
    script.write_text(SCRIPT, "utf-8")
    assert coach("talk", "mele", "--script", str(script), "--json").stdout == talk


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (("talk", "nobody", "--script", "-"), "hi", "no member called 'nobody'"),
        (("talk", "mele", "--scenario", "moon", "--script", "-"), "hi", "no scenario called 'moon'"),
        (("talk", "mele", "--script", "/no/such/file"), "", "can't be read"),
        (("read", "-"), "not json", "no JSON"),
        (("read", "-"), "[1, 2]", "no transcript"),
        (("feedback", "-"), '{"turns": [{"speaker": "member", "text": "Hi."}]}', "no organizer turn"),
        (("feedback", "-"), '{"turns": [{"speaker": "narrator", "text": "Hi."}]}', "turns.0.speaker"),
        (("check", "/no/such/file.yaml"), "", ""),
        (("new", "No Good"), "", "can't be the id"),
        (("import", "/no/such/card.json"), "", "can't be read"),
    ],
)
def test_what_a_person_got_wrong_is_said_in_words(args: tuple[str, ...], stdin: str, said: str) -> None:
    done = coach(*args, stdin=stdin)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("args", [("bogus",), ("talk",), ("rehearse",), ("talk", "mele", "--partner", "nobody")])
def test_wrong_usage_ends_with_2(args: tuple[str, ...]) -> None:
    assert coach(*args).returncode == 2


def test_a_transcript_that_starts_mid_talk_is_read() -> None:
    turns = [
        {"speaker": "member", "text": "It was the roster."},
        {"speaker": "organizer", "text": "The roster. What happened?"},
    ]
    read = document(coach("read", "-", "--json", stdin=json.dumps({"turns": turns})))
    assert [turn["turn"] for turn in read["turns"]] == [2]
    assert "open_question" in read["turns"][0]["moves"]


def test_too_little_is_said_and_not_scored() -> None:
    given = document(coach("feedback", "-", "--json", stdin='{"turns": [{"speaker": "organizer", "text": "ok"}]}'))
    assert given["too_little"]
    assert given["objectives"] == []


def test_a_broken_file_is_named_and_the_others_still_work(tmp_path: Path) -> None:
    (tmp_path / "mele.yaml").write_text((ROOT / "personas" / "mele.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "broken.yaml").write_text("id: broken\nnmae: Bo\n", "utf-8")
    checked = coach("check", COACH_PERSONAS=str(tmp_path))
    assert checked.returncode == 1
    assert "broken.yaml:2" in checked.stdout
    assert "name" in checked.stdout
    talked = coach("talk", "mele", "--script", "-", stdin="Hello", COACH_PERSONAS=str(tmp_path))
    assert talked.returncode == 0, talked.stderr


def test_doctor_tells_every_setting_and_no_key() -> None:
    environ = {
        "OPENAI_API_KEY": "sk-very-secret-key",
        "OPENAI_BASE_URL": closed_url(),
        "COACH_DATABASE_URL": "sqlite://",
        "COACH_VOICE_MODEL": "mouth",
        "COACH_AUDIO_API_KEY": "sk-of-the-speech-server",
    }
    done = coach("doctor", "--json", **environ)
    told = document(done)
    assert {"OPENAI_API_KEY", "COACH_MODEL"} <= {one["name"] for one in told["settings"]}
    assert not all(row["good"] for row in told["model"])
    assert ("mouth: voice", False) in [(row["what"], row["good"]) for row in told["speech"]]
    shown = done.stdout + done.stderr + coach("doctor", **environ).stdout
    assert "\nSpeech server\n" in shown
    assert "sk-" not in shown


def test_at_the_start_it_is_said_what_in_the_settings_is_doubtful_and_which_models_there_are(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
    with FakeServer(models=[{"id": "llama3.1"}], refuses={"other model"}) as server:
        environ |= {
            "NO_PROXY": "127.0.0.1",
            "OPENAI_BASE_URL": server.url.removesuffix("/v1"),
            "COACH_MODEL": "llama3",
            "COACH_DATABASE_URL": f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}",
            "COACH_SECRET": "s" * 40,
        }
        command = [sys.executable, "-m", "coach", "serve", "--port", urlsplit(closed_url()).netloc.rpartition(":")[2]]
        with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as app:
            giving_up = Timer(100, app.kill)
            giving_up.start()
            said = ""
            for line in app.stderr or ():
                said += line
                if "does not list" in line:
                    break
            giving_up.cancel()
            app.terminate()
    assert "! OPENAI_BASE_URL (from the environment variable OPENAI_BASE_URL) has no /v1 at its end." in said
    assert "! COACH_MODEL (from the environment variable COACH_MODEL) is llama3, which" in said
    assert said.endswith("The server has llama3.1.\n")


def test_feedback_is_given_where_the_model_can_neither_read_nor_assess(talk: str) -> None:
    environ = {"OPENAI_BASE_URL": closed_url(), "COACH_MODEL": "fake-model"}
    done = coach("feedback", "-", "--json", stdin=talk, **environ)
    assert document(done)["assessor"] == "builtin"
    assert "The built-in reader read the turns." in done.stderr
    read = coach("read", "-", "--json", stdin=talk, **environ)
    assert document(read) == document(coach("read", "-", "--json", stdin=talk))


def test_a_model_speaks_where_one_is_set_and_the_builtin_where_it_is_down() -> None:
    with FakeServer() as server:
        server.enqueue("It's been a long week, love.")
        environ = {"OPENAI_BASE_URL": server.url, "COACH_MODEL": "fake-model", "OPENAI_API_KEY": "key"}
        options = ("--script", "-", "--json", "--reader", "builtin")
        up = document(coach("talk", "mele", *options, stdin="How are you?", **environ))
        assert up["turns"][1]["text"] == "It's been a long week, love."
        assert up["turns"][1]["spoken_by"] == "llm"
    down = document(
        coach("talk", "mele", *options, stdin="How are you?", **{**environ, "OPENAI_BASE_URL": closed_url()})
    )
    assert down["turns"][1]["spoken_by"] == "builtin"
    assert "built-in partner spoke" in down["turns"][1]["note"]


def test_a_port_that_is_taken_is_told_with_another_one() -> None:
    with FakeServer() as server:
        done = coach("serve", "--port", str(server.port))
    assert done.returncode == 1
    assert str(server.port) in done.stderr
    assert "--port" in done.stderr


def test_a_card_of_ours_comes_back_as_it_went(tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    exported = coach("export", "mele")
    assert "Not carried" in exported.stderr
    card.write_text(exported.stdout, "utf-8")
    imported = coach("import", str(card), COACH_PERSONAS=str(tmp_path))
    assert imported.returncode == 0, imported.stderr
    assert coach("check", str(tmp_path / "mele.yaml"), COACH_PERSONAS=str(tmp_path)).returncode == 0
    again = coach("import", str(card), COACH_PERSONAS=str(tmp_path))
    assert again.returncode == 1
    assert "there already" in again.stderr


def test_somebody_in_distress_at_the_keys_is_offered_help_and_the_talk_goes_on() -> None:
    done = coach("talk", "mele", stdin="Hi Mele, my dad died last year.\n")
    assert "13 11 14" not in done.stdout + done.stderr
    done = coach("talk", "mele", stdin="sorry i dont want to live anymore\nAnyway. How was the shift?\n\n")
    assert done.returncode == 0
    assert "13 11 14" in done.stderr
    assert done.stderr.count("You:") == 3
    lines = coach("talk", "mele", "--lines", stdin="How was the shift?\ni want to die\n").stdout.splitlines()
    assert [json.loads(line).get("concern") for line in lines] == [None, None, "distress"]


def test_purge_deletes_what_is_old_and_whoever_has_an_account_and_asks_before(tmp_path: Path, shipped: Content) -> None:
    url = f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"
    with closing(Store(url)) as store:
        settle(store, shipped, "somebody")
        settle(store, shipped, learner_of("Ana"), datetime.now(UTC))
    unasked = coach("purge", "--days", "30", COACH_DATABASE_URL=url)
    assert unasked.returncode == 1
    assert "older than 30 days" in unasked.stderr
    told = document(coach("doctor", "--json", COACH_DATABASE_URL=url, COACH_KEEP_DAYS="30"))
    assert told["kept"]["result"].startswith("4 talks of 2 learners, the oldest of 01 March 2026, deleted when nothing")
    assert document(coach("purge", "--yes", "--json", COACH_DATABASE_URL=url, COACH_KEEP_DAYS="30"))["talks"] == 2
    gone = coach("purge", "--account", "ana", "--yes", COACH_DATABASE_URL=url)
    assert gone.stdout == "Deleted talks: 2. Deleted learners: 1.\n"
    assert coach("purge", COACH_DATABASE_URL=url).returncode == 2
