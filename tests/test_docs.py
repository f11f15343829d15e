"""The documents for hosts: the tests that they name exist, the files that they tell of can be read."""

import ast
import re
from pathlib import Path
from typing import Any

from coach.located import read_yaml
from coach.serve import LEFT_OPEN, REPLIES_END
from coach.settings import Settings
from coach.web.gate.entry import NAME
from coach.web.gate.paths import HEALTH, MOST_WRITTEN

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
    services = composed()
    assert set(services) == {"proxy", "app", "database"}
    settings = (ROOT / "coach" / "settings.py").read_text("utf-8")
    for name in services["app"]["environment"]:
        assert f'"{name}"' in settings or name == "PGPASSWORD", f"{name} is no setting"
    (volume,) = services["proxy"]["volumes"]
    assert (ROOT / volume.split(":")[0]).is_file()
    database = services["database"]["environment"]
    url = services["app"]["environment"]["COACH_DATABASE_URL"]
    assert url == f"postgresql://{database['POSTGRES_USER']}@database/{database['POSTGRES_DB']}"
    assert services["app"]["environment"]["PGPASSWORD"] == database["POSTGRES_PASSWORD"]


def test_what_is_composed_is_reached_by_the_proxy_alone_and_can_do_no_more_than_it_has_to() -> None:
    services = composed()
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"], "its word is believed"
    app = services["app"]
    assert (app["read_only"], app["cap_drop"], app["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    _, _, run = (ROOT / "Dockerfile").read_text("utf-8").rpartition("FROM ")
    assert "\nUSER coach\n" in run


def test_a_stopped_app_is_left_the_time_that_its_replies_have() -> None:
    assert int(composed()["app"]["stop_grace_period"].removesuffix("s")) > REPLIES_END + LEFT_OPEN


def test_image_and_proxy_call_the_app_by_one_port_and_by_paths_that_it_has() -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    (port,) = re.findall(r"^EXPOSE (\d+)$", image, re.MULTILINE)
    assert f'CMD ["coach", "serve", "--host", "0.0.0.0", "--port", "{port}"]' in image
    (asked,) = re.findall(rf"urlopen\('http://127\.0\.0\.1:{port}(/\w+)'", image)
    assert asked in HEALTH
    assert f"server app:{port} resolve" in proxy()


def test_the_proxy_tells_learners_apart_and_lets_through_what_the_app_takes() -> None:
    # With "consistent", all apps that one name stands for count as one, and learners go from one to the other.
    assert f"hash $cookie_{NAME};" in proxy()
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", proxy())
    assert int(megabytes) * 1_000_000 > MOST_WRITTEN
    (seconds,) = re.findall(r"proxy_read_timeout (\d+)s;", proxy())
    assert int(seconds) > Settings().total_seconds


def test_the_image_is_made_of_files_that_there_are() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    words = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    assert words <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"}
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    sent = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in (name for names in copied for name in names):
        assert (ROOT / name).exists(), f"{name} is not there to be copied"
        assert f"!{name}" in sent, f"{name} is not sent to whoever builds the image"


def composed() -> dict[str, Any]:
    """The services of compose.yaml."""
    whole: Any = read_yaml(ROOT / "compose.yaml").data
    return whole["services"]


def proxy() -> str:
    """What nginx is told, without comments."""
    return re.sub(r"#.*", "", (ROOT / "docs" / "nginx.conf").read_text("utf-8"))
