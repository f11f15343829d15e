"""A draft is talked with, corrected where it rings false, and rehearsed; all of it as it stands in the editor."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from coach.errors import CoachError, ContentError, InputError
from coach.lab.correct import parts
from coach.lab.studio import Studio
from coach.web.look.draw import draw
from coach.web.studio.sent import Correcting, Doubted, Saying, Written
from coach.web.studio.shown import seen, unplayable, where, worked
from coach.web.words import say


def router(studio: Studio) -> APIRouter:
    """What the script of a member's page asks."""
    routes, desk = APIRouter(prefix="/studio/{file}"), studio.desk

    @routes.post("/say")
    async def speak(file: str, sent: Saying) -> dict[str, Any]:
        """One exchange with the draft, and the fold beside it."""
        desk.open(file)
        try:
            tried = await studio.say(sent.text, sent.conversation, sent.said, sent.scenario)
        except ContentError as wrong:
            raise unplayable(wrong) from None
        return {
            "conversation": tried.conversation.model_dump(mode="json"),
            "fold": draw("studio_fold", fold=tried.fold),
        }

    @routes.post("/doubt", response_class=HTMLResponse)
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

    @routes.post("/correct")
    async def correct(file: str, sent: Correcting) -> dict[str, Any]:
        """The text with a correction, and the talk up to the reply that was corrected, played again."""
        try:
            made = await studio.correct(sent.text, sent.conversation, sent.number, sent.doubt)
        except ContentError as wrong:
            raise unplayable(wrong) from None

        def corrected() -> dict[str, Any]:
            persona = studio.member(made.amended.text)
            place = where(persona, made.amended.place)
            said = draw("studio_corrected", made=made, where=place)
            shown = seen(desk, file, made.amended.text, redraw=True)
            talk = made.tried.conversation.model_dump(mode="json")
            return {**shown, "conversation": talk, "fold": draw("studio_fold", fold=made.tried.fold), "said": said}

        return await worked(corrected)

    @routes.post("/rehearse", response_class=HTMLResponse)
    async def rehearse(file: str, sent: Written) -> str:
        """Every scripted organizer against the draft, beside the last saved version."""

        def played() -> str:
            try:
                after = asyncio.run(studio.rehearse(sent.text))
            except ContentError as wrong:
                raise unplayable(wrong) from None
            before = None
            try:
                if earlier := studio.before(file, sent.text):
                    before = asyncio.run(studio.rehearse(earlier))
            except CoachError:
                pass  # the earlier version could not be played: there is nothing to compare with
            member = studio.member(sent.text)
            return draw(
                "studio_rehearsal",
                rehearsal=after,
                then={run.organizer: run for run in before.runs} if before else {},
                layers={layer.id: depth for depth, layer in enumerate(member.story, 1)},
                acts={one.id: one.act for one in member.commitments},
                titles=studio.organizers(),
                line=line,
            )

        return await asyncio.to_thread(played)

    return routes


def line(trust: Sequence[int], width: int = 220, height: int = 44) -> str:
    """The curve of trust, 0 to 10, as the points of a line."""
    step = width / max(len(trust) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{height - 2 - value * (height - 4) / 10:.1f}" for number, value in enumerate(trust)
    )
