"""What stands before every request."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from coach.web.gate.entry import Entry
from tests.web.house import SECRET, House

ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
async def stranger(house: House) -> AsyncIterator[httpx2.AsyncClient]:
    """A program with no cookie."""
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as client:
        yield client


@pytest.fixture
async def learner(stranger: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """One that has been to the first page, and carries its cookie."""
    await stranger.get("/")
    return stranger


@pytest.fixture
async def talk(house: House, learner: httpx2.AsyncClient) -> str:
    """The id of a talk of this learner's, in which they speak first."""
    visitor = Entry(SECRET).visitor(dict(learner.cookies))
    assert visitor
    return (await house.app.practice.open_talk(visitor.learner, "mele")).id


async def test_the_app_says_that_it_is_well(stranger: httpx2.AsyncClient) -> None:
    assert (await stranger.get("/healthz")).text == "ok"


async def test_a_page_makes_somebody_known_by_a_signed_cookie_that_no_script_reads(
    stranger: httpx2.AsyncClient,
) -> None:
    cookie = (await stranger.get("/")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in (await stranger.get("/")).headers, "who is known stays who they are"


async def test_a_cookie_that_was_not_signed_here_is_nobodys(stranger: httpx2.AsyncClient) -> None:
    stranger.cookies.set("coach_learner", "ImEtbGVhcm5lciI.c2lnbmVkLWJ5LW5vYm9keQ")
    assert "set-cookie" in (await stranger.get("/")).headers
    stranger.cookies.clear()
    stranger.cookies.set("coach_learner", "ImEtbGVhcm5lciI.c2lnbmVkLWJ5LW5vYm9keQ")
    answer = await stranger.get("/talks/any")
    assert answer.status_code == 422
    assert "Allow cookies" in answer.json()["message"]


@pytest.mark.parametrize("path", ["/", "/talk", "/coach/coach.css", "/theme.css", "/healthz", "/nothing"])
async def test_every_answer_carries_the_headers_that_keep_others_out(stranger: httpx2.AsyncClient, path: str) -> None:
    headers = (await stranger.get(path)).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_what_a_learner_wrote_is_kept_in_no_cache_and_what_never_changes_is(stranger: httpx2.AsyncClient) -> None:
    page = await stranger.get("/")
    script = page.text.split('src="./assets/')[1].split('"')[0]
    assert page.headers["cache-control"] == "no-store"
    assert "immutable" in (await stranger.get(f"/assets/{script}")).headers["cache-control"]
    assert "immutable" not in (await stranger.get("/assets/gone.js")).headers["cache-control"]
    assert (await stranger.get("/coach/coach.js")).headers["cache-control"] == "no-cache"
    assert (await stranger.get("/talks/any")).headers["cache-control"] == "no-store"


async def test_no_other_site_is_allowed_to_read(stranger: httpx2.AsyncClient) -> None:
    for path in ("/", "/config", "/talks/any"):
        assert "access-control-allow-origin" not in (await stranger.get(path, headers=ELSEWHERE)).headers


@pytest.mark.parametrize("path", ["/talks/any/turns", "/gradio_api/run/predict", "/gradio_api/queue/join"])
async def test_what_another_sites_page_sends_is_not_done(learner: httpx2.AsyncClient, path: str) -> None:
    for headers in (ELSEWHERE, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert (await learner.post(path, json={}, headers=headers)).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.org/x",
        "/gradio_api/info",
        "/gradio_api/runs",
        "/gradio_api/mcp/",
        "/docs",
        "/openapi.json",
    ],
)
async def test_what_no_page_uses_does_not_exist(learner: httpx2.AsyncClient, path: str) -> None:
    assert (await learner.get(path)).status_code == 404
    assert (await learner.post(path, files={"files": b"x"})).status_code == 404


async def test_more_than_any_form_holds_is_not_read(learner: httpx2.AsyncClient) -> None:
    assert (await learner.post("/talks/any/turns", content=b"x" * 300_000)).status_code == 413


async def test_no_event_waits_in_gradios_queue(learner: httpx2.AsyncClient) -> None:
    events = (await learner.get("/config")).json()["dependencies"]
    assert events
    assert not any(event["queue"] for event in events), "it looks only twice a second"


async def test_a_turn_is_answered_as_lines_and_kept(learner: httpx2.AsyncClient, talk: str) -> None:
    answer = await learner.post(f"/talks/{talk}/turns", json={"text": "How was your week?", "after": 0})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    last = json.loads(answer.text.splitlines()[-1])
    assert last["kind"] == "done"
    assert [turn["speaker"] for turn in last["talk"]["turns"]] == ["organizer", "member"]
    assert (await learner.get(f"/talks/{talk}")).json() == last["talk"], "what the page is told is what is kept"
    assert (await learner.get(f"/talks/{talk}/reply")).status_code == 204, "nothing is under way"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"text": "   ", "after": 0}, "Write something first."),
        ({"text": "a" * 10_000, "after": 0}, "10,000"),
        ({"text": "Hello", "after": 4}, "moved on"),
        ({"text": ["Hello"], "after": 0}, "can't be used"),
        ({"after": -1}, "can't be used"),
    ],
    ids=["empty", "too long", "stale", "no text", "no number"],
)
async def test_what_can_not_be_said_is_refused_in_a_sentence(
    learner: httpx2.AsyncClient, talk: str, body: dict[str, object], said: str
) -> None:
    answer = await learner.post(f"/talks/{talk}/turns", json=body)
    assert answer.status_code == 422
    assert said in " ".join(answer.json().values())
    assert (await learner.get(f"/talks/{talk}")).json()["turns"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""), ("GET", "/reply"), ("GET", "/talk.md"), ("GET", "/talk.json"), ("POST", "/turns"),
        ("POST", "/answer"), ("POST", "/stop"), ("POST", "/end"), ("POST", "/rewind"), ("POST", "/delete"),
    ],
)  # fmt: skip
async def test_another_learners_talk_is_not_found_whatever_is_asked_of_it(
    house: House, talk: str, method: str, path: str
) -> None:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as other:
        await other.get("/")
        body = {"text": "Hello", "after": 0, "turn": 1} if method == "POST" else None
        answer = await other.request(method, f"/talks/{talk}{path}", json=body)
    assert answer.status_code == 404
    assert answer.json()["message"]
