"""The facilitators' routes: the list of members, one member's page, and what its script asks while they write."""

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field

from coach.core.conversation import Conversation
from coach.core.persona import Persona
from coach.errors import CoachError, ContentError, FileChanged, InputError
from coach.lab.cards import card_text, to_card
from coach.lab.correct import Doubt, parts
from coach.lab.desk import state_of
from coach.lab.draft import Finding
from coach.lab.form import form
from coach.lab.new import TEMPLATE
from coach.lab.splice import drop, put
from coach.lab.studio import Edit, Studio, edited, extended
from coach.located import LARGEST, Tree, parse
from coach.web.draw import draw
from coach.web.words import count, say

Got = TypeVar("Got")
Text = Annotated[str, Field(max_length=LARGEST)]
Place = tuple[str | int, ...]


class New(BaseModel):
    """A new member: under which name, and after which file; none for the template."""

    name: str = Field(default="", max_length=2000)
    copy_of: str = Field(default="", max_length=200)


class Description(BaseModel):
    """Somebody whom a model is to draft."""

    name: str = Field(default="", max_length=2000)
    description: str = Field(default="", max_length=100_000)


class Card(BaseModel):
    """A character card's text."""

    text: str


class Written(BaseModel):
    """What stands in the editor."""

    text: Text


class Edits(Written):
    """Changes of the form."""

    edits: tuple[Edit, ...] = ()


class At(Written):
    """A place where an entry comes or goes."""

    place: Place


class Saving(Written):
    """The text to save, and the stamp of the one that it came from."""

    stamp: str = Field(max_length=64)


class Saying(Written):
    """A line to the draft; the talk so far."""

    conversation: Conversation | None = None
    scenario: str | None = None
    said: str = Field(default="", max_length=10_000)


class Doubted(Written):
    """A reply of a draft that rings false, by its number in the talk."""

    conversation: Conversation
    number: int = Field(ge=1, le=1000)


class Correcting(Doubted):
    """A correction of it."""

    doubt: Doubt


