"""HTTP/1.1 as chats need it: one request, its answer as it comes. A client for everything takes four times as long."""

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

import httpx2

from coach.llm.framing import MOST_AROUND, Chunks, Length, Lost

CONNECT_SECONDS = 5.0
"""Seconds for opening a connection: more means that there is nobody."""
UNUSED_SECONDS = 60.0
"""After which an idle connection is not used again. People take half a minute for a turn; five seconds, as is usual,
would mean a new connection, with TLS two or three ways to the server and back, for nearly every one."""
BODILESS = frozenset({204, 304})
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")
_END = re.compile(rb"\r?\n\r?\n")


class Unanswered(Exception):
    """Nobody took the connection in time."""


class Refused(Exception):
    """The server answered with an error: its status and headers, and what it said in words."""

    def __init__(self, status: int, headers: Mapping[str, str], said: str) -> None:
        super().__init__(status)
        self.status, self.headers, self.said = status, headers, said


@dataclass(frozen=True)
class Answer:
    """What a server answers, from its head on. Names of headers are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]
    """As it comes, as much at once as has come."""
    gather: Callable[[float], None]
    """So many seconds are to go by before more is taken in, each time that there is nothing more."""


class Connection(asyncio.Protocol):
    """One connection. While nobody waits for more nothing is taken in, so that small pieces gather in the system."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.used = 0.0
        """When its last answer ended, by the event loop's clock."""
        self.reusable = False
        """Its last answer, if it has had any, came to its end, and the server said nothing of closing it."""
        self._come = b""
        self._gathers = 0.0
        self._over = False
        self._error: Exception | None = None
        self._waiting: asyncio.Future[None] | None = None

    @property
    def usable(self) -> bool:
        """Whether the server holds it open still. One on which it spoke unasked is not to be trusted."""
        return self.reusable and not (self._come or self._over or self.transport.is_closing())

    async def more(self) -> bytes:
        """What has come since the last time, once there is something; nothing at the end. Raises OSError."""
        if not (self._come or self._over):
            loop = asyncio.get_running_loop()
            begins = loop.call_later(self._gathers, self._listen) if self._gathers else self._listen()
            self._waiting = loop.create_future()
            try:
                await self._waiting
            finally:
                self._waiting = None
                if begins:
                    begins.cancel()
                if not self.transport.is_closing():
                    self.transport.pause_reading()
        if self._error and not self._come:
            raise self._error
        come, self._come = self._come, b""
        return come

    def gather(self, seconds: float) -> None:
        """Let small pieces gather for so long before they are taken in."""
        self._gathers = seconds

    def rest(self, unread: bytes, now: float) -> None:
        """Its answer is over and it waits for the next request; `unread`: what came behind the answer."""
        self.reusable, self.used, self._come, self._gathers = True, now, unread + self._come, 0
        self._listen()  # to notice when it is closed

    def _listen(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Something came."""
        self._come += data
        self._wake()

    def eof_received(self) -> None:
        """Nothing more will come."""
        self._over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._over, self._error = True, exc
        self._wake()

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Host:
    """Posts to one address, over connections that are kept for the next request."""

    def __init__(self, url: httpx2.URL, headers: Mapping[str, str], trusted: ssl.SSLContext) -> None:
        """`url` without a name or password in it; `trusted`: whose certificates count, where it is https."""
        self._url = url
        self._trusted = trusted if url.scheme == "https" else None
        sent = {**headers, "Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
        lines = (f"{name}: {value}\r\n" for name, value in sent.items())
        self._head = b"POST %s HTTP/1.1\r\n%s" % (url.raw_path, "".join(lines).encode("latin-1"))
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def post(self, content: bytes) -> AsyncGenerator[Answer]:
        """Sends it, and has the answer as its context. Leaving that before the answer's end cancels the request.

        Raises OSError, Unanswered, Lost.
        """
        connection = self._kept() or await self._opened()
        try:
            connection.transport.write(b"%sContent-Length: %d\r\n\r\n%s" % (self._head, len(content), content))
            status, headers, begun = await _head(connection)
            if status in BODILESS:
                headers["content-length"] = "0"
            yield Answer(str(self._url), status, headers, _body(connection, headers, begun), connection.gather)
        finally:
            if connection.usable:
                self._idle.append(connection)
            else:
                connection.transport.abort()

    async def open(self) -> None:
        """Opens a connection for the next request, unless there is one. Raises OSError, Unanswered."""
        connection = self._kept() or await self._opened()
        connection.rest(b"", asyncio.get_running_loop().time())
        self._idle.append(connection)

    async def close(self) -> None:
        """Closes all connections that are not in use."""
        while self._idle:
            self._idle.pop().transport.abort()
        await asyncio.sleep(0)  # in which they go

    def _kept(self) -> Connection | None:
        """The one that was used last; what was not used for long is closed."""
        oldest = asyncio.get_running_loop().time() - UNUSED_SECONDS
        while self._idle and self._idle[0].used < oldest:
            self._idle.pop(0).transport.abort()
        while self._idle:
            connection = self._idle.pop()
            if connection.usable:
                connection.reusable = False
                return connection
            connection.transport.abort()
        return None

    async def _opened(self) -> Connection:
        port = self._url.port or (443 if self._trusted else 80)
        host, loop = self._url.raw_host.decode("ascii"), asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, connection = await loop.create_connection(Connection, host, port, ssl=self._trusted)
        except TimeoutError as late:
            raise Unanswered from late
        except (ConnectionResetError, ConnectionAbortedError) as cut:
            if self._trusted:  # it was taken, and cut off while the two were getting to know each other
                raise ssl.SSLError("no TLS") from cut
            raise
        return connection


async def _head(connection: Connection) -> tuple[int, dict[str, str], bytes]:
    """The status and the headers, once they are there, and what of the body came with them."""
    come = b""
    while True:
        while not (end := _END.search(come)):
            if len(come) > MOST_AROUND:
                raise Lost("endless head")
            if not (data := await connection.more()):
                raise Lost("no head")
            come += data
        first, *lines = come[: end.start()].split(b"\n")
        found = _STATUS.match(first)
        if not found:
            raise Lost("no HTTP")
        come = come[end.end() :]
        if (status := int(found[1])) >= 200:  # those below say only that it is being seen to
            pairs = (line.decode("latin-1").partition(":") for line in lines)
            return status, {name.lower(): value.strip() for name, _, value in pairs}, come


async def _body(connection: Connection, headers: Mapping[str, str], come: bytes) -> AsyncGenerator[bytes]:
    """The content, of which a part has come already."""
    length = headers.get("content-length", "")
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    part = Chunks() if chunked else Length(int(length) if length.isdigit() else None)
    while True:
        if content := part.take(come):
            yield content
        if part.over:
            break
        if not (come := await connection.more()):
            if chunked or length.isdigit():
                raise Lost("no end")
            return  # it lasts as long as the connection, where nothing says how long it is
    if "close" not in headers.get("connection", "").lower():
        connection.rest(part.unread, asyncio.get_running_loop().time())
