"""Servers on this machine are found, and only if they are what they seem."""

from typing import Any

from coach.llm import find_local_servers
from coach.llm.local import USUAL_PORTS
from tests.fake_server import FakeServer


def test_the_usual_ports_are_those_of_the_servers_that_hosts_run() -> None:
    assert set(USUAL_PORTS.values()) == {"Ollama", "LM Studio", "llama.cpp", "vLLM"}


async def test_a_server_with_models_is_found_and_offered_with_the_settings_to_paste(fake: FakeServer) -> None:
    fake.models = [{"id": "nomic-embed-text"}, {"id": "llama3.2:3b"}]
    (found,) = await find_local_servers({fake.port: "Ollama"})
    assert (found.name, found.models) == ("Ollama", ("nomic-embed-text", "llama3.2:3b"))
    assert found.to_paste == f"OPENAI_BASE_URL={fake.url}\nCOACH_MODEL=llama3.2:3b"
    assert fake.requests == []


async def test_what_only_listens_there_is_passed_over(fake: FakeServer) -> None:
    fake.models_status = 404
    assert await find_local_servers({fake.port: "vLLM"}) == ()


async def test_a_server_without_models_is_passed_over(fake: FakeServer) -> None:
    fake.models = []
    assert await find_local_servers({fake.port: "vLLM"}) == ()


async def test_a_page_that_is_no_list_is_passed_over(fake: FakeServer) -> None:
    documents: list[Any] = [{"data": "none"}, {"models": []}, {"data": [{"name": "x"}, 3]}]
    for document in documents:
        fake.elsewhere = {"/v1/models": document}
        assert await find_local_servers({fake.port: "llama.cpp"}) == ()


async def test_where_nothing_listens_nothing_is_found() -> None:
    with FakeServer() as gone:
        port = gone.port
    assert await find_local_servers({port: "Ollama"}) == ()
