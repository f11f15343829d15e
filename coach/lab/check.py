"""`coach check`: all that can be said about content files before anybody talks with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

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


def check(paths: Sequence[Path], prompts: Path, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings about the given files and folders, by file and line. `prompts` holds the standard cues."""
    catalogue = _catalogue(prompts)
    everything: list[Finding] = []
    owners: dict[str, Path] = {}
    for path in dict.fromkeys(file for one in paths for file in _files(one)):
        if path.suffix == ".md":
            everything += _template(path)
        elif path.name in MODELS:
            everything += _content(path, MODELS[path.name])
        elif path.parent.name == FOLDER and path.suffix in {".yaml", ".yml"}:
            everything += _content(path, Organizer)
        elif path.suffix in {".yaml", ".yml"}:
            everything += _member(path, catalogue, checks, owners)
        else:
            mend = "Give a member's .yaml file, a prompt, or a folder of them."
            everything.append(found(Problem(str(path), 0, "can't be checked: it is no .yaml and no .md file", mend)))
    return tuple(sorted(dict.fromkeys(everything), key=lambda one: (one.file, one.line)))


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


def _member(path: Path, catalogue: Catalogue, checks: Sequence[Check], owners: dict[str, Path]) -> Iterator[Finding]:
    try:
        yield from _read_member(path, read_text(path), catalogue, checks, owners)
    except ContentError as wrong:
        yield from map(found, wrong.problems)


def check_text(path: Path, text: str, prompts: Path, checks: Sequence[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings about a member's text as if it stood in this file, by line."""
    try:
        every = tuple(_read_member(path, text, _catalogue(prompts), checks, {}))
    except ContentError as wrong:
        every = tuple(map(found, wrong.problems))
    return tuple(sorted(dict.fromkeys(every), key=lambda one: one.line))


def _read_member(
    path: Path, text: str, catalogue: Catalogue, checks: Sequence[Check], owners: dict[str, Path]
) -> Iterator[Finding]:
    persona, located = validated(parse(path, text), Persona)
    member = draft(persona, located, catalogue)
    if (other := owners.setdefault(persona.id, path)) != path:
        yield member.error(("id",), f'the id "{persona.id}" is that of {other} too', "Give each their own.")
    left = tuple(unwritten(member))
    yield from left
    if not left:
        for one in checks:
            yield from one(member)


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
