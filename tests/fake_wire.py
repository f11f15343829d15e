"""HTTP by hand for the fake model server: a request as it arrived, and the way back to whoever sent it."""

import asyncio
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fake_replies import Body


@dataclass
class Request:
    """One request as it arrived. Header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: Body
    connection: int
    """Which connection it came on: equal numbers mean that a connection was used again."""
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when the client left before the reply was complete."""

    @property
    def said(self) -> list[tuple[str, str]]:
        """The messages as (role, content)."""
        return [(message["role"], message["content"]) for message in self.body.get("messages", [])]

    @property
    def form(self) -> str:
        """The kind of response_format asked for: "json_schema", "json_object" or "text"."""
        return self.body.get("response_format", {}).get("type", "text")


async def read(reader: asyncio.StreamReader, connection: int) -> Request | None:
    """The next request on a connection; None where none comes any more."""
    try:
        first = await reader.readexactly(1)
        if first == b"\x16":
            return None  # somebody speaks TLS here: a plain server hangs up
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    method, path, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in head[1:] if row)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, path, headers, json.loads(body) if body else {}, connection)


class Line:
    """One request's way back to the client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def head(self, status: int, headers: Mapping[str, str]) -> None:
        lines = [f"HTTP/1.1 {status} Because", *(f"{name}: {value}" for name, value in headers.items())]
        await self._send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n")

    async def whole(self, status: int, body: Body | bytes, headers: Mapping[str, str] | None = None) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content-Type": "application/json", "Content-Length": str(len(data))}
        await self.head(status, {**kind, **(headers or {})})
        await self._send(data)

    async def chunk(self, data: bytes) -> None:
        """One chunk of a body in chunks; an empty one ends it."""
        await self._send(b"%x\r\n%s\r\n" % (len(data), data))

    async def event(self, data: Body | str) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        await self.chunk(f"data: {text}\n\n".encode())

    async def pause(self, seconds: float) -> None:
        """Waits, and notices at once when the client leaves."""
        await asyncio.sleep(0)
        ends = asyncio.get_running_loop().time() + seconds
        while (left := ends - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(left, 0.02))
            self._still_there()

    def _still_there(self) -> None:
        if self._reader.at_eof() or self._reader.exception():  # who leaves with bytes unread does so by a reset
            raise ConnectionResetError

    async def _send(self, data: bytes) -> None:
        self._still_there()
        self._writer.write(data)
        await self._writer.drain()
