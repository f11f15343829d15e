"""A talk held aloud: what a learner speaks becomes words for the box, what the member says becomes sound.

No sound is kept, here or by what is called from here.
"""

import logging
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

from coach.errors import InputError, ModelError, ModelOverflow, ModelSpent
from coach.llm import ENDINGS, AudioServer
from coach.practice import Practice

log = logging.getLogger(__name__)

LONGEST_SECONDS = 180
"""Of one recording: who speaks longer than that holds no conversation."""
MOST_BYTES = 6 * 1024 * 1024
"""Of one recording: three minutes, at twice the rate that browsers record speech with."""
LONGEST_PIECE = 600
"""Characters of a member's reply that are spoken at a time: a long sentence, or some short ones."""
TYPE, READ = "Type what you want to say.", "Read what they say."
"""What a learner does where a speech server fails: its settings are not theirs to mend."""
SOUNDS = {b"RIFF": "audio/wav", b"OggS": "audio/ogg", b"fLaC": "audio/flac"}
"""How sound of each kind begins; everything else is taken for MP3."""


class Aloud:
    """The use cases of a talk aloud.

    They raise NotFound for what is not this learner's, InputError for what can't be heard or spoken, ModelError for
    the server's faults.
    """

    def __init__(self, practice: Practice, server: AudioServer | None = None) -> None:
        """`server`: where speech is understood and made; without one neither is done here."""
        self._practice, self._server = practice, server

    @property
    def hears(self) -> bool:
        """Whether a recording can be understood."""
        return self._server is not None and self._server.hears

    @property
    def speaks(self) -> bool:
        """Whether members can be heard."""
        return self._server is not None and self._server.speaks

    @property
    def host(self) -> str:
        """Where recordings and replies go; empty where nowhere."""
        return self._server.host if self._server else ""

    async def hear(self, learner: str, talk_id: str, recording: bytes, kind: str, seconds: float) -> str:
        """What was said in a recording; empty where no words were understood.

        `kind`: its media type. `seconds`: its length by the browser's own clock.
        """
        talk = await self._practice.talk(learner, talk_id)
        if self._server is None or not self._server.hears:
            raise InputError("Nobody here can listen.", TYPE)
        kind = kind.partition(";")[0].strip().lower()
        if kind not in ENDINGS:
            raise InputError("This browser records in a way that can't be read here.", TYPE)
        if not recording:
            raise InputError("Nothing was recorded.", "Hold the button while you speak, or type.")
        if len(recording) > MOST_BYTES or seconds > LONGEST_SECONDS:
            raise InputError("That was too long to be understood at once.", "Say it in shorter parts.")
        with _for_the_host(TYPE):
            async with self._practice.paying(learner, talk_id):
                return await self._server.hear(recording, kind, seconds=max(seconds, 0), language=talk.persona.language)

    async def speak(
        self, learner: str, talk_id: str, turn: int, start: int, end: int
    ) -> tuple[str, AsyncGenerator[bytes, None]]:
        """A part of what the member said, as sound: its media type, and the sound as it comes.

        `turn`: the member's turn by number, which may be the one under way; `start` and `end`: where the part begins
        and ends in it, in characters. Only what stands there is spoken, so nobody can have other words said.
        """
        talk = await self._practice.talk(learner, talk_id)
        if self._server is None or not self._server.speaks:
            raise InputError("Nobody here can speak aloud.", READ)
        live, turns = self._practice.live(talk_id), talk.conversation.turns
        if 1 <= turn <= len(turns) and turns[turn - 1].speaker == "member":
            said = turns[turn - 1].text
        else:
            said = live.text if live and turn == len(turns) + 1 else ""
        part = said[max(start, 0) : min(end, start + LONGEST_PIECE)].strip()
        if not part:
            raise InputError("They said nothing there.", READ)
        sound = talk.persona.voice.aloud
        with _for_the_host(READ):
            async with self._practice.paying(learner, talk_id):
                pieces = self._server.speak(part, voice=sound.voice, manner=sound.manner)
                first = await anext(pieces)
        return SOUNDS.get(first[:4], "audio/mpeg"), _with(first, pieces)


@contextmanager
def _for_the_host(instead: str) -> Generator[None]:
    """How a fault of the server's is mended goes to the log; a learner is told what to do `instead`."""
    try:
        yield
    except (ModelSpent, ModelOverflow):
        raise
    except ModelError as fault:
        log.warning("%s", fault)
        raise type(fault)(fault.message, instead) from fault


async def _with(first: bytes, pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    try:
        yield first
        async for piece in pieces:
            yield piece
    finally:
        await pieces.aclose()
