"""Values written as YAML: plain where that is safe, else in quotation marks."""

import json
import re
import textwrap
from collections.abc import Iterator

from coach.located import Tree

WIDTH = 110
_PLAIN = re.compile(r"[^\W\d_][\w ,.'’!?;()/…+&-]*[\w.'’!?;)…]|[^\W\d_]")
_MEANT = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|nan|inf")


def scalar(value: Tree, style: str | None, indent: int, *, in_flow: bool) -> str:
    """One text, number or constant. `style` is how it stood: a folded text stays one. `in_flow`: within brackets."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style == ">" and not in_flow and value == " ".join(value.split()) and value:
        lines = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        return ">-\n" + "\n".join(" " * indent + line for line in lines)
    if (
        style in (None, "", ">")
        and _PLAIN.fullmatch(value)
        and not _MEANT.fullmatch(value)
        and not (in_flow and "," in value)
    ):
        return value
    return _quoted(value)


def _quoted(value: str) -> str:
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("\x7f", "\\x7f")
        .replace("\x85", "\\x85")
        .replace("\ufeff", "\\uFEFF")
    )


def in_brackets(value: Tree) -> str:
    """Anything on one line."""
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {in_brackets(one)}' for key, one in value.items())}}}"
    return scalar(value, None, 0, in_flow=True)


def block(value: Tree, indent: int) -> str:
    """A list or keys, one below the other, without a line break at the end."""
    return "\n".join(_rows(value, indent))


def _rows(value: Tree, indent: int) -> Iterator[str]:
    lead = " " * indent
    if isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, dict | list) and one:
                yield f"{lead}{key}:"
                yield from _rows(one, indent + 2)
            else:
                yield f"{lead}{key}: {_inline(one)}"
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, dict | list) and one:
                first, *rest = _rows(one, indent + 2)
                yield f"{lead}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{lead}- {_inline(one)}"


def _inline(value: Tree) -> str:
    return in_brackets(value) if isinstance(value, dict | list) else scalar(value, None, 0, in_flow=False)
