"""Stopping `coach serve` while somebody is being answered, and what its log says of it."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.bench.processes import Running
from tests.fake_server import FakeServer, Reply
from tests.soak.seats import SECRET, Refused, plain_client, say, take_seats, turns_of

REPLY = "It has been a quincunx of a week, and my feet hurt more than I let on to the others. " * 2


async def test_a_stop_lets_replies_end_refuses_new_turns_in_words_and_logs_nobody_s(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'coach.sqlite3').as_posix()}"
    ana, ben = take_seats(url, 2)
    with FakeServer(otherwise=lambda request: Reply(REPLY if request.form == "text" else "{}", pace=0.06)) as model:
        env = {
            "COACH_DATABASE_URL": url,
            "COACH_SECRET": SECRET,
            "COACH_LOG": "json",
            "OPENAI_BASE_URL": model.url,
            "OPENAI_API_KEY": "sk-of-nobody",
            "COACH_MODEL": "fake-model",
        }
        with Running("-m", "coach", "serve", "--port", "{port}", path="/readyz", env=env) as app:
            async with plain_client() as client:
                held = asyncio.create_task(say(client, app.address, ana, "How is your marzipan?", 0))
                while not await turns_of(client, app.address, ana):
                    await asyncio.sleep(0.05)
                app.stop()
                while (await client.get(f"{app.address}/readyz")).status_code == 200:
                    await asyncio.sleep(0.05)
                with pytest.raises(Refused, match=r"503.*being restarted.*send it in a minute"):
                    await say(client, app.address, ben, "Hello?", 0)
                assert await turns_of(client, app.address, ben) == [], "and is not kept unanswered"
                await held
            assert app.ended() == 0
            assert files_in(tmp_path) == ["coach.sqlite3"], "all of it is in the one file"
            log = app.errors()
        with Running("-m", "coach", "serve", "--port", "{port}", path="/readyz", env=env) as again:
            async with plain_client() as client:
                turns = await turns_of(client, again.address, ana)
    assert [turn["speaker"] for turn in turns] == ["organizer", "member"]
    assert turns[1]["text"] == REPLY.strip()
    for word in ("marzipan", "quincunx", "sk-of-nobody", SECRET, ana.talk, ana.learner, "Traceback"):
        assert word not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    took = [line for line in lines if line.get("path") == "/talks/{talk_id}/turns"]
    assert {line["status"] for line in took} == {200, 503}
    assert all(line["ms"] > 0 and line["method"] == "POST" for line in took)


def files_in(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(file.name for file in folder.iterdir())
