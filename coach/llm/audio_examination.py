"""What a speech server can really do, found out by trying: a second of near silence to hear, a word to say."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator

from coach.errors import ModelError
from coach.llm.audio import AudioServer
from coach.llm.examination import Report, Row
from coach.llm.settings import host_of
from coach.llm.shape import wording

RATE = 16_000


async def examine_audio(server: AudioServer) -> Report:
    """Tries what is set, with one short request each. Never raises ModelError."""
    return Report(rows=tuple([row async for row in _rows(server)]))


async def _rows(server: AudioServer) -> AsyncIterator[Row]:
    yield Row(what="address", result=host_of(server.place.address))
    yield Row(what="key", result="set" if server.place.key else "not set")
    for doubt in server.doubts:
        yield Row(what="settings", result=doubt, good=False)
    yield await _hearing(server) if server.hears else Row(what="hearing", result="no model is set: learners type")
    yield await _voice(server) if server.speaks else Row(what="voice", result="no model is set: browsers read aloud")


async def _hearing(server: AudioServer) -> Row:
    what, clock = f"{server.hearing_model}: hearing", asyncio.get_running_loop().time
    began = clock()
    try:
        await server.hear(_silence(), "audio/wav", seconds=1)
    except ModelError as error:
        return Row(what=what, result=error.message, good=False, mend=error.mend)
    return Row(what=what, result=f"works, a second of sound takes {clock() - began:.1f} s")


async def _voice(server: AudioServer) -> Row:
    what, clock = f"{server.voice_model}: voice", asyncio.get_running_loop().time
    began = clock()
    pieces = server.speak(wording("probe"))
    try:
        await anext(pieces)
    except ModelError as error:
        return Row(what=what, result=error.message, good=False, mend=error.mend)
    finally:
        await pieces.aclose()
    return Row(what=what, result=f"works, first sound after {clock() - began:.1f} s")


def _silence() -> bytes:
    """A second of nothing, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(2 * RATE))
    return file.getvalue()
