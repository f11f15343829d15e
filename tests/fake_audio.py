"""A speech server of the tests' own: writes down what it is told was said, speaks a tone, and fails when asked to."""

import io
import json
import math
import struct
import threading
import time
import wave
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

RATE = 16_000


def tone(seconds: float, hertz: float = 220.0, loudness: float = 0.25) -> bytes:
    """A WAV file with a tone; `loudness` is 0 to 1."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        count = int(seconds * RATE)
        out.writeframes(
            b"".join(
                struct.pack("<h", int(32_000 * loudness * math.sin(2 * math.pi * hertz * n / RATE)))
                for n in range(count)
            )
        )
    return file.getvalue()


@dataclass(frozen=True)
class Sent:
    """What is sent back; as it stands here, a fault."""

    status: int = 500
    body: bytes = b'{"error": {"message": "no"}}'
    kind: str = "application/json"
    missing: int = 0
    """Bytes that are promised beyond the body: the connection breaks off before them."""


@dataclass(frozen=True)
class Call:
    """One request: its path, its fields, and what stood in its file."""

    path: str
    fields: dict[str, str]
    file: bytes = b""
    file_name: str = ""


@dataclass
class FakeAudio:
    """Answers on a port of its own, in a thread of its own."""

    voices: frozenset[str] = frozenset({"alloy", "coral", "nova", "onyx", "sage"})
    takes_instructions: bool = True
    hear_seconds: float = 0.0
    speak_seconds: float = 0.0
    """Before the first sound."""
    sound_seconds: float = 0.4
    calls: list[Call] = field(default_factory=list[Call])

    def __post_init__(self) -> None:
        self.said: deque[str | Sent] = deque()
        """What the next recordings are taken to say; after them, nothing."""
        self.failures: deque[Sent] = deque()
        """What the next texts to be spoken get in place of sound."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_request(self, code: object = "-", size: object = "-") -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                answer = fake.answer(self.path, self.headers.get("content-type", ""), body)
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body) + answer.missing))
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = answer.missing > 0

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, kind: str, body: bytes) -> Sent:
        """What is sent back to one request."""
        path = path.partition("?")[0]
        if path.endswith("/audio/transcriptions"):
            self.calls.append(_form(path, kind, body))
            time.sleep(self.hear_seconds)
            said = self.said.popleft() if self.said else ""
            if isinstance(said, Sent):
                return said
            return Sent(200, json.dumps({"text": said}).encode())
        if path.endswith("/audio/speech"):
            fields: dict[str, Any] = json.loads(body)
            self.calls.append(Call(path, fields))
            if self.failures:
                return self.failures.popleft()
            if fields["voice"] not in self.voices:
                return Sent(400, b'{"error": {"message": "unknown voice"}}')
            if "instructions" in fields and not self.takes_instructions:
                return Sent(422, b'{"error": {"message": "extra field"}}')
            time.sleep(self.speak_seconds)
            return Sent(200, tone(self.sound_seconds), "audio/wav")
        return Sent(404, b'{"error": {"message": "Not found"}}')

    @property
    def spoken(self) -> list[str]:
        """All texts that were asked to be spoken, in order."""
        return [call.fields["input"] for call in self.calls if call.path.endswith("/speech")]


def _form(path: str, kind: str, body: bytes) -> Call:
    fields: dict[str, str] = {}
    file, name = b"", ""
    for part in message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body).walk():
        about = part.get("Content-Disposition", "")
        payload = part.get_payload(decode=True)
        if not about or not isinstance(payload, bytes):
            continue
        if named := part.get_filename():
            file, name = payload, named
        else:
            fields[str(part.get_param("name", header="content-disposition"))] = payload.decode()
    return Call(path, fields, file, name)
