"""Hints in the reader's language, and a line to say in the language of the talk."""

import re

import httpx2
import pytest

from coach.content import Content
from coach.core.hints import RUNGS, Hint, Rung
from coach.core.persona import Persona
from coach.web.gate.entry import Entry
from coach.web.look.hints import hinted
from coach.web.words.language import languages, speaking, told
from tests.web.house import SECRET, House

OTHERS = [code for code in languages() if code != "en"]


def texts(content: Content) -> list[str]:
    """All that the shipped ladder of hints says."""
    ladder = content.hints()
    said = [ladder.silence, ladder.quotes]
    for one in ladder.hints:
        said += [one.question, one.named, one.noted or "", *one.lines, *one.without_words]
    return [text for text in said if text]


@pytest.mark.parametrize("code", OTHERS)
def test_the_whole_ladder_is_there_in_every_language(shipped: Content, code: str) -> None:
    for text in texts(shipped):
        english = re.sub(r"{theirs} ?", "", text).format(slip="…", name="Mele", minutes=30, noted="…")
        with speaking(code):
            there = told(english)
        for sentence in re.split(r"(?<=[.?!]) ", english):
            assert sentence not in there, f"{code}.toml lacks {sentence!r}"


def says(persona: Persona, rung: Rung, text: str, code: str = "es") -> str:
    with speaking(code):
        return hinted(Hint(turn=3, rung=rung, says=text), persona)


def test_what_is_to_be_thought_of_is_in_the_readers_language_and_keeps_what_they_noted(mele: Persona) -> None:
    assert says(mele, "question", "Which of their words would you like to know more about?").startswith("¿De cuáles")
    named = "Say why you meet: what you hope for, how long it takes, and that you may ask for something at the end."
    noted = "You noted beforehand: “To hear her. No more. Really.”"
    assert says(mele, "move", f"{named} {noted}").endswith("Antes anotaste: «To hear her. No more. Really.»")
    assert says(mele, "question", "Whatever a trainer wrote instead.") == "Whatever a trainer wrote instead."


def test_a_line_to_say_is_in_the_language_of_the_talk(mele: Persona) -> None:
    line = "You said “no pude dormir en toda la noche”. What's behind that?"
    assert says(mele, "line", line) == line
    spanish = mele.model_copy(update={"language": "es-MX"})
    assert says(spanish, "line", line, "ar") == "Dijiste «no pude dormir en toda la noche». ¿Qué hay detrás de eso?"


async def test_a_page_in_spanish_gets_hints_in_spanish_and_a_line_in_the_english_of_the_talk(house: House) -> None:
    headers = {"accept-language": "es", "origin": house.address}
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, headers=headers) as client:
        await client.get("/")
        visitor = Entry(SECRET).visitor(dict(client.cookies))
        assert visitor
        talk = f"/talks/{(await house.app.practice.open_talk(visitor.learner, 'mele')).id}"
        climbed = [(await client.post(f"{talk}/hint", json={"rung": rung, "after": 0})).json() for rung in RUNGS]
        assert [step["says"].split()[0] for step in climbed] == ["El", "Si", "Di", "Hi"]
        assert (await client.get(talk)).json()["hints"] == climbed