def router(studio: Studio) -> APIRouter:
    """Everything below /studio."""
    routes = APIRouter(prefix="/studio")
    desk = studio.desk

    def seen(file: str, text: str, *, redraw: bool) -> dict[str, Any]:
        """What the page shows of a text: findings, and the form where it has to be drawn anew."""
        findings = desk.findings(file, text)
        shown: dict[str, Any] = {"text": text, "findings": [told(one) for one in findings]}
        shown["state"] = state_of(text, findings)
        if redraw:
            shown["form"] = form_of(text)
        return shown

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
        text = desk.open(wish.copy_of).text if wish.copy_of else TEMPLATE.read_text("utf-8")

        def begin() -> str:
            sheet = desk.begin(name, named(text, name))
            return sheet.file

        return {"to": f"/studio/{await asyncio.to_thread(begin)}"}

    @routes.post("/sketch")
    async def sketch(wish: Description) -> dict[str, str]:
        """Begin a member from a draft that a model makes of a description."""
        sheet = await studio.sketch(wish.description, usable_name(wish.name))
        return {"to": f"/studio/{sheet.file}"}

    @routes.post("/card")
    async def card(sent: Card) -> dict[str, Any]:
        """Begin a member from a character card."""

        def begin() -> dict[str, Any]:
            wish, text, lost = card_text(sent.text, say("studio.the_card"), TEMPLATE.read_text("utf-8"))
            return {"to": f"/studio/{desk.begin(wish, text).file}", "lost": lost}

        return await asyncio.to_thread(begin)

    @routes.get("/{file}", response_class=HTMLResponse)
    async def member(file: str) -> str:
        """One member's page."""
        sheet = desk.open(file)
        shown = await asyncio.to_thread(seen, file, sheet.text, redraw=True)
        name = parsed(sheet.text)
        return draw(
            "studio_member",
            sheet=sheet,
            name=str(name.get("name") or file) if isinstance(name, dict) else file,
            form=shown.pop("form") or "",
            start=json.dumps({**shown, "stamp": sheet.stamp, "file": file}),
        )

    @routes.post("/{file}/edit")
    async def edit(file: str, sent: Edits) -> dict[str, Any]:
        """The text with changes of the form, and what the checks say of it."""
        return await worked(lambda: seen(file, edited(sent.text, sent.edits), redraw=False))

    @routes.post("/{file}/add")
    async def add(file: str, sent: At) -> dict[str, Any]:
        """The text with one more entry."""
        return await worked(lambda: seen(file, extended(sent.text, sent.place), redraw=True))

    @routes.post("/{file}/drop")
    async def take_out(file: str, sent: At) -> dict[str, Any]:
        """The text without an entry."""
        return await worked(lambda: seen(file, drop(sent.text, sent.place), redraw=True))

    @routes.post("/{file}/look")
    async def look(file: str, sent: Written) -> dict[str, Any]:
        """The form of a text, and what the checks say of it."""
        return await worked(lambda: seen(file, sent.text, redraw=True))

    @routes.post("/{file}/save", response_model=None)
    async def save(file: str, sent: Saving) -> dict[str, Any] | Response:
        """Save the text; where the file was changed elsewhere, give that one back."""

        def saved() -> dict[str, Any] | Response:
            try:
                sheet = desk.save(file, sent.text, sent.stamp)
            except FileChanged as changed:
                other = desk.open(file)
                said = {"message": changed.message, "mend": changed.mend, "text": other.text, "stamp": other.stamp}
                return JSONResponse(said, 409)
            shown = seen(file, sheet.text, redraw=False)
            wrong = sum(one["severity"] == "error" for one in shown["findings"])
            said = count("studio.saved_with", wrong) if wrong else say("studio.saved")
            return {**shown, "stamp": sheet.stamp, "said": said}

        return await asyncio.to_thread(saved)

    @routes.get("/{file}/now")
    async def now(file: str) -> dict[str, str]:
        """The file as it is on the disk now."""
        sheet = desk.open(file)
        return {"text": sheet.text, "stamp": sheet.stamp}

    @routes.get("/{file}/versions", response_class=HTMLResponse)
    async def versions(file: str) -> str:
        """Earlier versions, as a list."""
        return draw("studio_versions", versions=desk.versions(file))

    @routes.get("/{file}/versions/{version}")
    async def version(file: str, version: str) -> dict[str, str]:
        """What the file said then."""
        return {"text": desk.version(file, version)}

    @routes.get("/{file}/card.json")
    async def as_card(file: str) -> Response:
        """The member as a character card V2."""
        found, _ = to_card(studio.member(desk.open(file).text))
        headers = {"Content-Disposition": f'attachment; filename="{file}.card.json"'}
        return Response(json.dumps(found, indent=2, ensure_ascii=False), media_type="application/json", headers=headers)

    @routes.post("/{file}/say")
    async def speak(file: str, sent: Saying) -> dict[str, Any]:
        """One exchange with the draft, and the fold beside it."""
        desk.open(file)
        try:
            tried = await studio.say(sent.text, sent.conversation, sent.said, sent.scenario)
        except ContentError as wrong:
            raise InputError(say("studio.not_playable"), plainly(wrong)) from None
        return {
            "conversation": tried.conversation.model_dump(mode="json"),
            "fold": draw("studio_fold", fold=tried.fold),
        }

    @routes.post("/{file}/doubt", response_class=HTMLResponse)
    async def doubt(file: str, sent: Doubted) -> str:
        """What to fill in where a reply rings false: the parts that it is made of, and where they stand."""

        def drawn() -> str:
            persona = studio.member(sent.text)
            turns = sent.conversation.turns
            if sent.number > len(turns):
                raise InputError(say("studio.doubt_gone"), say("studio.doubt_gone_mend"))
            pieces = parts(persona, turns[sent.number - 1].text)
            shown = [(part.text, where(persona, part.place)) for part in pieces]
            return draw("studio_doubt", number=sent.number, parts=shown)

        return await worked(drawn)

    @routes.post("/{file}/correct")
    async def correct(file: str, sent: Correcting) -> dict[str, Any]:
        """The text with a correction, and the talk up to the reply that was corrected, played again."""
        try:
            made = await studio.correct(sent.text, sent.conversation, sent.number, sent.doubt)
        except ContentError as wrong:
            raise InputError(say("studio.not_playable"), plainly(wrong)) from None

        def corrected() -> dict[str, Any]:
            persona = studio.member(made.amended.text)
            place = where(persona, made.amended.place)
            said = draw("studio_corrected", made=made, where=place)
            shown = seen(file, made.amended.text, redraw=True)
            talk = made.tried.conversation.model_dump(mode="json")
            return {**shown, "conversation": talk, "fold": draw("studio_fold", fold=made.tried.fold), "said": said}

        return await worked(corrected)

    @routes.post("/{file}/rehearse", response_class=HTMLResponse)
    async def rehearse(file: str, sent: Written) -> str:
        """Every scripted organizer against the draft, beside the last saved version."""

        def played() -> str:
            try:
                after = asyncio.run(studio.rehearse(sent.text))
            except ContentError as wrong:
                raise InputError(say("studio.not_playable"), plainly(wrong)) from None
            before = None
            try:
                if earlier := studio.before(file, sent.text):
                    before = asyncio.run(studio.rehearse(earlier))
            except CoachError:
                pass  # the earlier version could not be played: there is nothing to compare with
            layers = {layer.id: depth for depth, layer in enumerate(studio.member(sent.text).story, 1)}
            then = {run.organizer: run for run in before.runs} if before else {}
            return draw("studio_rehearsal", rehearsal=after, then=then, layers=layers, line=line)

        return await asyncio.to_thread(played)

    return routes


