"""Connections to a model server, in small pools: with every request httpx looks at each idle connection of a pool."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx2
import openai

from coach.llm.faults import CONNECT_SECONDS
from coach.llm.settings import CALL, ModelSettings

NO_KEY = "none"
"""What is sent where no key is set: the SDK insists on one, and servers that want none don't look."""

IN_A_POOL = 4
"""Requests under way in a pool, from which on the next one goes to another."""

UNUSED_SECONDS = 60.0
"""After which an idle connection is not used again, and a pool that was begun for a crowd is closed. People take half a
minute for a turn; httpx's five seconds would mean a new connection, with TLS two or three ways to the server and back,
for nearly every one."""

LONGEST_COMPLAINT = 100_000
"""Bytes of a refusal that are read."""

TIMEOUT = httpx2.Timeout(None, connect=CONNECT_SECONDS)
"""The rest is up to each call's patience."""


def sdk_client(settings: ModelSettings, http: httpx2.AsyncClient) -> openai.AsyncOpenAI:
    """The SDK's client of a server: it tries nothing twice by itself."""
    address, _, query = settings.address.partition("?")
    return openai.AsyncOpenAI(
        api_key=settings.key or NO_KEY,
        base_url=address,
        default_query=dict(httpx2.QueryParams(query)),
        max_retries=0,
        timeout=TIMEOUT,
        http_client=http,
    )


@dataclass
class _Pool:
    http: httpx2.AsyncClient
    under_way: int = 0
    used: float = 0
    """When a request last ended, by the event loop's clock."""


class Connections:
    """All connections to one server: the first pool is used as long as it has room.

    Chats go past the SDK, whose way to a request costs as much again as the request. What it knows of the server,
    its address and headers, is taken from it.
    """

    def __init__(self, settings: ModelSettings, transport: httpx2.AsyncBaseTransport | None) -> None:
        self._transport, self._trusted = transport, httpx2.create_ssl_context()
        self._pools = [self._begun()]
        self.client = sdk_client(settings, self._pools[0].http)
        """The SDK's client, for whatever is no chat."""
        address, _, query = settings.address.partition("?")
        self._url = httpx2.URL(f"{address}{CALL}{'?' if query else ''}{query}")
        known = {**self.client.default_headers, **self.client.auth_headers}
        self._headers = httpx2.Headers(self._pools[0].http.headers)
        self._headers.update({name: value for name, value in known.items() if isinstance(value, str)})

    @asynccontextmanager
    async def sent(self, body: Mapping[str, Any]) -> AsyncGenerator[httpx2.Response]:
        """Sends the body of a chat completion, and has the response as its context, from its head on.

        Raises what httpx raises, and the SDK's APIStatusError where the server refuses.
        """
        clock = asyncio.get_running_loop().time
        await self._close_unused(clock())
        pool = next((pool for pool in self._pools if pool.under_way < IN_A_POOL), None)
        if pool is None:
            pool = self._begun()
            self._pools.append(pool)
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        request = httpx2.Request("POST", self._url, headers=self._headers, content=text)
        pool.under_way += 1
        try:
            response = await pool.http.send(request, stream=True)
            try:
                if response.is_error:
                    raise await _refusal(response)
                yield response
            finally:
                await response.aclose()
        finally:
            pool.under_way -= 1
            pool.used = clock()

    async def close(self) -> None:
        """Closes all of them."""
        for pool in self._pools:
            await pool.http.aclose()

    async def _close_unused(self, now: float) -> None:
        """The last pool at most: crowds leave slowly."""
        last = self._pools[-1]
        if len(self._pools) > 1 and not last.under_way and now - last.used > UNUSED_SECONDS:
            self._pools.pop()
            await last.http.aclose()

    def _begun(self) -> _Pool:
        limits = httpx2.Limits(keepalive_expiry=UNUSED_SECONDS)
        return _Pool(
            openai.DefaultAsyncHttpxClient(
                transport=self._transport, timeout=TIMEOUT, limits=limits, verify=self._trusted
            )
        )


async def _refusal(response: httpx2.Response) -> openai.APIStatusError:
    """What the server said when it refused, as far as it is read."""
    said = bytearray()
    async for chunk in response.aiter_bytes():
        said += chunk
        if len(said) > LONGEST_COMPLAINT:
            break
    text = said.decode(errors="replace")
    try:
        document: object = json.loads(text)
    except ValueError:
        document = None
    error = cast(Mapping[str, Any], document).get("error") if isinstance(document, dict) else None
    return openai.APIStatusError(text, response=response, body=error)
