"""A line in the log for each request: of what kind, how it went, how long it took. Never whose, nor what was in it."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("coach.access")


class Access:
    """An ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and count it."""
        if scope["type"] != "http" or not log.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            took = round(1000 * (time.perf_counter() - began), 1)
            route = getattr(scope.get("route"), "path", "…")  # as it is declared: a real path may say whose it is
            seen = {"method": scope["method"], "path": route, "status": status, "ms": took}
            log.info("request", extra=seen)
