"""A turn held aloud: from the end of speech to the first sound, beside what the servers take by themselves."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.processes import Running
from tests.bench.ways import LINES, direct, serving
from tests.fake_audio import FakeAudio, tone

HEARS, SPEAKS = 0.3, 0.2
"""Seconds that the speech server takes to understand a recording, and before its first sound."""
TURNS = 8


@dataclass(frozen=True)
class Aloud:
    """Medians in seconds, all from the end of speech: until it is understood, they begin, the first sound is there."""

    understood: float
    begun: float
    sound: float
    servers: float
    """What the servers take for it by themselves: to understand, to say the first sentence, to begin to speak it."""

    @property
    def added(self) -> float:
        """What comes on top through coach."""
        return self.sound - self.servers


async def of_turns(pace: float, folder: Path) -> Aloud:
    """Hold a talk aloud, with a model of this pace in seconds a token."""
    recording = tone(2.0)
    with (
        FakeAudio(hear_seconds=HEARS, speak_seconds=SPEAKS) as speech,
        Running("-m", "tests.bench.model", "{port}", str(pace), path="/v1/models") as model,
    ):
        async with direct(model.address) as line:
            talk = await line.open()
            sentence = median([(await talk(number % len(LINES))).sentence for number in range(TURNS)])
        speaking = {
            "COACH_HEARING_MODEL": "ears",
            "COACH_VOICE_MODEL": "mouth",
            "COACH_AUDIO_BASE_URL": speech.url,
        }
        async with serving(model.address, folder, **speaking) as (_, sit_down):
            learner = await sit_down()
            times: list[tuple[float, float, float]] = []
            for number in range(TURNS):
                speech.said.append(LINES[number % len(LINES)])
                times.append(await learner.aloud(recording))
    understood, begun, sound = (median(column) for column in zip(*times, strict=True))
    return Aloud(understood, begun, sound, HEARS + sentence + SPEAKS)
