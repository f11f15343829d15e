"""Every parser of text from outside: whatever it is given is a value, or an error in words; nothing else is raised."""

import json
from collections.abc import Callable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.content import load_yaml
from coach.core.conversation import Conversation
from coach.core.rubric import Rubric
from coach.errors import CoachError
from coach.lab.cards import read_card
from coach.settings import SETTINGS, Settings
from coach.transcript import parse
from coach.web.gate.entry import NAME, Entry

ENTRY = Entry("a secret that only this test knows")
RUBRIC = (Path(__file__).parent.parent / "prompts" / "objectives.yaml").read_text("utf-8")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
turns = st.fixed_dictionaries(
    {}, optional={"speaker": st.sampled_from(["organizer", "member", "x"]) | anything, "text": st.text() | anything}
)
transcripts = st.fixed_dictionaries(
    {}, optional={"turns": st.lists(turns, max_size=5) | anything, "persona": anything, "scenario": anything}
)
cards = st.fixed_dictionaries(
    {},
    optional={
        "spec": st.just("chara_card_v2") | anything,
        "spec_version": st.just("2.0") | anything,
        "data": anything
        | st.dictionaries(st.sampled_from(["name", "description", "first_mes", "extensions", "mes_example"]), anything),
    },
)


def as_text(values: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    """These as JSON, whole or cut off somewhere, and texts of any kind."""
    whole = values.map(json.dumps)
    return st.text() | whole | st.tuples(whole, st.integers(0, 60)).map(lambda both: both[0][: both[1]])


def is_one_or_is_told(read: Callable[[], object], kind: type) -> None:
    told = ""
    try:
        found = read()
    except CoachError as wrong:
        found, told = None, str(wrong)
    assert isinstance(found, kind) or told.strip()


@settings(deadline=None)
@given(as_text(transcripts))
def test_any_text_is_a_transcript_or_is_told(text: str) -> None:
    is_one_or_is_told(lambda: parse(text, "it"), Conversation)


@settings(deadline=None)
@given(as_text(cards))
def test_any_text_is_a_card_or_is_told(text: str) -> None:
    is_one_or_is_told(lambda: read_card(text, "it"), object)


cuts = st.tuples(st.integers(0, len(RUBRIC)), st.text(max_size=5), st.integers(0, 40))


@settings(max_examples=40, deadline=None)
@given(st.lists(cuts, min_size=1, max_size=3))
def test_a_rubric_of_any_shape_is_one_or_is_told(changes: list[tuple[int, str, int]]) -> None:
    text = RUBRIC
    for place, put, taken in changes:
        text = text[:place] + put + text[place + taken :]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "objectives.yaml"
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        is_one_or_is_told(lambda: load_yaml(file, Rubric), Rubric)


names = st.sampled_from([name for setting in SETTINGS.values() for name in setting.names])


@settings(deadline=None)
@given(st.dictionaries(names, st.text(st.characters(exclude_characters="\x00"), max_size=40), max_size=6))
def test_any_environment_is_settings_or_is_told(environ: dict[str, str]) -> None:
    is_one_or_is_told(lambda: Settings.read(environ), Settings)


@settings(deadline=None)
@given(st.text() | anything.map(lambda value: ENTRY._signer.dumps({"x": str(value)})))  # pyright: ignore[reportPrivateUsage]
def test_no_cookie_of_any_shape_is_somebody(value: str) -> None:
    assert ENTRY.visitor({NAME: value}) is None
    with suppress(CookieError):  # as a header brings it
        assert ENTRY.visitor({name: one.value for name, one in SimpleCookie(value).items()}) is None
