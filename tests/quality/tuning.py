"""Tunes the model of coach/meaning: `python -m tests.quality.tuning PUBLISHED TUNED` (half an hour on two cores).

PUBLISHED holds sentence-transformers/all-MiniLM-L6-v2 with vocab.txt. Questions that one line answers are drawn
together, away from those of the member's other lines; and what one follow-up answers, away from the others of its
line. Wants torch and transformers, which nothing else here does.
"""

import random
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from shutil import copy
from typing import Any, NamedTuple

from coach.app import App
from coach.core.persona import Persona
from coach.partner.question import own_words
from coach.reader.questions import COMMON, listed
from coach.settings import Settings

PASSES, LINES, WARM = 2, 48, 20
"""Passes over all lines, lines a step (all of one member, so that each is told from its like), steps of warming up."""
RATE, SHARPNESS, LONGEST = 3e-5, 0.06, 40
OTHER_QUESTION = 0.75
"""How often a question is held against another one of its line, and not against the line itself."""


class Asked(NamedTuple):
    """What people ask for with one line in mind, and what it is to lie near where that is not another question."""

    wordings: tuple[str, ...]
    line: str
    follows: str = ""
    """Of a follow-up, what it follows on: it is told from others of the same line, and hardly from others' others."""


def asked_of(persona: Persona) -> list[list[Asked]]:
    """All that is asked of a member, what is asked after one line together."""
    topics = [[Asked(topic.questions(n), line)] for topic in persona.topics for n, line in enumerate(topic.says)]
    after: dict[str, list[Asked]] = {}
    for one in persona.follow_ups:
        after.setdefault(one.follows, []).append(Asked(one.wordings, one.wordings[0], one.follows))
    return [[one for one in group if len(one.wordings) > 1] for group in (*topics, *after.values())]


def batches(members: list[list[list[Asked]]]) -> list[list[Asked]]:
    """One pass: all that is asked, a member at a time, shuffled; follow-ups of one line stay beside each other."""
    found: list[list[Asked]] = []
    for groups in members:
        for kind in (False, True):
            own = [group for group in groups if group and bool(group[0].follows) is kind]
            flat = [one for group in random.sample(own, len(own)) for one in group]
            found += [flat[start : start + LINES] for start in range(0, len(flat) - LINES + 1, LINES)]
    return random.sample(found, len(found))


def drawn(one: Asked) -> tuple[str, str]:
    """A question, and what it is to lie near."""
    first, second = random.sample(one.wordings, 2)
    return first, second if one.follows or random.random() < OTHER_QUESTION else one.line


def comparable(batch: list[Asked], texts: Sequence[str]) -> list[list[bool]]:
    """Which texts a question may be held apart from: "Who's that?" after one line is no other than after another."""
    names = [bool(own_words(text) - listed(COMMON)) for text in texts]
    return [
        [
            here == there or not one.follows or one.follows == other.follows or names[there]
            for there, other in enumerate(batch)
        ]
        for here, one in enumerate(batch)
    ]


def main(published: Path, tuned: Path) -> None:
    """Tune, and save."""
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    torch.manual_seed(1)
    random.seed(1)
    tokenizer = transformers.AutoTokenizer.from_pretrained(published)
    model = transformers.AutoModel.from_pretrained(published)

    def vectors(texts: list[str]) -> Any:
        rows = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        there = rows["attention_mask"][..., None]
        means = (model(**rows).last_hidden_state * there).sum(1) / there.sum(1)
        return torch.nn.functional.normalize(means, dim=-1)

    members = [asked_of(persona) for persona in App(Settings()).content.members]
    steps = PASSES * len(batches(members))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)

    def pace_at(step: int) -> float:
        return min(1.0, (step + 1) / WARM) * max(0.0, 1 - step / steps)

    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, pace_at)
    for number in range(PASSES):
        total = 0.0
        for batch in batches(members):
            questions, others = zip(*(drawn(one) for one in batch), strict=True)
            near = vectors(list(questions)) @ vectors(list(others)).T / SHARPNESS
            there = near.masked_fill(~torch.tensor(comparable(batch, others)), -1e4)
            back = near.T.masked_fill(~torch.tensor(comparable(batch, questions)), -1e4)
            own = torch.arange(len(batch))
            loss = (torch.nn.functional.cross_entropy(there, own) + torch.nn.functional.cross_entropy(back, own)) / 2
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            pace.step()
            total += float(loss)
        print(f"pass {number + 1} of {PASSES}: {total / steps * PASSES:.3f}")
    model.save_pretrained(tuned, safe_serialization=True)
    copy(published / "vocab.txt", tuned)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
