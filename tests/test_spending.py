"""Limits and prices: what is counted, where it ends, and that a learner still gets their talk and feedback."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from coach.app import App, Choice
from coach.core.conversation import MemberTurn
from coach.core.feedback import Reflection
from coach.settings import Settings
from coach.spending import OF_DAY, OF_LEARNER, OF_TALK, Prices
from tests.fake_server import FakeServer
from tests.web.lines import TWELVE

SAID = TWELVE[:6]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as running:
        yield running


@asynccontextmanager
async def limited(folder: Path, server: FakeServer, **limits: str) -> AsyncGenerator[App]:
    options = {"database_url": f"sqlite:///{folder / 'coach.sqlite3'}", "base_url": server.url, "model": "fake-model"}
    app = App(Settings.read({}, {**options, **limits}), Choice(reader="builtin"))
    yield app
    await app.server.aclose()
    app.store.close()


async def held(app: App, learner: str) -> tuple[str, list[MemberTurn]]:
    """A talk of six turns: its id, and the replies."""
    practice = app.practice
    talk = await practice.open_talk(learner, "mele")
    for text in SAID:
        await (await practice.say(learner, talk.id, text)).wait()
    turns = (await practice.talk(learner, talk.id)).conversation.member_turns
    return talk.id, [turn for _, turn in turns][-len(SAID) :]


async def test_without_limits_all_is_counted_and_nothing_ends(tmp_path: Path, server: FakeServer) -> None:
    async with limited(tmp_path, server) as app:
        learner = await app.practice.new_learner()
        talk, replies = await held(app, learner)
        tokens_in, tokens_out = app.store.spent(talk=talk)
        other, _ = await held(app, await app.practice.new_learner())
        assert all(turn.spoken_by == "llm" for turn in replies)
        assert tokens_in > 1000
        assert tokens_out > 0
        assert app.store.spent(learner=learner) == (tokens_in, tokens_out)
        assert sum(app.store.spent()) == tokens_in + tokens_out + sum(app.store.spent(talk=other))


@pytest.mark.parametrize(
    ("limit", "sentence"), [("talk_tokens", OF_TALK), ("learner_tokens", OF_LEARNER), ("day_tokens", OF_DAY)]
)
async def test_where_a_limit_is_reached_the_builtin_players_go_on_and_say_so(
    tmp_path: Path, server: FakeServer, limit: str, sentence: str
) -> None:
    async with limited(tmp_path, server, **{limit: "6000"}) as app:
        learner = await app.practice.new_learner()
        talk, replies = await held(app, learner)
        asked = len(server.requests)
        finished = await app.practice.reflect(learner, talk, Reflection())
        assert replies[0].spoken_by == "llm"
        assert replies[-1].spoken_by == "builtin"
        assert replies[-1].note.startswith(sentence)
        assert finished.feedback
        assert finished.feedback.note.startswith(sentence)
        assert len(server.requests) == asked, "nothing more is asked of the model"


async def test_a_limit_of_a_talk_ends_with_the_talk_and_one_of_a_learner_with_the_learner(
    tmp_path: Path, server: FakeServer
) -> None:
    async with limited(tmp_path, server, learner_tokens="6000") as app:
        learner = await app.practice.new_learner()
        await held(app, learner)
        _, again = await held(app, learner)
        _, others = await held(app, await app.practice.new_learner())
        assert again[0].spoken_by == "builtin", "another talk is no way round it"
        assert others[0].spoken_by == "llm"


async def test_deleting_a_talk_or_everything_sets_no_limit_back(tmp_path: Path, server: FakeServer) -> None:
    async with limited(tmp_path, server) as app:
        learner = await app.practice.new_learner()
        talk, _ = await held(app, learner)
        before = app.store.spent()
        await app.practice.delete_talk(learner, talk)
        await app.practice.forget(learner)
        assert app.store.spent() == before
        assert app.store.spent(learner=learner) == (0, 0), "and nobody's name is kept with it"


def test_a_cost_is_told_only_where_both_prices_are_known() -> None:
    assert Prices(tokens_in=2.0, tokens_out=8.0).cost(500_000, 250_000) == pytest.approx(3.0)
    assert Prices(tokens_in=2.0).cost(500_000, 250_000) is None
