"""The routes by which a learner joins a workshop, and says what of their talks its facilitator sees."""

import time
from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from coach.core.workshop import LONGEST_CODE, Kept, Sharing
from coach.practice import LONGEST_CALLED, Practice
from coach.web.gate.allowance import Allowance
from coach.web.gate.entry import Entry
from coach.web.gate.learner import Learner, address, visiting
from coach.web.look.draw import draw
from coach.web.words import say
from coach.web.words.language import COOKIE, languages, now

WRONG, WRONG_SECONDS = 300, 600
"""Wrong codes from one address: a hall of people behind one router mistype that often, not more."""
CHOICES: Mapping[str, Sharing] = {"nothing": "nothing", "scores": "scores", "talk": "talk"}


def router(practice: Practice, entry: Entry, clock: Callable[[], float] = time.monotonic) -> APIRouter:
    """The routes /join and /sharing."""
    routes = APIRouter()
    wrong = Allowance(WRONG, WRONG_SECONDS, clock)

    async def find(request: Request, code: str) -> Kept | HTMLResponse:
        """The workshop of a code, or a page that says there is none."""
        if wait := wrong.wait(address(request)):
            minutes = str(-(-wait // 60))
            return HTMLResponse(draw("join", code=code, wrong=say("join.wait", minutes=minutes), found=None), 429)
        if found := await practice.invitation(code):
            return found
        wrong.take(address(request))
        return HTMLResponse(draw("join", code=code, wrong=say("join.wrong"), found=None), 404)

    @routes.get("/join", response_model=None)
    async def invited(request: Request, code: str = "") -> Response:
        """Where a code is typed; with ?code=…, what one is invited to."""
        code = code[: 2 * LONGEST_CODE].strip()
        if not code:
            return HTMLResponse(draw("join", code="", wrong="", found=None))
        found = await find(request, code)
        return found if isinstance(found, Response) else HTMLResponse(draw("join", code=code, wrong="", found=found))

    @routes.post("/join", response_model=None)
    async def join(request: Request, learner: Learner) -> Response:
        """Come in."""
        found = await find(request, str((await request.form()).get("code", ""))[: 2 * LONGEST_CODE])
        if isinstance(found, Response):
            return found
        await practice.join(learner, found.id)
        answer = RedirectResponse("/", 303)
        visitor = visiting(request)
        if visitor and visitor.workshop:
            answer.headers.append("Set-Cookie", entry.cookie(learner, workshop=found.id))
        speak_its_language(answer, found, entry)
        return answer

    @routes.get("/sharing")
    async def sharing(learner: Learner, kept: str = "") -> HTMLResponse:
        """What the facilitator of each workshop sees."""
        joined = await practice.memberships(learner)
        return HTMLResponse(draw("sharing", joined=joined, kept=kept, longest=LONGEST_CALLED, choices=list(CHOICES)))

    @routes.post("/sharing/{workshop}")
    async def share(request: Request, learner: Learner, workshop: str) -> RedirectResponse:
        """Choose it, for all talks in a workshop."""
        sent = await request.form()
        shares = CHOICES.get(str(sent.get("shares", "")), "nothing")
        await practice.share(learner, workshop, shares, str(sent.get("called", "")))
        return RedirectResponse("/sharing?kept=yes", 303)

    @routes.post("/sharing/{workshop}/enter")
    async def enter(learner: Learner, workshop: str) -> RedirectResponse:
        """Practise in another of the workshops that one is in."""
        await practice.enter(learner, workshop)
        return RedirectResponse("/", 303)

    @routes.post("/sharing/{workshop}/leave")
    async def leave(learner: Learner, workshop: str) -> RedirectResponse:
        """Go, and take back everything."""
        await practice.leave(learner, workshop)
        return RedirectResponse("/sharing", 303)

    @routes.post("/sharing/talks/{talk_id}")
    async def share_talk(request: Request, learner: Learner, talk_id: str) -> RedirectResponse:
        """Choose it for one talk."""
        shares = CHOICES.get(str((await request.form()).get("shares", "")), "nothing")
        await practice.share_talk(learner, talk_id, shares)
        return RedirectResponse(f"/feedback?id={talk_id}", 303)

    return routes


def speak_its_language(answer: Response, found: Kept, entry: Entry) -> None:
    """Where a workshop has languages and one's own is none of them, its first."""
    wanted = [code for code in found.workshop.languages if code in languages()]
    if wanted and now().code not in wanted:
        answer.headers.append("Set-Cookie", entry.plain_cookie(COOKIE, wanted[0]))
