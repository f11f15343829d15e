"""The language of the page that is being drawn: picked by the learner, else by their browser, else English."""

import re
import tomllib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date
from babel.plural import PluralRule

from coach.core.moves import Value

ENGLISH = "en"
COOKIE = "coach_language"
LANGUAGE = "language"
"""Where the guard leaves the code of the language, in a request's state."""
FOLDER = Path(__file__).parent / "translations"

_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")
_TOGETHER = 3
"""Sentences that are translated as one."""

_now: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Language(Value):
    """One that pages are there in. `code` as BCP 47 has it; `name` is its own."""

    code: str
    name: str
    locale: str
    right_to_left: bool = False
    read_by: str = "us"
    """Which speaker has read the translation; empty where none has, and then the page says so."""
    words: Mapping[str, str] = {}
    """By the keys of `words.ENGLISH`; empty for English itself."""
    sentences: Mapping[str, str] = {}
    """What comes from below the pages, such as errors, by the English sentence; {name} stands for what varies in it."""

    @property
    def direction(self) -> str:
        """As `dir` of HTML has it."""
        return "rtl" if self.right_to_left else "ltr"

    @property
    def plural(self) -> PluralRule:
        """Gives the plural form that a number asks for."""
        return Locale.parse(self.locale).plural_form


@cache
def languages() -> Mapping[str, Language]:
    """All of them, by code, English first."""
    english = Language(code=ENGLISH, name="English", locale="en_AU")
    return {ENGLISH: english} | {file.stem: _read(file) for file in sorted(FOLDER.glob("*.toml"), reverse=True)}


def _read(file: Path) -> Language:
    rooms = tomllib.loads(file.read_text("utf-8"))
    about, sentences = rooms.pop("about"), rooms.pop("sentences", {})
    words = {f"{room}.{key}": text for room, keys in rooms.items() for key, text in keys.items()}
    return Language(code=file.stem, words=words, sentences=sentences, **about)


def now() -> Language:
    """The language that is spoken now."""
    return languages()[_now.get()]


def speak(code: str) -> None:
    """From here on in this task, speak the language of this code; English where there is none of it."""
    _now.set(code if code in languages() else ENGLISH)


@contextmanager
def speaking(code: str) -> Generator[None]:
    """Speak it for a while."""
    before = _now.set(code if code in languages() else ENGLISH)
    try:
        yield
    finally:
        _now.reset(before)


def picked(cookies: Mapping[str, str], accepted: str) -> str:
    """The code of the language to speak, by these cookies and the browser's Accept-Language."""
    if (chosen := cookies.get(COOKIE, "")) in languages():
        return chosen
    return negotiate_locale(wanted(accepted), list(languages()), sep="-") or ENGLISH


def wanted(accepted: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    weighed: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        code, _, weight = part.partition(";q=")
        try:
            weighed.append((float(weight or 1), code.strip()))
        except ValueError:
            continue
    return [code for weight, code in sorted(weighed, key=lambda one: -one[0]) if weight > 0]


def day(moment: datetime) -> str:
    """A date as people write it."""
    return format_date(moment.astimezone(), "full", locale=now().locale)


def told(text: str) -> str:
    """What comes from below the pages, sentence by sentence in the language that is spoken, where it is known there.

    Kept notes are told so too: the numbers and names in a sentence are found again where the translation has braces.
    """
    if not (language := now()).sentences:
        return text
    said, rest = list[str](), _SENTENCE_ENDS.split(text)
    while rest:
        length = next((end for end in range(_TOGETHER, 0, -1) if _known(language, " ".join(rest[:end]))), 0)
        whole = " ".join(rest[: length or 1])
        said.append(_known(language, whole) or whole)
        rest = rest[length or 1 :]
    return " ".join(said)


def _known(language: Language, sentence: str) -> str | None:
    if found := language.sentences.get(sentence):
        return found
    for pattern, translation in _patterns(language.code):
        if fits := pattern.fullmatch(sentence):
            return translation.format(**{name: told(part) for name, part in fits.groupdict().items()})
    return None


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences that have braces, as what fits them."""
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), translation)
        for english, translation in languages()[code].sentences.items()
        if "{" in english
    )
