"""The only reader of personas/ and prompts/: what can be used is loaded, the rest reported with its line."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, ValidationError

from coach.complaints import complaints, did_you_mean
from coach.core.catalogue import Catalogue, with_standard_cues
from coach.core.help import Help
from coach.core.hints import Hints
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.core.since import LaterKind
from coach.errors import ContentError, NotFound, Problem
from coach.located import Located, read_yaml

M = TypeVar("M", bound=BaseModel)

TOPICS = "topics.yaml"
OBJECTIVES = "objectives.yaml"
HELP = "help.yaml"
HINTS = "hints.yaml"
UNWRITTEN = "WRITE:"
"""How a text begins that is still to be written: learners don't meet a member who has one."""
RENDERED = 4096
"""Texts of templates that are remembered: a class of a hundred with forty turns each. A turn's has a kilobyte."""

Stamps: TypeAlias = tuple[tuple[str, int, int], ...]
"""Names of files, when each was changed (nanoseconds), and their sizes."""


@dataclass(frozen=True)
class Content:
    """The members that can be used, what is wrong with the others, and the wording that models are given."""

    personas: Path
    prompts: Path
    members: tuple[Persona, ...]
    problems: tuple[Problem, ...]
    templates: Environment = field(repr=False, compare=False)
    help: Help | None = None
    """What is said to somebody who may want out of the practice; None where no such file can be used."""
    help_file: Path | None = field(default=None, compare=False)
    files: Stamps | None = field(default=None, repr=False, compare=False)
    """The members' files as they were when they were read; None where the members come from elsewhere."""

    def member(self, persona_id: str) -> Persona:
        """The member of this id, with the standard cues. Raises NotFound."""
        known = {member.id: member for member in self.members}
        if persona_id in known:
            return known[persona_id]
        mend = did_you_mean(persona_id, known, f"There are: {', '.join(known) or 'none'}.")
        raise NotFound(f"There is no member called {persona_id[:60]!r} in {self.personas}.", mend)

    def rubric(self, kind: LaterKind | None = None) -> Rubric:
        """The learning objectives for a first meeting, or a later one of this kind; read anew. Raises ContentError."""
        return self.objectives().of(kind)

    def objectives(self) -> Rubric:
        """The learning objectives for all kinds of meetings; read anew. Raises ContentError."""
        return load_yaml(self.prompts / OBJECTIVES, Rubric)

    def hints(self) -> Hints:
        """The ladder of hints, read anew: the shipped one where the folder's can't be used. Raises ContentError."""
        try:
            return load_yaml(self.prompts / HINTS, Hints)
        except ContentError:  # nobody who is stuck in a talk is left without; `coach check` says what is wrong
            return load_yaml(_shipped("prompts") / HINTS, Hints)

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """The text of a prompt template. Raises ContentError, with the name of what the values lack."""
        try:
            return _rendered(self.templates.get_template(template), values)
        except TemplateNotFound as wrong:
            problem = Problem(str(self.prompts / (wrong.name or template)), 0, "there is no such template")
        except TemplateSyntaxError as wrong:
            problem = template_problem(self.prompts / (wrong.name or template), wrong)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as wrong:
            problem = _render_problem(self.prompts / template, wrong)
        raise ContentError((problem,))


def _rendered(template: Template, values: Mapping[str, object]) -> str:
    """The text of a template: remembered, since each prompt has all turns before; made anew where values hold lists."""
    try:
        return _remembered(template, frozenset(values.items()))
    except TypeError:
        return template.render(values)


@lru_cache(maxsize=RENDERED)
def _remembered(template: Template, values: frozenset[tuple[str, object]]) -> str:
    return template.render(dict(values))


def find_folders(personas: Path | None = None, prompts: Path | None = None) -> tuple[Path, Path]:
    """The folders of members and prompts: those given, else those inside the package, else the checkout's."""
    return personas or _shipped("personas"), prompts or _shipped("prompts")


