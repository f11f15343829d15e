"""From the bytes that a server sends to pieces of a reply. Forgives what it can, bounds what it can't."""

import codecs
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from coach.llm.usage import Usage

LONGEST_LINE = 1_000_000
"""Bytes. A reply of the longest kind is a hundredth of it."""

JSON = Mapping[str, Any]
EMPTY: JSON = {}


class Unreadable(Exception):
    """The bytes are not a reply."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a reply, as it came: a few words, or a sign of something else."""

    text: str = ""
    thought: bool = False
    """The model is thinking: a sign of life, not for showing."""
    refusal: str = ""
    tool_call: bool = False
    finish: str | None = None
    usage: Usage | None = None
    error: JSON | None = None
    done: bool = False
    """The stream said that it is over."""


async def pieces(content_type: str, chunks: AsyncIterator[bytes]) -> AsyncGenerator[Piece, None]:
    """A reply's pieces, from a stream of events or from one JSON document, whichever the server sent.

    Bytes that are not UTF-8 become U+FFFD. Raises Unreadable on what is neither, and on endless lines.
    """
    if "text/event-stream" in content_type:
        async for events in _events(chunks):
            for piece in _gathered(events):
                yield piece
        return
    whole = bytearray()
    async for chunk in chunks:
        whole += chunk
        if len(whole) > LONGEST_LINE:
            raise Unreadable("endless body")
    yield _piece(_document(whole.decode(errors="replace")))
    yield Piece(done=True)


def _gathered(events: Sequence[str]) -> Iterator[Piece]:
    """The pieces of events that came together; their words as one, since each piece costs all who pass it on."""
    text = ""
    for data in events:
        try:
            piece = Piece(done=True) if data == "[DONE]" else _piece(_document(data))
        except Unreadable:
            if text:
                yield Piece(text=text)
            raise
        if piece == Piece(text=piece.text):
            text += piece.text
            continue
        if text:
            yield Piece(text=text)
            text = ""
        yield piece
    if text:
        yield Piece(text=text)


async def _events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Sequence[str]]:
    """The data of server-sent events, as many as came together. A last one that lacks its blank line counts as well."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    rest, data = "", ""
    async for chunk in chunks:
        events: list[str] = []
        *lines, rest = (rest + decoder.decode(chunk)).replace("\r\n", "\n").split("\n")
        for line in lines:
            if line.startswith("data:"):
                data = f"{data}\n{line[5:].strip()}".strip()
            elif not line and data:
                events.append(data)
                data = ""
        if events:
            yield events
        if len(rest) > LONGEST_LINE or len(data) > LONGEST_LINE:
            raise Unreadable("endless line")
    if rest.startswith("data:"):
        data = f"{data}\n{rest[5:].strip()}".strip()
    if data:
        yield [data]


def _document(text: str) -> JSON:
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise Unreadable("not JSON") from error
    if not isinstance(document, dict):
        raise Unreadable("not a JSON object")
    return cast(JSON, document)


def _piece(document: JSON) -> Piece:
    """Reads one chunk or one whole completion: they differ in "delta" and "message" only."""
    error = document.get("error")
    if error:
        return Piece(error=_mapping(error) or {"message": str(error)})
    usage = _usage(_mapping(document.get("usage")))
    choices = document.get("choices")
    choice = _mapping(cast(list[Any], choices)[0]) if isinstance(choices, list) and choices else EMPTY
    part = _mapping(choice.get("delta")) or _mapping(choice.get("message"))
    return Piece(
        text=_text(part.get("content")),
        thought=bool(part.get("reasoning_content") or part.get("reasoning") or part.get("thinking")),
        refusal=_text(part.get("refusal")),
        tool_call=bool(part.get("tool_calls") or part.get("function_call")),
        finish=_text(choice.get("finish_reason")) or None,
        usage=usage,
    )


def _mapping(value: object) -> JSON:
    return cast(JSON, value) if isinstance(value, dict) else EMPTY


def _text(value: object) -> str:
    """Content is a string, or with some servers a list of parts of which only the text is for showing."""
    if isinstance(value, list):
        parts = (_mapping(part) for part in cast(list[object], value))
        return "".join(_text(part.get("text")) for part in parts if part.get("type") == "text")
    return value if isinstance(value, str) else ""


def _usage(usage: JSON) -> Usage | None:
    if not usage:
        return None
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not isinstance(prompt, int) or prompt <= 0:
        return None
    cached = _mapping(usage.get("prompt_tokens_details")).get("cached_tokens")
    return Usage(
        calls=1,
        prompt=prompt,
        cached=cached if isinstance(cached, int) else 0,
        completion=completion if isinstance(completion, int) else 0,
    )
