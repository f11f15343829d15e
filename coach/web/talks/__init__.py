"""What a talk sends and receives, as JSON, lines of it, sound and files: in the room, after it, and of all talks."""

from fastapi import APIRouter

from coach.aloud import Aloud
from coach.practice import Practice
from coach.web.gate.entry import Entry
from coach.web.talks import again, holding, keeping, mine, sound


def router(practice: Practice, aloud: Aloud, entry: Entry) -> APIRouter:
    """Everything below /talks and /mine."""
    routes = APIRouter()
    for room in (holding, keeping, again):
        routes.include_router(room.router(practice))
    routes.include_router(sound.router(aloud))
    routes.include_router(mine.router(practice, entry))
    return routes
