"""A person's words in Markdown, as they are."""

from collections.abc import Iterator


def named(values: dict[str, str]) -> Iterator[str]:
    """Those of the texts that say something, each with its name, as a list."""
    for name, text in values.items():
        if text.strip():
            yield f"- {name.replace('_', ' ').capitalize()}: {plain(text)}"


def plain(text: str) -> str:
    """A person's words, so that Markdown makes neither pictures, links, HTML nor headings of them."""
    one_line = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        one_line = one_line.replace(mark, f"\\{mark}")
    return one_line.replace("\\<", "&lt;").replace("\\>", "&gt;")
