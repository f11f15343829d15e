"""The languages: every one has all the words, and each page is served in the one that its reader wants."""

import re
from pathlib import Path

import httpx2
import pytest

from coach.content import Content
from coach.web.words import ENGLISH, count, say
from coach.web.words.language import languages, picked, speaking, told
from tests.web.house import ROOT, House
from tests.web.test_hints import texts

OTHERS = [code for code in languages() if code != "en"]
FOR_FACILITATORS = ("studio.", "nav.studio", "nav.workshops", "upkeep.", "workshop.", "group.", "plan.")
"""Words that may stay English."""
MORE_FORMS = (".two", ".few")


def braces(text: str) -> list[str]:
    return sorted(set(re.findall(r"{\w+}", text)))


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_exactly_the_words_of_english(code: str) -> None:
    wanted = {key for key in ENGLISH if not key.startswith(FOR_FACILITATORS)}
    there = {key for key in languages()[code].words if key in ENGLISH or not key.endswith(MORE_FORMS)}
    assert there == wanted, (
        f"coach/web/words/translations/{code}.toml: write {sorted(wanted - there)}, take out {sorted(there - wanted)}"
    )


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_keeps_what_stands_in_braces(code: str) -> None:
    words = languages()[code].words
    for key, text in words.items():
        english = ENGLISH.get(key) or ENGLISH[re.sub(r"\.(two|few)$", ".many", key)]
        missing = set(braces(english)) - set(braces(text))
        spoken_out = {"{count}"} if key.endswith((".one", ".two")) else set[str]()
        assert not missing - spoken_out, f"{code}.toml, {key}: {missing} is missing"
        assert set(braces(text)) <= set(braces(english)), f"{code}.toml, {key}: nothing fills {braces(text)}"


@pytest.mark.parametrize("code", OTHERS)
def test_a_translated_sentence_is_one_that_is_really_said_and_keeps_what_varies(code: str, shipped: Content) -> None:
    source = "\n".join(file.read_text("utf-8") for file in Path(ROOT / "coach").rglob("*.py"))
    said = re.sub(r"{[^{}]*}", "{}", source)
    said += said.replace("model server", "speech server")  # whose faults are told in the same words
    sentences = languages()[code].sentences
    hints = "\n".join(texts(shipped))
    assert [one for one in sentences if one not in hints and f'"{re.sub("{.*?}", "{}", one)}' not in said] == []
    assert [one for one, other in sentences.items() if braces(one) != braces(other)] == []


def test_a_count_takes_the_form_that_the_language_has_for_it() -> None:
    with speaking("ar"):
        assert [count("feedback.times", number) for number in (1, 2, 3, 11, 100)] == [
            "مرة واحدة", "مرتان", "3 مرات", "11 مرة", "100 مرة",
        ]  # fmt: skip
    with speaking("es"):
        assert count("feedback.times", 1_000_000) == "1000000 veces"


def test_what_comes_from_below_the_pages_is_told_sentence_by_sentence_with_its_numbers() -> None:
    note = "The reply broke off. The model server is busy. The built-in partner spoke this turn."
    with speaking("es"):
        busy = "El servidor del modelo está ocupado."
        assert told(note) == f"La respuesta se cortó. {busy} En este turno habló el interlocutor incorporado."
        long = told("That is 4,321 characters; a turn may have 4,000.")
        assert long == "Son 4,321 caracteres; un turno puede tener 4,000."
        assert told("Quite new {this}. The model server is busy.") == f"Quite new {{this}}. {busy}"
    assert told(note) == note


def test_every_way_in_which_a_model_fails_a_learner_is_told_in_every_language() -> None:
    """The sentences are those of the source: whoever adds one is told here that it is to be translated."""
    llm = ROOT / "coach" / "llm"
    source = "\n".join((llm / f"{name}.py").read_text("utf-8") for name in ("faults", "audio", "door"))
    messages = set(re.findall(r'(?:Model\w+|refused)\(\s*"([^"{]+)"|message = "([^"{]+)"', source))
    told_by_models = {one or other for one, other in messages}
    told_by_speech = {one.replace("model server", "speech server") for one in told_by_models}
    for message in sorted(told_by_models | told_by_speech):
        for code in OTHERS:
            with speaking(code):
                assert told(message) != message, f"{code}.toml lacks {message!r}"


def test_what_a_language_does_not_have_is_said_in_english() -> None:
    with speaking("es"):
        assert say("studio.save") == "Save"
        assert told("Something quite new happened.") == "Something quite new happened."


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"), ("ar", "ar"), ("de,fr;q=0.9", "en"), ("", "en"), ("en-US,es", "en"),
        ("de, ar;q=0.4, es;q=0.6", "es"), ("es;q=0,ar;q=0.1", "ar"), (";q=x,,es;q=much", "en"), ("*", "en"),
    ],
)  # fmt: skip
def test_the_browser_picks_the_language(accepted: str, code: str) -> None:
    assert picked({}, accepted) == code


def test_what_the_learner_picked_goes_before_the_browser() -> None:
    assert picked({"coach_language": "ar"}, "es") == "ar"
    assert picked({"coach_language": "../../x"}, "es") == "es"


async def test_pages_come_in_the_language_that_was_picked(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, headers={"accept-language": "es"}) as client:
        page = (await client.get("/prepare?member=mele")).text.replace("\\", "")
        assert 'lang="es" dir="ltr"' in page
        assert '<p class="first-words">Un momento…</p>' in page, "before any script has come"
        assert "funciona con JavaScript" in page
        assert "Empezar a conversar" in page
        lost = await client.get("/nowhere", headers={"accept": "text/html"})
        assert '<html lang="es" dir="ltr">' in lost.text
        assert "Esa página no existe" in lost.text

        came_from = {"referer": f"{house.address}/prepare?member=mele", "origin": house.address}
        back = await client.post("/language", data={"language": "ar"}, headers=came_from)
        assert (back.status_code, back.headers["location"]) == (303, "/prepare?member=mele")
        page = (await client.get("/prepare?member=mele")).text.replace("\\", "")
        assert 'lang="ar" dir="rtl"' in page
        assert "ابدأ الحديث" in page
        refused = await client.post(
            "/talks/none/turns", json={"text": "x", "after": 0}, headers={"origin": house.address}
        )
        assert refused.json()["message"] == "لا توجد محادثة كهذه هنا."


async def test_a_language_that_is_not_there_changes_nothing(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as client:
        came_from = {"referer": "http://elsewhere.example//evil.example/", "origin": house.address}
        back = await client.post("/language", data={"language": "tlh\r\nx: y"}, headers=came_from)
        assert back.headers["location"] == "/"
        assert "set-cookie" not in back.headers
