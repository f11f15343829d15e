"""Programs of their own beside the measuring one, so that the CPU time of each can be told apart."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpx2

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_START = 60.0
"""Seconds."""


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A server in a process of its own: what `python` runs with these arguments and a port, gone when the block ends.

    `seconds_to_first_page`: from the process's start until `/` was there, whole.
    """

    def __init__(
        self,
        *arguments: str,
        path: str = "/",
        env: Mapping[str, str] | None = None,
        python: Path = Path(sys.executable),
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.seconds_to_first_page = 0.0
        self._arguments = [str(python), *(argument.replace("{port}", str(self.port)) for argument in arguments)]
        self._path = path
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
        self._env = {**kept, "NO_PROXY": "127.0.0.1,localhost", "GRADIO_ANALYTICS_ENABLED": "False", **(env or {})}

    def __enter__(self) -> Self:
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")
        began = time.perf_counter()
        self._process = subprocess.Popen(
            self._arguments, cwd=ROOT, env=self._env, stdout=subprocess.DEVNULL, stderr=self._errors
        )
        with httpx2.Client(trust_env=False, timeout=10) as client:
            while True:
                if self._process.poll() is not None or time.perf_counter() - began > LONGEST_START:
                    self._errors.seek(0)
                    raise RuntimeError(f"{' '.join(self._arguments)} did not start: {self._errors.read()}")
                try:
                    client.get(self.address + self._path).raise_for_status()
                    break
                except httpx2.TransportError:
                    time.sleep(0.01)
        self.seconds_to_first_page = time.perf_counter() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def stop(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def kill(self) -> None:
        """End it this instant, as a loss of power would."""
        self._process.kill()
        self._process.wait()

    def ended(self, within: float = LONGEST_START) -> int:
        """Wait until it has ended: its code."""
        return self._process.wait(within)

    def errors(self) -> str:
        """What it wrote to standard error so far."""
        self._errors.seek(0)
        return self._errors.read()

    def megabytes(self) -> float:
        """Memory that the process holds now. Linux tells it in /proc."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Seconds of CPU that the process has used so far. Linux tells it in /proc."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
