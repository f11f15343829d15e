"""A reply or feedback that is being made, as lines of JSON for the page that follows it; it goes on without one."""

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

from coach.errors import CoachError
from coach.practice import Judging
from coach.reply import Reply
from coach.talk import Talk
from coach.web.talks.standing import standing
from coach.web.words import say
from coach.web.words.language import told

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def stream(reply: Reply) -> StreamingResponse:
    """A reply as lines of JSON, the last with the talk as it stands then. It goes on when whoever follows goes away."""

    async def lines() -> AsyncIterator[str]:
        async for piece in reply.follow():
            ours = piece.kind in ("note", "failed")
            line: dict[str, Any] = {"kind": piece.kind, "text": told(piece.text) if ours else piece.text}
            if piece.kind == "done" and reply.talk:
                line["talk"] = standing(reply.talk, live=False)
            yield json.dumps(line, ensure_ascii=False) + "\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=UNBUFFERED)


def following(judging: Judging | None, talk: Talk) -> StreamingResponse:
    """How far feedback has come, as lines of JSON. Its making goes on when the page that follows it goes away."""

    async def lines() -> AsyncIterator[str]:
        if judging:
            async for progress in judging.follow():
                yield progress.model_dump_json() + "\n"
            try:
                await judging.end()
            except CoachError as fault:
                yield json.dumps({"fault": f"{told(fault.message)} {told(fault.mend)}".strip()}) + "\n"
                return
        elif not talk.feedback:
            yield json.dumps({"fault": say("steps.none")}) + "\n"
            return
        yield json.dumps({"to": f"/feedback?id={talk.id}"}) + "\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=UNBUFFERED)
