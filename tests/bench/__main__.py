"""`make bench`: waits and CPU time of many talks by three ways, what a talk costs, the time to the first page."""

import argparse
import asyncio
import platform
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from tests.bench import aloud, costs
from tests.bench.model import TOKENS
from tests.bench.processes import Running
from tests.bench.ways import READS, coach, direct, hold, plain

PACE = 1 / 50
"""Seconds a token."""
TURNS = 3
SPREAD, CLASS = 10.0, 100
"""Seconds over which the turns of so many talks come in, beside the row in which they come in one instant."""


@dataclass(frozen=True)
class Measured:
    """One way, so many talks. Times in seconds, CPU in milliseconds a token that a learner read.

    `cpu` is what the way itself takes. Those who ask, `pages`, and the `model` share the same cores.
    """

    event: float
    words: float
    sentence: float
    total: float
    slowest: float
    all_done: float
    cpu: float
    pages: float
    model: float


async def measure(way_name: str, talks: int, pace: float, turns: int, folder: Path, spread: float = 0) -> Measured:
    """One row of the table, with a model server and an app of its own."""
    with Running("-m", "tests.bench.model", "{port}", str(pace), path="/v1/models") as model:
        ways = {"direct": direct(model.address), "coach": coach(model.address, folder)}
        context = ways.get(way_name) or plain(model.address, folder)
        async with context as way:
            await hold(way, 1, 1)  # what only the first talk of all pays for
            before = model.cpu()
            held = await hold(way, talks, turns, spread)
            spoken = model.cpu() - before
    tokens = len(held.waits) * TOKENS
    return Measured(
        event=median(wait.event for wait in held.waits),
        words=median(wait.words for wait in held.waits),
        sentence=median(wait.sentence for wait in held.waits),
        total=median(wait.total for wait in held.waits),
        slowest=max(wait.total for wait in held.waits),
        all_done=mean(held.all_done),
        cpu=1000 * held.cpu / tokens,
        pages=1000 * held.pages / tokens,
        model=1000 * spoken / tokens,
    )


async def stream_table(talks: list[int], paces: list[float], turns: int, folder: Path) -> None:
    """Prints the waits, and how they compare."""
    print("\nevent: first sign of life. words: first words to read, through coach the whole first sentence.")
    print("total: the whole reply, median. all: until the last talk has its reply.")
    print(
        "CPU: ms a token, of the way; beside it that of all who ask (of 'direct' the same) and of the model's server."
    )
    print(
        f"All talks send their turn in the same instant unless it says otherwise, {READS:.0f} s after the last reply."
    )
    for pace in paces:
        speed = "paced at 50 tokens a second" if pace else "unpaced"
        print(f"\n{speed}, replies of {TOKENS} tokens, {turns} turns a talk")
        columns = " ".join(f"{column:>8}" for column in ("event", "words", "total", "slowest", "all"))
        print(f"{'talks':>6}  {'way':8} {columns} {'CPU':>8} {'pages':>8} {'model':>8}")
        for number in talks:
            await print_rows(number, pace, turns, folder)
            if pace and number >= CLASS:
                print(f"{number:6}  the same, the turns coming in evenly over {SPREAD:.0f} s")
                await print_rows(number, pace, turns, folder, SPREAD)


async def print_rows(talks: int, pace: float, turns: int, folder: Path, spread: float = 0) -> None:
    """Prints the three ways with so many talks, one below the other."""
    rows = {name: await measure(name, talks, pace, turns, folder, spread) for name in ("direct", "coach", "plain")}
    for name, row in rows.items():
        times = (row.event, row.words, row.total, row.slowest, row.all_done)
        waited = " ".join(f"{time:7.3f}s" for time in times)
        spent = " ".join(f"{cpu:8.3f}" for cpu in (row.cpu, row.pages, row.model))
        print(f"{talks:6}  {name:8} {waited} {spent}")
    ours, line, theirs = rows["coach"], rows["direct"], rows["plain"]
    print(
        f"        coach beside direct: first words {ours.words - line.words:+.3f} s, of which waiting for the "
        f"first sentence {line.sentence - line.words:+.3f} s; total x{ours.total / line.total:.2f}, "
        f"all x{ours.all_done / line.all_done:.2f}. Beside plain: CPU x{ours.cpu / theirs.cpu:.2f}",
        flush=True,
    )


def starts(folder: Path, times: int) -> tuple[float, float]:
    """Median seconds from start to first page: of an empty Gradio app and of coach, in turns."""
    empty: list[float] = []
    ours: list[float] = []
    env = {"COACH_DATABASE_URL": f"sqlite:///{(folder / 'start.sqlite3').as_posix()}", "COACH_SECRET": "s" * 40}
    for _ in range(times):
        with Running("-m", "tests.bench.plain", "{port}") as app:
            empty.append(app.seconds_to_first_page)
        with Running("-m", "coach", "serve", "--port", "{port}", env=env) as app:
            ours.append(app.seconds_to_first_page)
    return median(empty), median(ours)


def main() -> None:
    """Measures all, or what the options leave."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--talks", type=int, nargs="+", default=[1, 20, 100])
    asked.add_argument("--turns", type=int, default=TURNS)
    asked.add_argument("--pace", choices=["paced", "unpaced", "both"], default="both")
    asked.add_argument("--starts", type=int, default=5, help="how often each app is started")
    options = asked.parse_args()
    paces = {"paced": [PACE], "unpaced": [0.0], "both": [PACE, 0.0]}[options.pace]
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.starts:
            empty, ours = starts(folder, options.starts)
            print(f"start to first page: empty Gradio {empty:.2f} s, coach {ours:.2f} s: x{ours / empty:.2f}")
        told = asyncio.run(costs.of_a_talk(folder))
        print(
            f"a talk of {told.turns} turns: {told.tokens_in:,} tokens in for the partner, "
            f"{told.reader_tokens_in:,} for the reader beside it, {told.tokens_out:,} spoken\n"
            f"  a prefix cache can serve {told.cached:.1%} of the partner's input\n"
            f"  a turn waits for {told.waited_for:g} model call and makes {told.calls:g}"
        )
        spoken = asyncio.run(aloud.of_turns(PACE, folder))
        print(
            f"a turn aloud, from the end of speech: understood after {spoken.understood:.2f} s, they begin after "
            f"{spoken.begun:.2f} s, first sound after {spoken.sound:.2f} s\n"
            f"  the servers alone take {spoken.servers:.2f} s for it: {spoken.added:+.2f} s through coach"
        )
        asyncio.run(stream_table(options.talks, paces, options.turns, folder))


if __name__ == "__main__":
    main()
