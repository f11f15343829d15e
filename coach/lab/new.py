"""A new member's file: complete in form, with everything a trainer has to write marked as such."""

import re
from pathlib import Path

from coach.errors import InputError
from coach.lab.schema import write_schema

TEMPLATE = Path(__file__).with_name("member.yaml")

_ID = re.compile(r"[a-z][a-z0-9_-]{0,47}")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


def usable_id(member_id: str) -> bool:
    """Whether a member's file may be called by this on every system."""
    return bool(_ID.fullmatch(member_id)) and not _DEVICES.fullmatch(member_id)


def new_member(member_id: str, personas: Path) -> Path:
    """Writes a file to fill in, with the schema beside it, and says where. Raises InputError."""
    if not usable_id(member_id):
        raise InputError(
            f"{member_id[:60]!r} can't be the id of a member.",
            "Use small letters, digits, - and _, with a letter first, at most 48 in all.",
        )
    path = personas / f"{member_id}.yaml"
    if path.exists():
        raise InputError(f"{path} is there already.", "Choose another id, or edit that file.")
    try:
        personas.mkdir(parents=True, exist_ok=True)
        path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("{{ID}}", member_id), encoding="utf-8")
        write_schema(personas)
    except OSError as wrong:
        raise InputError(f"{path} can't be written: {wrong.strerror}.", "Check the folder.") from None
    return path
