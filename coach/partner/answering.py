"""Which of the member's lines answers a question: by what people ask in other words, and by what its words name."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.core.story import Topic
from coach.meaning import vector, vectors
from coach.partner.question import Question

ENOUGH, ENOUGH_NAMED = 0.5, 0.45
"""How likely a line must answer a question to be said, and one of the topic that its words name first.

Of lines that are a little less likely some six in ten fit; of the evasions that stand for them eight. To hand over to
them from the side ("Part of that I can speak to") made it no better: 13 of 22 such replies fitted.
"""
MOST_WORDS = 2.0
"""More words of its own than this that a line shares with a question count no more."""
BEST = 16
"""So many lines are weighed by all that speaks for them, beside those of topics that were named: the nearest."""
WEIGHTS = {
    "asked": 1.89,
    "asked clearly": 2.63,
    "with what stood before": 2.03,
    "nearer than others": 1.00,
    "line": 0.90,
    "best topic": 0.69,
    "topic": 1.24,
    "names them": -0.05,
    "words": 0.59,
}
BIAS = -3.83
"""What each thing that speaks for a line counts: fitted to what readers judged (`python -m tests.quality.answers`)."""
HALF = 0.5
"""Questions that are nearer to each other than this are mostly asked in the same sense."""


class Candidate(NamedTuple):
    """A line that could answer."""

    likely: float
    """How likely a listener finds that it answers, from 0 to 1."""
    text: str
    topic: Topic
    shown: dict[str, float]
    """What speaks for it, and against it."""


class _Index(NamedTuple):
    """All lines of a member's topics, with the vectors of the questions that they answer and their own."""

    lines: tuple[tuple[Topic, int], ...]
    starts: NDArray[np.intp]
    """For each line, where its rows begin: its own vector first, then those of its questions."""
    rows: NDArray[np.float32]


def answers(question: Question, topics: tuple[Topic, ...], named: Sequence[str]) -> list[Candidate]:
    """The lines that could answer, the likeliest first. `named`: ids of the topics that its words name, best first."""
    index = _index(topics)
    asked = np.stack([vector(text) for text in question.wordings]).T
    near, in_place = index.rows @ asked, index.rows @ vector(question.in_place)
    of_lines = near[index.starts].max(axis=1)
    of_questions = np.maximum.reduceat(near.max(axis=1), index.starts)
    placed = np.maximum.reduceat(in_place, index.starts)
    order = [int(at) for at in np.argsort(-of_questions)]
    best, second = (float(of_questions[at]) for at in order[:2])
    weighed = {*order[:BEST], *(at for at, (topic, _) in enumerate(index.lines) if topic.id in named)}
    found: list[Candidate] = []
    for at in weighed:
        topic, place = index.lines[at]
        line, asked_near = topic.says[place], float(of_questions[at])
        shown = {
            "asked": asked_near,
            "asked clearly": max(0.0, asked_near - HALF),
            "with what stood before": float(placed[at]),
            "nearer than others": asked_near - (second if at == order[0] else best),
            "line": float(of_lines[at]),
            "best topic": asked_near * (topic.id in named[:1]),
            "topic": asked_near * (topic.id in named),
            "names them": float(question.of_people and question.names(line, topic)),
            "words": min(question.shared(line), MOST_WORDS),
        }
        found.append(Candidate(likely(shown, WEIGHTS, BIAS), line, topic, shown))
    return sorted(found, key=lambda one: -one.likely)


def likely(shown: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """How likely something fits for which so much speaks, from 0 to 1."""
    return 1 / (1 + math.exp(-bias - sum(weights[name] * value for name, value in shown.items())))


@lru_cache(maxsize=32)
def _index(topics: tuple[Topic, ...]) -> _Index:
    lines = tuple((topic, place) for topic in topics for place in range(len(topic.says)))
    texts = [(topic.says[place], *topic.questions(place)) for topic, place in lines]
    starts = np.cumsum([0, *(len(one) for one in texts[:-1])])
    return _Index(lines, starts, vectors([text for one in texts for text in one]))
