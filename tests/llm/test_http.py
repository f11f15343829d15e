"""HTTP/1.1 by hand: what a server may send, in whatever pieces it comes, and the ways that are left to httpx."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx2
import pytest

from coach.llm import ModelServer, ModelSettings
from coach.llm.framing import Chunks, Lost
from coach.llm.http import Host
from tests.fake_server import FakeServer, Reply
from tests.llm.talking import heard

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"3\r\nIt \r\n1;for=fun\r\nh\r\n0B\r\nas been so.\r\n0\r\nX-Cost: 3\r\n\r\n"
SAID = b"It has been so."


@asynccontextmanager
async def answering(
    *answers: Sequence[bytes], shuts: bool = False, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Host]:
    """A host that sends these answers, one a request, each in pieces; and then, where it `shuts`, goes."""
    left = list(answers)
    at_work: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        at_work.add(asyncio.current_task())
        with suppress(OSError):
            while left and await reader.read(65536):
                for piece in left.pop(0):
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0.002)
                if shuts:
                    break
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    name, scheme = ("localhost", "https") if tls else ("127.0.0.1", "http")
    host = Host(httpx2.URL(f"{scheme}://{name}:{port}/v1/chat"), {"Accept": "*/*"}, httpx2.create_ssl_context())
    try:
        yield host
    finally:
        await host.close()
        server.close()
        await asyncio.gather(*(task for task in at_work if task))


async def said(host: Host) -> tuple[int, bytes]:
    async with host.post(b"{}") as answer:
        return answer.status, b"".join([piece async for piece in answer.body])


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 15\r\n\r\n" + SAID,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
        + OK
        + b"content-length:15\r\n\r\n"
        + SAID,
        b"HTTP/1.0 200\nContent-Length: 15\n\n" + SAID,
    ],
    ids=["by its length", "in chunks", "after two that say nothing yet", "with bare line ends"],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
async def test_an_answer_is_read_in_whatever_pieces_it_comes(answer: bytes, size: int) -> None:
    pieces = [answer[start : start + size] for start in range(0, len(answer), size)]
    async with answering(pieces, pieces) as host:
        assert [await said(host), await said(host)] == [(200, SAID)] * 2


async def test_an_answer_that_does_not_say_how_long_it_is_lasts_as_long_as_its_connection() -> None:
    async with answering([OK + b"\r\nIt has ", b"been so."], shuts=True) as host:
        assert await said(host) == (200, SAID)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        OK,
        OK + b"X: " + b"x" * 100_000,
        OK + b"Content-Length: 20\r\n\r\n" + SAID,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED[:-9],
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nIt has",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"5" * 100_000,
    ],
    ids=["nothing", "no HTTP", "half a head", "an endless head", "half", "no last chunk", "no size", "an endless size"],
)
async def test_what_is_no_whole_answer_is_said_to_be_lost(answer: bytes) -> None:
    async with answering([answer], shuts=True) as host:
        with pytest.raises(Lost):
            await said(host)


def test_chunks_are_put_together_wherever_they_are_cut() -> None:
    for size in range(1, len(CHUNKED)):
        chunks = Chunks()
        assert chunks.take(CHUNKED[:size]) + chunks.take(CHUNKED[size:]) == SAID
        assert chunks.over
        assert not chunks.unread


async def test_a_connection_on_which_the_server_spoke_unasked_is_not_used_again() -> None:
    late = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"
    async with answering(
        [OK + b"Content-Length: 15\r\n\r\n" + SAID, late], [OK + b"Content-Length: 2\r\n\r\nNo"]
    ) as host:
        assert await said(host) == (200, SAID)
        await asyncio.sleep(0.05)
        assert await said(host) == (200, b"No")


async def test_a_server_that_has_moved_is_followed(fake: FakeServer, door: ModelServer) -> None:
    moved = Reply(status=307, headers={"Location": f"{fake.url}/elsewhere/chat/completions"})
    fake.enqueue(moved, moved, "Here.", moved, "And here.")
    assert "".join(await heard(door)) == "Here."
    assert "".join(await heard(door)) == "And here."
    assert [request.path for request in fake.requests if "elsewhere" in request.path] == [
        "/v1/elsewhere/chat/completions"
    ] * 2


async def test_a_proxy_of_the_environment_is_gone_through(
    fake: FakeServer, settings: ModelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", fake.url.removesuffix("/v1"))
    server = ModelServer(settings.model_copy(update={"base_url": "http://model.example/v1"}))
    assert "".join(await heard(server)) == "That is good to hear."
    await server.aclose()
    assert fake.requests[0].path == "http://model.example/v1/chat/completions"


@pytest.mark.skipif(not shutil.which("openssl"), reason="wants openssl to make a certificate")
async def test_a_safe_connection_is_made_to_who_has_a_trusted_certificate_and_to_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *names], check=True, capture_output=True)  # noqa: ASYNC221 - nobody else waits
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    whole = [OK + b"Content-Length: 15\r\n\r\n" + SAID]
    async with answering(whole, tls=tls) as host:
        with pytest.raises(ssl.SSLError):
            await said(host)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with answering(whole, whole, tls=tls) as host:
        assert [await said(host), await said(host)] == [(200, SAID)] * 2
