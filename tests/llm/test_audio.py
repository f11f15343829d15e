"""The door to a speech server, against one that errs."""

from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from coach.errors import ModelBusy, ModelError, ModelNonsense, ModelRefused, ModelSpent, ModelUnreachable
from coach.llm import AudioServer, ModelSettings, paid_from
from tests.fake_audio import Failure, FakeAudio, tone
from tests.fake_server import closed_url
from tests.llm.talking import KEY, Pouch

RECORDING = tone(0.5)


@pytest.fixture
def speech() -> Iterator[FakeAudio]:
    with FakeAudio() as server:
        yield server


def door_to(url: str) -> AudioServer:
    place = ModelSettings(base_url=url, api_key=SecretStr(KEY), model="ears")
    return AudioServer(place, hearing_model="ears", voice_model="mouth")


@pytest.fixture
async def audio(speech: FakeAudio) -> AsyncIterator[AudioServer]:
    server = door_to(speech.url)
    yield server
    await server.aclose()


async def spoken(audio: AudioServer, text: str = "Come in, then.", voice: str = "nova", manner: str = "") -> bytes:
    return b"".join([piece async for piece in audio.speak(text, voice=voice, manner=manner)])


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
    speech.said.extend([Failure(503), "Hello"])
    assert await audio.hear(RECORDING, "audio/webm", seconds=1) == "Hello"
    speech.failures.append(Failure(503))
    assert await spoken(audio)
    speech.said.extend([Failure(503), Failure(503), "too late"])
    with pytest.raises(ModelBusy):
        await audio.hear(RECORDING, "audio/webm", seconds=1)


@pytest.mark.parametrize(
    ("failure", "error", "words"),
    [
        (Failure(401), ModelRefused, "The speech server does not accept the key"),
        (Failure(404), ModelRefused, "speech server"),
        (Failure(413), ModelRefused, "more than the speech server takes"),
        (Failure(200, b"<html>hello</html>", "text/html"), ModelNonsense, "speech server"),
    ],
)
async def test_each_refusal_is_said_in_words_about_the_speech_server(
    audio: AudioServer, speech: FakeAudio, failure: Failure, error: type[ModelError], words: str
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
    speech.failures.extend([Failure(200, b"", "audio/mpeg")] * 2)
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
