"""What makes a text no YAML, in words for people who have never heard of parsers."""

import re

from yaml.error import MarkedYAMLError

from coach.errors import Problem

WIDE = re.compile(r" *[\u00a0\u2000-\u200a\u202f\u3000]")
"""At the beginning of a line: a space of a word processor, which is none to the parser."""
WIDE_SAID = (
    "a space of a word processor, which is none here",
    "Delete the spaces at the beginning of this line and type them again.",
)
_CURLED = re.compile(r"^[ -]*(?:\w+: *)?\[?[“„”]")
_QUOTE = 'Put the whole text in "quotation marks", or begin it with >- on the line above.'
_INDENT = "Give all entries of one list the same indentation."
_PLAIN = (
    ("\\t", "a tab where only spaces may stand", "Indent with spaces."),
    ("mapping values are not allowed", "a colon where none may stand", _QUOTE),
    ("could not find expected ':'", "a key without a colon", f"Check the indentation, or: {_QUOTE}"),
    ("escape", "a backslash that means nothing here", "Double it, or use 'single quotation marks'."),
    ("quoted scalar", "a quotation mark that is never closed", "Close it. Inside the text, double it."),
    ("expected ',' or", "brackets that are not closed", "Look for a missing comma or bracket."),
    ("<stream end>", "a bracket or a quotation mark that is never closed", "Look for what is missing at the end."),
    ("block end", "a line that is not indented as its neighbours are", _INDENT),
    ("cannot start any token", "a character that can't begin a text", _QUOTE),
    ("alphabetic or numeric", "& or * at the beginning of a text", _QUOTE),
)
"""What the parser says (by a part of it), and what to say instead: what is wrong, and how to mend it."""


def in_plain_words(file: str, wrong: MarkedYAMLError, text: str) -> Problem:
    """What the parser found wrong in the text of this file, where, and how to mend it."""
    said = f"{wrong.context or ''} {wrong.problem or ''}"
    unclosed = "quoted scalar" in said
    mark = (wrong.context_mark if unclosed else None) or wrong.problem_mark or wrong.context_mark
    line = mark.line + 1 if mark else 0
    if pasted := _pasted(text.split("\n"), line):
        return Problem(file, *pasted)
    for part, what, mend in _PLAIN:
        if part in said:
            return Problem(file, line, what, mend)
    return Problem(file, line, f"not YAML: {(wrong.problem or said).strip()}", _QUOTE)


def _pasted(lines: list[str], line: int) -> tuple[int, str, str] | None:
    """What a word processor has left on a line that can't be read, or on the one before."""
    for number in (line, line - 1):
        one = lines[number - 1] if 0 < number <= len(lines) else ""
        if WIDE.match(one):
            return (number, *WIDE_SAID)
        if _CURLED.search(one):
            mend = f"“ and ” hold nothing together here. {_QUOTE}"
            return number, "quotation marks of a word processor around a text that needs straight ones", mend
    return None
