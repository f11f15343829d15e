"""Changes to one part of a YAML text that leave every other character of it as it is: comments, order, line breaks."""

import json
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from coach.errors import InputError
from coach.lab.spans import (
    after_dash,
    end_of,
    indent_of,
    line_end,
    line_start,
    node_at,
    nowhere,
    root_of,
    stands_in_flow,
)
from coach.lab.yaml_text import WIDTH, block, in_brackets, scalar
from coach.located import Place, Tree, parse


def put(text: str, place: Place, value: Tree) -> str:
    """The text with this value at this place; where the key is not there yet, it is added after the others.

    Raises ContentError where the text can't be read, InputError where it has no such place.
    """
    return _checked(text, place, value, _put(text, place, value))


def drop(text: str, place: Place) -> str:
    """The text without the entry or key at this place. Raises as `put`."""
    at = parse(Path("the file"), text).at(place[:-1])
    if isinstance(at, list) and isinstance(place[-1], int) and place[-1] < len(at):
        rest: Tree = [one for number, one in enumerate(at) if number != place[-1]]
    elif isinstance(at, dict) and place[-1] in at:
        rest = {key: one for key, one in at.items() if key != place[-1]}
    else:
        raise nowhere(place)
    return _checked(text, place[:-1], rest, _put(text, place[:-1], rest))


def _put(text: str, place: Place, value: Tree) -> str:
    tree = parse(Path("the file"), text).data
    for depth, step in enumerate(place):
        if isinstance(tree, dict) and isinstance(step, str):
            if step not in tree:
                if depth + 1 < len(place) and not isinstance(place[depth + 1], str):
                    raise nowhere(place)
                for key in reversed(place[depth + 1 :]):
                    value = {str(key): value}
                return _put(text, place[:depth], {**tree, step: value})
            tree = tree[step]
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            raise nowhere(place)
    node = node_at(root_of(text), place)
    return _replaced(text, node, tree, value, in_flow=stands_in_flow(text, place))


def _replaced(text: str, node: Node, before: Tree, value: Tree, *, in_flow: bool) -> str:
    """The node written anew; a block of entries or keys keeps those that stay."""
    if before == value and type(before) is type(value):
        return text
    if before in ([], {}) and isinstance(value, list | dict) and value and not in_flow:
        return _filled(text, node, value)
    if isinstance(node, SequenceNode) and isinstance(before, list) and isinstance(value, list) and value:
        return _list(text, node, before, value) if not node.flow_style else _flow(text, node, value)
    if isinstance(node, MappingNode) and isinstance(before, dict) and isinstance(value, dict) and value:
        return _keys(text, node, before, value) if not node.flow_style else _flow(text, node, value)
    start, end = node.start_mark.index, end_of(text, node)
    indent = indent_of(text[line_start(text, start) :])
    if isinstance(value, list | dict) and not value and (head := text[:start].rstrip()).endswith(":"):
        return f"{head} {in_brackets(value)}{text[end:]}"  # behind the key, not below it
    if isinstance(node, ScalarNode) and not isinstance(value, list | dict):
        new = scalar(value, node.style, indent + 2, in_flow=in_flow)
    elif isinstance(node, ScalarNode) and value and not in_flow:
        new = "\n" + block(value, indent + 2)
    else:
        new = in_brackets(value)  # what stood in brackets still does; blocks were seen to above
    gap = "" if start == 0 or text[start - 1] in " \n[{" or new.startswith("\n") else " "
    if new.startswith("\n"):
        start = len(text[:start].rstrip(" "))
    return f"{text[:start]}{gap}{new}{text[end:]}"


def _filled(text: str, node: Node, value: Tree) -> str:
    """Where nothing stood in brackets: below the key, entry by entry, with the comment that may stand beside it."""
    start, end = node.start_mark.index, node.end_mark.index
    line, after = line_start(text, start), text.find("\n", end)
    after = len(text) if after < 0 else after
    if not text[line:start].strip():  # it has a line of its own
        return f"{text[:line]}{block(value, start - line)}{text[end:]}"
    column = len(text[line:]) - len(text[line:].lstrip(" -"))
    return f"{text[:start].rstrip(' ')}{text[end:after]}\n{block(value, column + 2)}{text[after:]}"


