"""What a sentence shows on its surface: the cues of cues.txt, found in plain wording."""

import re
from functools import cache, lru_cache
from importlib.resources import files

_FILLERS = (
    "so|and|but|or|well|okay|oh|ah|yeah|yes|no|now|then|right|look|listen|hey|hi|anyway|also|just|sure|god|wow|mm|"
    "hmm|ha|see|like|actually|honestly|because|you know|i mean|to be honest|of course|good|great|lovely|true|"
    "alright|fair|thanks|sorry|please"
)
_LEAD = rf"^(?:(?:(?:{_FILLERS})(?: ,)?|(?!(?:{_FILLERS})\b)\w+ ,) ){{0,8}}"
"""The start of a sentence: fillers, a name before a comma. No word fits two ways: that would take forever."""


@cache
def patterns(file: str = "cues.txt") -> dict[str, re.Pattern[str]]:
    """The cues of a file by name, in its order."""
    names: dict[str, str] = {}
    ways: dict[str, list[str]] = {}
    listed: list[str] = []
    for line in files("coach.reader").joinpath(file).read_text("utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("<") and "> = " in line:
            name, _, meaning = line.partition(" = ")
            names[name] = meaning
        elif line.startswith("[") and line.endswith("]") and re.fullmatch(r"\[[a-z_]+\.[a-z_]+\]", line):
            listed = ways.setdefault(line[1:-1], [])
        else:
            listed.append(_written_out(line, names))
    return {name: re.compile("|".join(lines)) for name, lines in ways.items()}


def _written_out(line: str, names: dict[str, str]) -> str:
    for name, meaning in names.items():
        line = line.replace(name, meaning)
    return line.replace("~", _LEAD)


@lru_cache(maxsize=4096)
def cues(sentence: str) -> frozenset[str]:
    """Names of the cues that a plain sentence shows."""
    return frozenset(name for name, pattern in patterns().items() if pattern.search(sentence))


@lru_cache(maxsize=4096)
def heard(sentence: str) -> frozenset[str]:
    """The same for a member's sentence: only what a member's side of the talk is listened to for."""
    return frozenset(
        name for name, pattern in patterns().items() if name.startswith("member.") and pattern.search(sentence)
    )
