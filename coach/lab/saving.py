"""Files that are written whole or not at all, in the line ends that they have, and what a disk says in plain words."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from coach.errors import InputError
from coach.located import LARGEST


def even(text: str) -> str:
    """A text whose lines end as those of a browser do."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fit(text: str, before: str) -> str:
    """A text as a browser sends it, with the line ends that the file has. Raises InputError where it is too large."""
    text = even(text)
    if not text.endswith("\n"):
        text += "\n"
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise InputError("There is half a character in this text.", "Take out what looks like □ or ?.") from None
    if size > LARGEST:
        raise InputError(f"This is more than {LARGEST // 1_000_000} MB of text.", "Cut it down.")
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def write_whole(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file in one step: whoever reads it sees what was there or all of the new. Raises OSError.

    `new`: raises FileExistsError where there is one already.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if new:
            _take(path, draft)
        else:
            shutil.copymode(path, draft)
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _take(path: Path, draft: Path) -> None:
    """Give a finished draft a name that nobody has; a hard link would do it in one step, but not on every disk."""
    with path.open("xb"):
        pass
    try:
        draft.replace(path)
    except OSError:
        path.unlink()
        raise


def cannot_write(path: Path, wrong: OSError) -> InputError:
    """What a disk says, in plain words."""
    saved = f"{path.name} was not saved"
    if wrong.errno in (errno.ENOSPC, errno.EDQUOT):
        return InputError(f"{saved}: the disk is full.", "Make room, then save again. Your text is still here.")
    if wrong.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        mend = f"Whoever looks after this computer can allow it for {path.parent}. Your text is still here."
        return InputError(f"{saved}: the folder may only be read.", mend)
    return InputError(f"{saved}: {wrong.strerror}.", "Try again. Your text is still here.")
