"""The facilitators' pages for their groups: workshops are set up, the group is seen, a shared talk is spoken to."""

from fastapi import APIRouter

from coach.web.workshops import group, setting_up
from coach.workshops import Workshops


def router(workshops: Workshops) -> APIRouter:
    """Everything below /workshops."""
    routes = APIRouter()
    routes.include_router(setting_up.router(workshops))
    routes.include_router(group.router(workshops))
    return routes


__all__ = ["router"]
