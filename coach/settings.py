"""What the environment sets: one frozen value, and where each part of it came from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from rapidfuzz.process import extractOne

from coach import kinds, logs
from coach.core.moves import Value
from coach.errors import SettingError

DEFAULT_MODEL = "gpt-6-luna"
"""The small, quick one of OpenAI's models: asked for where a key is set and no model."""


class Source(Value):
    """One setting as a person is told of it: secrets masked."""

    name: str
    shown: str
    origin: str


def database_in(folder: Path) -> str:
    """The URL of the SQLite file in a folder."""
    return f"sqlite:///{(folder / 'coach.sqlite3').as_posix()}"


class Settings(Value):
    """Everything that can be set. Fields that the model server needs are called as they are called there.

    `came_from` says, by field, where a value was set; fields that nobody set are not in it.
    """

    api_key: SecretStr | None = None
    base_url: str | None = Field(default=None, repr=False)
    model: str = DEFAULT_MODEL
    reader_model: str | None = None
    first_word_seconds: float = 20
    between_words_seconds: float = 15
    total_seconds: float = 120
    context_tokens: int | None = None
    talk_tokens: int | None = None
    learner_tokens: int | None = None
    day_tokens: int | None = None
    price_in: float | None = None
    price_out: float | None = None
    hearing_model: str | None = None
    voice_model: str | None = None
    audio_base_url: str | None = Field(default=None, repr=False)
    audio_api_key: SecretStr | None = None
    trace: Path | None = None
    database_url: str = Field(default_factory=lambda: database_in(user_data_path("coach", appauthor=False)), repr=False)
    personas: Path | None = None
    prompts: Path | None = None
    help: Path | None = None
    keep_days: int | None = None
    log: logs.Form = "text"
    secret: SecretStr | None = None
    old_secret: SecretStr | None = None
    accounts: Path | None = None
    join_code: SecretStr | None = None
    https: bool = False
    proxies: str = "127.0.0.1"
    host: str = "127.0.0.1"
    port: int = 7860
    came_from: Mapping[str, str] = Field(default_factory=dict[str, str], repr=False)
    unknown: tuple[str, ...] = Field(default=(), repr=False)
    """Names that begin like ours and mean nothing here: most often a slip of the finger."""

    @staticmethod
    def read(environ: Mapping[str, str], options: Mapping[str, str] | None = None) -> "Settings":
        """The settings of an environment; `options`, by field, are those of the command line, and win.

        A value that is empty counts as not set. Raises SettingError: the setting, its origin, the mend.
        """
        values: dict[str, Any] = {}
        came_from: dict[str, str] = {}
        for field, setting in SETTINGS.items():
            names = [name for name in setting.names if environ.get(name, "").strip()]
            if option := (options or {}).get(field, "").strip():
                name, text, came_from[field] = f"--{field}", option, "the command line"
            elif names:
                name, text, came_from[field] = names[0], environ[names[0]].strip(), _origin(names)
            else:
                continue
            try:
                values[field] = setting.read(text)
            except ValueError as wrong:
                what, mend = wrong.args
                raise SettingError(f"{name} (from {came_from[field]}) {what}.", mend) from None
        unknown = tuple(sorted(name for name in environ if name.startswith("COACH_") and name not in _NAMES))
        return Settings(**values, came_from=came_from, unknown=unknown)

    @property
    def model_configured(self) -> bool:
        """Whether a model plays: a key is set, or an address together with a model."""
        return self.api_key is not None or (self.base_url is not None and "model" in self.came_from)

    @property
    def audio_configured(self) -> bool:
        """Whether there is a model that hears or speaks."""
        return bool(self.hearing_model or self.voice_model)

    def sources(self) -> tuple[Source, ...]:
        """Every setting with the value that counts and where it came from."""
        return tuple(
            Source(
                name=setting.names[-1],
                shown=_shown(getattr(self, field)),
                origin=self.came_from.get(field, "default"),
            )
            for field, setting in SETTINGS.items()
        )

    def doubts(self) -> tuple[str, ...]:
        """What works but is probably not what was meant, each with its mend."""
        return tuple(_doubts(self))


@dataclass(frozen=True)
class _Setting:
    names: tuple[str, ...]
    """The first that is set wins."""
    read: Callable[[str], object]
    """Raises ValueError(what is wrong, mend); the value of a secret must not be in either."""


TOKENS = kinds.whole_number(0, 99_999_999_999, "a number of tokens")

