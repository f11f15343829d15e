"""YAML is read with its lines, and refused with a line wherever it can't be used."""

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.located import LARGEST, Located, read_yaml


def reading(folder: Path, text: str | bytes) -> Located:
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path)


def refusal(folder: Path, text: str | bytes) -> tuple[int, str, str]:
    with pytest.raises(ContentError) as raised:
        reading(folder, text)
    problem = raised.value.problems[0]
    assert problem.file == str(folder / "file.yaml")
    return problem.line, problem.what, problem.mend


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    located = reading(tmp_path, "a: 1\nb:\n  - x: y\n    z: >-\n      long\n      text\n  - last\n")
    assert located.data == {"a": 1, "b": [{"x": "y", "z": "long text"}, "last"]}
    assert [located.line(place) for place in (("a",), ("b",), ("b", 0), ("b", 0, "z"), ("b", 1))] == [
        1,
        2,
        3,
        4,
        7,
    ]


def test_what_is_missing_has_the_line_of_what_encloses_it(tmp_path: Path) -> None:
    assert reading(tmp_path, "a: 1\nb:\n  c: 2\n").line(("b", "d", 4)) == 2


def test_only_what_looks_like_a_number_or_a_truth_is_one(tmp_path: Path) -> None:
    text = "[no, yes, on, 12:30, 2024-01-01, 07 11, 1_000, 0x1f, .5, 1e3, -3, true, ~, '4', 1e999999, .inf]"
    assert reading(tmp_path, text).data == [
        *("no", "yes", "on", "12:30", "2024-01-01", "07 11", "1_000", "0x1f"),
        *(0.5, 1000.0, -3, True, None, "4", "1e999999", ".inf"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a:\n\t- b\n", 2, "a tab"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "a tab"),
        ("a: 1\nb: 2\na: 3\n", 3, '"a" stands twice here, first on line 1'),
        ("a: 1\nb: &x 2\n", 2, "&x is an anchor"),
        ("a: *x\n", 1, "*x is an anchor or alias"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "a tag"),
        ("a: He said: go\n", 1, "a colon where none may stand"),
        ('a: 1\nb: "never closed\nc: 2\n', 2, "a quotation mark that is never closed"),
        ("a:\n  - x\n - y\n", 3, "not indented as its neighbours"),
        ("a: “Mind the step: it is wet”\n", 1, "quotation marks of a word processor"),
        ("a:\n  - [“Hm, yes”, “No: never”\nb: 1\n", 2, "quotation marks of a word processor"),
        ("a:\n\u00a0\u00a0b: 1\n", 2, "a space of a word processor"),
        ("a: [", 1, "a bracket or a quotation mark that is never closed"),
        ("a: [b, c\nd: e\n", 2, "brackets that are not closed"),
        ('a: "\\q"\n', 1, "a backslash"),
        ("a: @b\n", 1, "a character that can't begin a text"),
        ("a: 1\nb: &\n", 2, "& or * at the beginning"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("? [a, b]\n: c\n", 1, "a key that is not a plain word"),
        ("a: 1\nb: \x07\n", 2, "a character that no text has (U+0007)"),
        ('a: "\\ud800"\n', 1, "a character that no text has (U+D800)"),
        ("", 1, "the file is empty"),
        ("# nothing else\n", 1, "the file is empty"),
        ("[" * 100_000, 1, "nested too deeply"),
        ("- " * 50_000, 1, "nested too deeply"),
        ("[" + "a," * 40_000 + "]", 1, "more than 20000 keys and entries"),
        (b"a: 1\nb: \xff\xfe\n", 2, "not UTF-8"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line_and_a_mend(
    tmp_path: Path, text: str | bytes, line: int, what: str
) -> None:
    found_line, found_what, mend = refusal(tmp_path, text)
    assert (found_line, what in found_what, bool(mend)) == (line, True, True), found_what


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    laughs = "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert refusal(tmp_path, "a: &a [ha]\n" + laughs)[0] == 1


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    assert "larger than 1 MB" in refusal(tmp_path, b"[" * (10 * LARGEST))[1]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert reading(tmp_path, "\ufeffa: 1\n").data == {"a": 1}


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="can't be read"):
        read_yaml(tmp_path / "nothing.yaml")
