"""What the facilitators' room shows of a member's text: its form, what the checks say, and what is wrong in words."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from coach.core.persona import Persona
from coach.errors import CoachError, ContentError, InputError
from coach.lab.desk import Desk, state_of
from coach.lab.draft import Finding, Severity
from coach.lab.form import form
from coach.lab.quantity import still_to_write
from coach.located import Located, Place, parse
from coach.web.look.draw import draw
from coach.web.words import count, say

Got = TypeVar("Got")


def seen(desk: Desk, file: str, text: str, *, redraw: bool) -> dict[str, Any]:
    """What the page shows of a text: findings, what is left to be written, and the form where it is drawn anew.

    The form is None where the text can't be read.
    """
    findings, located = desk.findings(file, text), parsed(text)
    left = still_to_write(located) if located else {}
    shown: dict[str, Any] = {
        "text": text,
        "findings": [told(one) for one in sorted(findings, key=_gravest) if one.place not in left],
        "left": [list(place) for place in left],
        "left_said": count("studio.left", len(left)) if left else "",
        "state": state_of(text, findings),
    }
    if redraw:
        data = located.data if located else None
        shown["form"] = draw("studio_form", sections=form(data)) if isinstance(data, dict) else None
    return shown


def _gravest(finding: Finding) -> int:
    """Its place among all: what must be mended goes first, each kind in the order of the file."""
    return list(Severity).index(finding.severity)


async def worked(work: Callable[[], Got]) -> Got:
    """What a computation gives that takes a tenth of a second of a core. Raises InputError for a text that is none."""
    try:
        return await asyncio.to_thread(work)
    except ContentError as wrong:
        raise InputError(say("studio.unreadable"), plainly(wrong)) from None


def unplayable(wrong: ContentError) -> InputError:
    """Why a draft can't talk yet."""
    return InputError(say("studio.not_playable"), plainly(wrong))


def told(finding: Finding) -> dict[str, Any]:
    """A finding for the page's script."""
    return {
        "severity": finding.severity,
        "line": finding.line,
        "what": finding.what[:1].upper() + finding.what[1:],
        "mend": finding.mend,
        "place": list(finding.place),
    }


def plainly(wrong: ContentError) -> str:
    """The first of what is wrong, in one sentence."""
    first = wrong.problems[0]
    where = say("studio.at_line", line=first.line) if first.line else ""
    return f"{where}{first.what}. {first.mend}"


def parsed(text: str) -> Located | None:
    """What a text says, and where; None where it can't be read."""
    try:
        return parse(Path("the file"), text)
    except CoachError:
        return None


def where(persona: Persona, place: Place) -> str:
    """A part of the file as a facilitator finds it in the form; empty for no place."""
    if not place:
        return ""
    section, entry = place[0], place[1] if len(place) > 1 else ""
    found = getattr(persona, str(section))
    one = found[entry] if isinstance(entry, int) and entry < len(found) else None
    name = getattr(one, "title", "") or getattr(one, "act", "") or getattr(one, "id", "") or str(entry)
    return say("studio.where", section=say(f"studio.key.{section}"), entry=name.replace("_", " "))
