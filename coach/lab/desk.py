"""The desk where members are written: their files listed with how they stand, opened, saved whole or not at all."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from threading import Lock

from coach.content import UNWRITTEN, persona_files
from coach.core.moves import Value
from coach.errors import CoachError, FileChanged, InputError, NotFound
from coach.lab.cards import id_for
from coach.lab.check import check_text
from coach.lab.draft import Finding, Severity
from coach.lab.new import usable_id
from coach.lab.quantity import still_to_write
from coach.lab.saving import cannot_write, even, fit, write_whole
from coach.lab.schema import write_schema
from coach.located import Place, Tree, parse, read_text

VERSIONS = ".versions"
KEPT = 30
"""Earlier versions of a file that are kept."""


class State(StrEnum):
    """How a member's file stands."""

    FINE = "fine"
    UNREVIEWED = "unreviewed"
    """Nothing is wrong with it, and somebody still has to read it."""
    UNFINISHED = "unfinished"
    """Some texts are still to be written."""
    PROBLEMS = "problems"


class Sheet(Value):
    """A member's file as it was opened or saved."""

    file: str
    """Its name without the ending."""
    text: str
    """With line ends as a browser has them; the file keeps its own."""
    stamp: str
    """Changes with what the file says."""


class Entry(Value):
    """A member in the list."""

    file: str
    name: str
    about: str
    state: State | None = None
    """None where nobody has looked yet."""
    left: int = 0
    """Texts that nobody has written yet; they are no problems."""
    problems: int = 0
    warnings: int = 0


class Version(Value):
    """An earlier version of a file."""

    id: str
    saved_at: datetime
    """When it was replaced by the next."""


