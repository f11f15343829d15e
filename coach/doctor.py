"""`coach doctor`: what is configured, what works, what is broken and how to mend it. Never a key."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

from coach.app import App
from coach.core.moves import Value
from coach.errors import CoachError
from coach.llm import Row, examine_audio, find_local_servers
from coach.llm import examine as examine_server
from coach.settings import Source
from coach.spending import Spent, spent_on
from coach.store import Holdings


class Findings(Value):
    """All that the doctor has to say."""

    settings: tuple[Source, ...]
    doubts: tuple[str, ...]
    content: tuple[Row, ...]
    database: Row
    kept: Row | None
    """What is kept, and for how long; None where that can't be read."""
    spent: Row | None
    """What the model cost today; None where that can't be read."""
    model: tuple[Row, ...]
    speech: tuple[Row, ...]
    """The speech server; nothing where none is set."""
    nearby: tuple[Row, ...]
    """Model servers found on this machine: offered, never used unasked."""

    @property
    def good(self) -> bool:
        """Whether there is nothing to mend."""
        return all(row.good for row in (*self.content, self.database, *self.model, *self.speech))


async def examine(app: App) -> Findings:
    """Look at everything. Raises SettingError only where a setting can't be read at all."""
    database, kept, spent = await asyncio.to_thread(_database, app)
    return Findings(
        settings=app.settings.sources(),
        doubts=app.settings.doubts(),
        content=tuple(_content(app)),
        database=database,
        kept=kept,
        spent=spent,
        model=await _model(app),
        speech=await _speech(app),
        nearby=await _nearby(app),
    )


def lines_of(found: Findings) -> Iterator[str]:
    """The findings as lines to read."""
    yield "Settings"
    width = max(len(one.name) for one in found.settings)
    for one in found.settings:
        yield f"  {one.name:{width}}  {one.shown}  ({one.origin})"
    for doubt in found.doubts:
        yield f"  ! {doubt}"
    for title, rows in (
        ("Members and wording", found.content),
        ("Database", tuple(row for row in (found.database, found.kept, found.spent) if row)),
        ("Model server", found.model),
        ("Speech server", found.speech),
        ("Model servers on this machine", found.nearby),
    ):
        if not rows:
            continue
        yield f"\n{title}"
        for row in rows:
            yield f"  {'ok' if row.good else '! '}  {row.what}: {row.result}"
            if row.mend:
                yield f"      → {row.mend}"


def _content(app: App) -> Iterator[Row]:
    content = app.content
    names = ", ".join(member.name for member in content.members) or "nobody"
    yield Row(what="members", result=f"{names} ({content.personas})", good=bool(content.members))
    for problem in content.problems:
        where = f"{problem.file}:{problem.line}" if problem.line else problem.file
        yield Row(what=where, result=problem.what, good=False, mend=problem.mend)
    try:
        rubric = content.rubric()
        yield Row(what="objectives", result=f"{len(rubric.objectives)} with {len(rubric.criteria)} criteria")
    except CoachError as wrong:
        yield Row(what="objectives", result=wrong.message, good=False, mend=wrong.mend)


def _database(app: App) -> tuple[Row, Row | None, Row | None]:
    try:
        with closing(app.store) as store:
            spent = spent_on(datetime.now(UTC).astimezone().date(), store, app.prices)
            holdings = store.holdings()
    except CoachError as wrong:
        return Row(what="database", result=str(wrong), good=False), None, None
    database = Row(what="database", result="can be read and written")
    return database, _kept(holdings, app.settings.keep_days), _spent(spent)


def _kept(found: Holdings, days: int | None) -> Row:
    since = f", the oldest of {found.oldest:%d %B %Y}" if found.oldest else ""
    long = f"deleted when nothing has happened in them for {days} days" if days else "kept until somebody deletes them"
    aside = f"; put aside before a change: {', '.join(found.backups)}" if found.backups else ""
    mend = "" if days else "Set COACH_KEEP_DAYS to have old talks deleted by themselves."
    return Row(what="kept", result=f"{found.talks} talks of {found.learners} learners{since}, {long}{aside}", mend=mend)


def _spent(spent: Spent) -> Row:
    tokens = f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out"
    if spent.amount:
        return Row(what="the model today", result=f"{tokens}, at most {spent.amount} by the prices that are set")
    mend = "Set COACH_PRICE_IN and COACH_PRICE_OUT, each for a million tokens, to see what they cost."
    return Row(what="the model today", result=tokens, mend=mend if spent.tokens_in else "")


async def _model(app: App) -> tuple[Row, ...]:
    if not app.settings.model_configured:
        return (
            Row(
                what="model",
                result="none is set up; the built-in players play",
                mend="Set OPENAI_API_KEY, or OPENAI_BASE_URL and COACH_MODEL.",
            ),
        )
    try:
        server = app.server
    except CoachError as wrong:
        return (Row(what="model", result=wrong.message, good=False, mend=wrong.mend),)
    try:
        return (await examine_server(server)).rows
    finally:
        await server.aclose()


async def _speech(app: App) -> tuple[Row, ...]:
    try:
        server = app.audio
    except CoachError as wrong:
        return (Row(what="speech", result=wrong.message, good=False, mend=wrong.mend),)
    if server is None:
        return ()
    try:
        return (await examine_audio(server)).rows
    finally:
        await server.aclose()


async def _nearby(app: App) -> tuple[Row, ...]:
    if app.settings.model_configured:
        return ()
    found = await find_local_servers()
    if not found:
        return (Row(what="looked for Ollama, LM Studio, llama.cpp and vLLM", result="none answers"),)
    return tuple(
        Row(
            what=server.name,
            result=f"answers at {server.base_url}",
            mend=f"To use it, set {' '.join(server.to_paste.splitlines())}",
        )
        for server in found
    )
