"""Whether texts are what a person says: no stage directions, lists, markup, emojis, or orders to a model."""

import re
from collections.abc import Iterator

from coach.lab.draft import SPOKEN, Draft, Finding
from coach.reader.conduct import instructs

_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>|\[[^\]]{0,80}\]\([^)]{0,200}\)|https?://|\{\{|\{%|```")
_STAGE = re.compile(
    r"\*[^*]+\*|\[[^\]]+\]|\((?:laughs?|sighs?|pauses?|smiles?|silence|shrugs?|nods?|beat)\b[^)]*\)",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:^|\n)\s*(?:[-•*]\s|\d+[.)]\s)")
_QUOTED = re.compile(r"[“„«\"].*[”“»\"]", re.DOTALL)
_STRANGE = re.compile(r"[/\\<>{}|@#\[\]]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\ufe0f]")


def speech(draft: Draft) -> Iterator[Finding]:
    """What is spoken can be said aloud."""
    for said in draft.said:
        if said.kind not in SPOKEN:
            continue
        for pattern, what, mend in (
            (_STAGE, "a stage direction", "Say it in words, or leave it out."),
            (_LIST, "a list", "Say it as one would across a table."),
            (_EMOJI, "an emoji", "Leave it out."),
        ):
            if hit := pattern.search(said.text):
                yield draft.warning(said.place, f'{what} in a spoken line: "{hit.group().strip()[:40]}"', mend)
        if _QUOTED.fullmatch(said.text):
            yield draft.warning(said.place, f"quotation marks around {said.short}", "Take them out, or they are seen.")


def named(draft: Draft) -> Iterator[Finding]:
    """Their name is what one calls somebody."""
    name = draft.persona.name
    hit = _STRANGE.search(name) or _EMOJI.search(name) or _QUOTED.fullmatch(name)
    if hit or not any(letter.isalpha() for letter in name):
        what = f'"{hit.group()}" in a name' if hit else "a name without a letter"
        yield draft.warning(("name",), what, "Write what the learner will call them, and nothing else.")


def harmless(draft: Draft) -> Iterator[Finding]:
    """No text is markup, and none instructs the model that is to play the member."""
    for said in draft.said:
        if hit := _MARKUP.search(said.text):
            what = f'markup where plain text belongs: "{hit.group()[:40]}"'
            yield draft.error(said.place, what, "Write it as plain text.")
        if instructs(said.text):
            what = f'"{said.short}" reads like an order to a model'
            yield draft.error(said.place, what, "Say what is so about this person, not what a model should do.")
