"""What a server says about its models: their names, and how much each can hold."""

import asyncio
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, cast

import httpx2
import openai

from coach.core.moves import Value
from coach.llm.faults import BROKEN, Fault, fault, silent_at_start, unreadable

HOLDS = (
    "loaded_context_length",  # LM Studio: what is in memory counts before what would be possible
    "max_model_len",  # vLLM
    "context_length",  # OpenRouter, Ollama
    "context_window",  # Groq
    "n_ctx",  # llama.cpp
    "max_context_length",  # LM Studio, Mistral
)
"""What servers call the context length in their lists."""


MOST_OFFERED = 8


class Listed(Value):
    """One model of a server's list, with its context length in tokens where the server tells it."""

    id: str
    context: int | None = None


async def listed_models(client: openai.AsyncOpenAI, seconds: float) -> tuple[Listed, ...]:
    """The models that the server lists. Raises Fault where it has no list or takes longer than `seconds`."""
    models = read_list(await _fetched(client, "/models", seconds))
    if models is None:
        raise unreadable()
    return models


async def ollama_context(client: openai.AsyncOpenAI, model: str, seconds: float) -> int | None:
    """How much Ollama holds of a talk with a model that it has loaded; None for other servers.

    Its OpenAI-compatible side does not tell, and cuts longer prompts without a word.
    """
    root = str(client.base_url).rstrip("/").removesuffix("/v1")
    try:
        running = await _fetched(client, f"{root}/api/ps", seconds)
    except Fault:
        return None
    for row in _rows(running, "models"):
        if str(row.get("name", "")).removesuffix(":latest") == model.removesuffix(":latest"):
            return _context(row)
    return None


def offer(model: str, listed: tuple[Listed, ...]) -> str:
    """A sentence that offers the server's models, those with a name like `model` first."""
    names = [one.id for one in listed]
    near = get_close_matches(model, names, n=MOST_OFFERED, cutoff=0.4)
    names = [*near, *(name for name in names if name not in near)]
    more = f" and {len(names) - MOST_OFFERED} more" if len(names) > MOST_OFFERED else ""
    return f"The server has {', '.join(names[:MOST_OFFERED]) or 'no models'}{more}."


def read_list(document: object) -> tuple[Listed, ...] | None:
    """The models of an OpenAI-compatible list, or None if the document is not one."""
    if not isinstance(document, dict) or not isinstance(cast(Mapping[str, Any], document).get("data"), list):
        return None
    rows = _rows(cast(Mapping[str, Any], document), "data")
    return tuple(Listed(id=row["id"], context=_context(row)) for row in rows if isinstance(row.get("id"), str))


def _rows(document: object, name: str) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, dict):
        rows: object = cast(Mapping[str, Any], document).get(name)
        if isinstance(rows, list):
            yield from (cast(Mapping[str, Any], row) for row in cast(list[object], rows) if isinstance(row, dict))


def _context(row: Mapping[str, Any]) -> int | None:
    meta: object = row.get("meta")
    places = (row, cast(Mapping[str, Any], meta)) if isinstance(meta, dict) else (row,)
    told = (place.get(name) for name in HOLDS for place in places)
    return next((size for size in told if isinstance(size, int) and size > 0), None)


async def _fetched(client: openai.AsyncOpenAI, path: str, seconds: float) -> object:
    """The JSON document at a path of the server. Raises Fault."""
    try:
        async with asyncio.timeout(seconds):
            reply = await client.get(path, cast_to=httpx2.Response)
        return reply.json()
    except TimeoutError:
        raise silent_at_start() from None
    except ValueError:
        raise unreadable() from None
    except BROKEN as error:
        raise fault(error) from error
