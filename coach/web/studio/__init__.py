"""The facilitators' room: members are listed, written, talked with and rehearsed."""

from fastapi import APIRouter

from coach.lab.studio import Studio
from coach.web.studio import begin, sheet, trying


def router(studio: Studio) -> APIRouter:
    """Everything below /studio."""
    routes = APIRouter()
    for room in (begin, sheet, trying):
        routes.include_router(room.router(studio))
    return routes
