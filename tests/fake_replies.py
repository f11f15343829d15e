"""What the fake model server can be told to do: a reply, each known fault, a plain value for a schema."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Body = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server does with one request. As it stands: 200, the text, a clean end."""

    text: str | Sequence[str] = ""
    """A string goes out word by word, a sequence piece by piece."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    error: Mapping[str, Any] | str | None = None
    """Stands under "error" in the body, or in the last chunk of a stream that began with 200."""
    raw: bytes | None = None
    """Sent as the whole body in place of anything made from the other fields."""
    wait: float = 0
    """Seconds before anything at all is sent."""
    pace: float = 0
    """Seconds before each piece of text."""
    thoughts: str = ""
    """Reasoning, sent before the text in a field of its own."""
    thoughts_field: Literal["reasoning", "reasoning_content"] = "reasoning_content"
    refusal: str = ""
    tool_calls: bool = False
    finish: str | None = "stop"
    """None: the stream breaks off after the text, without reason, usage or [DONE]."""
    then: Literal["end", "stall", "hang up", "linger", "slam"] = "end"
    """After the text: end; keep the connection open and say nothing more; close it in the middle of the body;
    give the reason for the end, and then keep the connection open, or close it in the middle of the body."""
    beats: bool = False
    """While stalling, send SSE comments, as servers do that keep proxies awake."""
    repeats: bool = False
    """Say the text again and again until the client leaves."""
    usage: Mapping[str, Any] | None = None
    """In place of the usage that the server would count (one token a word)."""

    @property
    def pieces(self) -> list[str]:
        return re.findall(r"\s*\S+|\s+", self.text) if isinstance(self.text, str) else list(self.text)


FOREVER = 3600.0

FAULTS: dict[str, Reply] = {
    "401": Reply(status=401, error={"message": "Incorrect API key provided.", "code": "invalid_api_key"}),
    "403": Reply(status=403, error={"message": "Country not supported."}),
    "404 model": Reply(status=404, error={"message": "The model `x` does not exist", "code": "model_not_found"}),
    "408": Reply(status=408, error={"message": "Request timed out."}),
    "413": Reply(status=413, error="Request Entity Too Large"),
    "429": Reply(status=429, error={"message": "Rate limit reached."}),
    "429 with Retry-After": Reply(status=429, headers={"Retry-After": "1"}, error={"message": "Slow down."}),
    "429 no money": Reply(status=429, error={"message": "You exceeded your quota", "code": "insufficient_quota"}),
    "500": Reply(status=500, error={"message": "The server had an error."}),
    "502": Reply(status=502, raw=b"<html><body><h1>502 Bad Gateway</h1></body></html>"),
    "503": Reply(status=503, error={"message": "Model is loading."}),
    "too long": Reply(
        status=400,
        error={
            "message": "This model's maximum context length is 16384 tokens. You requested 20000 tokens.",
            "code": "context_length_exceeded",
        },
    ),
    "never answers": Reply(wait=FOREVER),
    "never starts": Reply(then="stall"),
    "only heartbeats": Reply(then="stall", beats=True),
    "stalls": Reply("Well, I was", then="stall"),
    "hangs up": Reply("Well, I was", then="hang up"),
    "hangs up at once": Reply(then="hang up"),
    "no end": Reply("Well, I was", finish=None),
    "error in the stream": Reply("Well, I was", error={"message": "upstream failed", "code": 502}),
    "repeats for ever": Reply("and the bus and the train ", repeats=True, pace=0.002),
    "half a JSON": Reply('{"moves": ["open_ques', finish="length"),
    "empty": Reply(""),
    "refusal": Reply(refusal="I can't help with that."),
    "content filter": Reply(finish="content_filter"),
    "content filter in the middle": Reply("Well, I was", finish="content_filter"),
    "invalid UTF-8": Reply(
        raw=b'data: {"choices": [{"delta": {"content": "caf\xe9 on the \xff corner"}}]}\n\n'
        b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
    ),
    "5 MB line": Reply(["x" * 5_000_000]),
    "garbage": Reply(raw=b"data: {not json at all\n\ndata: [DONE]\n\n"),
    "a web page": Reply(raw=b"<!doctype html><title>Welcome</title>", headers={"Content-Type": "text/html"}),
    "tool calls": Reply(tool_calls=True, finish="tool_calls"),
}
"""Each way to fail by name. ("Refused" is `closed_url`, since a server that is not there can't play it.)"""


def fitting(schema: Body, root: Body | None = None) -> Any:
    """The plainest value that a JSON schema allows: first choices, short lists, "word" for text."""
    root = schema if root is None else root
    if "$ref" in schema:
        return fitting(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return fitting(schema["anyOf"][0], root)
    match schema.get("type"):
        case "object":
            return {name: fitting(part, root) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [fitting(schema["items"], root)] * schema.get("minItems", 0)
        case "string":
            return "word"
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return None
