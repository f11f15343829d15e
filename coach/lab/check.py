"""`coach check`: all that can be said about content files before anybody talks with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateSyntaxError
from pydantic import BaseModel

from coach.content import (
    HELP,
    HINTS,
    OBJECTIVES,
    TOPICS,
    environment,
    load_located,
    load_yaml,
    persona_files,
    template_files,
    template_problem,
    validated,
)
from coach.core.better_lines import BetterLines
from coach.core.catalogue import Catalogue
from coach.core.help import Help
from coach.core.hints import Hints
from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.errors import ContentError, Problem
from coach.lab.cue_checks import catalogue_cues, cues
from coach.lab.draft import Draft, Finding, draft, found
from coach.lab.later import later
from coach.lab.leaks import leaks, marks, never_says
from coach.lab.objectives import judged
from coach.lab.organizers import FOLDER, Organizer
from coach.lab.promises import promises
from coach.lab.quantity import enough, lengths, questions, repeats, unwritten
from coach.lab.references import (
    commitments,
    follow_ups,
    ids,
    language,
    layers,
    review,
    scenarios,
    standard_topics,
)
from coach.lab.speech import harmless, named, speech
from coach.located import parse, read_text

Check = Callable[[Draft], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    leaks, marks, never_says, enough, repeats, lengths, questions, ids, follow_ups, standard_topics, layers,
    scenarios, commitments, cues, named, speech, harmless, language, later, review, promises,
)  # fmt: skip
"""What every member is put through, once their file can be read and is written."""

MODELS: Mapping[str, type[BaseModel]] = {
    TOPICS: Catalogue,
    OBJECTIVES: Rubric,
    HELP: Help,
    HINTS: Hints,
    "better_lines.yaml": BetterLines,
}
"""What the files of prompts/ say that are not templates."""


MANY = 4
"""Members; fewer are checked before other processes are there to help."""


class _Looked(NamedTuple):
    """What was found about one member."""

    findings: tuple[Finding, ...]
    id: str | None = None
    """None where the file can't be read."""
    line: int = 0
    """Where the id stands."""


def check(
    paths: Sequence[Path], prompts: Path, checks: Sequence[Check] = CHECKS, *, workers: int = 1
) -> tuple[Finding, ...]:
    """All findings about the given files and folders, by file and line. `prompts` holds the standard cues.

    `workers`: among so many processes the members are divided, where there are many.
    """
    everything: list[Finding] = []
    members: list[Path] = []
    for path in dict.fromkeys(file for one in paths for file in _files(one)):
        if path.suffix == ".md":
            everything += _template(path)
        elif path.name in MODELS:
            everything += _content(path, MODELS[path.name])
        elif path.parent.name == FOLDER and path.suffix in {".yaml", ".yml"}:
            everything += _content(path, Organizer)
        elif path.suffix in {".yaml", ".yml"}:
            members.append(path)
        else:
            mend = "Give a member's .yaml file, a prompt, or a folder of them."
            everything.append(found(Problem(str(path), 0, "can't be checked: it is no .yaml and no .md file", mend)))
    owners: dict[str, Path] = {}
    for path, one in zip(members, _looked_at(members, _catalogue(prompts), checks, workers), strict=True):
        everything += one.findings
        if one.id and (other := owners.setdefault(one.id, path)) != path:
            what = f'the id "{one.id}" is that of {other} too'
            everything.append(found(Problem(str(path), one.line, what, "Give each their own.", ("id",))))
    return tuple(sorted(dict.fromkeys(everything), key=lambda one: (one.file, one.line)))


def _looked_at(
    members: Sequence[Path], catalogue: Catalogue, checks: Sequence[Check], workers: int
) -> Sequence[_Looked]:
    look = partial(_look, catalogue=catalogue, checks=checks)
    if workers < 2 or len(members) < MANY:
        return [look(path) for path in members]
    with ProcessPoolExecutor(min(workers, len(members)), get_context("spawn")) as pool:
        return list(pool.map(look, members))


def _catalogue(prompts: Path) -> Catalogue:
    """The standard cues; none where their file can't be read, which is a finding of its own."""
    try:
        return load_yaml(prompts / TOPICS, Catalogue)
    except ContentError:
        return Catalogue()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (*persona_files(path), *template_files(path), *persona_files(path / FOLDER))
    else:
        yield path


def check_text(path: Path, text: str, prompts: Path, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings about a member's text as if it stood in this file, by line."""
    every = _look(path, _catalogue(prompts), checks, text).findings
    return tuple(sorted(dict.fromkeys(every), key=lambda one: one.line))


def _look(path: Path, catalogue: Catalogue, checks: Sequence[Check], text: str | None = None) -> _Looked:
    """One member; `text` where it is not what the file says."""
    try:
        persona, located = validated(parse(path, read_text(path) if text is None else text), Persona)
        member = draft(persona, located, catalogue)
        left = tuple(unwritten(member))
        findings = left or tuple(finding for one in checks for finding in one(member))
    except ContentError as wrong:
        return _Looked(tuple(map(found, wrong.problems)))
    return _Looked(findings, persona.id, located.line(("id",)))


def _content(path: Path, model: type[BaseModel]) -> Iterator[Finding]:
    try:
        value, located = load_located(path, model)
    except ContentError as wrong:
        yield from map(found, wrong.problems)
        return
    if isinstance(value, Catalogue):
        yield from catalogue_cues(value, located)
    if isinstance(value, Rubric):
        yield from judged(value, located)


def _template(path: Path) -> Iterator[Finding]:
    try:
        environment(path.parent).parse(read_text(path))
    except ContentError as wrong:
        yield from map(found, wrong.problems)
    except TemplateSyntaxError as wrong:
        yield found(template_problem(path, wrong))
