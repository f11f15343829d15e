"""A workshop as a form: what was typed, whatever it is, and the workshop that it makes, or what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.core.workshop import SHORTEST_CODE, Workshop, code_key
from coach.web.words import say
from coach.web.words.language import languages

KINDS = ("recruitment", "maintenance", "escalation")
SPARE = 2
"""Empty rows for places beyond those that are filled in."""
MOST_PLACES = 12


class Typed(BaseModel):
    """What stands in the form."""

    name: str = ""
    code: str = ""
    welcome: str = ""
    members: tuple[str, ...] = ()
    kind: str = ""
    languages: tuple[str, ...] = ()
    places: tuple[tuple[str, str, str], ...] = ()
    """Name, how to reach them, for whom or when."""

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The places with some empty rows after them."""
        spare = min(SPARE, MOST_PLACES - len(self.places))
        return (*self.places, *(("", "", "") for _ in range(spare)))


def typed(workshop: Workshop) -> Typed:
    """A workshop as it stands in the form."""
    return Typed(
        name=workshop.name,
        code=workshop.code,
        welcome=workshop.welcome,
        members=workshop.members,
        kind=workshop.kind or "",
        languages=workshop.languages,
        places=tuple((one.name, one.reach, one.what or "") for one in workshop.places),
    )


def sent(form: FormData) -> Typed:
    """What was typed, as a browser sends it."""

    def text(name: str) -> str:
        return _clean(form.get(name, ""))

    def texts(name: str) -> list[str]:
        return [_clean(one) for one in form.getlist(name)]

    places = zip(texts("place_name"), texts("place_reach"), texts("place_what"), strict=False)
    return Typed(
        name=" ".join(text("name").split()),
        code=" ".join(text("code").split()),
        welcome=text("welcome").replace("\r\n", "\n"),
        members=tuple(texts("members")),
        kind=text("kind"),
        languages=tuple(texts("languages")),
        places=tuple(place for place in places if any(part.strip() for part in place))[:MOST_PLACES],
    )


def made(typed: Typed, rubric: Rubric | None) -> Workshop | dict[str, str]:
    """The workshop, or what is wrong, by field."""
    body: dict[str, Any] = {
        "name": typed.name,
        "code": typed.code,
        "welcome": typed.welcome,
        "members": typed.members,
        "kind": typed.kind if typed.kind in KINDS else None,
        "languages": tuple(code for code in typed.languages if code in languages()),
        "places": [{"name": name, "reach": reach, "what": what.strip() or None} for name, reach, what in typed.places],
    }
    wrong: dict[str, str] = {}
    try:
        workshop = Workshop.model_validate({**body, "rubric": rubric})
    except ValidationError as found:
        workshop = None
        for one in found.errors():
            wrong.setdefault(".".join(map(str, one["loc"])), plainly(one))
    if len(code_key(typed.code)) < SHORTEST_CODE:
        wrong["code"] = say("workshop.code_short", least=SHORTEST_CODE)
    return wrong if wrong or workshop is None else workshop


def plainly(error: Mapping[str, Any]) -> str:
    """What a schema holds against a field, in words."""
    match error["type"]:
        case "string_too_long":
            return say("workshop.too_long", most=error["ctx"]["max_length"])
        case "string_too_short" | "missing" | "too_short":
            return say("workshop.empty")
        case _:
            return say("workshop.wrong")


def choices(members: tuple[Persona, ...], typed: Typed) -> list[tuple[str, str, str]]:
    """Those whom one may offer: id, name, and what to know; those whose file has gone stand last."""
    there = [(one.id, one.name, one.public.work) for one in members]
    gone = [one for one in typed.members if one not in {member.id for member in members}]
    return [*there, *((one, one, say("workshop.member_gone")) for one in gone)]


def _clean(text: object) -> str:
    return text.replace("\x00", "").encode(errors="replace").decode() if isinstance(text, str) else ""