def usable_name(wish: str) -> str:
    """A member's name on one line. Raises InputError where it is too long."""
    name = " ".join(wish.split())
    if len(name) > 60:
        raise InputError(say("studio.long_name"), say("studio.long_name_mend"))
    return name


async def worked(work: Callable[[], Got]) -> Got:
    """What a computation gives that takes a tenth of a second of a core."""
    try:
        return await asyncio.to_thread(work)
    except ContentError as wrong:
        raise InputError(say("studio.unreadable"), plainly(wrong)) from None


def where(persona: Persona, place: Place) -> str:
    """A part of the file as a facilitator finds it in the form; empty for no place."""
    if not place:
        return ""
    section, entry = place[0], place[1] if len(place) > 1 else ""
    found = getattr(persona, str(section))
    one = found[entry] if isinstance(entry, int) and entry < len(found) else None
    name = getattr(one, "title", "") or getattr(one, "act", "") or getattr(one, "id", "") or str(entry)
    return say("studio.where", section=say(f"studio.key.{section}"), entry=name.replace("_", " "))


def told(finding: Finding) -> dict[str, Any]:
    """A finding for the page's script."""
    return {
        "severity": finding.severity,
        "line": finding.line,
        "what": finding.what,
        "mend": finding.mend,
        "place": list(finding.place),
    }


def plainly(wrong: ContentError) -> str:
    """The first of what is wrong, in one sentence."""
    first = wrong.problems[0]
    where = say("studio.at_line", line=first.line) if first.line else ""
    return f"{where}{first.what}. {first.mend}"


def parsed(text: str) -> Tree:
    """What a text says; None where it can't be read."""
    try:
        return parse(Path("the file"), text).data
    except CoachError:
        return None


def form_of(text: str) -> str | None:
    """The form of a text as HTML; None where it can't be read."""
    data = parsed(text)
    return draw("studio_form", sections=form(data)) if isinstance(data, dict) else None


def named(text: str, name: str) -> str:
    """The text of a template or a copy for somebody else of this name: nobody has read them yet."""
    text = put(text.replace("{{ID}}", "new-member"), ("name",), name)
    text = put(text, ("id",), "{{ID}}")
    data = parsed(text)
    review = data.get("review") if isinstance(data, dict) else None
    for key in ("community_reader", "trainer"):
        if isinstance(review, dict) and key in review and not str(review[key]).startswith("not yet"):
            text = drop(text, ("review", key))
    return text.replace('"{{ID}}"', "{{ID}}")


def line(trust: Sequence[int], width: int = 220, height: int = 44) -> str:
    """The curve of trust, 0 to 10, as the points of a line."""
    step = width / max(len(trust) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{height - 2 - value * (height - 4) / 10:.1f}" for number, value in enumerate(trust)
    )
