"""A member's file as it is checked: what it says, on which line, and how deep each text lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from coach.core.catalogue import Catalogue
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.since import OUTCOMES
from coach.core.story import Topic
from coach.errors import Problem
from coach.lab.holding import Holding
from coach.located import Located, Place
from coach.reader.words import stems

SECTIONS = ("facts", "values", "interests", "resources", "fears")

Kind = Literal["public", "scenario", "voice", "line", "says", "truth", "telling", "hint", "cover", "answer"]
SPOKEN: frozenset[Kind] = frozenset({"line", "says", "telling", "hint", "cover", "answer"})
"""The kinds of text that the member says aloud."""


class Severity(StrEnum):
    """How bad a finding is: an error breaks a promise of the file, a warning weakens it, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Value):
    """One thing that a check has found. `line` counts from 1; 0 where no line is known."""

    severity: Severity
    file: str
    line: int
    what: str
    mend: str = ""
    place: Place = ()
    """The way to the part that it is about; empty for the whole file."""

    def __str__(self) -> str:
        return f"{self.severity}: {Problem(self.file, self.line, self.what, self.mend)}"


def found(problem: Problem, severity: Severity = Severity.ERROR) -> Finding:
    """A problem with how bad it is."""
    return Finding(
        severity=severity,
        file=problem.file,
        line=problem.line,
        what=problem.what,
        mend=problem.mend,
        place=problem.place,
    )


@dataclass(frozen=True)
class Said:
    """One text of a file. `depth` is the layer that must have been earned before it may be seen."""

    place: Place
    text: str
    kind: Kind
    depth: int
    stems: tuple[str, ...]

    @property
    def words(self) -> int:
        """How long it is to say."""
        return len(self.text.split())

    @property
    def short(self) -> str:
        """Enough of it to find it by."""
        return self.text if len(self.text) <= 48 else f"{self.text[:45].rstrip()}…"


@dataclass(frozen=True)
class Draft:
    """A member whose file can be read, with the standard cues that will be added to it."""

    persona: Persona
    located: Located
    catalogue: Catalogue
    said: tuple[Said, ...]
    """Every text that a learner or a model may come to see, in the order of the file."""

    def error(self, place: Place, what: str, mend: str) -> Finding:
        """A promise that the file breaks."""
        return self._finding(Severity.ERROR, place, what, mend)

    def warning(self, place: Place, what: str, mend: str) -> Finding:
        """Something that weakens the member."""
        return self._finding(Severity.WARNING, place, what, mend)

    def note(self, place: Place, what: str, mend: str = "") -> Finding:
        """Something to know."""
        return self._finding(Severity.NOTE, place, what, mend)

    def topics(self) -> Iterator[tuple[Place, Topic]]:
        """All topics of all sections, each with its place."""
        for section in SECTIONS:
            for n, topic in enumerate(getattr(self.persona, section)):
                yield (section, n), topic

    def _finding(self, severity: Severity, place: Place, what: str, mend: str) -> Finding:
        return found(Problem(self.located.file, self.located.line(place), what, mend, place), severity)


def draft(persona: Persona, located: Located, catalogue: Catalogue) -> Draft:
    """A member as they are checked."""
    said = tuple(Said(place, text, kind, depth, stems(text)) for place, text, kind, depth in texts(persona) if text)
    return Draft(persona, located, catalogue, said)


Text = tuple[Place, str | None, Kind, int]
"""With its place, its kind and how deep it lies."""


def texts(persona: Persona) -> Iterator[Text]:
    """Every text of a member's file that may be seen or said."""
    own = list(_own_texts(persona))
    yield from own
    yield from _follow_ups(persona, own)


def _follow_ups(persona: Persona, own: list[Text]) -> Iterator[Text]:
    """What follows on a line is said after it, so it may go as deep; so may what follows on that further down."""
    spoken = [(text, depth) for _, text, kind, depth in own if kind in SPOKEN and text]
    holding = Holding((*(text for text, _ in spoken), *(one.says for one in persona.follow_ups)))
    depths = [depth for _, depth in spoken]
    for n, one in enumerate(persona.follow_ups):
        depths.append(min((depths[at] for at in holding.places(one.follows) if at < len(depths)), default=0))
        yield ("follow_ups", n, "says"), one.says, "says", depths[-1]


def _own_texts(persona: Persona) -> Iterator[Text]:
    public = persona.public
    for name in ("work", "place", "summary"):
        yield ("public", name), getattr(public, name), "public", 0
    for n, known in enumerate(public.known):
        yield ("public", "known", n), known, "public", 0
    yield ("voice", "style"), persona.voice.style, "voice", 0
    for n, scenario in enumerate(persona.scenarios):
        for name in ("title", "campaign", "place", "you_are", "why_you_meet"):
            yield ("scenarios", n, name), getattr(scenario, name), "scenario", 0
        yield ("scenarios", n, "opening"), scenario.opening, "line", 0
    for section in SECTIONS:
        topics: tuple[Topic, ...] = getattr(persona, section)
        for n, topic in enumerate(topics):
            for m, text in enumerate(topic.says):
                yield (section, n, "says", m), text, "says", 0
    for n, layer in enumerate(persona.story):
        yield ("story", n, "truth"), layer.truth, "truth", n + 1
        for m, text in enumerate(layer.hints):
            yield ("story", n, "hints", m), text, "hint", n
        for m, text in enumerate(layer.cover):
            yield ("story", n, "cover", m), text, "cover", n
        for m, telling in enumerate(layer.tells):
            yield ("story", n, "tells", m, "says"), telling.says, "telling", n + 1
    for n, commitment in enumerate(persona.commitments):
        place = ("commitments", n, "says")
        yield ("commitments", n, "act"), commitment.act, "scenario", 0
        for m, text in enumerate(commitment.says.yes):
            yield (*place, "yes", m), text, "answer", commitment.needs.depth
        for m, text in enumerate(commitment.says.easy_yes):
            yield (*place, "easy_yes", m), text, "answer", 0
        for m, text in enumerate(commitment.says.maybe):
            yield (*place, "maybe", m), text, "answer", 0
        for m, text in enumerate(commitment.says.no):
            yield (*place, "no", m), text, "answer", 0
        for outcome in OUTCOMES if commitment.after else ():
            for m, text in enumerate(getattr(commitment.after, outcome)):
                empty = persona.start.easy_yes and outcome == "broken"  # a yes that nothing was earned for
                depth = 0 if empty else commitment.needs.depth
                yield ("commitments", n, "after", outcome, m), text, "answer", depth
    for n, refusal in enumerate(persona.refuses):
        yield ("refuses", n, "act"), refusal.act, "scenario", 0
        for m, text in enumerate(refusal.says):
            yield ("refuses", n, "says", m), text, "answer", 0
    for situation, texts in persona.lines.items():
        for m, text in enumerate(texts):
            yield ("lines", situation.value, m), text, "line", 0
    for n, topic in enumerate(persona.between_meetings):
        for m, text in enumerate(topic.says):
            yield ("between_meetings", n, "says", m), text, "says", 0
