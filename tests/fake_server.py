"""A fake OpenAI-compatible model server: real HTTP on a real socket, replies by script, any fault at will."""

import asyncio
import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from tests.fake_replies import FAULTS, FOREVER, Body, Reply, fitting
from tests.fake_wire import Line, Request, read

__all__ = ["FAULTS", "FOREVER", "FakeServer", "Reply", "Request", "closed_url", "fitting", "politely"]


def closed_url() -> str:
    """The address of a port of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def politely(request: Request) -> Reply:
    """The answer when the script has run out: what fits the schema asked for, or a sentence."""
    if request.form == "json_schema":
        return Reply(json.dumps(fitting(request.body["response_format"]["json_schema"]["schema"])))
    return Reply("{}" if request.form == "json_object" else "That is good to hear.")


@dataclass
class FakeServer:
    """The server, in a thread with an event loop of its own, so that any test or process can talk to it.

        with FakeServer() as server:
            server.enqueue("It has been a long week.", FAULTS["429"], Reply("Well", then="stall"))
            ...  # with OPENAI_BASE_URL set to server.url
            assert server.requests[0].said[-1] == ("user", "How are you?")

    When the script has run out, `otherwise` answers.
    """

    models: list[Body] = field(default_factory=lambda: [{"id": "fake-model", "object": "model"}])
    models_status: int = 200
    key: str | None = None
    """Where set, any other key is refused with 401."""
    refuses: set[str] = field(default_factory=set[str])
    """Of: temperature, max_tokens, max_completion_tokens, stream, stream_options, json_schema, json_object,
    second system, system, other model."""
    refusal_status: int = 400
    mute: bool = False
    """Refuse without saying what was wrong."""
    ignores: set[str] = field(default_factory=set[str])
    """Of: json_schema, json_object, stream. Accepted, and then not done."""
    otherwise: Callable[[Request], Reply] = politely
    elsewhere: dict[str, Body] = field(default_factory=dict[str, Body])
    """What other paths answer: {"/api/ps": {…}}."""
    host: str = "127.0.0.1"
    port: int = 0
    """0: any free one."""
    requests: list[Request] = field(default_factory=list[Request])
    """Requests for chat completions in the order they came. Others are in `visits`."""
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set when a request for a chat completion has come."""
    visits: list[Request] = field(default_factory=list[Request])

    def __post_init__(self) -> None:
        self._script: deque[Reply] = deque()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.opened = 0
        """Connections that were opened so far."""
        self.open = 0
        """Connections that are open now."""

    def enqueue(self, *replies: str | Reply) -> None:
        """Adds what the next requests get; a plain string is said and ended cleanly."""
        self._script.extend(Reply(reply) if isinstance(reply, str) else reply for reply in replies)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        listening = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, self.host, self.port, limit=2**24), self._loop
        )
        self._server = listening.result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self.open += 1
        connection = self.opened
        try:
            while (request := await read(reader, connection)) is not None:
                try:
                    await self._answer(request, Line(reader, writer))
                except ConnectionError:
                    request.gone.set()
                    break
                except _HangUp:
                    break
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            self.open -= 1
            writer.close()

    async def _answer(self, request: Request, line: Line) -> None:
        if request.path.partition("?")[0].endswith("/chat/completions"):
            self.requests.append(request)
            self.arrived.set()
            objection = self._objection(request)
            reply = objection or (self._script.popleft() if self._script else self.otherwise(request))
            streams = request.body.get("stream", False) and "stream" not in self.ignores
            await _play(reply, request, line, streams=streams)
            return
        self.visits.append(request)
        if request.path in self.elsewhere:
            await line.whole(200, self.elsewhere[request.path])
        elif request.path.endswith("/models"):
            await line.whole(self.models_status, {"object": "list", "data": self.models})
        else:
            await line.whole(404, {"error": {"message": "Not found"}})

    def _objection(self, request: Request) -> Reply | None:
        body, form = request.body, request.form
        if self.key is not None and request.headers.get("authorization") != f"Bearer {self.key}":
            return FAULTS["401"]
        if "other model" in self.refuses and body.get("model") not in {model["id"] for model in self.models}:
            return FAULTS["404 model"]
        systems = [place for place, (role, _) in enumerate(request.said) if role == "system"]
        wrong = {name: f"Unsupported parameter: '{name}'." for name in body if name != "stream"}
        if "max_tokens" in body:
            wrong["max_tokens"] += " Use 'max_completion_tokens' instead."
        wrong["stream"] = "Streaming is not supported." if body.get("stream") else ""
        wrong[form] = f"'response_format' of type '{form}' is not supported."
        wrong["second system"] = "System message must be at the beginning." if any(systems) else ""
        wrong["system"] = "System role not supported" if systems else ""
        for name in sorted(self.refuses):
            if complaint := wrong.get(name):
                return Reply(status=self.refusal_status, error="Bad Request" if self.mute else {"message": complaint})
        if form in self.ignores and not self._script:
            return Reply("I would rather just talk.")
        return None


