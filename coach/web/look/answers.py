"""Answers beside the pages: what went wrong, to a browser as a page and to a script as two sentences; files to keep."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from coach.web.look.draw import draw
from coach.web.words.language import told


def answer(request: Request, status: int, message: str, mend: str = "") -> Response:
    """Two sentences: what happened, and what to do about it; never a traceback."""
    message, mend = told(message), told(mend)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(draw("lost", message=message, mend=mend, headed=True), status)
    return JSONResponse({"message": message, "mend": mend}, status)


def to_keep(text: str, name: str, kind: str) -> Response:
    """A text as a file that the browser saves."""
    return Response(text, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
