"""Who may come in, and what is refused to everybody else."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest
from itsdangerous import URLSafeTimedSerializer

from coach.accounts import Accounts, Role, add, learner_of
from coach.web.gate.allowance import Allowance
from coach.web.gate.entry import NAME, Entry
from coach.web.gate.sign_in import within
from tests.web.house import SECRET, House

CODE, PASSWORD = "Blue Wren", "four quiet brown birds"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("people") / "accounts.txt"
    add(file, "ana", Role.FACILITATOR, PASSWORD)
    add(file, "ben", Role.LEARNER, PASSWORD)
    return file


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, accounts: Path) -> Iterator[House]:
    """An app with both ways in."""
    entry = Entry(SECRET, accounts=Accounts(accounts), code=CODE)
    with House(tmp_path_factory.mktemp("closed"), entry=entry) as running:
        yield running


@pytest.fixture
async def stranger(closed: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=closed.address, trust_env=False) as client:
        yield client


def carried(entry: Entry, header: str) -> dict[str, str]:
    """The cookies of a browser that was given this header."""
    name, _, rest = header.partition("=")
    return {name: rest.split(";")[0]}


PATHS = ["/", "/talk", "/talks", "/config", "/gradio_api/queue/data", "/talks/any", "/talks/any/talk.md", "/theme.css"]


@pytest.mark.parametrize("path", PATHS)
async def test_nobody_who_is_not_in_reads_anything(stranger: httpx2.AsyncClient, path: str) -> None:
    answer = await stranger.get(path)
    assert answer.status_code in (303, 401)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/talks/any/turns", "/gradio_api/run/predict", "/gradio_api/queue/join"])
@pytest.mark.parametrize("body", [{"data": [], "fn_index": 0}, {"api_name": "/predict", "data": []}])
async def test_nobody_who_is_not_in_calls_a_function_by_name_or_number(
    stranger: httpx2.AsyncClient, path: str, body: dict[str, object]
) -> None:
    assert (await stranger.post(path, json=body)).status_code == 401


async def test_the_code_lets_in_and_leads_back_to_where_one_came_from(stranger: httpx2.AsyncClient) -> None:
    sent = await stranger.get("/prepare?member=mele")
    assert sent.headers["location"] == "/sign-in?to=%2Fprepare%3Fmember%3Dmele"
    assert "Come in" in (await stranger.get(sent.headers["location"])).text
    answer = await stranger.post("/sign-in", data={"code": " blue wren ", "to": "/prepare?member=mele"})
    assert answer.headers["location"] == "/prepare?member=mele"
    assert (await stranger.get("/")).status_code == 200
    await stranger.post("/sign-out")
    assert (await stranger.get("/")).status_code == 303


async def test_a_wrong_code_is_told_and_lets_nobody_in(stranger: httpx2.AsyncClient) -> None:
    answer = await stranger.post("/sign-in", data={"code": '"><script>alert(1)</script>'})
    assert answer.status_code == 401
    assert "not the code" in answer.text
    assert "<script>alert" not in answer.text
    assert (await stranger.get("/")).status_code == 303


async def test_an_account_is_the_same_learner_in_every_browser(closed: House) -> None:
    found: list[str] = []
    for _ in range(2):
        async with httpx2.AsyncClient(base_url=closed.address, trust_env=False) as browser:
            await browser.post("/sign-in", data={"name": "Ben", "password": PASSWORD})
            entry = Entry(SECRET, accounts=closed.entry.accounts, code=CODE)
            visitor = entry.visitor(dict(browser.cookies))
            assert visitor
            assert visitor.role is Role.LEARNER
            found.append(visitor.learner)
    assert found[0] == found[1]
    assert await closed.app.practice.knows(found[0])


async def test_wrong_passwords_are_slowed_down_for_their_name_alone(closed: House) -> None:
    async with httpx2.AsyncClient(base_url=closed.address, trust_env=False) as browser:
        tries = [await browser.post("/sign-in", data={"name": "zoe", "password": "guess"}) for _ in range(7)]
        assert [answer.status_code for answer in tries] == [401] * 6 + [429]
        assert int(tries[-1].headers["retry-after"]) > 0
        ana = await browser.post("/sign-in", data={"name": "ana", "password": PASSWORD})
        assert ana.status_code == 303


async def test_signing_in_from_another_site_is_not_done(stranger: httpx2.AsyncClient) -> None:
    for path in ("/sign-in", "/sign-out"):
        answer = await stranger.post(path, data={"code": CODE}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403


def test_a_cookie_ends_with_its_password_its_account_and_its_code(tmp_path: Path, accounts: Path) -> None:
    file = Path(shutil.copy(accounts, tmp_path / "accounts.txt"))
    people = Accounts(file)
    entry = Entry(SECRET, accounts=people, code=CODE)
    ben = people.get("ben")
    assert ben
    cookies = carried(entry, entry.cookie(learner_of(ben.name), ben))
    assert entry.visitor(cookies)
    add(file, "ben", Role.LEARNER, "quite another password")
    assert entry.visitor(cookies) is None
    with_code = carried(entry, entry.cookie("somebody"))
    assert entry.visitor(with_code)
    assert Entry(SECRET, accounts=people, code="another code").visitor(with_code) is None
    assert Entry(SECRET, accounts=people).visitor(with_code) is None


def test_a_cookie_of_an_open_house_opens_no_closed_one() -> None:
    cookies = carried(Entry(SECRET), Entry(SECRET).cookie("somebody"))
    assert Entry(SECRET).visitor(cookies)
    assert Entry(SECRET, code=CODE).visitor(cookies) is None


def test_a_cookie_signed_with_the_old_secret_counts_while_it_is_named() -> None:
    cookies = carried(Entry("old secret"), Entry("old secret").cookie("somebody"))
    assert Entry("old secret", SECRET).visitor(cookies)
    assert Entry(SECRET).visitor(cookies) is None


@pytest.mark.parametrize("kept", ["learner", ["learner"], {}, {"learner": 7}, {"learner": None}, 3, None])
def test_what_is_signed_but_says_nobody_is_nobody(kept: object) -> None:
    signed = URLSafeTimedSerializer(SECRET, salt="coach.learner").dumps(kept)
    assert Entry(SECRET).visitor({NAME: str(signed)}) is None


def test_behind_tls_cookies_are_for_tls_alone() -> None:
    assert "; Secure" in Entry(SECRET, https=True).cookie("somebody")
    assert "; Secure" not in Entry(SECRET).cookie("somebody")


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", "", "x"]
)
def test_nobody_is_led_to_another_site(to: str) -> None:
    assert within(to) == "/"


def test_an_allowance_is_used_up_and_comes_back_with_time() -> None:
    now = 0.0
    allowance = Allowance(3, 60, lambda: now)
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 20]
    assert allowance.take("b") == 0, "one person's haste is not another's"
    now = 20.0
    assert allowance.take("a") == 0
    allowance.restore("a")
    assert allowance.wait("a") == 0


async def test_the_open_house_answers_to_this_machines_names_alone(tmp_path: Path) -> None:
    with House(tmp_path, hosts=frozenset({"127.0.0.1", "localhost"})) as house:
        async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as browser:
            assert (await browser.get("/")).status_code == 200
            rebound = await browser.get("/", headers={"Host": "elsewhere.example"})
    assert rebound.status_code == 421
    assert "set-cookie" not in rebound.headers


async def test_nobody_says_more_in_a_minute_than_a_person_can(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as hasty:
        await hasty.get("/")
        tries = [await hasty.post("/talks/none/turns", json={"text": "Hi", "after": 0}) for _ in range(21)]
    assert [answer.status_code for answer in tries] == [404] * 20 + [429]
    assert "retry-after" in tries[-1].headers
