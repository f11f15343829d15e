"""The ways to a model server: straight for chats, and through httpx for whatever is no chat or needs more of HTTP."""

import asyncio
import json
import urllib.request
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx2
import openai

from coach.llm.http import CONNECT_SECONDS, UNUSED_SECONDS, Answer, Host, Refused
from coach.llm.settings import CALL, ModelSettings

NO_KEY = "none"
"""What is sent where no key is set: the SDK insists on one, and servers that want none don't look."""

LONGEST_COMPLAINT = 100_000
"""Bytes of a refusal that are read."""

ELSEWHERE = frozenset({301, 302, 303, 307, 308})
REFUSED = 400

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


class Connections:
    """All connections to one server.

    Chats go past the SDK and past httpx, whose ways to a request cost several times the request. What the SDK knows of
    the server, its address and headers, is taken from it. httpx is asked where a proxy is to be gone through, where a
    name and password stand in the address, and where the server is found to have moved.
    """

    def __init__(self, settings: ModelSettings) -> None:
        trusted = httpx2.create_ssl_context()
        limits = httpx2.Limits(max_connections=None, keepalive_expiry=UNUSED_SECONDS)
        self._http = openai.DefaultAsyncHttpxClient(timeout=TIMEOUT, limits=limits, verify=trusted)
        self.client = sdk_client(settings, self._http)
        """The SDK's client, for whatever is no chat."""
        address, _, query = settings.address.partition("?")
        self._url = httpx2.URL(f"{address}{CALL}{'?' if query else ''}{query}")
        known = {**self.client.default_headers, **self.client.auth_headers}
        self._headers = {name: value for name, value in known.items() if isinstance(value, str)}
        self._straight = Host(self._url, self._headers, trusted)
        self._needs_more = _needs_more(self._url)

    @asynccontextmanager
    async def sent(self, body: Mapping[str, Any]) -> AsyncGenerator[Answer]:
        """Sends the body of a chat completion, and has the answer as its context, from its head on.

        Raises Refused where the server refuses, and what `http` and httpx raise.
        """
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        if not self._needs_more:
            async with self._straight.post(content) as answer:
                if answer.status not in ELSEWHERE:
                    await _see_taken(answer)
                    yield answer
                    return
                self._needs_more = True
        request = httpx2.Request("POST", self._url, headers=self._headers, content=content)
        response = await self._http.send(request, stream=True)
        try:
            chunks = _Unhurried(response.aiter_bytes())
            answer = Answer(str(response.url), response.status_code, response.headers, aiter(chunks), chunks.gather)
            await _see_taken(answer)
            yield answer
        finally:
            await response.aclose()

    async def open(self) -> None:
        """Has a connection ready for the next chat."""
        if not self._needs_more:
            await self._straight.open()

    async def close(self) -> None:
        """Closes all of them."""
        await self._straight.close()
        await self._http.aclose()


class _Unhurried:
    """What comes by httpx, with time for small pieces to gather."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._gathers = 0.0

    def gather(self, seconds: float) -> None:
        """Let them gather for so long before they are taken in."""
        self._gathers = seconds

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        async for chunk in self._chunks:
            yield chunk
            await asyncio.sleep(self._gathers)


def _needs_more(url: httpx2.URL) -> bool:
    """Whether the way to an address is more than a connection to its host."""
    proxies = urllib.request.getproxies()
    proxied = proxies.get(url.scheme) or proxies.get("all")
    return bool(url.userinfo or (proxied and not urllib.request.proxy_bypass(url.host)))


async def _see_taken(answer: Answer) -> None:
    """Raises Refused with what the server said, as far as it is read, where it refused."""
    if answer.status < REFUSED:
        return
    said = bytearray()
    async for chunk in answer.body:
        said += chunk
        if len(said) > LONGEST_COMPLAINT:
            break
    raise Refused(answer.status, answer.headers, _complaint(said.decode(errors="replace")))


def _complaint(text: str) -> str:
    """What a refusal says, with its kind and what it is about where those stand in it."""
    try:
        document: object = json.loads(text)
    except ValueError:
        return text
    error = cast(Mapping[str, Any], document).get("error") if isinstance(document, dict) else None
    if not isinstance(error, dict):
        return text
    told = cast(Mapping[str, Any], error)
    return " ".join((text, *(str(told.get(part)) for part in ("code", "param", "type"))))
