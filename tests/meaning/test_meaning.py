"""What sentences mean: the same in other words lies near, and the shipped lines are known beforehand."""

import numpy as np
import pytest

from coach.content import Content
from coach.meaning import vector, vectors
from coach.meaning.encoder import shipped as encoder
from coach.meaning.lines import key_of, known
from coach.meaning.wordpiece import MOST_PIECES, pieces
from tests.quality.known import lines_of

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "how", "are", "un", "##believ", "##able", "?", "'", "s", "cafe"]
VOCABULARY = {word: number for number, word in enumerate(WORDS)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How are?", ["how", "are", "?"]),
        ("Unbelievable", ["un", "##believ", "##able"]),
        ("Café’s", ["cafe", "'", "s"]),
        ("how unheard are", ["how", "[UNK]", "are"]),
        ("", []),
        ("\x00 \n", ["[UNK]"]),
    ],
)
def test_text_is_cut_into_the_longest_pieces_there_are(text: str, expected: list[str]) -> None:
    assert [WORDS[number] for number in pieces(text, VOCABULARY)] == ["[CLS]", *expected, "[SEP]"]


def test_a_book_is_cut_short() -> None:
    assert len(pieces("how " * 100_000, VOCABULARY)) == MOST_PIECES
    assert np.isfinite(vector("how " * 10_000)).all()


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        ("Who's at home with you?", "Do you live with anybody?", "How long have you worked here?"),
        ("What do you do for a living?", "What's your job?", "What do you do for fun?"),
        ("How come you stopped going?", "Why did you give it up?", "When did you last go?"),
        ("Does your mum worry?", "Is your mother anxious about it?", "Is your boss worried?"),
    ],
)
def test_what_means_the_same_in_other_words_is_nearer(asked: str, same: str, other: str) -> None:
    assert vector(asked) @ vector(same) > vector(asked) @ vector(other)


def test_a_text_means_the_same_alone_and_among_others() -> None:
    texts = ["Yes.", "What would you change, if you could change one thing about the evenings?", "", "Kofi’s chat"]
    together = encoder().vectors(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, row in zip(texts, together, strict=True):
        assert np.allclose(encoder().vectors([text])[0], row, atol=1e-4)


def test_the_shipped_lines_are_known_beforehand(shipped: Content) -> None:
    lines = {line for persona in shipped.members for line in lines_of(persona)}
    missing = sorted(line for line in lines if not known().has(key_of(line)))
    assert not missing, f"{len(missing)} of {len(lines)} are not: make reference"


def test_what_is_stored_of_a_line_is_what_it_means(shipped: Content) -> None:
    lines = sorted(lines_of(shipped.member("mele")))[:40]
    near = (vectors(lines) * encoder().vectors(lines)).sum(axis=1)
    assert near.min() > 0.99
