"""Members' files are saved whole or not at all, keep their past, and are never overwritten unseen."""

import errno
import os
import shutil
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coach.content import find_folders, persona_files
from coach.errors import FileChanged, InputError, NotFound
from coach.lab.desk import KEPT, Desk, State
from coach.lab.new import TEMPLATE

PERSONAS, PROMPTS = find_folders()
NEW = TEMPLATE.read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shutil.copy(PERSONAS / "mele.yaml", tmp_path)
    return Desk(tmp_path, PROMPTS)


def test_each_member_is_listed_with_how_they_stand(desk: Desk) -> None:
    (desk.personas / "broken.yaml").write_text("name: [", encoding="utf-8")
    desk.begin("Ana", NEW)
    assert {entry.state for entry in desk.entries()} == {None}, "they are looked at one by one"
    assert {entry.file: desk.entry(entry.file).state for entry in desk.entries()} == {
        "ana": State.UNFINISHED,
        "broken": State.PROBLEMS,
        "mele": State.UNREVIEWED,
    }
    new = desk.entry("ana")
    assert (new.left, new.problems) == (NEW.count('"WRITE:'), 0), "what nobody has written yet is no problem"
    mele = desk.open("mele")
    read = f"{mele.text.rstrip()}\n  community_reader: Sina\n  trainer: Kim\n"
    desk.save("mele", read, mele.stamp)
    assert desk.entry("mele").state == State.FINE


def test_what_a_file_said_before_is_kept_and_can_be_had_again(desk: Desk) -> None:
    first = desk.open("mele")
    second = desk.save("mele", first.text.replace("name: Mele", "name: Mela"), first.stamp)
    assert desk.open("mele") == second
    assert [desk.version("mele", one.id) for one in desk.versions("mele")] == [first.text]
    again = desk.save("mele", second.text, second.stamp)
    assert again == second
    assert len(desk.versions("mele")) == 1, "saving what stands there already is no new version"
    sheet = second
    for number in range(KEPT + 3):
        sheet = desk.save("mele", f"{second.text}# {number}\n", sheet.stamp)
    assert len(desk.versions("mele")) == KEPT
    assert persona_files(desk.personas) == (desk.personas / "mele.yaml",), "versions are no members"
    with pytest.raises(NotFound):
        desk.version("mele", "../../mele")


def test_of_two_facilitators_on_one_file_the_later_is_told_and_nothing_is_lost(desk: Desk) -> None:
    opened = desk.open("mele")
    with ThreadPoolExecutor(8) as many:
        saves = [many.submit(desk.save, "mele", f"{opened.text}# {n}\n", opened.stamp) for n in range(8)]
    refused = [one for one in saves if isinstance(one.exception(), FileChanged)]
    assert len(refused) == 7
    kept = next(one.result().text for one in saves if not one.exception())
    assert desk.open("mele").text == kept


def test_a_file_edited_elsewhere_is_noticed_never_overwritten(desk: Desk) -> None:
    opened = desk.open("mele")
    (desk.personas / "mele.yaml").write_text("# by hand\n" + opened.text, encoding="utf-8")
    with pytest.raises(FileChanged, match="changed elsewhere"):
        desk.save("mele", opened.text + "# here\n", opened.stamp)
    assert desk.open("mele").text.startswith("# by hand")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ana María", "ana-mar-a"), ("../../etc/passwd", "etc-passwd"), ("...", "member"), ("😀", "member"),
        ("", "member"), ("CON", "member-con"), ("x" * 300, "x" * 40), ("a\\b\0c", "a-b-c"),
    ],
)  # fmt: skip
def test_whatever_a_member_is_called_the_file_has_a_plain_name_in_its_folder(desk: Desk, name: str, file: str) -> None:
    assert desk.begin(name, NEW).file == file
    assert desk.begin(name, NEW).file == f"{file}-2"
    assert f"id: {file}-2\n" in desk.open(f"{file}-2").text
    assert len(persona_files(desk.personas)) == 3


@pytest.mark.parametrize("file", ["", ".", "..", "../mele", "mele.yaml", "/etc/passwd", "mele\0", ".versions"])
def test_no_other_file_can_be_opened_or_saved(desk: Desk, file: str) -> None:
    with pytest.raises(NotFound):
        desk.open(file)
    with pytest.raises(NotFound):
        desk.save(file, "x", "x")


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "may only be read"), (errno.EIO, "Try again")]
)
def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    opened = desk.open("mele")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(InputError) as told:
        desk.save("mele", opened.text + "# more\n", opened.stamp)
    assert said in str(told.value)
    with pytest.raises(InputError):
        desk.begin("Ana", NEW)
    assert desk.open("mele") == opened
    assert [path.name for path in desk.personas.iterdir() if path.is_file()] == ["mele.yaml"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_may_only_be_read_is_told(desk: Desk) -> None:
    opened = desk.open("mele")
    desk.personas.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(InputError, match="may only be read"):
        desk.save("mele", opened.text + "#\n", opened.stamp)
    desk.personas.chmod(stat.S_IRWXU)


def test_line_ends_stay_those_of_the_file(desk: Desk) -> None:
    path = desk.personas / "mele.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    opened = desk.open("mele")
    assert "\r" not in opened.text, "a browser has none in its boxes"
    before = path.read_bytes()
    desk.save("mele", opened.text.replace("name: Mele", "name: Mela"), opened.stamp)
    assert path.read_bytes() == before.replace(b"name: Mele", b"name: Mela")


def test_more_text_than_a_member_can_be_is_refused(desk: Desk) -> None:
    opened = desk.open("mele")
    with pytest.raises(InputError, match="more than 1 MB"):
        desk.save("mele", "# " + "x" * 1_000_001, opened.stamp)
    with pytest.raises(InputError, match="half a character"):
        desk.save("mele", "name: \ud800", opened.stamp)
