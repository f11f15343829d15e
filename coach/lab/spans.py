"""Where the parts of a YAML text stand in it, by character: the nodes of a text, and where each really ends."""

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from coach.errors import InputError
from coach.located import QUICK, Place


def root_of(text: str) -> Node | None:
    """The node of the whole text; None where there is nothing in it."""
    return yaml.compose(text, Loader=QUICK)


def node_at(node: Node | None, place: Place) -> Node:
    """The node at a place below this one. Raises InputError where there is none."""
    for step in place:
        if isinstance(node, MappingNode):
            node = next((child for key, child in node.value if key.value == step), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
        else:
            break
    if node is None:
        raise nowhere(place)
    return node


def stands_in_flow(text: str, place: Place) -> bool:
    """Whether something that it stands in is written between brackets."""
    root = root_of(text)
    return any(bool(getattr(node_at(root, place[:depth]), "flow_style", False)) for depth in range(len(place)))


def end_of(text: str, node: Node) -> int:
    """Where a node really ends: the marks of blocks lie behind the comments and blank lines that follow."""
    if isinstance(node, ScalarNode):
        end = node.end_mark.index
        if node.style in ("|", ">"):
            return _end_of_block_text(text, node, end)
        return end
    if isinstance(node, SequenceNode | MappingNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index


def _end_of_block_text(text: str, node: ScalarNode, end: int) -> int:
    """The end of a block text: its last line that is indented as the text is."""
    first = text.index("\n", node.start_mark.index) + 1
    column = next((indent_of(line) for line in text[first:end].split("\n") if line.strip()), 0)
    stop, at = first - 1, first
    for line in text[first:end].split("\n"):
        if line.strip():
            if indent_of(line) < column:
                break
            stop = at + len(line)
        at += len(line) + 1
    return stop


def after_dash(text: str, node: Node) -> bool:
    """Whether it begins on the line of the dash of a list."""
    return text[line_start(text, node.start_mark.index) : node.start_mark.index].strip().startswith("-")


def line_start(text: str, at: int) -> int:
    """Where the line begins that a character stands on."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, node: Node) -> int:
    """Behind the line on which a node ends, with the comment that may stand there."""
    found = text.find("\n", end_of(text, node))
    return len(text) if found < 0 else found + 1


def indent_of(line: str) -> int:
    """Spaces before its first character."""
    return len(line) - len(line.lstrip(" "))


def nowhere(place: Place) -> InputError:
    """What is said of a place that a text does not have."""
    return InputError(f"There is no {', '.join(str(step) for step in place)} in this file.", "Reload the page.")
