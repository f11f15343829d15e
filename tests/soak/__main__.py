"""`make soak`: kills, a fleet of which one dies, and a hall of learners; prints the figures and says where it ran."""

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.postgres import NotHere, Postgres
from tests.soak.fleet import one_dies
from tests.soak.kills import killed
from tests.soak.load import hall


def main() -> int:
    """Run what is asked for, all by default. 1 where something was lost or doubled, or went wrong."""
    asked = argparse.ArgumentParser(prog="make soak")
    asked.add_argument("--only", choices=["kills", "fleet", "hall"])
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--learners", type=int, default=500)
    asked.add_argument("--seconds", type=float, default=300)
    given = asked.parse_args()
    print(f"{os.cpu_count()} processors, load at the start {os.getloadavg()[0]:.1f}")
    good = True
    with tempfile.TemporaryDirectory() as folder, Postgres() as postgres:
        sqlite = f"sqlite:///{Path(folder).as_posix()}/coach.sqlite3"
        if given.only in (None, "kills"):
            for kind, url in (("SQLite", sqlite), ("PostgreSQL", postgres.new_database())):
                kept = asyncio.run(killed(url, given.kills, 12, random.Random(8)))
                print(f"{kind}: {kept}", flush=True)
                good &= kept.lost == kept.doubled == 0
        if given.only in (None, "fleet"):
            if not shutil.which("nginx"):
                print("nginx is not installed (Debian and Ubuntu: apt install nginx-light): the fleet is left out.")
                good = False
            else:
                finished = asyncio.run(one_dies(postgres.new_database(), 50, 4, 1 / 50))
                print(finished, flush=True)
                good &= finished.lost == finished.doubled == 0 and finished.finished == finished.learners
        if given.only in (None, "hall"):
            load = asyncio.run(hall(postgres.new_database(), given.learners, given.seconds))
            print(load, flush=True)
            good &= load.errors == 0
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotHere as why:
        sys.exit(str(why))
