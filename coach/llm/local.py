"""Model servers that run on this machine: looked for when somebody asks, offered, never used unasked."""

import asyncio
import json
from collections.abc import Mapping

import httpx2

from coach.core.moves import Value
from coach.llm.catalogue import Listed, read_list
from coach.llm.settings import NAMES

USUAL_PORTS: Mapping[int, str] = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
"""Where each listens unless told otherwise, by its own documentation."""

LONGEST_LIST = 1_000_000
"""Bytes. What answers with more is not listing models."""

NOT_FOR_TALKING = ("embed", "rerank", "whisper", "tts", "clip")


class LocalServer(Value):
    """A server that was found: its usual name, its address, its models."""

    name: str
    base_url: str
    models: tuple[str, ...]

    @property
    def to_paste(self) -> str:
        """The settings to use it with its first model that can hold a talk, one a line."""
        talking = (model for model in self.models if not any(word in model.lower() for word in NOT_FOR_TALKING))
        model = next(talking, self.models[0])
        return f"{NAMES['base_url']}={self.base_url}\n{NAMES['model']}={model}"


async def find_local_servers(
    ports: Mapping[int, str] = USUAL_PORTS, *, seconds: float = 0.5
) -> tuple[LocalServer, ...]:
    """The OpenAI-compatible servers with at least one model at these ports of this machine.

    Anything else that listens there, or takes longer than `seconds`, is passed over.
    """
    async with httpx2.AsyncClient(trust_env=False, follow_redirects=False) as client:
        found = await asyncio.gather(*(_at(client, port, name, seconds) for port, name in ports.items()))
    return tuple(server for server in found if server is not None)


async def _at(client: httpx2.AsyncClient, port: int, name: str, seconds: float) -> LocalServer | None:
    address = f"http://127.0.0.1:{port}/v1"
    try:
        async with asyncio.timeout(seconds):
            listed = await _listed(client, f"{address}/models")
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, ValueError):
        return None
    return LocalServer(name=name, base_url=address, models=tuple(one.id for one in listed)) if listed else None


async def _listed(client: httpx2.AsyncClient, url: str) -> tuple[Listed, ...]:
    body = bytearray()
    async with client.stream("GET", url) as reply:
        if reply.status_code != 200:
            return ()
        async for chunk in reply.aiter_bytes():
            body += chunk
            if len(body) > LONGEST_LIST:
                return ()
    return read_list(json.loads(body)) or ()
