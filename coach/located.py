"""YAML as plain data that knows the line of every part; what a content file has no use for is refused.

Refused: anchors and aliases, tags, keys that stand twice, several documents, great depth, great size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeAlias

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError

from coach.errors import ContentError, Problem
from coach.yaml_slips import WIDE, WIDE_SAID, in_plain_words

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | float | bool | None"
Place: TypeAlias = tuple[str | int, ...]
"""The way to a part: keys, and positions counted from 0."""

LARGEST = 1_000_000
"""Bytes. A member's file has about 60,000."""

DEEPEST = 16
"""Levels of nesting. A member's file has 5."""

MOST = 20_000
"""Keys and entries. A member's file has about 2,000."""

QUICK: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, where it was built: ten times as quick, and short of words when something is wrong."""

_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15}|[0-9]{1,15}(?=[eE]))(?:[eE][-+]?[0-9]{1,2})?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")


@dataclass(frozen=True)
class Located:
    """What a file says, and on which line."""

    file: str
    data: Tree
    lines: dict[Place, int] = field(default_factory=dict[Place, int])

    def line(self, place: Place) -> int:
        """The line of a part, or of what encloses it where the part is not there."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def at(self, place: Place) -> Tree:
        """What stands at a place; None where nothing does."""
        node = self.data
        for step in place:
            if isinstance(node, dict) and isinstance(step, str):
                node = node.get(step)
            elif isinstance(node, list) and isinstance(step, int) and step < len(node):
                node = node[step]
            else:
                return None
        return node


def read_text(path: Path) -> str:
    """The text of a content file. Raises ContentError where it is too large, unreadable or not UTF-8."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as wrong:
        raise _refused(path, 0, f"can't be read: {wrong.strerror}", "Check its name and permissions.") from None
    if len(raw) > LARGEST:
        raise _refused(path, 0, f"is larger than {LARGEST // 1_000_000} MB", "Is it the right file? Cut it down.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise _refused(path, line, "not UTF-8", "Save the file with the encoding UTF-8.") from None


def read_yaml(path: Path) -> Located:
    """The data of a YAML file, with lines. Raises ContentError where the YAML itself is wrong."""
    return parse(path, read_text(path))


def parse(path: Path, text: str) -> Located:
    """The data of a text as if it stood in this file. Raises ContentError as `read_yaml`."""
    try:
        return _read(path, text, QUICK)
    except ContentError:  # read again, by the parser that has the words for it
        return _read(path, text, yaml.SafeLoader)


def _read(path: Path, text: str, loader: type[yaml.SafeLoader]) -> Located:
    builder = _Builder(str(path))
    try:
        data = builder.document(text, loader)
    except MarkedYAMLError as wrong:
        raise ContentError((*builder.problems, in_plain_words(str(path), wrong, text))) from None
    except ReaderError as wrong:
        position = min(wrong.position, len(text) - 1)
        line = text.count("\n", 0, position) + 1
        mend = "Delete it: it may be invisible in your editor."
        raise _refused(path, line, f"a character that no text has (U+{ord(text[position]):04X})", mend) from None
    except YAMLError as wrong:
        raise _refused(path, 0, f"not YAML: {wrong}", "") from None
    if builder.problems:
        raise ContentError(tuple(builder.problems))
    return Located(str(path), data, builder.lines)


class _Builder:
    """Makes data of the parser's events, so that nothing dangerous is ever built."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def document(self, text: str, loader: type[yaml.SafeLoader]) -> Tree:
        events = self._watched(yaml.parse(text, Loader=loader))
        for event in events:
            if isinstance(event, NodeEvent):
                data = self._node(event, events, ())
                for _ in events:
                    pass
                return data
        self._wrong(1, "the file is empty", "Write something into it, or delete it.")
        return None

    def _watched(self, events: Iterator[Event]) -> Iterator[Event]:
        documents = depth = 0
        for count, event in enumerate(events):
            documents += isinstance(event, DocumentStartEvent)
            depth += isinstance(event, CollectionStartEvent)
            depth -= isinstance(event, CollectionEndEvent)
            if documents > 1:
                self._stop(event, "a second document begins here", "Take out the line ---.")
            if depth > DEEPEST:
                self._stop(event, "nested too deeply", "Check the indentation and the brackets here.")
            if count > MOST:
                self._stop(event, f"more than {MOST} keys and entries", "Is it the right file? Cut it down.")
            if isinstance(event, NodeEvent):
                self._harmless(event)
            yield event

    def _harmless(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor:
            name = f"{'*' if isinstance(event, AliasEvent) else '&'}{event.anchor}"
            mend = "Write the text out. A text that begins with & or * needs quotation marks."
            self._stop(event, f"{name} is an anchor or alias: they are not used here", mend)
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
            mend = "Take it out. A text that begins with ! needs quotation marks."
            self._stop(event, "a tag (a word that begins with !) is not used here", mend)
        if isinstance(event, ScalarEvent) and (unseen := _UNSEEN.search(event.value)):
            what = f"a character that no text has (U+{ord(unseen.group()):04X})"
            self._stop(event, what, "Take out the backslash and what follows it.")

    def _node(self, event: Event, events: Iterator[Event], place: Place) -> Tree:
        self.lines.setdefault(place, _line(event))
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            entries: list[Tree] = []
            while not isinstance(inner := next(events), SequenceEndEvent):
                entries.append(self._node(inner, events, (*place, len(entries))))
            return entries
        mapping: dict[str, Tree] = {}
        while not isinstance(inner := next(events), MappingEndEvent):
            if not isinstance(inner, ScalarEvent):
                self._stop(inner, "a key that is not a plain word", "Begin the line with a word and a colon.")
            key = inner.value
            if WIDE.match(key):
                self._stop(inner, *WIDE_SAID)
            if key in mapping:
                first = self.lines[*place, key]
                self._wrong(_line(inner), f'"{key}" stands twice here, first on line {first}', "Keep one of the two.")
            else:
                self.lines[*place, key] = _line(inner)
            value = self._node(next(events), events, (*place, key))
            mapping.setdefault(key, value)
        return mapping

    def _wrong(self, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.file, line, what, mend))

    def _stop(self, event: Event, what: str, mend: str) -> NoReturn:
        self._wrong(_line(event), what, mend)
        raise ContentError(tuple(self.problems))


def _scalar(event: ScalarEvent) -> Tree:
    text = event.value
    if event.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _line(event: Event) -> int:
    return event.start_mark.line + 1


def _refused(path: Path, line: int, what: str, mend: str) -> ContentError:
    return ContentError((Problem(str(path), line, what, mend),))
