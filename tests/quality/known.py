"""Reckons what the shipped members' lines mean: `python -m tests.quality.known` writes coach/meaning/lines.npz.

Part of `make reference`. What is not in it is reckoned when it is needed: where it is old, nothing is wrong but slow.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import coach.meaning
from coach.app import App
from coach.core.persona import Persona
from coach.meaning import vectors
from coach.meaning.lines import key_of
from coach.settings import Settings

STEPS = 15
"""A vector is kept in whole numbers up to this; what that loses (0.002 of a nearness of 1) changes no answer."""


def lines_of(persona: Persona) -> Iterator[str]:
    """Every text of a member that a question is compared with: their lines, and the questions that these answer."""
    for topic in persona.topics:
        yield from topic.says
        for place in range(len(topic.says)):
            yield from topic.questions(place)
    for follow_up in persona.follow_ups:
        yield from follow_up.wordings
    for layer in persona.story:
        yield from layer.hints
        yield from (telling.says for telling in layer.tells)
    for situation, lines in persona.lines.items():
        if situation.value.startswith("asked_"):
            yield from lines


def write(personas: Iterable[Persona], target: Path) -> int:
    """Writes the vectors of these members, and says how many there are."""
    texts = sorted({text for persona in personas for text in lines_of(persona)}, key=key_of)
    found = vectors(texts)
    whole: NDArray[np.float32] = np.rint(found / np.abs(found).max(axis=1, keepdims=True) * STEPS)
    keys = np.array([key_of(text) for text in texts], np.uint64)
    np.savez_compressed(target, keys=keys, vectors=whole.astype(np.int8))
    return len(texts)


if __name__ == "__main__":
    target = Path(coach.meaning.__file__).parent / "lines.npz"
    print(write(App(Settings()).content.members, target), "texts in", target)
