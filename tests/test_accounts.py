"""The accounts file: who may come in, and as what."""

from pathlib import Path

import pytest

from coach.accounts import Accounts, Role, add, remove
from coach.errors import InputError, SettingError

PASSWORD = "four quiet brown birds"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("accounts") / "accounts.txt"
    add(file, "Ana", Role.FACILITATOR, PASSWORD)
    add(file, "ben@example.org", Role.LEARNER, PASSWORD + "!")
    return file


def test_whoever_has_the_password_comes_in_as_what_the_file_says(kept: Path) -> None:
    accounts = Accounts(kept)
    ana = accounts.enter("ana", PASSWORD)
    assert ana
    assert (ana.name, ana.role) == ("Ana", Role.FACILITATOR)
    assert accounts.enter("Ana", "another password") is None
    assert accounts.enter("nobody", PASSWORD) is None


def test_no_password_stands_in_the_file_and_nobody_else_may_read_it(kept: Path) -> None:
    assert PASSWORD not in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_a_new_password_is_another_stamp_and_is_seen_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    add(file, "ana", Role.LEARNER, PASSWORD)
    accounts = Accounts(file)
    before = accounts.get("ana")
    add(file, "Ana", Role.FACILITATOR, "quite another password")
    after = accounts.get("ana")
    assert before
    assert after
    assert before.stamp != after.stamp
    assert after.role is Role.FACILITATOR
    remove(file, "ana")
    assert accounts.get("ana") is None


@pytest.mark.parametrize("name", ["", "a:b", "a b", "a\nb", "x" * 65, "<b>"])
def test_what_can_not_be_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="can't be a name"):
        add(tmp_path / "accounts.txt", name, Role.LEARNER, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 500])
def test_a_password_too_short_or_too_long_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(InputError, match="characters"):
        add(tmp_path / "accounts.txt", "ana", Role.LEARNER, password)


def test_removing_nobody_says_so(kept: Path) -> None:
    with pytest.raises(InputError, match="no account 'zoe'"):
        remove(kept, "zoe")


@pytest.mark.parametrize(
    "line", ["ana", "ana:learner", "ana:king:$argon2id$x", "ana:learner:plain", "a b:learner:$argon2id$x"]
)
def test_a_line_that_is_no_account_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "accounts.txt"
    file.write_text(f"# people\n\n{line}\n", "utf-8")
    with pytest.raises(SettingError, match=r"accounts\.txt:3: this line is no account"):
        Accounts(file)


def test_a_name_that_stands_twice_is_told(tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    file.write_text("ana:learner:$argon2id$x\nANA:facilitator:$argon2id$y\n", "utf-8")
    with pytest.raises(SettingError, match=r":2: ANA has a line already"):
        Accounts(file)


def test_a_file_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="coach account add"):
        Accounts(tmp_path / "accounts.txt")