def _flow(text: str, node: Node, value: Tree) -> str:
    start = node.start_mark.index
    line = line_start(text, start)
    column, indent = start - line, indent_of(text[line:]) + 2
    whole = in_brackets(value)
    if column + len(whole) > WIDTH and isinstance(value, list):
        parts, rows, room = [in_brackets(one) for one in value], [""], WIDTH - column - 2
        parts = [*(f"{part}," for part in parts[:-1]), parts[-1]]
        for part in parts:
            if rows[-1] and len(rows[-1]) + len(part) + 1 > room:
                rows.append("")
                room = WIDTH - indent
            rows[-1] = f"{rows[-1]} {part}".strip()
        whole = "[" + f"\n{' ' * indent}".join(rows) + "]"
    return text[:start] + whole + text[end_of(text, node) :]


def _list(text: str, node: SequenceNode, before: list[Tree], value: list[Tree]) -> str:
    """A list of entries, one below the other."""
    children = list(node.value)
    dashes = [text.rfind("-", 0, child.start_mark.index) for child in children]
    column = node.start_mark.column
    slices = [(line_start(text, dash), line_end(text, child)) for dash, child in zip(dashes, children, strict=True)]

    def written(one: Tree, like: int | None) -> str:
        child = children[like] if like is not None else children[-1]
        if isinstance(one, dict | list):
            body = block(one, column + 2)
            return f"{' ' * column}- {body.lstrip()}\n"
        style = child.style if isinstance(child, ScalarNode) else None
        return f"{' ' * column}- {scalar(one, style, column + 2, in_flow=False)}\n"

    def kept(old: int, one: Tree) -> str:
        start, end = slices[old]
        whole = text[start:end]
        local = _replaced(text, children[old], before[old], one, in_flow=False)
        return whole if local == text else local[start : end + len(local) - len(text)]

    return _merged(text, slices, [_key(one) for one in before], [_key(one) for one in value], kept, written, value)


def _keys(text: str, node: MappingNode, before: dict[str, Tree], value: dict[str, Tree]) -> str:
    """Keys, one below the other: those that stay keep their place, new ones come last."""
    pairs = {key.value: (key, child) for key, child in node.value}
    column = node.start_mark.column
    edits: list[tuple[int, int, str]] = []
    last = node.value[-1]
    for name, (key, child) in pairs.items():
        if name not in value:
            start = key.start_mark.index if after_dash(text, key) else line_start(text, key.start_mark.index)
            end = line_end(text, child)
            if after_dash(text, key):  # the next key moves up behind the dash
                following = [other for other, _ in node.value if other.start_mark.index > key.start_mark.index]
                end = following[0].start_mark.index if following else end
            edits.append((start, end, ""))
        elif before[name] != value[name] or type(before[name]) is not type(value[name]):
            new = _replaced(text, child, before[name], value[name], in_flow=False)
            start, end = line_start(text, key.start_mark.index), line_end(text, child)
            edits.append((start, end, new[start : end + len(new) - len(text)]))
    added = {name: one for name, one in value.items() if name not in pairs}
    if added:
        end = line_end(text, last[1])
        lead = "" if text[:end].endswith("\n") else "\n"
        edits.append((end, end, f"{lead}{block(added, column)}\n"))
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _merged(
    text: str,
    slices: list[tuple[int, int]],
    before: list[str],
    after: list[str],
    kept: Callable[[int, Tree], str],
    written: Callable[[Tree, int | None], str],
    value: list[Tree],
) -> str:
    """Entries that stay keep their text and what stands between them; the others are written."""
    edits: list[tuple[int, int, str]] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(j - i, m - k)
        for step in range(paired):
            start, end = slices[i + step]
            edits.append((start, end, kept(i + step, value[k + step])))
        edits += [(*slices[old], "") for old in range(i + paired, j)]
        new = "".join(written(one, None) for one in value[k + paired : m])
        if new:
            at = slices[i + paired][0] if i + paired < len(slices) else slices[-1][1]
            lead = "\n" if at == len(text) and not text.endswith("\n") else ""
            edits.append((at, at, lead + new))
    for start, end, new in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _checked(text: str, place: Place, value: Tree, new: str) -> str:
    """The new text, once it is known to say what was meant, and nothing else otherwise than before."""
    if parse(Path("the file"), new).data != _set(parse(Path("the file"), text).data, place, value):
        raise InputError("This part can't be changed here.", "Change it in the file's own text.")
    return new


def _set(tree: Tree, place: Place, value: Tree) -> Tree:
    if not place:
        return value
    step, *rest = place
    if isinstance(tree, list) and isinstance(step, int):
        return [_set(one, tuple(rest), value) if number == step else one for number, one in enumerate(tree)]
    if isinstance(tree, dict | None) and isinstance(step, str):
        known = tree or {}
        return {**known, step: _set(known.get(step), tuple(rest), value)}
    return tree


def _key(value: Tree) -> str:
    return json.dumps(value, sort_keys=True)