@dataclass(frozen=True)
class Desk:
    """The folder of members, with the wording that they are checked against."""

    personas: Path
    prompts: Path
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)
    _checking: Lock = field(default_factory=Lock, repr=False, compare=False)
    """One text is checked at a time: two of one member at once would take more than twice as long."""
    _looked: dict[tuple[str, str], tuple[Finding, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[Finding, ...]], repr=False, compare=False
    )

    def entries(self) -> tuple[Entry, ...]:
        """Every member's file, with how it stands where that is known: see `entry`."""
        return tuple(self._entry(path, look=False) for path in persona_files(self.personas))

    def entry(self, file: str) -> Entry:
        """A member's file and how it stands: a second of a core where it was not looked at yet. Raises NotFound."""
        return self._entry(self._path(file), look=True)

    def open(self, file: str) -> Sheet:
        """A member's file. Raises NotFound, ContentError."""
        return _sheet(self._path(file))

    def holding(self, member_id: str) -> Sheet:
        """The file in which the member of this id is written, whatever it is called. Raises NotFound."""
        for path in persona_files(self.personas):
            sheet = _sheet(path)
            with suppress(CoachError):
                if parse(path, sheet.text).at(("id",)) == member_id:
                    return sheet
        raise NotFound(f"No file says that it is {member_id[:60]!r}.", "Choose one of the list.")

    def findings(self, file: str, text: str) -> tuple[Finding, ...]:
        """All that `coach check` says of a text."""
        path = self.personas / f"{file}.yaml"
        key = (file, _stamp(text))
        if key in self._looked:
            return self._looked[key]
        with self._checking:
            if key not in self._looked:
                if len(self._looked) > 200:
                    self._looked.clear()
                self._looked[key] = check_text(path, text, self.prompts)
            return self._looked[key]

    def save(self, file: str, text: str, stamp: str) -> Sheet:
        """Write a file whole, and keep what it said before. `stamp` as it was opened.

        Raises FileChanged where the file says something else by now, InputError where it can't be written: it is then
        as it was.
        """
        path = self._path(file)
        with self._lock:
            before = read_text(path)
            if _stamp(before) != stamp:
                raise FileChanged(path.name)
            text = fit(text, before)
            if text != before:
                kept = self._folder(path) / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.yaml"
                try:
                    self._keep(path, kept)
                    write_whole(path, text.encode())
                except OSError as wrong:
                    with suppress(OSError):
                        kept.unlink(missing_ok=True)
                    raise cannot_write(path, wrong) from None
        return _sheet(path)

    def begin(self, wish: str, text: str) -> Sheet:
        """A new file, named after a wish such as the member's name; {{ID}} in the text becomes that.

        Raises InputError.
        """
        taken = {path.stem for path in persona_files(self.personas)}
        base = id_for(wish)
        base = base if usable_id(base) else f"member-{base}"
        for number in range(1, len(taken) + 2):
            stem = base if number == 1 else f"{base}-{number}"
            path = self.personas / f"{stem}.yaml"
            if stem in taken or path.exists():
                continue
            try:
                self.personas.mkdir(parents=True, exist_ok=True)
                write_whole(path, fit(text.replace("{{ID}}", stem), "").encode(), new=True)
                write_schema(self.personas)
            except FileExistsError:
                continue
            except OSError as wrong:
                raise cannot_write(path, wrong) from None
            return _sheet(path)
        raise InputError("No free name was found for the file.", "Give the member another name.")

    def versions(self, file: str) -> tuple[Version, ...]:
        """Earlier versions of a file, newest first."""
        return tuple(
            Version(id=path.stem, saved_at=datetime.strptime(path.stem[:22], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC))
            for path in sorted(self._folder(self._path(file)).glob("*.yaml"), reverse=True)
            if re.fullmatch(r"\d{8}T\d{12}", path.stem)
        )

    def version(self, file: str, version: str) -> str:
        """What a file said then. Raises NotFound."""
        if version not in {one.id for one in self.versions(file)}:
            raise NotFound("There is no such version.", "Reload the page.")
        return even(read_text(self._folder(self._path(file)) / f"{version}.yaml"))

    def _entry(self, path: Path, *, look: bool) -> Entry:
        try:
            text = _sheet(path).text
        except CoachError as wrong:
            return Entry(file=path.stem, name=path.stem, about=str(wrong), state=State.PROBLEMS, problems=1)
        name, about = _said_in(path, text)
        entry = Entry(file=path.stem, name=name or path.stem, about=about)
        if not look and (path.stem, _stamp(text)) not in self._looked:
            return entry
        findings = self.findings(path.stem, text)
        left = _left(text)
        found = {
            "state": state_of(text, findings),
            "left": len(left),
            "problems": sum(one.severity is Severity.ERROR and one.place not in left for one in findings),
            "warnings": sum(one.severity is Severity.WARNING for one in findings),
        }
        return entry.model_copy(update=found)

    def _path(self, file: str) -> Path:
        for path in persona_files(self.personas):
            if path.stem == file:
                return path
        raise NotFound(f"There is no member's file called {file[:60]!r}.", "Choose one of the list.")

    def _folder(self, path: Path) -> Path:
        return self.personas / VERSIONS / path.stem

    def _keep(self, path: Path, version: Path) -> None:
        version.parent.mkdir(parents=True, exist_ok=True)
        write_whole(version, path.read_bytes(), new=True)
        for old in sorted(version.parent.glob("*.yaml"))[:-KEPT]:
            old.unlink(missing_ok=True)


def state_of(text: str, findings: Sequence[Finding]) -> State:
    """How a file stands, by what the checks say."""
    if any(one.severity is Severity.ERROR for one in findings):
        return State.UNFINISHED if _left(text) else State.PROBLEMS
    waits = any(one.place[:1] == ("review",) and one.severity is Severity.NOTE for one in findings)
    return State.UNREVIEWED if waits else State.FINE


def _sheet(path: Path) -> Sheet:
    text = read_text(path)
    return Sheet(file=path.stem, text=even(text), stamp=_stamp(text))


def _stamp(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _left(text: str) -> Mapping[Place, str]:
    """What is still to be written; nothing of a text that can't be read."""
    try:
        return still_to_write(parse(Path("the file"), text))
    except CoachError:
        return {}


def _said_in(path: Path, text: str) -> tuple[str, str]:
    """Name and work of a member whose file may say neither."""
    try:
        located = parse(path, text)
    except CoachError:
        return "", ""
    found: tuple[Tree, Tree] = (located.at(("name",)), located.at(("public", "work")))
    name, about = ("" if not isinstance(one, str) or one.startswith(UNWRITTEN) else one for one in found)
    return name, about
