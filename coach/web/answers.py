"""What goes wrong before a page is there: to a browser as a page, to a script as two sentences."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from coach.web.draw import draw
from coach.web.language import told


def answer(request: Request, status: int, message: str, mend: str = "") -> Response:
    """Two sentences: what happened, and what to do about it; never a traceback."""
    message, mend = told(message), told(mend)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(draw("lost", message=message, mend=mend, headed=True), status)
    return JSONResponse({"message": message, "mend": mend}, status)
