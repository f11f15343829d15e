"""The list of members and how they stand, and the ways in which another one begins."""

import asyncio
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from coach.errors import InputError
from coach.lab.cards import card_text
from coach.lab.new import TEMPLATE
from coach.lab.splice import drop, put
from coach.lab.studio import Studio
from coach.located import parse
from coach.web.look.draw import draw
from coach.web.studio.sent import Card, Description, New
from coach.web.studio.shown import worked
from coach.web.words import say


def router(studio: Studio) -> APIRouter:
    """Its page, and what its forms send."""
    routes, desk = APIRouter(prefix="/studio"), studio.desk

    @routes.get("", response_class=HTMLResponse)
    async def members() -> str:
        """All members, and how to begin another."""
        entries = await asyncio.to_thread(desk.entries)
        return draw("studio", entries=entries, folder=str(desk.personas), sketches=studio.sketcher is not None)

    @routes.post("/new")
    async def new(wish: New) -> dict[str, str]:
        """Begin a member from the template, or from a copy of another."""
        name = usable_name(wish.name)
        if not name:
            raise InputError(say("studio.no_name"), say("studio.no_name_mend"))

        def begun() -> str:
            text = desk.open(wish.copy_of).text if wish.copy_of else TEMPLATE.read_text("utf-8")
            return desk.begin(name, named(text, name)).file

        return {"to": f"/studio/{await worked(begun)}"}

    @routes.post("/sketch")
    async def sketch(wish: Description) -> dict[str, str]:
        """Begin a member from a draft that a model makes of a description."""
        sheet = await studio.sketch(wish.description, usable_name(wish.name))
        return {"to": f"/studio/{sheet.file}"}

    @routes.post("/card")
    async def card(sent: Card) -> dict[str, Any]:
        """Begin a member from a character card."""

        def begun() -> dict[str, Any]:
            wish, text, lost = card_text(sent.text, say("studio.the_card"), TEMPLATE.read_text("utf-8"))
            return {"to": f"/studio/{desk.begin(wish, text).file}", "lost": lost}

        return await asyncio.to_thread(begun)

    return routes


def usable_name(wish: str) -> str:
    """A member's name on one line. Raises InputError where it is too long."""
    name = " ".join(wish.split())
    if len(name) > 60:
        raise InputError(say("studio.long_name"), say("studio.long_name_mend"))
    return name


def named(text: str, name: str) -> str:
    """The text of a template or a copy for somebody else of this name: nobody has read them yet."""
    text = put(text.replace("{{ID}}", "new-member"), ("name",), name)
    text = put(text, ("id",), "{{ID}}")
    located = parse(Path("the file"), text)
    for reader in (("review", "community_reader"), ("review", "trainer")):
        if reader in located.lines and not str(located.at(reader)).startswith("not yet"):
            text = drop(text, reader)
    return text.replace('"{{ID}}"', "{{ID}}")
