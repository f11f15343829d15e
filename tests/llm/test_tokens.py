"""Tokens are counted without ever waiting for a vocabulary."""

import threading

import tiktoken

from coach.llm import Message, count_tokens
from coach.llm.tokens import MESSAGE_TOKENS, REPLY_TOKENS, counted_by, load_vocabulary

TALK = (
    Message(role="system", content="You are Mele."),
    Message(role="user", content="How was your week?"),
)


def by_letters(_: str) -> tiktoken.Encoding:
    """A real vocabulary that needs no download: one token a byte."""
    ranks = {bytes([byte]): byte for byte in range(256)}
    return tiktoken.Encoding("letters", pat_str=r"[\s\S]", mergeable_ranks=ranks, special_tokens={"<|end|>": 256})


def by_none(_: str) -> None:
    """No vocabulary is there."""


def test_with_the_models_own_vocabulary_the_count_is_exact() -> None:
    assert count_tokens("How was your week?", "gpt-4o", vocabulary=by_letters) == 18


def test_words_that_look_like_marks_are_counted_as_words() -> None:
    assert count_tokens("<|end|>", "gpt-4o", vocabulary=by_letters) == 7


def test_a_model_whose_vocabulary_nobody_knows_is_counted_with_a_margin() -> None:
    assert count_tokens("x" * 100, "mele-7b", vocabulary=by_letters) == 120


def test_without_a_vocabulary_the_estimate_is_on_the_safe_side_in_any_script() -> None:
    english = "It has been a long week, and the bus was late again on Thursday."
    assert count_tokens(english, "gpt-4o", vocabulary=by_none) >= len(english.split()) * 4 / 3
    for text, tokens in (("今週はとても長かった", 10), ("🙂🙂🙂", 3), ("Это была долгая неделя", 7)):
        assert count_tokens(text, "gpt-4o", vocabulary=by_none) >= tokens


def test_half_a_character_can_be_counted() -> None:
    assert count_tokens("caf\udce9", "gpt-4o", vocabulary=by_none) > 0


def test_messages_cost_a_little_more_than_their_words() -> None:
    words = sum(count_tokens(message.content, "gpt-4o", vocabulary=by_letters) for message in TALK)
    whole = count_tokens(TALK, "gpt-4o", vocabulary=by_letters)
    assert whole == words + 2 * MESSAGE_TOKENS + REPLY_TOKENS


def test_a_talk_that_grows_at_its_end_never_counts_less() -> None:
    counts = [count_tokens(TALK[:end], "gpt-4o", vocabulary=by_none) for end in range(len(TALK) + 1)]
    assert counts == sorted(counts)


async def test_a_vocabulary_that_can_not_be_loaded_is_done_without() -> None:
    def broken(_: str) -> None:
        raise ConnectionError

    assert await load_vocabulary("gpt-4o", 5, load=broken) is False


async def test_a_download_that_hangs_keeps_nobody_waiting() -> None:
    end = threading.Event()
    try:
        assert await load_vocabulary("gpt-4o", 0.05, load=lambda _: end.wait()) is False
    finally:
        end.set()


async def test_a_vocabulary_that_is_there_is_loaded_by_the_name_that_the_model_needs() -> None:
    names: list[str] = []
    assert await load_vocabulary("gpt-4o", 5, load=names.append)
    assert await load_vocabulary("mele-7b", 5, load=names.append)
    assert names == ["o200k_base", "o200k_base"]


def test_which_count_is_used_is_said_in_words() -> None:
    assert counted_by("gpt-4o") in {"estimated, one token for 3 bytes", "tiktoken, o200k_base"}
