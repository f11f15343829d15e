"""Tunes the model of coach/meaning: `python -m tests.quality.tuning PUBLISHED TUNED` (ten minutes on two cores).

PUBLISHED holds sentence-transformers/all-MiniLM-L6-v2 with vocab.txt. Questions that one line answers are drawn
together, away from those of the member's other lines. Wants torch and transformers, which nothing else here does.
"""

import random
import sys
from importlib import import_module
from pathlib import Path
from shutil import copy
from typing import Any

from coach.app import App
from coach.core.persona import Persona
from coach.settings import Settings

PASSES, LINES, WARM = 3, 48, 20
"""Passes over all lines, lines a step (all of one member, so that each is told from its like), steps of warming up."""
RATE, SHARPNESS, LONGEST = 3e-5, 0.06, 40
OTHER_QUESTION = 0.75
"""How often a question is held against another one of its line, and not against the line itself."""


def pairs(persona: Persona) -> list[tuple[tuple[str, ...], str]]:
    """Each line with the questions that it answers."""
    lines = ((topic.questions(place), line) for topic in persona.topics for place, line in enumerate(topic.says))
    return [(questions, line) for questions, line in lines if len(questions) > 1]


def batches(members: list[list[tuple[tuple[str, ...], str]]]) -> list[list[tuple[str, str]]]:
    """One pass: a question of each line, and what it is to lie near, a member at a time, shuffled."""
    found: list[list[tuple[str, str]]] = []
    for lines in members:
        order = random.sample(lines, len(lines))
        for start in range(0, len(order) - LINES + 1, LINES):
            drawn = [(random.sample(questions, 2), line) for questions, line in order[start : start + LINES]]
            found.append([(one, two if random.random() < OTHER_QUESTION else line) for (one, two), line in drawn])
    return random.sample(found, len(found))


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

    members = [pairs(persona) for persona in App(Settings()).content.members]
    steps = PASSES * len(batches(members))
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)

    def pace_at(step: int) -> float:
        return min(1.0, (step + 1) / WARM) * max(0.0, 1 - step / steps)

    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, pace_at)
    for number in range(PASSES):
        total = 0.0
        for batch in batches(members):
            near = vectors([one for one, _ in batch]) @ vectors([other for _, other in batch]).T / SHARPNESS
            own = torch.arange(len(batch))
            loss = (torch.nn.functional.cross_entropy(near, own) + torch.nn.functional.cross_entropy(near.T, own)) / 2
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
