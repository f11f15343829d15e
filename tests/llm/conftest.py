"""A fake model server, and the door to it with little patience."""

from collections.abc import AsyncIterator, Iterator
from random import Random

import pytest
from pydantic import SecretStr

from coach.llm import ModelServer, ModelSettings
from tests.fake_server import FakeServer, closed_url
from tests.llm.talking import KEY, Pauses


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves this machine: what is https to elsewhere ends at a closed door."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", closed_url())
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with FakeServer() as server:
        yield server


@pytest.fixture
def settings(fake: FakeServer) -> ModelSettings:
    """For tests in which the server is quick to answer."""
    return ModelSettings(base_url=fake.url, api_key=SecretStr(KEY), model="fake-model")


@pytest.fixture
async def door(settings: ModelSettings, pauses: Pauses) -> AsyncIterator[ModelServer]:
    server = ModelServer(settings, sleep=pauses, chance=Random(1))
    yield server
    await server.aclose()


@pytest.fixture
async def hasty(settings: ModelSettings, pauses: Pauses) -> AsyncIterator[ModelServer]:
    """For tests in which the server falls silent: the limits for words are short."""
    short = {"first_word_seconds": 0.5, "between_words_seconds": 0.2}
    server = ModelServer(settings.model_copy(update=short), sleep=pauses, chance=Random(1))
    yield server
    await server.aclose()


@pytest.fixture
async def door_to_two(settings: ModelSettings, pauses: Pauses) -> AsyncIterator[ModelServer]:
    """With a model of its own for the small work."""
    server = ModelServer(settings.model_copy(update={"reader_model": "small-model"}), sleep=pauses)
    yield server
    await server.aclose()
