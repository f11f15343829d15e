"""What a sentence shows on its surface: the cues of cues.txt, found in plain wording."""

import re
from functools import cache, lru_cache
from importlib.resources import files

_LEAD = r"^(?:(?:(?:so|and|but|or|well|okay|oh|ah|yeah|yes|no|now|then|right|look|listen|hey|hi|anyway|also|just|" \
        r"sure|god|wow|mm|hmm|ha|see|like|actually|honestly|because|you know|i mean|to be honest|of course|good|" \
        r"great|lovely|true|alright|fair|thanks|sorry|please)|\w+(?= ,))(?: ,)? )*"  # fmt: skip


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The cues by name, in the order of the file."""
    names: dict[str, str] = {}
    ways: dict[str, list[str]] = {}
    listed: list[str] = []
    for line in files("coach.reader").joinpath("cues.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("# "):
            continue
        if line.startswith("<") and "> = " in line:
            name, _, meaning = line.partition(" = ")
            names[name] = meaning
        elif line.startswith("[") and line.endswith("]") and re.fullmatch(r"\[[a-z_]+\.[a-z_]+\]", line):
            listed = ways.setdefault(line[1:-1], [])
        else:
            for name, meaning in names.items():
                line = line.replace(name, meaning)
            listed.append(line.replace("~", _LEAD))
    return {name: re.compile("|".join(lines)) for name, lines in ways.items()}


@lru_cache(maxsize=4096)
def cues(sentence: str) -> frozenset[str]:
    """Names of the cues that a plain sentence shows."""
    return frozenset(name for name, pattern in patterns().items() if pattern.search(sentence))
