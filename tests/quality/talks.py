"""The labelled talks: read from tests/quality/talks, one file a talk."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from coach.core.moves import Move, Value
from coach.reader.features import Line

FOLDER = Path(__file__).parent / "talks"


class Said(Value):
    """One turn of a labelled talk."""

    speaker: Literal["organizer", "member"]
    text: str


class LabelledTalk(Value):
    """A talk with one or two labellings of its organizer turns by the codebook, made independently.

    `held_back` talks are for reporting alone: nothing may be trained or tuned on their members. Those that are `fresh`
    were written when reader and assessor stood: nothing of either had them in view. Their second labelling is by
    another hand, which saw no label of the first.
    """

    id: str
    member: str
    meeting: str
    tier: Literal["weak", "medium", "strong"]
    campaign: str
    held_back: bool
    fresh: bool = False
    turns: tuple[Said, ...]
    labels: tuple[dict[int, tuple[Move, ...]], ...]


class Example(NamedTuple):
    """One organizer turn as a reader gets it, and what each labelling calls it."""

    member: str
    text: str
    before: tuple[Line, ...]
    labels: tuple[frozenset[Move], ...]

    def stripped(self) -> "Example":
        """The same without question marks and capitals, before and after."""
        return self._replace(text=_strip(self.text), before=tuple((who, _strip(text)) for who, text in self.before))


@cache
def talks() -> tuple[LabelledTalk, ...]:
    """All labelled talks, by file name."""
    return tuple(
        LabelledTalk.model_validate(json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.json"))
    )


def examples(held_back: bool, *, fresh: bool = False) -> tuple[Example, ...]:
    """Every organizer turn of the talks that are held back, or of those that may be learned from; or of the fresh."""
    wanted = [talk for talk in talks() if talk.held_back == held_back and talk.fresh == fresh]
    return tuple(example for talk in wanted for example in examples_of(talk))


def examples_of(talk: LabelledTalk) -> Iterator[Example]:
    """Every organizer turn of a talk, in order."""
    before: tuple[Line, ...] = ()
    for number, turn in enumerate(talk.turns, 1):
        if turn.speaker == "organizer":
            labels = tuple(frozenset(labelling.get(number, ())) for labelling in talk.labels)
            yield Example(talk.member, turn.text, before, labels)
        before = (*before, (turn.speaker, turn.text))


def _strip(text: str) -> str:
    return text.replace("?", "").lower()
