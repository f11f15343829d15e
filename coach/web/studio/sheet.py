"""One member's page: the file as a form and as text, checked, saved, earlier versions, and the member as a card."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from coach.errors import ContentError, FileChanged
from coach.lab.splice import drop
from coach.lab.studio import Studio, edited, extended, thinned
from coach.located import Place
from coach.web.look.draw import draw
from coach.web.studio.sent import At, Edits, Saving, Written
from coach.web.studio.shown import parsed, seen, unplayable, worked
from coach.web.words import count, say

Change = Literal["add", "drop", "thin"]
CHANGES: Mapping[Change, Callable[[str, Place], str]] = {"add": extended, "drop": drop, "thin": thinned}
"""An entry more, a part taken out, and all entries taken out in which nothing is written yet."""


def router(studio: Studio) -> APIRouter:
    """Its page, and what its script asks while somebody writes."""
    routes, desk = APIRouter(prefix="/studio/{file}"), studio.desk
    one_by_one = asyncio.Semaphore(1)  # the list asks for all members at once, and an opened one must not wait for them

    @routes.get("", response_class=HTMLResponse)
    async def member(file: str) -> str:
        """One member's page."""
        sheet = desk.open(file)
        shown = await asyncio.to_thread(seen, desk, file, sheet.text, redraw=True)
        located = parsed(sheet.text)
        return draw(
            "studio_member",
            sheet=sheet,
            name=str((located and located.at(("name",))) or file),
            form=shown.pop("form") or "",
            start=json.dumps({**shown, "stamp": sheet.stamp, "file": file}),
        )

    @routes.get("/state", response_class=HTMLResponse)
    async def state(file: str) -> str:
        """How the file stands, for the list."""
        async with one_by_one:
            return draw("studio_state", entry=await asyncio.to_thread(desk.entry, file))

    @routes.post("/edit")
    async def edit(file: str, sent: Edits) -> dict[str, Any]:
        """The text with changes of the form, and what the checks say of it."""
        return await worked(lambda: seen(desk, file, edited(sent.text, sent.edits), redraw=False))

    @routes.post("/part/{change}")
    async def part(file: str, change: Change, sent: At) -> dict[str, Any]:
        """The text with a part more or less."""
        return await worked(lambda: seen(desk, file, CHANGES[change](sent.text, sent.place), redraw=True))

    @routes.post("/look")
    async def look(file: str, sent: Written) -> dict[str, Any]:
        """The form of a text, and what the checks say of it."""
        return await worked(lambda: seen(desk, file, sent.text, redraw=True))

    @routes.post("/save", response_model=None)
    async def save(file: str, sent: Saving) -> dict[str, Any] | Response:
        """Save the text; where the file was changed elsewhere, give that one back."""

        def saved() -> dict[str, Any] | Response:
            try:
                sheet = desk.save(file, sent.text, sent.stamp)
            except FileChanged as changed:
                other = desk.open(file)
                said = {"message": changed.message, "mend": changed.mend, "text": other.text, "stamp": other.stamp}
                return JSONResponse(said, 409)
            shown = seen(desk, file, sheet.text, redraw=False)
            wrong = sum(one["severity"] == "error" for one in shown["findings"])
            left = len(shown["left"])
            said = count("studio.saved_left", left) if left else say("studio.saved")
            said = count("studio.saved_with", wrong + left) if wrong else said
            return {**shown, "stamp": sheet.stamp, "said": said}

        return await asyncio.to_thread(saved)

    @routes.get("/now")
    async def now(file: str) -> dict[str, str]:
        """The file as it is on the disk now."""
        sheet = desk.open(file)
        return {"text": sheet.text, "stamp": sheet.stamp}

    @routes.get("/versions", response_class=HTMLResponse)
    async def versions(file: str) -> str:
        """Earlier versions, as a list."""
        return draw("studio_versions", versions=desk.versions(file))

    @routes.get("/versions/{version}")
    async def version(file: str, version: str) -> dict[str, str]:
        """What the file said then."""
        return {"text": desk.version(file, version)}

    @routes.post("/card")
    async def as_card(file: str, sent: Written) -> dict[str, Any]:
        """The member that the text says as a character card V2, and what other programs will not do with it."""
        desk.open(file)
        try:
            card, lost = await asyncio.to_thread(studio.card, sent.text)
        except ContentError as wrong:
            raise unplayable(wrong) from None
        return {"card": json.dumps(card, indent=2, ensure_ascii=False), "lost": lost}

    return routes
