"""What all tests share: the shipped content, and members read from it."""

import os
from pathlib import Path

import pytest

from coach import content
from coach.content import Content
from coach.core.persona import Persona

ROOT = Path(__file__).parent.parent

for name in list(os.environ):
    if name.startswith(("COACH_", "OPENAI_")):
        del os.environ[name]  # no test may speak to a model that the machine happens to have


@pytest.fixture(scope="session")
def shipped() -> Content:
    return content.load(ROOT / "personas", ROOT / "prompts")


@pytest.fixture(scope="session")
def mele(shipped: Content) -> Persona:
    return shipped.member("mele")