class _HangUp(Exception):
    """The server closes the connection in the middle of its reply."""


async def _play(reply: Reply, request: Request, line: Line, *, streams: bool) -> None:
    await line.pause(reply.wait)
    if reply.status != 200:
        await line.whole(reply.status, reply.raw or {"error": reply.error}, reply.headers)
    elif reply.raw is not None:
        kind = "text/event-stream" if streams else "application/json"
        await line.whole(200, reply.raw, {"Content-Type": kind, **reply.headers})
    elif streams:
        await _stream(reply, request, line)
    else:
        await _whole(reply, request, line)


async def _stream(reply: Reply, request: Request, line: Line) -> None:
    head = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", **reply.headers}
    await line.head(200, head)
    chunk = _chunks(request)
    if reply.thoughts:
        await line.event(chunk({"role": "assistant", reply.thoughts_field: reply.thoughts}))
    if reply.tool_calls:
        call = {"index": 0, "id": "1", "type": "function", "function": {"name": "search", "arguments": "{}"}}
        await line.event(chunk({"tool_calls": [call]}))
    if reply.refusal:
        await line.event(chunk({"refusal": reply.refusal}))
    for piece in reply.pieces:
        await line.pause(reply.pace)
        await line.event(chunk({"content": piece}))
    while reply.repeats:
        await line.pause(reply.pace)
        await line.event(chunk({"content": "".join(reply.pieces)}))
    if reply.then == "hang up":
        raise _HangUp
    while reply.then == "stall":
        await line.pause(0.01 if reply.beats else FOREVER)
        await line.chunk(b": still here\n\n")
    if reply.error:
        await line.event({"error": reply.error})
    elif reply.finish is not None:
        await line.event(chunk({}, finish=reply.finish))
        if reply.then == "linger":
            await line.pause(FOREVER)
        if reply.then == "slam":
            raise _HangUp
        if request.body.get("stream_options", {}).get("include_usage"):
            await line.event({**chunk({}), "choices": [], "usage": _usage(reply, request)})
        await line.event("[DONE]")
    await line.chunk(b"")


async def _whole(reply: Reply, request: Request, line: Line) -> None:
    await line.pause(reply.pace * len(reply.pieces))
    if reply.then != "end" or reply.repeats:
        await line.pause(0 if reply.then == "hang up" else FOREVER)
        raise _HangUp
    message: Body = {"role": "assistant", "content": "".join(reply.pieces) or None}
    if reply.thoughts:
        message[reply.thoughts_field] = reply.thoughts
    if reply.refusal:
        message["refusal"] = reply.refusal
    choice = {"index": 0, "message": message, "finish_reason": reply.finish}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": request.body.get("model")}
    await line.whole(200, {**whole, "choices": [choice], "usage": _usage(reply, request)}, reply.headers)


def _chunks(request: Request) -> Callable[..., Body]:
    frame = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": request.body.get("model")}

    def chunk(delta: Body, finish: str | None = None) -> Body:
        return {**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    return chunk


def _usage(reply: Reply, request: Request) -> Mapping[str, Any]:
    if reply.usage is not None:
        return reply.usage
    prompt = sum(len(content.split()) for _, content in request.said)
    completion = len(reply.pieces)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
