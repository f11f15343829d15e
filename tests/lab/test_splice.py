"""A form's change lands in its own part of the file, and nothing else of the file changes by a character."""

import random
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from coach.content import find_folders
from coach.errors import InputError
from coach.lab.splice import drop, put
from coach.located import Place, Tree, parse

PERSONAS, _ = find_folders()
FILE = """\
# Kept by the author.
id: ana   # never change this
public:
  work: Cleans offices at night
  known:
    # the first thing that comes to mind
    - Sings in the choir.   # alto
    - >-
      Takes the first bus,
      every day.

    - "Has three: boys"
voice:
  never_says: [safe space, going forward]
story:
  - id: surface
    needs: {trust: 2}   # low
    says: >-
      It began with the buses
      being late.

  # the second layer
  - id: deeper
    needs: {trust: 5, giving: true}
# the end
"""
NASTY = (
    "plain", "with: colon", "# hash", "- dash", "'single'", '"double"', "“Word’s” quotes — and …", "yes", "null", "12",
    "3.5", " spaces ", "two\nlines", "tab\there", "😀 emoji", "@at", "*star", "&and", "!bang", "{brace}", "[bracket]",
    "a, b", "ends with colon:", "x" * 300, "back\\slash", "%percent", "`tick`", "~", "", "line\u2028sep", "? what",
)  # fmt: skip


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def data(text: str) -> Tree:
    return parse(Path("x.yaml"), text).data


def scalars(tree: Tree, place: Place = ()) -> Iterator[Place]:
    if isinstance(tree, dict):
        for key, one in tree.items():
            yield from scalars(one, (*place, key))
    elif isinstance(tree, list):
        for number, one in enumerate(tree):
            yield from scalars(one, (*place, number))
    else:
        yield place


@pytest.mark.parametrize("said", NASTY)
def test_whatever_is_typed_into_any_field_is_what_the_file_says_then(said: str) -> None:
    for place in scalars(data(FILE)):
        after = put(FILE, place, said)
        assert parse(Path("x.yaml"), after).at(place) == said
        for comment in (
            "# Kept by",
            "# never change",
            "# the first thing",
            "# alto",
            "# low",
            "# the second",
            "# the end",
        ):
            assert comment in after, (place, comment)


def test_a_change_of_a_word_changes_its_line_alone() -> None:
    assert changed(FILE, put(FILE, ("public", "work"), "Drives a tram")) == [
        "-  work: Cleans offices at night", "+  work: Drives a tram",
    ]  # fmt: skip
    assert changed(FILE, put(FILE, ("story", 0, "says"), "It began with the trains.")) == [
        "-      It began with the buses", "-      being late.", "+      It began with the trains.",
    ]  # fmt: skip
    assert changed(FILE, put(FILE, ("story", 0, "needs", "trust"), 4))[1] == "+    needs: {trust: 4}   # low"


def test_entries_come_and_go_without_touching_their_neighbours() -> None:
    known = ["Sings in the choir.", "Takes the first bus, every day.", "Has three: boys"]
    more = put(FILE, ("public", "known"), [*known, "Makes jam."])
    assert changed(FILE, more) == ["+    - Makes jam."] or changed(FILE, more) == ['+    - "Makes jam."']
    fewer = drop(FILE, ("public", "known", 1))
    assert changed(FILE, fewer) == ["-    - >-", "-      Takes the first bus,", "-      every day."]
    between = put(FILE, ("public", "known"), [known[0], "New.", *known[1:]])
    assert len(changed(FILE, between)) == 1
    story = data(FILE)
    assert isinstance(story, dict)
    assert isinstance(story["story"], list)
    layers: Tree = [*story["story"], {"id": "core", "needs": {"trust": 7}, "cues": ["a", "b: c"]}]
    assert all(line.startswith("+") for line in changed(FILE, put(FILE, ("story",), layers)))


def test_a_key_that_is_not_there_yet_is_added_after_the_others() -> None:
    assert changed(FILE, put(FILE, ("public", "portrait"), "bun")) == ["+  portrait: bun"]
    assert changed(FILE, put(FILE, ("voice", "aloud", "manner"), "low")) == ["+  aloud:", "+    manner: low"]
    assert (
        changed(FILE, put(FILE, ("story", 0, "needs", "giving"), True))[1]
        == "+    needs: {trust: 2, giving: true}   # low"
    )
    assert changed(FILE, put(FILE, ("age",), 40)) == ["+age: 40"]


def test_a_list_that_was_emptied_is_filled_again_line_by_line() -> None:
    facts: Tree = [{"id": "tin", "says": ["Old.", "Dented, too."]}, {"id": "cat", "says": ["Grey."]}]
    text = "id: x\nfacts:   # small things\n  - id: a\nstory:\n  - id: b\n    hints: [One.]\n"
    empty = put(put(text, ("facts",), []), ("story", 0, "hints"), [])
    assert parse(Path("x"), empty).data == {"id": "x", "facts": [], "story": [{"id": "b", "hints": []}]}
    full = put(put(empty, ("facts",), facts), ("story", 0, "hints"), ["Two.", "Three."])
    assert full == (
        "id: x\nfacts:   # small things\n  - id: tin\n    says:\n      - Old.\n      - Dented, too.\n  - id: cat\n"
        "    says:\n      - Grey.\nstory:\n  - id: b\n    hints:\n      - Two.\n      - Three.\n"
    )
    assert put("a:\n  - 1\nb: 2\n", ("a",), []) == "a: []\nb: 2\n"


def test_a_place_that_is_not_in_the_file_is_refused() -> None:
    for place in (("public", "known", 9), ("story", "x"), ("id", "x"), ("new", 0)):
        with pytest.raises(InputError):
            put(FILE, place, "x")
    with pytest.raises(InputError):
        drop(FILE, ("nothing",))


@pytest.mark.parametrize("name", ["mele", "col", "yusuf"])
def test_a_shipped_member_can_be_changed_anywhere(name: str) -> None:
    text = (PERSONAS / f"{name}.yaml").read_text("utf-8")
    chance = random.Random(name)
    for place in chance.sample(list(scalars(data(text))), 6):
        after = put(text, place, chance.choice(NASTY))
        gone = [line for line in changed(text, after) if line.startswith("-")]
        assert len(gone) <= 12, place
        assert text.count("\n#") == after.count("\n#")
    for place in (("facts", 3), ("lines", "greeting", 0), ("openers", 0), ("commitments", 0, "says", "yes", 1)):
        assert all(line.startswith("-") for line in changed(text, drop(text, place)))