def load(personas: Path, prompts: Path, help_file: Path | None = None) -> Content:
    """All that can be used in two folders. Never raises: what can't be used is in `problems`.

    `help_file`: the host's own in place of the one in `prompts`; where none can be used, the shipped one is.
    """
    problems: list[Problem] = []
    files = _stamps(personas)
    catalogue = Catalogue()
    try:
        catalogue = load_yaml(prompts / TOPICS, Catalogue)
    except ContentError as wrong:
        problems.extend(wrong.problems)
    help_, wrong_help = _help(help_file or prompts / HELP, wanted=help_file is not None)
    problems.extend(wrong_help)
    members: dict[str, Persona] = {}
    places: dict[str, str] = {}
    for path in persona_files(personas):
        try:
            persona, located = load_located(path, Persona)
        except ContentError as wrong:
            problems.extend(wrong.problems)
            continue
        if f'"{UNWRITTEN}' in persona.model_dump_json():
            mend = f"Write what `coach check {path}` lists."
            problems.append(Problem(str(path), 0, "this member is not written to the end yet", mend))
            continue
        if persona.id in members:
            what = f"the id {persona.id} is that of {places[persona.id]} already"
            problems.append(Problem(str(path), located.line(("id",)), what, "Give this member an id of their own."))
            continue
        members[persona.id] = with_standard_cues(persona, catalogue)
        places[persona.id] = path.name
    if not members and not problems:
        problems.append(Problem(str(personas), 0, "there is no member here", "Make one with: coach new ID"))
    found = tuple(members.values())
    return Content(personas, prompts, found, tuple(problems), environment(prompts), help_, help_file, files)


def refreshed(content: Content) -> Content:
    """The same, or read anew where a member's file has come, changed or gone since. A fifth of a second for ten."""
    if content.files is None or _stamps(content.personas) == content.files:
        return content
    anew = load(content.personas, content.prompts, content.help_file)
    before = {member.id: member for member in content.members}
    # who is as they were stays the same object: what is remembered of a member is found without comparing their files
    members = tuple(before[one.id] if before.get(one.id) == one else one for one in anew.members)
    return replace(anew, members=members)


def _stamps(personas: Path) -> Stamps:
    found: list[tuple[str, int, int]] = []
    for path in persona_files(personas):
        with suppress(OSError):  # gone meanwhile
            state = path.stat()
            found.append((path.name, state.st_mtime_ns, state.st_size))
    return tuple(found)


def _help(path: Path, *, wanted: bool) -> tuple[Help | None, tuple[Problem, ...]]:
    """What a file says, or else the shipped one, and what is wrong with it. One not asked for may be missing."""
    problems: tuple[Problem, ...] = ()
    if wanted or path.exists():
        try:
            return load_yaml(path, Help), ()
        except ContentError as wrong:
            problems = wrong.problems
    try:
        return load_yaml(_shipped("prompts") / HELP, Help), problems
    except ContentError:
        return None, problems


def persona_files(personas: Path) -> tuple[Path, ...]:
    """The members' files in a folder, in the order of their names."""
    return tuple(sorted(path for path in _visible(personas) if path.suffix in {".yaml", ".yml"}))


def template_files(prompts: Path) -> tuple[Path, ...]:
    """The prompt templates in a folder, in the order of their names."""
    return tuple(sorted(path for path in _visible(prompts) if path.suffix == ".md"))


def load_yaml(path: Path, model: type[M]) -> M:
    """A content file as a value. Raises ContentError with everything that is wrong with it."""
    return load_located(path, model)[0]


def load_located(path: Path, model: type[M]) -> tuple[M, Located]:
    """As `load_yaml`, together with the line of every part."""
    return validated(read_yaml(path), model)


def validated(located: Located, model: type[M]) -> tuple[M, Located]:
    """What was read from a content file, as a value. Raises ContentError with everything that is wrong with it."""
    try:
        return model.model_validate(located.data), located
    except ValidationError as wrong:
        raise ContentError(complaints(wrong, located, model)) from None


def fingerprint(value: Value) -> str:
    """The SHA-256 of what a value says, whatever its file looks like: kept with a talk, beside a copy."""
    return sha256(value.model_dump_json().encode()).hexdigest()


def environment(prompts: Path) -> Environment:
    """The templates of a folder: strict about what is missing, and unable to reach into Python."""
    return SandboxedEnvironment(
        loader=FileSystemLoader(prompts),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template_problem(path: Path, wrong: TemplateSyntaxError) -> Problem:
    """A template that can't be parsed, as a problem."""
    mend = "Check the {{ … }} and {% … %} around that line."
    return Problem(str(path), wrong.lineno, wrong.message or "can't be read as a template", mend)


def _render_problem(path: Path, wrong: Exception) -> Problem:
    """Names the line of the innermost template that was at work."""
    frames = [f for f in traceback.extract_tb(wrong.__traceback__) if Path(f.filename).suffix == path.suffix]
    file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (str(path), 0)
    mend = "The name may be misspelt in the template, or it needs a value that this place does not give it."
    return Problem(file, line, str(wrong) or type(wrong).__name__, mend)


def _visible(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError:
        return


def _shipped(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / "_content" / name
    return inside if inside.is_dir() else package.parent / name
