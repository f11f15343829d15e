"""Settings that can't be used are refused by name; doubtful ones are warned about."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from coach.errors import SettingError
from coach.llm import ModelSettings, check_settings

GOOD = ModelSettings(base_url="https://api.example.org/v1", api_key=SecretStr("sk-1"), model="some-model")


def changed(**fields: Any) -> ModelSettings:
    return GOOD.model_copy(update=fields)


def test_good_settings_are_passed_without_a_word() -> None:
    assert check_settings(GOOD) == ()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:11434/v1", "http://localhost:1234/v1/", "http://ollama:11434/v1"]
)
def test_a_server_of_ones_own_needs_neither_https_nor_a_key(address: str) -> None:
    assert check_settings(changed(base_url=address, api_key=None)) == ()


def test_without_an_address_openai_is_meant() -> None:
    assert changed(base_url=None).address == "https://api.openai.com/v1"


@pytest.mark.parametrize("written", ["/v1/ ", "", "/", "/v1/chat/completions", "/chat/completions/"])
def test_an_address_that_is_written_a_little_otherwise_is_understood(written: str) -> None:
    assert changed(base_url=f"https://api.example.org{written}").address == "https://api.example.org/v1"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://openrouter.ai/api/v1/", "https://openrouter.ai/api/v1"),
        (
            "https://me.openai.azure.com/openai/v1/?api-version=preview",
            "https://me.openai.azure.com/openai/v1?api-version=preview",
        ),
        ("http://127.0.0.1:8000?key=1", "http://127.0.0.1:8000/v1?key=1"),
    ],
)
def test_an_address_with_a_path_or_a_query_keeps_it(written: str, meant: str) -> None:
    assert changed(base_url=written).address == meant


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"base_url": "api.example.org/v1"}, "OPENAI_BASE_URL"),
        ({"base_url": "ftp://api.example.org/v1"}, "OPENAI_BASE_URL"),
        ({"base_url": "http:///v1"}, "OPENAI_BASE_URL"),
        ({"base_url": "http://host:port/v1"}, "OPENAI_BASE_URL"),
        ({"base_url": "http://host:70000/v1"}, "OPENAI_BASE_URL"),
        ({"base_url": "http://host/v 1"}, "OPENAI_BASE_URL"),
        ({"api_key": SecretStr("sk-1\n")}, "OPENAI_API_KEY"),
        ({"api_key": SecretStr("sk-1 sk-2")}, "OPENAI_API_KEY"),
        ({"api_key": SecretStr("sk-ä")}, "OPENAI_API_KEY"),
        ({"model": ""}, "COACH_MODEL"),
        ({"model": "one\ntwo"}, "COACH_MODEL"),
        ({"reader_model": " "}, "COACH_READER_MODEL"),
        ({"first_word_seconds": 0}, "COACH_FIRST_WORD_SECONDS"),
        ({"between_words_seconds": -1}, "COACH_BETWEEN_WORDS_SECONDS"),
        ({"total_seconds": float("nan")}, "COACH_TOTAL_SECONDS"),
        ({"total_seconds": 1e9}, "COACH_TOTAL_SECONDS"),
        ({"context_tokens": 12}, "COACH_CONTEXT_TOKENS"),
        ({"trace": Path(__file__)}, "COACH_TRACE"),
    ],
)
def test_what_can_not_be_used_is_refused_by_the_name_of_the_setting(fields: dict[str, Any], name: str) -> None:
    with pytest.raises(SettingError) as refused:
        check_settings(changed(**fields))
    assert refused.value.message.startswith(f"{name} ")
    assert refused.value.mend


def test_the_sentence_says_where_the_value_came_from_and_never_the_key() -> None:
    with pytest.raises(SettingError) as refused:
        check_settings(changed(api_key=SecretStr("sk-secret\n")), {"api_key": "the file .env, line 3"})
    assert "OPENAI_API_KEY (from the file .env, line 3) holds" in str(refused.value)
    assert "sk-secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"base_url": "https://api.example.org"}, "has no /v1 at its end"),
        ({"base_url": "https://api.example.org/v1/chat/completions"}, "ends in /chat/completions"),
        ({"base_url": "http://api.example.org/v1"}, "is plain http to api.example.org"),
        ({"base_url": "http://8.8.8.8/v1"}, "is plain http to 8.8.8.8"),
        ({"base_url": "https://me:word@api.example.org/v1"}, "holds a name or password"),
        ({"api_key": None}, "OPENAI_API_KEY is not set"),
        ({"api_key": SecretStr('"sk-1"')}, "begins with a quotation mark"),
        ({"first_word_seconds": 200}, "is longer than COACH_TOTAL_SECONDS"),
    ],
)
def test_what_is_doubtful_is_warned_about(fields: dict[str, Any], warning: str) -> None:
    (said,) = check_settings(changed(**fields))
    assert warning in said
    assert "word@" not in said


def test_a_doubt_says_where_the_value_came_from() -> None:
    (said,) = check_settings(changed(base_url="http://api.example.org/v1"), {"base_url": "the file .env, line 3"})
    assert said.startswith("OPENAI_BASE_URL (from the file .env, line 3) is plain http")
