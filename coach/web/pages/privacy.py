"""The privacy page: what happens to a learner's words here, as the app is set up now."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from coach.aloud import Aloud
from coach.practice import Players
from coach.privacy import Kept, is_near
from coach.web.gate.entry import KEPT, SIGNED_IN, Entry
from coach.web.look.draw import draw


def router(players: Players, aloud: Aloud, entry: Entry, kept: Kept) -> APIRouter:
    """The route /privacy, which anybody may read before they come in."""
    routes = APIRouter()

    @routes.get("/privacy")
    async def privacy() -> HTMLResponse:
        """The page."""
        return HTMLResponse(drawing(players, aloud, entry, kept))

    return routes


def drawing(players: Players, aloud: Aloud, entry: Entry, kept: Kept) -> str:
    """The page as HTML."""
    return draw(
        "privacy",
        players=players,
        near=is_near(players.server),
        aloud=aloud,
        entry=entry,
        kept=kept,
        days=(SIGNED_IN if entry.has_accounts and not entry.has_code else KEPT).days,
    )
