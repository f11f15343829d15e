"""The door to a speech server, against one that errs."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from coach.errors import ModelBusy, ModelError, ModelNonsense, ModelRefused, ModelSpent, ModelUnreachable
from coach.llm import NAMES, AudioServer, ModelSettings, examine_audio, paid_from
from tests.fake_audio import FakeAudio, Sent, tone
from tests.fake_server import closed_url
from tests.llm.talking import KEY, Pouch

RECORDING = tone(0.5)


@pytest.fixture
def speech() -> Iterator[FakeAudio]:
    with FakeAudio() as server:
        yield server


def door_to(url: str, **place: Any) -> AudioServer:
    known = ModelSettings(base_url=url, api_key=SecretStr(KEY), model="ears", **place)
    return AudioServer(known, hearing_model="ears", voice_model="mouth")


@pytest.fixture
async def audio(speech: FakeAudio) -> AsyncIterator[AudioServer]:
    server = door_to(speech.url)
    yield server
    await server.aclose()


async def spoken(audio: AudioServer, text: str = "Come in, then.", voice: str = "nova", manner: str = "") -> bytes:
    return b"".join([piece async for piece in audio.speak(text, voice=voice, manner=manner)])


def written(folder: Path) -> str:
    (file,) = folder.iterdir()
    return file.read_text("utf-8")


async def test_what_was_said_comes_back_as_text(audio: AudioServer, speech: FakeAudio) -> None:
    speech.said.append(" How was your week? ")
    assert await audio.hear(RECORDING, "audio/webm", seconds=2, language="en-AU") == "How was your week?"
    (call,) = speech.calls
    assert call.file == RECORDING
    assert call.file_name == "spoken.webm"
    assert call.fields["model"] == "ears"
    assert call.fields["language"] == "en"


async def test_silence_is_an_empty_text(audio: AudioServer) -> None:
    assert await audio.hear(RECORDING, "audio/webm", seconds=2) == ""


async def test_a_text_is_spoken_in_the_voice_that_was_asked_for(audio: AudioServer, speech: FakeAudio) -> None:
    assert await spoken(audio, manner="slow, dry") == tone(speech.sound_seconds)
    assert speech.calls[0].fields == {
        "input": "Come in, then.",
        "model": "mouth",
        "voice": "nova",
        "response_format": "mp3",
        "instructions": "slow, dry",
    }


async def test_a_voice_that_the_server_does_not_know_gives_way_to_one_that_it_does(
    audio: AudioServer, speech: FakeAudio
) -> None:
    assert await spoken(audio, voice="mele-of-the-islands")
    assert await spoken(audio, voice="mele-of-the-islands")
    assert [call.fields["voice"] for call in speech.calls] == ["mele-of-the-islands", "alloy", "alloy"]


async def test_a_server_that_takes_no_manner_speaks_without(audio: AudioServer, speech: FakeAudio) -> None:
    speech.takes_instructions = False
    assert await spoken(audio, voice="alloy", manner="slow")
    assert "instructions" not in speech.calls[-1].fields


async def test_a_fault_that_may_pass_is_met_with_one_other_try(audio: AudioServer, speech: FakeAudio) -> None:
    speech.said.extend([Sent(503), "Hello"])
    assert await audio.hear(RECORDING, "audio/webm", seconds=1) == "Hello"
    speech.failures.append(Sent(503))
    assert await spoken(audio)
    speech.said.extend([Sent(503), Sent(503), "too late"])
    with pytest.raises(ModelBusy):
        await audio.hear(RECORDING, "audio/webm", seconds=1)


@pytest.mark.parametrize(
    ("failure", "error", "words"),
    [
        (Sent(401), ModelRefused, "The speech server does not accept the key"),
        (Sent(404), ModelRefused, "speech server"),
        (Sent(413), ModelRefused, "more than the speech server takes"),
        (Sent(200, b"<html>hello</html>", "text/html"), ModelNonsense, "speech server"),
        (Sent(200, b'{"text": "half a'), ModelNonsense, "speech server"),
    ],
)
async def test_each_refusal_is_said_in_words_about_the_speech_server(
    audio: AudioServer, speech: FakeAudio, failure: Sent, error: type[ModelError], words: str
) -> None:
    speech.said.extend([failure, failure])
    with pytest.raises(error) as caught:
        await audio.hear(RECORDING, "audio/webm", seconds=1)
    assert words in str(caught.value)
    assert KEY not in str(caught.value)
    assert "model server" not in str(caught.value)


async def test_a_server_that_is_not_there_is_said_in_words() -> None:
    audio = door_to(f"{closed_url()}/v1")
    with pytest.raises(ModelUnreachable, match="speech server can't be reached"):
        await audio.hear(RECORDING, "audio/webm", seconds=1)
    with pytest.raises(ModelUnreachable, match="speech server can't be reached"):
        await spoken(audio)
    await audio.aclose()


async def test_no_sound_at_all_is_a_fault(audio: AudioServer, speech: FakeAudio) -> None:
    speech.failures.extend([Sent(200, b"", "audio/mpeg")] * 2)
    with pytest.raises(ModelNonsense):
        await spoken(audio)


async def test_hearing_and_speaking_are_counted(audio: AudioServer, speech: FakeAudio) -> None:
    speech.said.append("How was your week?")
    pouch = Pouch()
    with paid_from(pouch):
        await audio.hear(RECORDING, "audio/webm", seconds=60)
        await spoken(audio)
    heard, said = pouch.spent
    assert heard.prompt == 60 * 17
    assert said.completion == 20  # 14 characters
    with paid_from(Pouch(empty=True)), pytest.raises(ModelSpent):
        await audio.hear(RECORDING, "audio/webm", seconds=1)


async def test_a_recording_tells_what_was_asked_and_answered_and_holds_neither_key_nor_sound(
    speech: FakeAudio, tmp_path: Path
) -> None:
    speech.said.extend([Sent(503), f"My key is {KEY}."])
    audio = door_to(f"{speech.url}?key={KEY}", trace=tmp_path)
    await audio.hear(RECORDING, "audio/webm", seconds=1, language="en-AU")
    sound = await spoken(audio)
    await audio.aclose()
    text = written(tmp_path)
    assert KEY not in text
    assert len(text) < len(RECORDING) / 4
    busy, heard, said = (json.loads(line) for line in text.splitlines())
    assert busy["status"] == 503
    assert busy["fault"]
    assert heard["request"] == {"model": "ears", "language": "en", "file": f"audio/webm, {len(RECORDING)} bytes"}
    assert "My key is" in heard["reply"]
    assert heard["url"] == f"{speech.url}/audio/transcriptions"
    assert said["request"]["input"] == "Come in, then."
    assert said["reply"] == f"{len(sound)} bytes of sound"


async def test_the_host_is_shown_what_the_speech_server_can_do(audio: AudioServer, speech: FakeAudio) -> None:
    report = await examine_audio(audio)
    assert report.good
    found = {row.what: row.result for row in report.rows}
    assert found["key"] == "set"
    assert found["ears: hearing"].startswith("works")
    assert found["mouth: voice"].startswith("works, first sound after")
    assert KEY not in str(report)
    speech.said.append(Sent(401))
    speech.failures.append(Sent(404))
    hearing, voice = (await examine_audio(audio)).rows[-2:]
    assert (hearing.good, voice.good) == (False, False)
    assert "COACH_HEARING_MODEL" in hearing.mend
    assert "COACH_VOICE_MODEL" in voice.mend


async def test_what_is_doubtful_about_its_address_is_said_by_the_name_of_its_setting() -> None:
    place = ModelSettings(base_url="http://speech.example.org/v1", api_key=SecretStr(KEY), model="ears")
    names = {**NAMES, "base_url": "COACH_AUDIO_BASE_URL"}
    audio = AudioServer(place, hearing_model="ears", voice_model=None, names=names)
    (doubt,) = audio.doubts
    assert doubt.startswith("COACH_AUDIO_BASE_URL is plain http to speech.example.org")
    *_, settings, hearing, voice = (await examine_audio(audio)).rows
    assert (settings.result, settings.good) == (doubt, False)
    assert not hearing.good, "nobody is there"
    assert voice.result.startswith("no model is set")
    await audio.aclose()
