"""Good files load, broken ones are reported by file and line, and the others still work."""

import shutil
from pathlib import Path

import pytest

from coach.content import Content, find_folders, fingerprint, load, load_yaml, refreshed
from coach.core.persona import Persona
from coach.errors import ContentError, NotFound, Problem

KIM = (Path(__file__).parent / "small_member.yaml").read_text(encoding="utf-8")
TOPICS = """
topics:
  - id: work
    cues: [what do you do]
groups:
  - id: worry
    speaks_to: fears
    cues: [are you afraid]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics.yaml").write_text(TOPICS, encoding="utf-8")
    (tmp_path / "members").mkdir()
    (tmp_path / "members" / "kim.yaml").write_text(KIM, encoding="utf-8")
    return tmp_path


def loaded(folder: Path) -> Content:
    return load(folder / "members", folder)


def only_problem(folder: Path, text: str) -> Problem:
    """The one problem of Kim's file when it says this instead."""
    (folder / "members" / "kim.yaml").write_text(text, encoding="utf-8")
    content = loaded(folder)
    assert content.members == ()
    (problem,) = content.problems
    return problem


def line_of(part: str) -> int:
    return KIM[: KIM.index(part)].count("\n") + 1


def test_what_is_shipped_loads_without_a_problem() -> None:
    content = load(*find_folders())
    assert content.problems == ()
    assert content.members
    assert content.rubric().objectives


def test_folders_that_are_given_win_over_those_that_are_shipped(tmp_path: Path) -> None:
    assert find_folders(tmp_path)[0] == tmp_path
    assert find_folders(None, tmp_path)[1] == tmp_path
    assert (find_folders()[1] / "topics.yaml").is_file()


def test_a_member_answers_to_the_standard_cues_as_well_as_to_their_own(folder: Path) -> None:
    kim = loaded(folder).member("kim")
    assert kim.facts[0].cues == ("what do you do",)
    assert kim.facts[1].cues == ("biscuit tin", "what is in the tin")
    assert kim.fears[0].cues == ("get blamed", "are you afraid")


def test_a_broken_file_leaves_the_others_alone(folder: Path) -> None:
    (folder / "members" / "broken.yaml").write_text("id: broken\nname: [", encoding="utf-8")
    content = loaded(folder)
    assert [member.id for member in content.members] == ["kim"]
    assert [(Path(p.file).name, p.line) for p in content.problems] == [("broken.yaml", 2)]


def test_members_load_without_the_standard_cues_too(folder: Path) -> None:
    (folder / "topics.yaml").write_text("topics: [{id: Work}]", encoding="utf-8")
    content = loaded(folder)
    assert content.member("kim").facts[0].cues == ()
    assert {Path(problem.file).name for problem in content.problems} == {"topics.yaml"}


def test_of_two_files_with_one_id_the_second_is_refused(folder: Path) -> None:
    shutil.copy(folder / "members" / "kim.yaml", folder / "members" / "later.yaml")
    content = loaded(folder)
    assert len(content.members) == 1
    (problem,) = content.problems
    assert (Path(problem.file).name, problem.line) == ("later.yaml", line_of("id: kim"))
    assert problem.what == "the id kim is that of kim.yaml already"


def test_an_empty_or_missing_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere", tmp_path).members == ()
    assert load(tmp_path / "nowhere", tmp_path).problems


def test_whoever_is_asked_for_and_not_there_is_named_with_the_nearest(folder: Path) -> None:
    with pytest.raises(NotFound, match="Did you mean kim"):
        loaded(folder).member("kimm")


@pytest.mark.parametrize(
    ("old", "new", "at", "what", "mend"),
    [
        ("age: 44\n", "", "id: kim", "the file lacks the key age", 'Add a line "age: …".'),
        ("age: 44", "agee: 44", "age: 44", "agee is a key that is not known here", "Did you mean age?"),
        ("age: 44", "age: old", "age: 44", "age must be a whole number", "digits"),
        ("age: 44", "age: 12", "age: 44", "age is too small: at least 16", "larger"),
        ("age: 44", "age:", "age: 44", "age is empty", "Write something here"),
        ("name: Kim", "name: ''", "name: Kim", "name is empty", "Write something here"),
        ("name: Kim", f"name: {'x' * 61}", "name: Kim", "name is too long: at most 60 characters", "Shorten"),
        ("name: Kim", "name: 44", "name: Kim", "name must be text", "quotation marks"),
        ("id: kim", "id: Kim!", "id: kim", "id is no id", "small letters"),
        ("en-AU", "en_AU", "language: en", "language is no language tag", "en-AU"),
        ("en-AU", "English", "language: en", "language is no language tag", "en-AU"),
        ("they/them", "they", "pronouns:", "pronouns can't be 'they'", "Did you mean they/them?"),
        (
            "kind: recruitment",
            "kind: recruiting",
            "kind: rec",
            "can't be 'recruiting'",
            "Did you mean recruitment?",
        ),
        (
            "guarded: [",
            "gaurded: [",
            "guarded:",
            "lines, gaurded can't be 'gaurded'",
            "Did you mean guarded?",
        ),
        ("[If you say so.]", "If you say so.", "guarded:", "lines, guarded must be a list", '"- "'),
        (
            "[If you say so.]",
            "[If you say so., ' ']",
            "guarded:",
            "lines, guarded, entry 2 is empty",
            "Write",
        ),
        (
            "wrote it down, the",
            "3, the",
            "cues: [wrote",
            "story, entry 3 (report), cues, entry 1 must be text",
            "quot",
        ),
        ("[biscuit tin, ", "[x, ", "cues: [biscuit", "too short: at least 2 characters", "Write more"),
        ("says: [Ginger nuts. It stops the crying.]", "says: []", "says: [Ginger", "is empty", "Write"),
        ("size: 1", "size: 1.5", "size: 1", "must be a whole number", "after the point"),
        ("giving: true", "giving: perhaps", "needs: {trust: 7", "must be true or false", "true or false"),
        (
            "moves: [own_story]",
            "moves: [own_storey]",
            "{id: drives-too",
            "can't be 'own_storey'",
            "own_story",
        ),
        (
            "yes: [All right. Tea. But not in the break room., ",
            "yes: [",
            "yes:",
            "few entries: at least 2",
            "Add",
        ),
    ],
)
def test_a_slip_in_a_file_is_told_in_plain_words(
    folder: Path, old: str, new: str, at: str, what: str, mend: str
) -> None:
    assert old in KIM
    problem = only_problem(folder, KIM.replace(old, new, 1))
    assert what in problem.what
    assert mend in problem.mend
    assert problem.line == line_of(at)


