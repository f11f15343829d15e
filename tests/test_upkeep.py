"""What whoever runs the app is told: today's tokens and their cost, and servers of this machine, which are not used."""

from datetime import UTC, datetime
from pathlib import Path

from coach.llm import USUAL_PORTS
from coach.spending import Prices
from coach.store import Store
from coach.upkeep import LOOKED_FOR, Upkeep
from tests.fake_server import FakeServer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def kept_in(folder: Path) -> Store:
    store = Store(f"sqlite:///{(folder / 'coach.sqlite3').as_posix()}")
    today = NOON.astimezone().date()
    store.spend(today, "ana", "one", 150_000, 2_000)
    store.spend(today, "ben", "two", 50_000, 1_000)
    store.spend(today.replace(day=today.day + 1), "ana", "one", 7, 7)
    return store


async def test_what_a_day_cost_is_of_all_learners_and_of_that_day_alone(tmp_path: Path) -> None:
    store = kept_in(tmp_path)
    spent = await Upkeep(store, Prices(tokens_in=0.25, tokens_out=2), ports=None, clock=lambda: NOON).spent_today()
    assert (spent.tokens_in, spent.tokens_out) == (200_000, 3_000)
    assert spent.amount == "0.06"
    cheap = await Upkeep(store, Prices(tokens_in=0.01, tokens_out=0), ports=None, clock=lambda: NOON).spent_today()
    assert cheap.amount == "less than 0.01"
    free = await Upkeep(store, Prices(tokens_in=0, tokens_out=0), ports=None, clock=lambda: NOON).spent_today()
    assert free.amount == "0.00"
    unknown = await Upkeep(store, Prices(tokens_in=1), ports=None, clock=lambda: NOON).spent_today()
    assert unknown.amount == ""
    store.close()


async def test_a_server_of_this_machine_is_looked_for_seldom_and_asked_for_its_models_alone(tmp_path: Path) -> None:
    store, now = kept_in(tmp_path), [0.0]
    with FakeServer() as fake:
        upkeep = Upkeep(store, Prices(), ports={fake.port: "Ollama"}, seconds=lambda: now[0])
        (found,) = await upkeep.nearby()
        assert found.to_paste == f"OPENAI_BASE_URL={fake.url}\nCOACH_MODEL=fake-model"
        assert await upkeep.nearby() == (found,)
        assert len(fake.visits) == 1
        now[0] += LOOKED_FOR + 1
        fake.models = []
        assert await upkeep.nearby() == ()
        assert fake.requests == []
    store.close()


async def test_where_a_model_is_set_nobody_looks_for_others(tmp_path: Path) -> None:
    store = kept_in(tmp_path)
    assert await Upkeep(store, Prices(), ports=None).nearby() == ()
    assert set(USUAL_PORTS) == {11434, 1234, 8080, 8000}
    store.close()
