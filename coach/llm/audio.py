"""The door to a speech server: what was spoken as text, and text as it is spoken. Nothing is kept."""

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack
from typing import Any, Literal

import openai

from coach.errors import ModelError, ModelNonsense, ModelOverflow, ModelUnreachable
from coach.llm.connections import TIMEOUT, sdk_client
from coach.llm.faults import BROKEN, Fault, Rule, fault
from coach.llm.purse import open_purse
from coach.llm.settings import NAMES, ModelSettings, check_settings, host_of
from coach.llm.tokens import estimate_tokens
from coach.llm.trace import Note, Trace, noted
from coach.llm.usage import Usage

HEARD_TOKENS = 17
"""A second of speech heard, in tokens, where the server gives no count: OpenAI sells a minute of it as 1,000."""
SPOKEN_TOKENS = 1.4
"""A character spoken, in tokens of sound: OpenAI sells a minute as 1,250, and people speak 15 characters a second."""
PAUSE_SECONDS = 0.4
"""Before the one other try."""
FIRST_SOUND_SECONDS = 10.0
"""A sentence that has not begun by then is late: the learner has read it."""
ANY_VOICE = "alloy"
"""A voice that nearly all servers know."""
TOO_MUCH = 413
ENDINGS = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "mp4", "audio/mpeg": "mp3", "audio/wav": "wav"}
"""What browsers record, and the ending of the file's name by which servers tell what it is."""


class AudioServer:
    """A speech server, and what has been found out about it. One per process. Calls raise ModelError alone."""

    def __init__(
        self,
        place: ModelSettings,
        *,
        hearing_model: str | None,
        voice_model: str | None,
        came_from: Mapping[str, str] | None = None,
        names: Mapping[str, str] = NAMES,
    ) -> None:
        """`place`: address, key and patience. A model that is None can't be asked for.

        `came_from` and `names` as in `check_settings`. Raises SettingError for a place that can't be used.
        """
        self.doubts = check_settings(place, came_from, names)
        """What works in these settings but is probably not meant, each with its mend."""
        self.place, self.hearing_model, self.voice_model = place, hearing_model, voice_model
        self._trace = Trace(place.trace, place.key) if place.trace else None
        self._strange: set[str] = set()
        """Voices and fields that the server does not know."""
        http = openai.DefaultAsyncHttpxClient(timeout=TIMEOUT)
        self._client = sdk_client(place, http)

    @property
    def host(self) -> str:
        """The host that sound and texts go to."""
        return host_of(self.place.address)

    @property
    def hears(self) -> bool:
        """Whether there is a model that writes down what is said."""
        return self.hearing_model is not None

    @property
    def speaks(self) -> bool:
        """Whether there is a model that reads aloud."""
        return self.voice_model is not None

    async def hear(self, recording: bytes, kind: str, *, seconds: float, language: str = "") -> str:
        """What was said in a recording; empty where nothing could be understood.

        `kind`: its media type, one of ENDINGS. `seconds`: how long it is, for the count of what it cost.
        `language`: an ISO 639-1 code, empty for the server to find out.
        """
        _check_purse()
        tries = 0
        language = language.partition("-")[0]
        asked = {"model": self.hearing_model, "language": language, "file": f"{kind}, {len(recording)} bytes"}
        while True:
            try:
                with self._noted("transcriptions", asked) as note:
                    async with asyncio.timeout(self.place.total_seconds):
                        answer = await self._client.audio.transcriptions.with_raw_response.create(
                            file=(f"spoken.{ENDINGS[kind]}", recording, kind),
                            model=self.hearing_model or "",
                            response_format="json",
                            language=language or openai.omit,
                        )
                    note.response, note.reply = answer.http_response, answer.text
                    written = _read(answer)
            except (TimeoutError, *BROKEN) as error:
                found = _fault(error, "hear")
                if tries or found.rule not in {Rule.AGAIN, Rule.ONCE_MORE}:
                    raise found.error from error
                tries += 1
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                text = getattr(written, "text", None)
                if not isinstance(text, str):
                    raise ModelNonsense("The speech server's answer can't be read.", MENDS["hear"])
                _spend(_counted(written) or _estimated(seconds, text))
                return text.strip()

    async def speak(self, text: str, *, voice: str = "", manner: str = "") -> AsyncGenerator[bytes, None]:
        """A text as it is spoken, as MP3, as it comes. Closing the generator cancels the request.

        `voice`: one that the server knows; where it does not, any one speaks. `manner`: how, for servers that take
        it. Before the first sound one fault that may pass is met with another try.
        """
        _check_purse()
        tries, sounded = 0, False
        while True:
            chosen = ANY_VOICE if not voice or voice in self._strange else voice
            told = manner if "instructions" not in self._strange else ""
            asked = {"model": self.voice_model, "voice": chosen, "instructions": told, "input": text}
            try:
                async with AsyncExitStack() as stack:
                    note = stack.enter_context(self._noted("speech", asked))
                    async with asyncio.timeout(FIRST_SOUND_SECONDS):
                        spoken = await stack.enter_async_context(
                            self._client.audio.speech.with_streaming_response.create(
                                input=text,
                                model=self.voice_model or "",
                                voice=chosen,
                                response_format="mp3",
                                instructions=told or openai.omit,
                            )
                        )
                        note.response = spoken.http_response
                        pieces = aiter(spoken.iter_bytes(4096))
                        piece = await anext(pieces, b"")
                    if not piece:
                        raise ModelNonsense("The speech server sent no sound.")
                    sound = math.ceil(len(text) * SPOKEN_TOKENS)
                    note.usage = Usage(calls=1, prompt=estimate_tokens(text), completion=sound, estimated=1)
                    _spend(note.usage)
                    sent = 0
                    while piece:
                        sounded = True
                        sent += len(piece)
                        note.reply = f"{sent} bytes of sound"
                        yield piece
                        async with asyncio.timeout(self.place.between_words_seconds):
                            piece = await anext(pieces, b"")
                return
            except (TimeoutError, *BROKEN) as error:
                found = _fault(error, "speak")
                if not sounded and found.rule is Rule.LESS and self._ask_less(chosen, bool(told)):
                    continue
                if sounded or tries or found.rule not in {Rule.AGAIN, Rule.ONCE_MORE}:
                    raise found.error from error
                tries += 1
                await asyncio.sleep(PAUSE_SECONDS)

    def _noted(self, path: str, asked: Mapping[str, object]) -> AbstractContextManager[Note]:
        return noted(self._trace, f"{self._client.base_url}audio/{path}", asked)

    def _ask_less(self, voice: str, manner: bool) -> bool:
        """Whether something can be left out that the server may have refused; it is left out from now on."""
        refused = voice if voice != ANY_VOICE else "instructions" if manner else ""
        self._strange.add(refused)
        return bool(refused)

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._client.close()