def test_a_story_of_two_layers_lacks_one(folder: Path) -> None:
    cut = KIM[: KIM.index("  - id: report")] + KIM[KIM.index("values:") :]
    assert "story has only 2 entries" in only_problem(folder, cut).what


def test_a_file_that_holds_no_keys_is_told_so(folder: Path) -> None:
    assert only_problem(folder, "just words").what == "the file must hold keys of its own"


def test_a_thousand_slips_are_not_all_told(folder: Path) -> None:
    (folder / "members" / "kim.yaml").write_text("".join(f"k{n}: 1\n" for n in range(1000)), encoding="utf-8")
    problems = loaded(folder).problems
    assert len(problems) == 51
    assert "more" in problems[-1].what


def test_templates_are_rendered_as_they_stand(folder: Path) -> None:
    (folder / "hello.md").write_text("{% if name %}\nHello <{{ name }}>\n{% endif %}\n", encoding="utf-8")
    assert loaded(folder).render("hello.md", {"name": "K & M"}) == "Hello <K & M>\n"


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("one\n{{ nmae }}", 2, "'nmae' is undefined"),
        ("{{ kim.nmae }}", 1, "has no attribute 'nmae'"),
        ("one\ntwo {{ name ", 2, "end of print statement"),
        ("{% if name %}", 1, "end"),
        ("{{ ''.__class__ }}", 1, "unsafe"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{% include 'nowhere.md' %}", 0, "no such template"),
    ],
)
def test_a_template_that_cannot_be_rendered_is_named_with_its_line(
    folder: Path, template: str, line: int, what: str
) -> None:
    (folder / "broken.md").write_text(template, encoding="utf-8")
    content = loaded(folder)
    with pytest.raises(ContentError) as raised:
        content.render("broken.md", {"name": "x", "kim": content.members[0]})
    assert what in raised.value.problems[0].what
    assert raised.value.problems[0].line == line


def test_a_template_outside_the_folder_is_not_read(folder: Path) -> None:
    with pytest.raises(ContentError, match="no such template"):
        loaded(folder).render("../secret.md", {})


def test_a_fingerprint_is_that_of_what_is_said_and_not_of_the_file(folder: Path) -> None:
    before = loaded(folder).member("kim")
    path = folder / "members" / "kim.yaml"
    path.write_text("# a remark\n" + KIM, encoding="utf-8")
    assert fingerprint(loaded(folder).member("kim")) == fingerprint(before)
    path.write_text(KIM.replace("route 9", "route 8"), encoding="utf-8")
    assert fingerprint(loaded(folder).member("kim")) != fingerprint(before)


def test_a_file_can_be_read_by_itself(folder: Path) -> None:
    assert load_yaml(folder / "members" / "kim.yaml", Persona).name == "Kim"


def test_whose_file_is_as_it_was_stays_the_same_object_where_another_is_edited(folder: Path) -> None:
    kim, lee = folder / "members" / "kim.yaml", folder / "members" / "lee.yaml"
    lee.write_text(KIM.replace("id: kim", "id: lee"), encoding="utf-8")
    first = loaded(folder)
    kim.write_text(KIM.replace("route 9", "route 8"), encoding="utf-8")
    edited = refreshed(first)
    assert edited.member("lee") is first.member("lee")
    assert edited.member("kim") != first.member("kim")


def test_a_file_that_is_edited_comes_or_goes_is_picked_up(folder: Path) -> None:
    first = loaded(folder)
    assert refreshed(first) is first
    kim = folder / "members" / "kim.yaml"
    kim.write_text(KIM.replace("name: Kim", "name: Kimberly"), encoding="utf-8")
    edited = refreshed(first)
    assert edited.member("kim").name == "Kimberly"
    assert first.member("kim").name == "Kim", "what was read before stays as it was"
    kim.unlink()
    assert refreshed(edited).members == ()
