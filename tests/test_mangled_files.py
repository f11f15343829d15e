"""Whatever happens to a file: an error with its place, never a traceback, never a hang."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.content import load
from coach.lab.check import CHECKS, check
from coach.lab.promises import promises
from coach.located import Place, read_yaml

SMALL = Path(__file__).parent / "small_member.yaml"
KIM = SMALL.read_text(encoding="utf-8")
LOCATED = read_yaml(SMALL)
WHOLE: Any = LOCATED.data
PLACES = [place for place in LOCATED.lines if place]
LINES = KIM.splitlines()
SIGNS = [
    *(
        "\t",
        "&",
        "*",
        "!",
        "{",
        "[",
        "]",
        "}",
        ":",
        ": ",
        "- ",
        "#",
        '"',
        "'",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "\\",
    ),
    *(
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\r",
        "\n",
        "\n---\n",
        "\n...\n",
        "<<: ",
        "&a [*a]",
        "!!binary ",
        "\U0001f600",
    ),
]
JUNK: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        1e300,
        10**14,
        "",
        " ",
        "x",
        "x" * 5000,
        "\t",
        "ключ",
        "<b>x</b>",
        "{{ x }}",
        [],
        {},
    ),
    *(
        [[]],
        [None],
        {"": None},
        {"id": {"id": []}},
        ["x"] * 500,
        [[[[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]]],
    ),
]

bounded = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    database=None,
)

SCHEMA_AND_WORDS = tuple(one for one in CHECKS if one is not promises)


def holds(raw: bytes) -> None:
    """Either the file is a whole member, or every problem names the file, a line of it and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "topics.yaml").write_text("topics: []", encoding="utf-8")
        (folder / "members").mkdir()
        path = folder / "members" / "kim.yaml"
        path.write_bytes(raw)
        content = load(folder / "members", folder)
        assert bool(content.members) != bool(content.problems)
        lines = len(raw.split(b"\n")) + raw.count(b"\r") + raw.count(b"\xc2\x85") + raw.count(b"\xe2\x80\xa8")
        for problem in content.problems:
            more = problem.what.startswith("and ")
            assert problem.file == str(path)
            assert problem.what
            assert problem.mend
            assert 1 <= problem.line <= lines or more
        errors = [finding for finding in check([path], folder, SCHEMA_AND_WORDS) if finding.severity == "error"]
        assert content.members or len(errors) >= len(content.problems)


@bounded
@given(
    st.lists(
        st.tuples(st.integers(0, len(KIM) - 1), st.integers(0, 12), st.sampled_from(SIGNS)),
        min_size=1,
        max_size=4,
    )
)
def test_signs_put_anywhere(cuts: list[tuple[int, int, str]]) -> None:
    text = KIM
    for at, length, sign in cuts:
        text = text[:at] + sign + text[at + length :]
    holds(text.encode())


@bounded
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["drop", "double", "swap", "indent", "dedent", "end"]),
            st.integers(0, len(LINES) - 1),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_lines_dropped_doubled_swapped_and_shifted(edits: list[tuple[str, int]]) -> None:
    lines = list(LINES)
    for edit, at in edits:
        here = at % max(1, len(lines))
        match edit:
            case "drop":
                lines[here : here + 1] = []
            case "double":
                lines[here:here] = lines[here : here + 1]
            case "swap":
                lines[here : here + 2] = reversed(lines[here : here + 2])
            case "indent":
                lines[here : here + 1] = [f"  {line}" for line in lines[here : here + 1]]
            case "dedent":
                lines[here : here + 1] = [line[2:] for line in lines[here : here + 1]]
            case _:
                lines = lines[:here]
    holds("\n".join(lines).encode())


@bounded
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["replace", "drop", "rename"]), st.sampled_from(JUNK)),
        min_size=1,
        max_size=3,
    )
)
def test_any_part_replaced_by_anything(changes: list[tuple[Place, str, Any]]) -> None:
    member = copy.deepcopy(WHOLE)
    for (*way, key), change, junk in changes:
        node = member
        try:
            for step in way:
                node = node[step]
            before = node[key]
        except (LookupError, TypeError):
            continue  # an earlier change has taken it away
        if isinstance(node, str):
            continue
        if change == "replace":
            node[key] = copy.deepcopy(junk)
        elif change == "drop":
            del node[key]
        elif isinstance(key, str):
            del node[key]
            node[f"{key}s"] = before
    holds(json.dumps(member, indent=1, ensure_ascii=False).encode())


@bounded
@given(st.binary(max_size=400))
def test_bytes_of_any_kind(raw: bytes) -> None:
    holds(raw)


@bounded
@given(st.text(alphabet="ab: -[]{}&*!|>'\"#?,\n\t%@\\", max_size=200))
def test_signs_that_yaml_knows_in_any_order(text: str) -> None:
    holds(text.encode())
