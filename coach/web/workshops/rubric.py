"""A workshop's objectives as a form: criteria reworded, added, dropped; and the rubric that it makes, by its schema."""

import re
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from coach.core.rubric import FEWEST_LEVELS, MOST_LEVELS, TOP_LEVEL, Criterion, Rubric
from coach.web.words import say
from coach.web.workshops.form import plainly

MOST_OBJECTIVES, MOST_CRITERIA = 12, 24
"""That a form may have, and an objective in it."""
WISHES = ("add", "drop", "longer", "shorter")
"""What the buttons of the form ask for: a criterion more or less, and a level more or less."""

Shown = list[dict[str, Any]]
"""The objectives as the form has them; all texts as they were typed."""


def shown(rubric: Rubric) -> Shown:
    """A rubric as it stands in the form."""
    return [
        {
            "id": objective.id,
            "title": objective.title,
            "statement": objective.statement,
            "criteria": [
                one.model_dump(include={"id", "title", "question", "levels", "null_allowed", "builtin"})
                for one in objective.criteria
            ],
        }
        for objective in rubric.objectives
    ]


def sent(form: FormData) -> Shown:
    """What was typed, as a browser sends it: `o.0.title`, `o.0.c.2.levels.1` and so on."""

    def text(name: str) -> str:
        found = form.get(name, "")
        cleaned = found.replace("\x00", "").encode(errors="replace").decode() if isinstance(found, str) else ""
        return " ".join(cleaned.split())

    found: Shown = []
    for number in range(MOST_OBJECTIVES):
        at = f"o.{number}"
        if f"{at}.id" not in form:
            break
        criteria: list[dict[str, Any]] = []
        for place in range(MOST_CRITERIA):
            here = f"{at}.c.{place}"
            if f"{here}.id" not in form:
                break
            criteria.append(
                {
                    **{name: text(f"{here}.{name}") for name in ("id", "title", "question")},
                    "levels": tuple(
                        text(name) for level in range(MOST_LEVELS) if (name := f"{here}.levels.{level}") in form
                    ),
                    "null_allowed": f"{here}.null_allowed" in form,
                    "builtin": f"{here}.builtin" in form,
                }
            )
        found.append({**{name: text(f"{at}.{name}") for name in ("id", "title", "statement")}, "criteria": criteria})
    return found


def changed(objectives: Shown, wish: str, house: Rubric) -> Shown:
    """The same with a criterion more or less: "add 0" to the first objective, "drop 0 2" its third.

    Or with a level more or less at the top of one: "longer 0 2", "shorter 0 2".
    """
    match [int(part) for part in re.findall(r"\d+", wish)][:2], wish.split(" ")[0]:
        case [number], "add" if number < len(objectives) and len(objectives[number]["criteria"]) < MOST_CRITERIA:
            new = {
                "id": _new_id(objectives, house), "title": "", "question": "", "levels": ("",) * (TOP_LEVEL + 1),
                "null_allowed": True, "builtin": False,
            }  # fmt: skip
            objectives[number]["criteria"].append(new)
        case [number, place], "drop" if number < len(objectives) and place < len(objectives[number]["criteria"]):
            del objectives[number]["criteria"][place]
        case [number, place], "longer" | "shorter" if number < len(objectives) and place < len(
            objectives[number]["criteria"]
        ):
            one = objectives[number]["criteria"][place]
            levels = (*one["levels"], "") if wish.startswith("longer") else one["levels"][:-1]
            if FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
                one |= {"levels": levels, "open": True}
        case _:
            pass
    return objectives


def made(objectives: Shown, base: Rubric, house: Rubric) -> Rubric | dict[str, str]:
    """The rubric, or what is wrong by field. What the form has no field for is as in `base`, or in the house's."""
    known = {one.id: one for one in (*house.criteria, *base.criteria)}
    judged = {one.id for one in house.criteria if one.builtin}
    kept = [one for one in objectives if one["criteria"]]
    if not kept:
        return {"": say("workshop.no_criteria")}
    body = {
        **base.model_dump(exclude={"objectives"}),
        "objectives": [{**one, "criteria": [_whole(each, known, judged) for each in one["criteria"]]} for one in kept],
    }
    try:
        return Rubric.model_validate(body)
    except ValidationError as wrong:
        places = [number for number, one in enumerate(objectives) if one["criteria"]]
        return {_field(one["loc"], places): plainly(one) for one in wrong.errors()}


def _whole(criterion: dict[str, Any], known: dict[str, Criterion], judged: set[str]) -> dict[str, Any]:
    """A criterion with the marks that the form does not ask for."""
    before = known.get(criterion["id"])
    marks = before.model_dump(include={"from_reflection", "counted", "later"}) if before else {}
    knows = criterion["builtin"] and criterion["id"] in judged and len(criterion["levels"]) == TOP_LEVEL + 1
    return {**criterion, **marks, "builtin": knows}


def _field(place: tuple[str | int, ...], places: list[int]) -> str:
    """The name of the field that a place in the rubric has in the form."""
    match place:
        case ("objectives", int(number), "criteria", int(criterion), *rest):
            return ".".join(["o", str(places[number]), "c", str(criterion), *map(str, rest)])
        case ("objectives", int(number), *rest):
            return ".".join(["o", str(places[number]), *map(str, rest)])
        case _:
            return ""


def _new_id(objectives: Shown, house: Rubric) -> str:
    taken = {one["id"] for objective in objectives for one in objective["criteria"]}
    taken |= {one.id for one in house.criteria}
    return next(f"w{number}" for number in range(1, 1000) if f"w{number}" not in taken)
