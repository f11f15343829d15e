"""The door to the model: any OpenAI-compatible server, any fault, behind a few names."""

from coach.llm.door import ModelServer
from coach.llm.message import Message
from coach.llm.settings import ModelSettings, check_settings
from coach.llm.usage import Usage

__all__ = ["Message", "ModelServer", "ModelSettings", "Usage", "check_settings"]
