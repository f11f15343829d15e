"""Two `coach serve` behind a real nginx with a real PostgreSQL; one is killed while learners are being answered."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import httpx2

from tests.bench.processes import Running, free_port
from tests.soak.kills import counted, rows_of
from tests.soak.seats import SECRET, Broken, Refused, Seat, ask_again, plain_client, say, take_seats, turns_of

CONF = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream coach {{
        hash $cookie_coach_learner;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://coach;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_buffering off;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


@dataclass(frozen=True)
class Finished:
    """How learners fared when one of two processes was killed under them."""

    learners: int
    finished: int
    interrupted: int
    """Requests that broke off or were refused, and were taken up again."""
    lost: int
    doubled: int
    seconds: float


@contextmanager
def nginx(addresses: list[str]) -> Generator[str]:
    """A proxy before these, which sends each learner always to the same one: its address."""
    folder, port = Path(tempfile.mkdtemp(prefix="coach-nginx-")), free_port()
    servers = " ".join(f"server {one.removeprefix('http://')} max_fails=1 fail_timeout=2s;" for one in addresses)
    conf = folder / "nginx.conf"
    conf.write_text(CONF.format(folder=folder, port=port, servers=servers), "utf-8")
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(conf)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def one_dies(url: str, learners: int, turns: int, pace: float) -> Finished:
    """So many learners take so many turns each at two apps behind nginx, one of which dies."""
    with ExitStack() as running:
        model = running.enter_context(Running("-m", "tests.bench.model", "{port}", str(pace), path="/v1/models"))
        env = {
            "COACH_DATABASE_URL": url,
            "COACH_SECRET": SECRET,
            "OPENAI_BASE_URL": f"{model.address}/v1",
            "COACH_MODEL": "fake-model",
        }
        serve = ("-m", "coach", "serve", "--port", "{port}")
        apps = [running.enter_context(Running(*serve, path="/readyz", env=env)) for _ in range(2)]
        address = running.enter_context(nginx([app.address for app in apps]))
        return await killed_in_mid_talk(url, learners, turns, [address], apps[0].kill)


async def killed_in_mid_talk(
    url: str, learners: int, turns: int, addresses: Sequence[str], kill: Callable[[], None]
) -> Finished:
    """Let so many learners take so many turns each, and kill an app while the first are answered.

    With several addresses each learner keeps to one of them, and goes to the next where nobody answers.
    """
    seats = take_seats(url, learners, "fleet")
    known: dict[str, list[str]] = {seat.talk: [] for seat in seats}
    began, broken = time.monotonic(), [0]
    async with plain_client() as client:
        talking = [
            asyncio.create_task(
                _talk(client, cycle([*addresses[place:], *addresses[:place]]), seat, turns, known[seat.talk], broken)
            )
            for seat, place in zip(seats, cycle(range(len(addresses))), strict=False)
        ]
        while len(rows_of(url)) < learners:  # all have said their first words and are being answered
            await asyncio.sleep(0.05)
        kill()
        await asyncio.gather(*talking)
    took = time.monotonic() - began
    kept = counted(url, known, 1, took)
    finished = sum(len(texts) == 2 * turns for texts in known.values())
    return Finished(learners, finished, broken[0], kept.lost, kept.doubled, took)


async def _talk(
    client: httpx2.AsyncClient, addresses: Iterator[str], seat: Seat, turns: int, known: list[str], broken: list[int]
) -> None:
    address = next(addresses)
    while len(known) < 2 * turns:
        try:
            known[:] = [turn["text"] for turn in await turns_of(client, address, seat)]
            if len(known) % 2:
                await ask_again(client, address, seat)
            elif len(known) < 2 * turns:
                await say(client, address, seat, f"Line {len(known)} of {seat.talk}: how was your week?", len(known))
        except (httpx2.TransportError, Broken, Refused):
            broken[0] += 1
            address = next(addresses)
            await asyncio.sleep(0.2)


def _wait_for(url: str) -> None:
    with httpx2.Client(trust_env=False) as client:
        for _ in range(200):
            with suppress(httpx2.TransportError):
                if client.get(url).status_code == 200:
                    return
            time.sleep(0.05)
    raise RuntimeError("nginx does not start here")
