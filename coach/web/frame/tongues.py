"""Gradio's pages in the language of whoever asks: built once in each, and served with the words of one."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

import gradio as gr
from gradio import blocks as gradio_blocks

from coach.web.words import say
from coach.web.words.language import ENGLISH, Language, languages, now, speaking

WORDS = {
    "waiting": "app.loading", "no_script": "app.no_script", "title": "error.title", "lost": "error.line",
    "ours": "error.ours",
}  # fmt: skip
"""What is said where none of our own parts stands: before the scripts come (`first_words.py`), and by `toasts.js`."""


class Tongues(gr.Blocks):
    """Blocks whose `config`, which Gradio reads for every page it serves, has the words of the language spoken now."""

    def __init__(self, **options: Any) -> None:
        self._plain: dict[str, Any] = {}
        self._spoken: dict[str, dict[str, Any]] = {}
        self.properties: dict[str, list[dict[str, Any]]] = {}
        """Of the components, in their order, for every language but English."""
        super().__init__(**options)

    @property
    def config(self) -> dict[str, Any]:
        """As Gradio knows it, with this language's words."""
        language = now()
        if language.code not in self._spoken:
            self._spoken[language.code] = self._in(language)
        return self._spoken[language.code]

    @config.setter
    def config(self, value: dict[str, Any]) -> None:
        self._plain, self._spoken = value, {}

    def _in(self, language: Language) -> dict[str, Any]:
        words = {name: say(key) for name, key in WORDS.items()}
        told = {**self._plain, "lang": language.code, "dir": language.direction, "words": words}
        if properties := self.properties.get(language.code):
            pairs = zip(self._plain["components"], properties, strict=True)
            told["components"] = [{**component, "props": props} for component, props in pairs]
        return told


def in_every_language(build: Callable[[], Tongues]) -> Tongues:
    """What `build` makes in English, with the words that it makes in each of the other languages."""
    with _no_app_yet():
        with speaking(ENGLISH):
            pages = build()
        for code in languages():
            if code != ENGLISH:
                with speaking(code):
                    pages.properties[code] = [component["props"] for component in build().config["components"]]
    return pages


class _Later:
    """Stands for Gradio's application as long as nothing is served."""

    @staticmethod
    def create_app(*_: object, **__: object) -> None:
        """None is made."""


@contextmanager
def _no_app_yet() -> Generator[None]:
    """At the end of each page Gradio makes an application of all its routes: thirty at a start, and none is used.

    The one that serves is made when the pages are mounted. This is a quarter of the start's processor time.
    """
    maker = cast(Any, gradio_blocks)
    real, maker.App = maker.App, _Later
    try:
        yield
    finally:
        maker.App = real