SETTINGS: Mapping[str, _Setting] = {
    "api_key": _Setting(("COACH_API_KEY", "OPENAI_API_KEY"), kinds.secret),
    "base_url": _Setting(("COACH_BASE_URL", "OPENAI_BASE_URL"), kinds.address),
    "model": _Setting(("COACH_MODEL",), kinds.text),
    "reader_model": _Setting(("COACH_READER_MODEL",), kinds.text),
    "first_word_seconds": _Setting(("COACH_FIRST_WORD_SECONDS",), kinds.seconds),
    "between_words_seconds": _Setting(("COACH_BETWEEN_WORDS_SECONDS",), kinds.seconds),
    "total_seconds": _Setting(("COACH_TOTAL_SECONDS",), kinds.seconds),
    "context_tokens": _Setting(("COACH_CONTEXT_TOKENS",), kinds.whole_number(512, 100_000_000, "a number of tokens")),
    "talk_tokens": _Setting(("COACH_TALK_TOKENS",), TOKENS),
    "learner_tokens": _Setting(("COACH_LEARNER_TOKENS",), TOKENS),
    "day_tokens": _Setting(("COACH_DAY_TOKENS",), TOKENS),
    "price_in": _Setting(("COACH_PRICE_IN",), kinds.price),
    "price_out": _Setting(("COACH_PRICE_OUT",), kinds.price),
    "hearing_model": _Setting(("COACH_HEARING_MODEL",), kinds.text),
    "voice_model": _Setting(("COACH_VOICE_MODEL",), kinds.text),
    "audio_base_url": _Setting(("COACH_AUDIO_BASE_URL",), kinds.address),
    "audio_api_key": _Setting(("COACH_AUDIO_API_KEY",), kinds.secret),
    "trace": _Setting(("COACH_TRACE",), kinds.new_folder),
    "database_url": _Setting(("COACH_DATABASE_URL",), kinds.database_url),
    "personas": _Setting(("COACH_PERSONAS",), kinds.folder),
    "prompts": _Setting(("COACH_PROMPTS",), kinds.folder),
    "help": _Setting(("COACH_HELP",), kinds.file),
    "keep_days": _Setting(("COACH_KEEP_DAYS",), kinds.whole_number(1, 36_500, "a number of days")),
    "log": _Setting(("COACH_LOG",), kinds.log_form),
    "secret": _Setting(("COACH_SECRET",), kinds.long_secret),
    "old_secret": _Setting(("COACH_OLD_SECRET",), kinds.long_secret),
    "accounts": _Setting(("COACH_ACCOUNTS",), kinds.file),
    "join_code": _Setting(("COACH_JOIN_CODE",), kinds.code),
    "https": _Setting(("COACH_HTTPS",), kinds.yes_or_no),
    "proxies": _Setting(("COACH_PROXIES",), kinds.word),
    "host": _Setting(("COACH_HOST",), kinds.word),
    "port": _Setting(("COACH_PORT",), kinds.whole_number(1, 65535, "a port")),
}
"""Every setting, in the order in which they are told."""


_NAMES = [name for setting in SETTINGS.values() for name in setting.names]


def _doubts(settings: Settings) -> Iterator[str]:
    for name in settings.unknown:
        near = extractOne(name, _NAMES, score_cutoff=75)
        yield f"{name} is not a setting. " + (f"Did you mean {near[0]}?" if near else "Take it out.")
    key, address, model = (field in settings.came_from for field in ("api_key", "base_url", "model"))
    if address and key and not model:
        yield f"COACH_MODEL is not set: the server is asked for {settings.model}. Set it to a model it has."
    if address and not settings.model_configured:
        yield "OPENAI_BASE_URL is set, but no key and no COACH_MODEL, so no model plays. Set COACH_MODEL."
    if model and not settings.model_configured:
        yield "COACH_MODEL is set, but no key and no address, so no model plays. Set OPENAI_API_KEY."
    if (settings.price_in is None) != (settings.price_out is None):
        yield "COACH_PRICE_IN and COACH_PRICE_OUT belong together: with one of them alone no cost is shown."
    if (settings.audio_base_url or settings.audio_api_key) and not settings.audio_configured:
        yield "A speech server is set, but no model of it. Set COACH_HEARING_MODEL, COACH_VOICE_MODEL, or both."
    origins = (settings.came_from.get("base_url", ""), settings.came_from.get("api_key", ""))
    if origins[0].endswith("variable COACH_BASE_URL") and origins[1].endswith("variable OPENAI_API_KEY"):
        yield "OPENAI_API_KEY goes to the server at COACH_BASE_URL. Has it its own? Set COACH_API_KEY."


def _origin(names: list[str]) -> str:
    first, *beaten = names
    return f"the environment variable {first}" + (f", which wins over {beaten[0]}" if beaten else "")


def _shown(value: object) -> str:
    match value:
        case None:
            return "not set"
        case SecretStr():
            return f"set ({len(value)} characters)"
        case str() if "://" in value:
            scheme, _, rest = value.partition("://")
            place, question, _ = rest.rpartition("@")[2].partition("?")
            return f"{scheme}://{'…@' if '@' in rest else ''}{place}{question and '?…'}"
        case _:
            return str(value)
