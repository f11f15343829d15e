"""A talk held aloud: a browser with a microphone that plays a file, and a speech server of the tests' own."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.chromium import find
from tests.fake_audio import FakeAudio, Sent, tone
from tests.web.conftest import Visit
from tests.web.house import House
from tests.web.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN_VOICE = """
const said = (window.spokenByBrowser = []);
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => [
    { name: "Far", lang: "en-GB", localService: false }, { name: "Own", lang: "en-AU", localService: true },
  ],
  cancel: () => {},
  speak: (one) => { said.push([one.text, one.voice.name]); one.onstart?.(); setTimeout(() => one.onend?.(), 30); },
}) });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A browser that has a voice on the machine, which the one of the tests has not."""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def launch(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Callable[[float], Browser]:
    """Makes browsers whose microphone hears a tone of a loudness."""
    folder = tmp_path_factory.mktemp("microphone")

    def starting(loudness: float) -> Browser:
        heard = folder / f"{loudness}.wav"
        heard.write_bytes(tone(20, loudness=loudness))
        flags = [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-audio-capture={heard}",
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        ]
        return playwright.chromium.launch(executable_path=find(), args=flags)

    return starting


@pytest.fixture(scope="module")
def browser(launch: Callable[[float], Browser]) -> Iterator[Browser]:
    running = launch(0.3)
    yield running
    running.close()


@pytest.fixture(scope="module")
def speech() -> Iterator[FakeAudio]:
    with FakeAudio() as server:
        yield server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, speech: FakeAudio) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("aloud")
    with House(folder, hearing_model="ears", voice_model="mouth", audio_base_url=speech.url, pace=0.05) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(speech: FakeAudio) -> None:
    speech.calls.clear()
    speech.said.clear()
    speech.failures.clear()
    speech.sound_seconds = 0.4


def speak(visitor: Visitor, seconds: float = 0.6) -> None:
    """Hold the button as long as that."""
    visitor.page.get_by_role("button", name="Hold to speak").hover()
    visitor.page.mouse.down()
    expect(visitor.page.get_by_text("Listening. Let go")).to_be_visible()
    visitor.page.wait_for_timeout(seconds * 1000)
    visitor.page.mouse.up()


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_three_turns_are_spoken_corrected_answered_aloud_and_looked_back_on(
    visitor: Visitor, speech: FakeAudio
) -> None:
    lines = [
        "How was your weak?",
        "It sounds as if the days are long. What is the hardest part of an evening on your wing?",
        "My nan had a carer like you, who sat with her when there was no time for it. What keeps you there?",
    ]
    speech.said.extend(lines)
    visitor.meet("Mele")
    visitor.page.get_by_role("button", name="Hear Mele speak").click()
    for turn in range(3):
        speak(visitor)
        expect(visitor.box).to_have_value(lines[turn])
        expect(visitor.page.get_by_text("This is what was understood")).to_be_visible()
        if turn == 0:
            visitor.box.fill("How was your week?")
        before = len(visitor.said)
        visitor.box.press("Enter")
        expect(visitor.page.locator(".turns .said")).to_have_count(before + 2)
        visitor.ready()
        answer = " ".join(visitor.said[-1].split())
        until(lambda answer=answer: " ".join(" ".join(speech.spoken).split()).endswith(answer))
    assert visitor.said[0] == "How was your week?", "what was corrected is what was said"
    recordings = [call for call in speech.calls if call.path.endswith("/transcriptions")]
    assert all(len(call.file) > 1000 for call in recordings)
    assert " ".join(" ".join(speech.spoken).split()) == " ".join(
        " ".join(said.split()) for said in visitor.said if said not in ("How was your week?", *lines[1:])
    ), "each word of the member's once, in order"
    visitor.end()
    visitor.reflect()
    measures = visitor.page.locator(".measures")
    expect(measures).to_contain_text("Aloud, you spoke for")
    expect(measures).to_contain_text("of the time that somebody spoke")


def test_who_begins_to_speak_silences_the_member(visitor: Visitor, speech: FakeAudio) -> None:
    speech.sound_seconds = 8
    speech.said.append("Sorry, go on.")
    visitor.meet("Mele")
    visitor.page.get_by_role("button", name="Hear Mele speak").click()
    visitor.hold(["How was your week, Mele?"])
    playing = "document.querySelector('coach-talk').aloud.speaker.player.paused === false"
    visitor.page.wait_for_function(playing)
    speak(visitor)
    assert not visitor.page.evaluate(playing)
    expect(visitor.box).to_have_value("Sorry, go on.")
    spoken = len(speech.spoken)
    visitor.hold(["Sorry, go on."])
    with visitor.page.expect_download() as kept:
        talk = visitor.page.url.split("id=")[1]
        visitor.page.evaluate(f"location.assign('/talks/{talk}/talk.json')")
    text = Path(kept.value.path()).read_text()
    assert '"over": true' in text
    assert len(speech.spoken) >= spoken


def test_keys_do_what_the_button_does_and_a_tap_listens_until_the_next(visitor: Visitor, speech: FakeAudio) -> None:
    speech.said.extend(["By key.", "By tap."])
    visitor.meet("Mele")
    visitor.box.focus()
    visitor.page.keyboard.down("Control")
    visitor.page.keyboard.down("Space")
    expect(visitor.page.get_by_text("Listening. Let go")).to_be_visible()
    visitor.page.wait_for_timeout(500)
    visitor.page.keyboard.up("Space")
    visitor.page.keyboard.up("Control")
    expect(visitor.box).to_have_value("By key.")
    visitor.page.get_by_role("button", name="Hold to speak").click()
    expect(visitor.page.get_by_text("Listening. Press again")).to_be_visible()
    visitor.page.wait_for_timeout(500)
    visitor.page.get_by_role("button", name="Hold to speak").click()
    expect(visitor.box).to_have_value("By key. By tap.")


def test_noise_and_a_server_that_fails_are_said_and_what_was_spoken_can_be_sent_again(
    visitor: Visitor, speech: FakeAudio
) -> None:
    visitor.meet("Mele")
    speak(visitor)
    expect(visitor.page.get_by_text("No words could be made out")).to_be_visible()
    speech.said.extend([Sent(500), Sent(500), "What keeps you there?"])
    speak(visitor)
    visitor.page.get_by_role("button", name="Try again").click()
    expect(visitor.box).to_have_value("What keeps you there?")
    assert any("503" in fault for fault in visitor.faults)
    visitor.faults.clear()


def test_who_speaks_on_and_on_is_cut_short_and_nothing_of_it_is_lost(visitor: Visitor, speech: FakeAudio) -> None:
    speech.said.append("And another thing.")
    visitor.meet("Mele")
    visitor.page.evaluate("document.querySelector('coach-talk').aloud.longest = 1")  # seconds, in place of 180
    visitor.page.get_by_role("button", name="Hold to speak").hover()
    visitor.page.mouse.down()
    expect(visitor.page.get_by_text("You had spoken for three minutes.")).to_be_visible()
    visitor.page.mouse.up()
    expect(visitor.box).to_have_value("And another thing.")


def test_where_the_server_can_not_speak_any_more_the_browsers_own_voice_does(visit: Visit, speech: FakeAudio) -> None:
    visitor = visit()
    visitor.page.add_init_script(OWN_VOICE)
    speech.failures.extend([Sent(401)] * 9)
    visitor.meet("Mele")
    visitor.page.get_by_role("button", name="Hear Mele speak").click()
    visitor.hold(["How was your week, Mele?"])
    answer = " ".join(visitor.said[-1].split())
    visitor.page.wait_for_function(
        "answer => window.spokenByBrowser.map(([text]) => text).join(' ') === answer", arg=answer
    )
    assert {name for _, name in visitor.page.evaluate("window.spokenByBrowser")} == {"Own"}
    visitor.faults.clear()


def test_without_a_speech_server_there_is_no_button_unless_the_browser_has_a_voice(
    visit: Visit, tmp_path: Path
) -> None:
    with House(tmp_path) as plain:
        visitor = visit(plain)
        visitor.meet("Mele")
        expect(visitor.page.get_by_role("button", name="Hold to speak")).to_be_hidden()
        expect(visitor.page.get_by_role("button", name="Hear Mele speak")).to_be_hidden()
        voiced = visit(plain)
        voiced.page.add_init_script(OWN_VOICE)
        voiced.meet("Mele")
        expect(voiced.page.get_by_role("button", name="Hold to speak")).to_be_hidden()
        voiced.page.get_by_role("button", name="Hear Mele speak").click()
        voiced.hold(["How was your week, Mele?"])
        voiced.page.wait_for_function("window.spokenByBrowser.length > 0")


def test_silence_is_told_from_speech_and_sent_nowhere(
    launch: Callable[[float], Browser], house: House, speech: FakeAudio
) -> None:
    deaf = launch(0.0)
    visitor = Visitor(deaf.new_page(), house.address)
    visitor.meet("Mele")
    speak(visitor)
    expect(visitor.page.get_by_text("Nothing could be heard")).to_be_visible()
    assert speech.calls == []
    deaf.close()


def test_a_microphone_that_may_not_be_used_or_is_not_there_is_said_and_typing_goes_on(visit: Visit) -> None:
    for name, words in (
        ("NotAllowedError", "may not use the microphone"),
        ("NotFoundError", "No microphone was found"),
    ):
        visitor = visit()
        visitor.page.add_init_script(
            f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '{name}'));"
        )
        visitor.meet("Mele")
        visitor.page.get_by_role("button", name="Hold to speak").click()
        expect(visitor.page.get_by_text(words)).to_be_visible()
        visitor.hold(["How was your week, Mele?"])
