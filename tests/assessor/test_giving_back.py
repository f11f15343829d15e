import re
from collections.abc import Iterator
from typing import cast

import pytest

from coach.assessor.giving_back import in_their_words
from coach.content import Content
from tests.assessor.talks import LINES
from tests.quality.talks import talks

MENTIONS, QUOTES = LINES.mentions, LINES.quotes


@pytest.mark.parametrize(
    ("said", "given_back"),
    [
        ("I gave up the footy for nights, you know.", "You gave up the footy for nights."),
        ("I was born in the back bedroom. Nobody minded.", "You were born in the back bedroom."),
        ("You say, these have only just learned your feet.", ""),
        ("It rained again, and it was cold.", ""),
        ("Six dinners. He sat with my dad, looking at the wheel.", "You mentioned your dad."),
        ("She said, I look tired. I know.", ""),
        ("If the boss rings, I sleep in the car.", "You mentioned the car."),
        ("Fine.", ""),
        ("", ""),
    ],
)
def test_what_is_given_back_is_a_sentence_that_a_person_would_say(said: str, given_back: str) -> None:
    assert in_their_words(said, MENTIONS) == given_back


@pytest.mark.parametrize(
    ("said", "given_back"),
    [
        ("Term one I missed something. I'm a nurse, I don't miss things.", "Term one you missed something."),
        ("It stops. You wait on your rice. I have seen a cake sit there.", "You said, ‘I have seen a cake sit there.’"),
        ("I can hardly stand up. They cut the short shift.", "You said, ‘They cut the short shift.’"),
        (
            "Yes. I pray about it like that, of a morning, before I get out of the car. That's why, um. Anyway.",
            "You said, ‘I pray about it like that, of a morning …’",
        ),
        ("Can't complain, really. It's the weather.", "You mentioned the weather."),
        ("What would you do? And so my dad.", "You mentioned your dad."),
    ],
)
def test_where_nothing_can_be_turned_a_telling_sentence_is_quoted_before_a_thing_is_mentioned(
    said: str, given_back: str
) -> None:
    assert in_their_words(said, MENTIONS, QUOTES) == given_back


def test_what_is_quoted_stands_word_for_word_and_tells_something(shipped: Content) -> None:
    assert QUOTES
    before, after = QUOTES.split("{theirs}")
    lines = [(text, in_their_words(text, MENTIONS, QUOTES)) for text in _said_by_members(shipped)]
    quoted = [(text, line) for text, line in lines if line.startswith(before)]
    assert len(quoted) > len(lines) / 20
    for text, line in quoted:
        sentence = line.removeprefix(before).removesuffix(after).removesuffix(" …")
        assert sentence in text.replace("’", "'"), line
        assert 3 <= len(sentence.split()) <= 12, line


def _says(value: object) -> Iterator[str]:
    """All texts under a `says`, however deep."""
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            if key != "says":
                yield from _says(inner)
            elif isinstance(inner, str):
                yield inner
            else:
                yield from (one for one in cast("tuple[object, ...]", inner) if isinstance(one, str))
    elif isinstance(value, list | tuple):
        for inner in cast("tuple[object, ...]", value):
            yield from _says(inner)


def _said_by_members(shipped: Content) -> Iterator[str]:
    for member in shipped.members:
        yield from _says(member.model_dump())
    for talk in talks():
        yield from (turn.text for turn in talk.turns if turn.speaker == "member")


def test_of_all_that_members_say_no_better_line_turns_a_pronoun_wrong_or_starts_with_a_fragment(
    shipped: Content,
) -> None:
    said = list(_said_by_members(shipped))
    given_back = [line for text in said if (line := in_their_words(text, MENTIONS))]
    assert len(given_back) > len(said) / 4
    for line in given_back:
        assert re.match(r"(?:[\w ]+ you|You)(?:'re|'ve|'d)? \w", line), line
        assert line.count(".") == 1 or "'" in line, line
        assert not re.search(r"\b(i|i'm|me|my|am|we|us|our|it|these|this)\b", line, re.IGNORECASE), line
        assert not re.search(r"[?!“”\"…]|\byou (am|was|is)\b", line), line
        assert len(line.split()) <= 12, line
