"""The routes on which a facilitator sees the group, reads what is shared with them, and says something to it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from coach.core.crowd import LEAST, LEAST_HIDDEN
from coach.core.rubric import MOST_LEVELS
from coach.core.workshop import LONGEST_REMARK, overrides
from coach.errors import InputError
from coach.web.gate.learner import visiting
from coach.web.look.answers import to_keep
from coach.web.look.draw import draw
from coach.web.workshops.table import figures_csv, remarks_csv
from coach.workshops import Workshops

Text = Annotated[str, Form()]


def router(workshops: Workshops) -> APIRouter:
    """Everything below a workshop's /group and /talks."""
    routes = APIRouter(prefix="/workshops/{workshop}")

    @routes.get("/group", response_class=HTMLResponse)
    async def group(workshop: str) -> str:
        """What the group finds hard, and the talks that can be read."""
        page = await workshops.group(workshop)
        return draw("group", page=page, least=LEAST, least_hidden=LEAST_HIDDEN)

    @routes.get("/group.csv")
    async def figures(workshop: str) -> Response:
        """The figures as a table; empty but for its head where nobody may be counted."""
        page = await workshops.group(workshop)
        return to_keep(figures_csv(page.figures), "group.csv", "text/csv")

    @routes.get("/levels.csv")
    async def levels(workshop: str) -> Response:
        """Of the talks that can be read, each level of the assessor's beside the facilitator's."""
        page = await workshops.group(workshop)
        return to_keep(remarks_csv(page.readable), "levels.csv", "text/csv")

    @routes.get("/talks/{talk}")
    async def read(workshop: str, talk: str) -> HTMLResponse:
        """A talk that is shared whole."""
        return await shown(workshop, talk)

    @routes.post("/talks/{talk}", response_model=None)
    async def remark(
        request: Request, workshop: str, talk: str, text: Text = "", criterion: Text = "", level: Text = ""
    ) -> Response:
        """Say something to it; with a criterion, at which level one sees it."""
        visitor = visiting(request)
        by = (visitor.account if visitor else None) or ""
        seen = int(level) if level in map(str, range(MOST_LEVELS)) else None
        try:
            await workshops.remark(workshop, talk, by, text, criterion or None, seen)
        except InputError as wrong:
            if not text.strip() or len(text) > LONGEST_REMARK or criterion:
                return await shown(workshop, talk, wrong=str(wrong), text=text, criterion=criterion, level=seen)
            raise
        return RedirectResponse(f"/workshops/{workshop}/talks/{talk}#remarks", 303)

    @routes.post("/talks/{talk}/remarks/{remark}/delete")
    async def take_back(workshop: str, talk: str, remark: str) -> RedirectResponse:
        """Take it back."""
        await workshops.take_back(workshop, talk, remark)
        return RedirectResponse(f"/workshops/{workshop}/talks/{talk}#remarks", 303)

    async def shown(
        workshop: str, talk: str, *, wrong: str = "", text: str = "", criterion: str = "", level: int | None = None
    ) -> HTMLResponse:
        found = await workshops.read(workshop, talk)
        page = draw(
            "group_talk",
            kept=await workshops.open(workshop),
            found=found,
            results=found.talk.feedback.results if found.talk.feedback else {},
            theirs=overrides(found.remarks),
            wrong=wrong,
            typed={"text": text, "criterion": criterion, "level": level},
            longest=LONGEST_REMARK,
        )
        return HTMLResponse(page, 422 if wrong else 200)

    return routes
