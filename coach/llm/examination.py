"""What a server can really do with each of its models, found out by trying, as a table for the host."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Literal

from coach.core.moves import Value
from coach.errors import ModelError
from coach.llm.catalogue import offer
from coach.llm.door import ModelServer
from coach.llm.message import Message
from coach.llm.settings import NAMES, host_of
from coach.llm.shape import wording
from coach.llm.tokens import counted_by, load_vocabulary

ROOMY = 8192
"""Tokens. A talk of 20 turns, with the member's story and the feedback on it, fits into this."""

VOCABULARY_SECONDS = 3.0


class Row(Value):
    """One thing looked at. `good` is false where something should be mended or can't be used."""

    what: str
    result: str
    good: bool = True
    mend: str = ""


class Report(Value):
    """What was found out, in the order in which it was tried."""

    rows: tuple[Row, ...]

    @property
    def good(self) -> bool:
        """Whether talks can be held with this server: all rows are good, or have nothing to mend."""
        return all(row.good for row in self.rows)


class Season(Value):
    """The shape that is asked for: small, and with words that nobody uses unless they were told to."""

    season: Literal["spring", "summer", "autumn", "winter"]
    letters: int


async def examine(server: ModelServer) -> Report:
    """Tries each ability with a few short requests (some hundred tokens). Never raises ModelError."""
    return Report(rows=tuple([row async for row in _rows(server)]))


async def _rows(server: ModelServer) -> AsyncIterator[Row]:
    settings = server.settings
    yield Row(what="address", result=host_of(settings.address))
    yield Row(what="key", result="set" if settings.key else "not set")
    for doubt in server.doubts:
        yield Row(what="settings", result=doubt, good=False)
    yield await _catalogue(server)
    for small in (False, True) if settings.reader_model else (False,):
        async for row in _model(server, small=small):
            yield row


async def _catalogue(server: ModelServer) -> Row:
    wanted = {server.model(), server.model(small=True)}
    try:
        listed = await server.models()
    except ModelError as error:
        return Row(what="list of models", result=f"none: {error.message}")
    missing = sorted(wanted - {model.id for model in listed})
    if not missing:
        return Row(what="list of models", result=f"{len(listed)}, with {' and '.join(sorted(wanted))}")
    mend = f"Set {NAMES['model']} to one of them. {offer(missing[0], listed)}"
    return Row(what="list of models", result=f"{', '.join(missing)} is not in it", good=False, mend=mend)


async def _model(server: ModelServer, *, small: bool) -> AsyncIterator[Row]:
    """One model's rows; only the first where it does not answer at all."""
    about = f"{server.model(small=small)}: "
    try:
        seconds = await _first_word_seconds(server, small=small)
    except ModelError as error:
        yield Row(what=f"{about}reply", result=error.message, good=False, mend=error.mend)
        return
    can = server.abilities(small=small)
    yield Row(what=f"{about}reply", result=f"comes, first word after {seconds:.1f} s")
    yield Row(
        what=f"{about}streaming",
        result="yes" if can.streams else "no: learners see each reply only when it is complete",
        good=can.streams,
        mend="" if can.streams else "Turn streaming on at the server, or use another one.",
    )
    yield Row(what=f"{about}token counts", result="the server's" if can.counts else "our own")
    yield Row(what=f"{about}temperature", result="can be set" if can.temperature else "is the model's own")
    yield Row(what=f"{about}longest reply", result=LIMITS[can.limit])
    yield Row(what=f"{about}system messages", result=SYSTEMS[can.systems])
    if can.thinks or server.thinks(small=small):
        mend = "Turn thinking off at the server, or use a model that does not think."
        yield Row(what=f"{about}thinking", result="thinks first: learners wait", good=False, mend=mend)
    yield await _answer(server, about, small=small)
    yield await _window(server, about, small=small)
    await load_vocabulary(server.model(small=small), VOCABULARY_SECONDS)
    yield Row(what=f"{about}our count", result=counted_by(server.model(small=small)))


LIMITS = {
    "max_tokens": "set by max_tokens",
    "max_completion_tokens": "set by max_completion_tokens",
    "none": "can't be set: replies are cut here",
}
SYSTEMS = {
    "anywhere": "in any place",
    "first": "only at the start: later ones go into the turn that follows",
    "never": "not taken: they go into the user's turns",
}


async def _first_word_seconds(server: ModelServer, *, small: bool) -> float:
    """Holds the smallest talk that has everything in it that a real one has."""
    clock = asyncio.get_running_loop().time
    began, first = clock(), 0.0
    probe = wording("probe")
    async for _ in server.stream(_talk(probe), max_tokens=20, small=small):
        first = first or clock() - began
    return first


def _talk(text: str) -> Sequence[Message]:
    return (
        Message(role="system", content=text),
        Message(role="user", content=text),
        Message(role="assistant", content=text),
        Message(role="system", content=text),
        Message(role="user", content=text),
    )


async def _answer(server: ModelServer, about: str, *, small: bool) -> Row:
    what = f"{about}answers with a shape"
    try:
        talk = [Message(role="user", content=wording("probe"))]
        await server.structured(talk, Season, max_tokens=100, small=small)
    except ModelError as error:
        mend = error.mend or "Without them, feedback and readings are the built-in ones."
        return Row(what=what, result=error.message, good=False, mend=mend)
    form = server.form(Season, small=small)
    return Row(what=what, result=f"by {form}" if form != "text" else "by asking for JSON and looking for it")


async def _window(server: ModelServer, about: str, *, small: bool) -> Row:
    window = await server.window(small=small)
    what = f"{about}context"
    if window is None:
        mend = f"Set {NAMES['context_tokens']} to what it can hold, or long talks may be cut without a word."
        return Row(what=what, result="the server does not say", mend=mend)
    mend = f"Give it {ROOMY} or more at the server (Ollama: OLLAMA_CONTEXT_LENGTH={ROOMY})."
    return Row(what=what, result=f"{window} tokens", good=window >= ROOMY, mend="" if window >= ROOMY else mend)
