"""The door to the model: any OpenAI-compatible server, any fault, behind a few names."""

from coach.llm.audio import ENDINGS, AudioServer
from coach.llm.audio_examination import examine_audio
from coach.llm.door import ModelServer
from coach.llm.examination import Report, Row, examine
from coach.llm.local import USUAL_PORTS, LocalServer, find_local_servers
from coach.llm.message import Message
from coach.llm.purse import Purse, paid_from
from coach.llm.settings import NAMES, ModelSettings, check_settings
from coach.llm.tokens import count_tokens, estimate_tokens
from coach.llm.usage import Usage

__all__ = [
    "ENDINGS",
    "NAMES",
    "USUAL_PORTS",
    "AudioServer",
    "LocalServer",
    "Message",
    "ModelServer",
    "ModelSettings",
    "Purse",
    "Report",
    "Row",
    "Usage",
    "check_settings",
    "count_tokens",
    "estimate_tokens",
    "examine",
    "examine_audio",
    "find_local_servers",
    "paid_from",
]