MENDS = {
    "hear": "Check COACH_HEARING_MODEL and COACH_AUDIO_BASE_URL.",
    "speak": "Check COACH_VOICE_MODEL and COACH_AUDIO_BASE_URL.",
}


def _fault(error: BaseException, call: Literal["hear", "speak"]) -> Fault:
    """The fault behind an error, in words about the speech server."""
    if isinstance(error, TimeoutError):
        return Fault(ModelUnreachable("The speech server took too long.", "Is its model still being loaded?"))
    found = fault(error) if isinstance(error, Exception) else Fault(ModelError("The speech server failed."))
    if found.status == TOO_MUCH:
        mend = "Say it in shorter parts."
        return Fault(ModelOverflow("That is more than the speech server takes at once.", mend), status=TOO_MUCH)
    said = found.error.message.replace("model server", "speech server")
    found.error = type(found.error)(said, MENDS[call])
    return found


def _check_purse() -> None:
    if purse := open_purse():
        purse.check()


def _spend(usage: Usage) -> None:
    if purse := open_purse():
        purse.spend(usage)


def _read(answer: Any) -> object:
    """The answer as the SDK reads it; None where it can't."""
    try:
        return answer.parse()
    except (ValueError, openai.APIResponseValidationError):
        return None


def _counted(written: object) -> Usage | None:
    """What a transcription cost by the server's own count, where it gives one in tokens."""
    usage = getattr(written, "usage", None)
    tokens_in, tokens_out = getattr(usage, "input_tokens", None), getattr(usage, "output_tokens", None)
    if isinstance(tokens_in, int) and isinstance(tokens_out, int):
        return Usage(calls=1, prompt=tokens_in, completion=tokens_out)
    return None


def _estimated(seconds: float, text: str) -> Usage:
    return Usage(calls=1, prompt=math.ceil(seconds * HEARD_TOKENS), completion=estimate_tokens(text), estimated=1)
