"""The only wiring: settings to content, store and model, and these to players."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path

from coach import content
from coach.aloud import Aloud
from coach.assessor import Assessor
from coach.assessor.builtin import BuiltinAssessor
from coach.assessor.llm import LLMAssessor
from coach.content import Content
from coach.core.better_lines import BetterLines
from coach.errors import SettingError
from coach.lab.desk import Desk
from coach.lab.sketch import Sketcher
from coach.lab.studio import Studio
from coach.llm import NAMES, USUAL_PORTS, AudioServer, ModelServer, ModelSettings
from coach.partner import Partner
from coach.partner.builtin import QUICK, BuiltinPartner
from coach.partner.feeling import LLMFeeling
from coach.partner.llm import LLMPartner
from coach.practice import Players, Practice
from coach.privacy import Kept, kept
from coach.reader import Reader
from coach.reader.builtin import BuiltinReader
from coach.reader.llm import LLMReader
from coach.retention import Retention
from coach.settings import SETTINGS, Settings
from coach.spending import Limits, Prices
from coach.stage import Stage
from coach.store import Store
from coach.upkeep import Upkeep
from coach.workshops import Workshops

Player = Literal["builtin", "llm"]


@dataclass(frozen=True)
class Choice:
    """Which player plays each role; None for the one that the settings suggest."""

    partner: Player | None = None
    reader: Player | None = None
    assessor: Player | None = None


class App:
    """Everything that runs, made when it is first asked for, so that a command pays only for what it uses."""

    def __init__(self, settings: Settings, choice: Choice | None = None, pace: float = 0) -> None:
        """`pace`: seconds between two words of the built-in partner."""
        self.settings, self.choice, self.pace = settings, choice or Choice(), pace

    @cached_property
    def content(self) -> Content:
        """Members and wording."""
        return content.load(*content.find_folders(self.settings.personas, self.settings.prompts), self.settings.help)

    @cached_property
    def server(self) -> ModelServer:
        """The model server. Raises SettingError where none is set."""
        if not self.settings.model_configured:
            raise SettingError(
                "No model is set up.",
                "Set OPENAI_API_KEY, or OPENAI_BASE_URL and COACH_MODEL; see coach doctor.",
            )
        fields = ModelSettings.model_fields
        return ModelServer(
            ModelSettings(**{name: getattr(self.settings, name) for name in fields}),
            came_from=self.settings.came_from,
        )

    @cached_property
    def audio(self) -> AudioServer | None:
        """The speech server, where one is set. A key goes to the server that it was set for and to no other."""
        found = self.settings
        if not found.audio_configured:
            return None
        own = found.audio_base_url is not None
        own_key = own or found.audio_api_key is not None
        set_by = {
            "base_url": "audio_base_url" if own else "base_url",
            "api_key": "audio_api_key" if own_key else "api_key",
        }
        place = ModelSettings(
            **{field: getattr(found, setting) for field, setting in set_by.items()},
            model=found.model,
            first_word_seconds=found.first_word_seconds,
            between_words_seconds=found.between_words_seconds,
            total_seconds=found.total_seconds,
            trace=found.trace,
        )
        return AudioServer(
            place,
            hearing_model=found.hearing_model,
            voice_model=found.voice_model,
            came_from={field: found.came_from[name] for field, name in set_by.items() if name in found.came_from},
            names={**NAMES, **{field: SETTINGS[setting].names[-1] for field, setting in set_by.items()}},
        )

    def plays(self, role: Literal["partner", "reader", "assessor"]) -> Player:
        """Which player plays a role."""
        return getattr(self.choice, role) or ("llm" if self.settings.model_configured else "builtin")

    @cached_property
    def reader(self) -> Reader:
        """Whoever reads when there is time to wait."""
        return LLMReader(self.server, self.content.render) if self.plays("reader") == "llm" else BuiltinReader()

    @cached_property
    def partner(self) -> Partner:
        """Whoever speaks for the member."""
        if self.plays("partner") == "llm":
            return LLMPartner(self.server, self.content.render)
        return BuiltinPartner(self.pace)

    @cached_property
    def builtin_assessor(self) -> Assessor:
        """The one that needs no model."""
        return BuiltinAssessor(content.load_yaml(self.content.prompts / "better_lines.yaml", BetterLines))

    @cached_property
    def assessor(self) -> Assessor:
        """Whoever says how it went."""
        if self.plays("assessor") == "llm":
            return LLMAssessor(self.server, self.content.render)
        return self.builtin_assessor

    @cached_property
    def stage(self) -> Stage:
        """All players. The built-in reader reads first, since a reply must not wait; a model's reads beside it."""
        return Stage(
            reader=BuiltinReader(),
            partner=self.partner,
            assessor=self.assessor,
            understudy=BuiltinPartner(self.pace),
            builtin_assessor=self.builtin_assessor,
            second_reader=self.reader if self.plays("reader") == "llm" else None,
            feeling=LLMFeeling(self.server, self.content.render) if self.plays("partner") == "llm" else None,
        )

    @cached_property
    def store(self) -> Store:
        """The database, whose own folder is made at the first start. Raises StoreError."""
        if "database_url" not in self.settings.came_from:
            with suppress(OSError):  # the store says it in words
                user_data_path("coach", appauthor=False, ensure_exists=True)
        return Store(self.settings.database_url)

    @cached_property
    def practice(self) -> Practice:
        """What the pages call."""
        return Practice(self.content, self.store, self.stage, self.players, limits=self.limits)

    @cached_property
    def aloud(self) -> Aloud:
        """What the pages call where a talk is held aloud."""
        return Aloud(self.practice, self.audio)

    @cached_property
    def studio(self) -> Studio:
        """What the facilitators' pages call."""
        builtin = BuiltinPartner()
        rehearsing = Stage(
            reader=BuiltinReader(),
            partner=builtin,
            assessor=self.builtin_assessor,
            understudy=builtin,
            builtin_assessor=self.builtin_assessor,
        )
        sketcher = Sketcher(self.server, self.content.render) if self.settings.model_configured else None
        desk = Desk(self.content.personas, self.content.prompts)
        return Studio(desk, self.stage, rehearsing, self.content.render, sketcher)

    @cached_property
    def workshops(self) -> Workshops:
        """What the facilitators' pages call for their groups."""
        return Workshops(self.content, self.store)

    @cached_property
    def upkeep(self) -> Upkeep:
        """What the pages tell whoever runs the app."""
        return Upkeep(self.store, self.prices, ports=None if self.settings.model_configured else USUAL_PORTS)

    @property
    def retention(self) -> Retention:
        """How long it is kept."""
        return Retention(self.store, self.settings.keep_days)

    @property
    def kept(self) -> Kept:
        """Where what learners say lies."""
        return kept(self.settings)

    @property
    def limits(self) -> Limits:
        """How many tokens may be used."""
        set_to = self.settings
        return Limits(talk=set_to.talk_tokens, learner=set_to.learner_tokens, day=set_to.day_tokens)

    @property
    def prices(self) -> Prices:
        """What tokens cost, where somebody said."""
        return Prices(tokens_in=self.settings.price_in, tokens_out=self.settings.price_out)

    @property
    def players(self) -> Players:
        """Who plays, as a learner is told."""
        partner = self.plays("partner")
        if "llm" not in (partner, self.plays("reader"), self.plays("assessor")):
            return Players(partner="builtin")
        host = urlsplit(self.server.settings.address).hostname or ""
        return Players(partner=partner, model=self.server.name, server=host)


__all__ = ["QUICK", "App", "Choice", "Player"]
