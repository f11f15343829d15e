"""The routes on which a facilitator sets a workshop up: the list, one workshop's form, its objectives, its plan."""

import secrets
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from coach.core.hour import LENGTHS, WAYS, hour
from coach.core.rubric import FEWEST_LEVELS, MOST_LEVELS, TOP_LEVEL, solid
from coach.core.workshop import Kept, offered
from coach.errors import CodeTaken, WorkshopChanged
from coach.web.look.draw import draw
from coach.web.words.language import languages
from coach.web.workshops import rubric as objectives_form
from coach.web.workshops.form import KINDS, Typed, choices, made, sent, typed
from coach.workshops import Workshops

CODE_WORDS = tuple((Path(__file__).parent / "code_words.txt").read_text("utf-8").split())
MOST_LOOKED_FOR = 3
"""Criteria that a plan may name: nobody watches for more."""


def router(workshops: Workshops) -> APIRouter:
    """Everything below /workshops but the group."""
    routes = APIRouter(prefix="/workshops")

    def form(
        kept: Kept | None, shown: Typed, stamp: str, wrong: Mapping[str, str], *, saved: bool = False, theirs: str = ""
    ) -> HTMLResponse:
        members = workshops.members()
        page = draw(
            "workshop",
            kept=kept,
            typed=shown,
            stamp=stamp,
            wrong=wrong,
            saved=saved,
            theirs=theirs,
            members=choices(members, shown),
            missing=workshops.missing(kept.workshop) if kept else (),
            kinds=KINDS,
            languages=languages().values(),
        )
        return HTMLResponse(page, 422 if wrong else 200)

    @routes.get("", response_class=HTMLResponse)
    async def all_of_them() -> str:
        """The list, and the form of a new one."""
        return draw("workshops", workshops=await workshops.all())

    @routes.get("/new")
    async def new() -> HTMLResponse:
        """The form, with a code to take or to change."""
        return form(None, Typed(code=new_code()), "", {})

    @routes.post("/new", response_model=None)
    async def begin(request: Request) -> Response:
        """Set it up."""
        shown = sent(await request.form())
        workshop = made(shown, None)
        if isinstance(workshop, dict):
            return form(None, shown, "", workshop)
        try:
            return RedirectResponse(f"/workshops/{await workshops.begin(workshop)}?saved=yes", 303)
        except CodeTaken as taken:
            return form(None, shown, "", {"code": str(taken)})

    @routes.get("/{workshop}")
    async def one(workshop: str, saved: str = "") -> HTMLResponse:
        """One workshop's form."""
        kept = await workshops.open(workshop)
        return form(kept, typed(kept.workshop), kept.stamp, {}, saved=bool(saved))

    @routes.post("/{workshop}", response_model=None)
    async def save(request: Request, workshop: str) -> Response:
        """Save it; what was typed stays in the page where that can't be."""
        answered = await request.form()
        kept, shown, stamp = await workshops.open(workshop), sent(answered), str(answered.get("stamp", ""))
        new = made(shown, kept.workshop.rubric)
        if isinstance(new, dict):
            return form(kept, shown, stamp, new)
        try:
            await workshops.save(workshop, new, stamp)
        except CodeTaken as taken:
            return form(kept, shown, stamp, {"code": str(taken)})
        except WorkshopChanged as changed:
            return form(kept, shown, stamp, {"": str(changed)}, theirs=kept.stamp)
        return RedirectResponse(f"/workshops/{quote(workshop)}?saved=yes", 303)

    @routes.post("/{workshop}/delete")
    async def delete(workshop: str) -> RedirectResponse:
        """Close it for good."""
        await workshops.delete(workshop)
        return RedirectResponse("/workshops", 303)

    @routes.get("/{workshop}/objectives")
    async def objectives(workshop: str, saved: str = "") -> HTMLResponse:
        """What is looked for, as a form."""
        kept = await workshops.open(workshop)
        rubric = kept.workshop.rubric or workshops.objectives()
        return rubric_page(kept, objectives_form.shown(rubric), kept.stamp, {}, saved=bool(saved))

    @routes.post("/{workshop}/objectives", response_model=None)
    async def save_objectives(request: Request, workshop: str) -> Response:
        """Add, drop, save, or go back to those of the house."""
        answered = await request.form(max_fields=5000)
        kept, stamp, wish = (
            await workshops.open(workshop), str(answered.get("stamp", "")), str(answered.get("do", "save")),
        )  # fmt: skip
        house = workshops.objectives()
        base = kept.workshop.rubric or house
        shown = objectives_form.sent(answered)
        if wish.startswith(objectives_form.WISHES):
            return rubric_page(kept, objectives_form.changed(shown, wish, house), stamp, {}, unsaved=True)
        rubric = None if wish == "house" else objectives_form.made(shown, base, house)
        if isinstance(rubric, dict):
            return rubric_page(kept, shown, stamp, rubric, unsaved=True)
        try:
            await workshops.save(workshop, kept.workshop.model_copy(update={"rubric": rubric}), stamp)
        except WorkshopChanged as changed:
            return rubric_page(kept, shown, stamp, {"": str(changed)}, unsaved=True, theirs=kept.stamp)
        return RedirectResponse(f"/workshops/{quote(workshop)}/objectives?saved=yes", 303)

    def rubric_page(
        kept: Kept,
        shown: objectives_form.Shown,
        stamp: str,
        wrong: Mapping[str, str],
        *,
        saved: bool = False,
        unsaved: bool = False,
        theirs: str = "",
    ) -> HTMLResponse:
        house = workshops.objectives()
        judged = {one.id for one in house.criteria if one.builtin}
        later = {one.id for one in (*house.criteria, *(kept.workshop.rubric or house).criteria) if one.later}
        page = draw(
            "workshop_objectives",
            kept=kept,
            objectives=shown,
            stamp=stamp,
            wrong=wrong,
            faults=Counter(".".join(field.split(".")[:4]) for field in wrong),
            saved=saved,
            unsaved=unsaved,
            theirs=theirs,
            judged=judged,
            later=later,
            known=TOP_LEVEL + 1,
            fewest=FEWEST_LEVELS,
            most=MOST_LEVELS,
            solid=solid,
        )
        return HTMLResponse(page, 422 if wrong else 200)

    @routes.get("/{workshop}/plan", response_class=HTMLResponse)
    async def plan(request: Request, workshop: str, minutes: int = 60, way: str = "pairs") -> str:
        """A plan for a practice hour, to print."""
        kept = await workshops.open(workshop)
        rubric = (kept.workshop.rubric or workshops.objectives()).of()
        asked = request.query_params.getlist("look")
        return draw(
            "workshop_plan",
            kept=kept,
            members=offered(kept.workshop, workshops.members()),
            parts=hour(minutes),
            way=way if way in WAYS else "pairs",
            ways=WAYS,
            lengths=LENGTHS,
            rubric=rubric,
            look=[one for one in rubric.criteria if one.id in asked][:MOST_LOOKED_FOR],
        )

    return routes


def new_code() -> str:
    """Two words and a number: some eighteen million of them, easily said and written on a board."""
    one, two = secrets.choice(CODE_WORDS), secrets.choice(CODE_WORDS)
    return f"{one} {two} {100 + secrets.randbelow(900)}"
