"""Talks held aloud, against a speech server: whose words are heard, and which words are spoken."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from coach.aloud import LONGEST_SECONDS, MOST_BYTES
from coach.core.situation import Situation
from tests.fake_audio import FakeAudio, Sent, tone
from tests.web.house import House

RECORDING = tone(0.5)
WEBM = {"Content-Type": "audio/webm;codecs=opus"}


@pytest.fixture(scope="module")
def speech() -> Iterator[FakeAudio]:
    with FakeAudio() as server:
        yield server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, speech: FakeAudio) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("aloud")
    with House(folder, hearing_model="ears", voice_model="mouth", audio_base_url=speech.url) as running:
        yield running


@pytest.fixture
async def learner(house: House, speech: FakeAudio) -> AsyncIterator[httpx2.AsyncClient]:
    speech.calls.clear()
    speech.said.clear()
    speech.failures.clear()
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as client:
        await client.get("/")
        yield client


@pytest.fixture
async def talk(house: House, learner: httpx2.AsyncClient) -> str:
    """The address of a talk with Mele, in which one turn was said and answered."""
    visitor = house.entry.visitor(dict(learner.cookies))
    assert visitor
    at = f"/talks/{(await house.app.practice.open_talk(visitor.learner, 'mele')).id}"
    await learner.post(f"{at}/turns", json={"text": "How was your week, Mele?", "after": 0})
    return at


async def answered(learner: httpx2.AsyncClient, talk: str) -> str:
    return (await learner.get(talk)).json()["turns"][1]["text"]


async def test_a_recording_comes_back_as_words(learner: httpx2.AsyncClient, talk: str, speech: FakeAudio) -> None:
    speech.said.append("What was the longest night?")
    answer = await learner.post(f"{talk}/hear?seconds=2.5", content=RECORDING, headers=WEBM)
    assert answer.json() == {"text": "What was the longest night?"}
    assert speech.calls[0].file == RECORDING
    assert speech.calls[0].fields["language"] == "en"


async def test_noise_comes_back_as_no_words(learner: httpx2.AsyncClient, talk: str) -> None:
    answer = await learner.post(f"{talk}/hear", content=RECORDING, headers=WEBM)
    assert answer.json() == {"text": ""}


@pytest.mark.parametrize(
    ("content", "kind", "query", "words"),
    [
        (b"", "audio/webm", "", "Nothing was recorded"),
        (RECORDING, "video/quicktime", "", "can't be read here"),
        (RECORDING, "", "", "can't be read here"),
        (RECORDING, "audio/webm", f"?seconds={LONGEST_SECONDS + 1}", "in shorter parts"),
        (RECORDING, "audio/webm", "?seconds=-1", "can't be used"),
    ],
)
async def test_what_is_no_recording_is_refused_in_words(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio, content: bytes, kind: str, query: str, words: str
) -> None:
    answer = await learner.post(f"{talk}/hear{query}", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert words in str(answer.json())
    assert speech.calls == []


async def test_a_recording_of_ten_minutes_is_refused_before_it_is_read(learner: httpx2.AsyncClient, talk: str) -> None:
    answer = await learner.post(f"{talk}/hear", content=bytes(MOST_BYTES + 1), headers=WEBM)
    assert answer.status_code == 413
    assert "in shorter parts" in answer.json()["message"]


@pytest.mark.parametrize("status", [401, 404, 500], ids=["wrong key", "no sound there", "broken"])
async def test_a_server_that_fails_is_told_and_the_talk_goes_on_in_text(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    speech.said.extend([Sent(status), Sent(status)])
    answer = await learner.post(f"{talk}/hear", content=RECORDING, headers=WEBM)
    assert answer.status_code == 503
    assert "speech server" in answer.json()["message"]
    assert answer.json()["mend"] == "Type what you want to say.", "a learner has no settings to mend"
    assert "COACH_HEARING_MODEL" in caplog.text, "whoever runs the app has"
    speech.failures.extend([Sent(status)] * 4)
    answer = await learner.get(f"{talk}/aloud?turn=2&start=0&end=40")
    assert answer.status_code == 503
    assert answer.json()["mend"] == "Read what they say."
    await learner.post(f"{talk}/turns", json={"text": "What keeps you there?", "after": 2})
    assert len((await learner.get(talk)).json()["turns"]) == 4


async def test_more_than_the_server_takes_at_once_is_to_be_said_in_parts(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio
) -> None:
    speech.said.append(Sent(413))
    answer = await learner.post(f"{talk}/hear", content=RECORDING, headers=WEBM)
    assert answer.json()["mend"] == "Say it in shorter parts."


async def test_sound_that_breaks_off_breaks_nothing_else(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio
) -> None:
    speech.failures.append(Sent(200, tone(1)[:9000], "audio/wav", missing=9000))
    with pytest.raises(httpx2.RemoteProtocolError):
        await learner.get(f"{talk}/aloud?turn=2&start=0&end=12")
    assert (await learner.get(f"{talk}/aloud?turn=2&start=12&end=40")).status_code == 200


async def test_another_language_is_written_down_and_met_in_words(
    house: House, learner: httpx2.AsyncClient, talk: str, speech: FakeAudio
) -> None:
    spanish = "¿Cómo estás hoy, Mele? ¿Qué te cansa más?"
    speech.said.append(spanish)
    heard = (await learner.post(f"{talk}/hear", content=RECORDING, headers=WEBM)).json()["text"]
    assert heard == spanish
    await learner.post(f"{talk}/turns", json={"text": heard, "after": 2})
    mele = next(one for one in house.app.practice.members() if one.id == "mele")
    assert (await learner.get(talk)).json()["turns"][3]["text"] in mele.lines[Situation.PUZZLED]


async def test_a_part_of_what_they_said_is_spoken_and_nothing_else(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio
) -> None:
    said = await answered(learner, talk)
    answer = await learner.get(f"{talk}/aloud?turn=2&start=0&end=12")
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.content == tone(speech.sound_seconds)
    assert speech.spoken == [said[:12].strip()]


@pytest.mark.parametrize("where", ["turn=1&start=0&end=9", "turn=2&start=9999&end=10020", "turn=3&start=0&end=9"])
async def test_words_that_no_member_said_are_not_spoken(
    learner: httpx2.AsyncClient, talk: str, speech: FakeAudio, where: str
) -> None:
    answer = await learner.get(f"{talk}/aloud?{where}")
    assert answer.status_code == 422
    assert speech.spoken == []


async def test_nobody_hears_or_speaks_in_another_persons_talk(house: House, talk: str, speech: FakeAudio) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as other:
        await other.get("/")
        assert (await other.post(f"{talk}/hear", content=RECORDING, headers=WEBM)).status_code == 404
        assert (await other.get(f"{talk}/aloud?turn=2&start=0&end=9")).status_code == 404
    assert speech.calls == []


async def test_how_a_turn_was_spoken_is_kept_with_it(house: House, learner: httpx2.AsyncClient, talk: str) -> None:
    spoken = {"seconds": 4.2, "pause": 1.5, "over": False, "heard": 11.0}
    await learner.post(f"{talk}/turns", json={"text": "That sounds heavy.", "after": 2, "spoken": spoken})
    kept = (await learner.get(f"{talk}/talk.json")).json()
    assert kept["turns"][2]["spoken"] == spoken
    wrong = {"text": "And then?", "after": 4, "spoken": {"seconds": -3}}
    assert (await learner.post(f"{talk}/turns", json=wrong)).status_code == 422


async def test_where_no_speech_server_is_set_nothing_is_heard_or_spoken(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as client:
            await client.get("/")
            visitor = house.entry.visitor(dict(client.cookies))
            assert visitor
            at = f"/talks/{(await house.app.practice.open_talk(visitor.learner, 'mele')).id}"
            heard = await client.post(f"{at}/hear", content=RECORDING, headers=WEBM)
            assert heard.status_code == 422
            assert "Nobody here can listen" in heard.json()["message"]
            assert (await client.get(f"{at}/aloud?turn=1&start=0&end=5")).status_code == 422
