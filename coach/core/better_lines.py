"""What `prompts/better_lines.yaml` says: the words for one strength and for the one moment to go back to."""

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints, model_validator

from coach.core.moves import Value

PRONOUNS: Mapping[str, tuple[str, str, str, str]] = {
    "she/her": ("she", "her", "her", "herself"),
    "he/him": ("he", "him", "his", "himself"),
    "they/them": ("they", "them", "their", "themselves"),
}
"""They, them, their, themselves: for one member, by the pronouns of their file."""
_ROLES = ("they", "them", "their", "themselves")
BLANKS = frozenset({"theirs", "reply", *_ROLES, *(role.capitalize() for role in _ROLES)})
"""What a line may leave blank: a sentence that gives back the turn before, how the member answered, their pronouns."""


def _only_known_blanks(text: str) -> str:
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"the braces of “{text}” don't match") from error
    if unknown := sorted(blanks - BLANKS):
        known = ", ".join(f"{{{name}}}" for name in ("theirs", "reply", *_ROLES))
        raise ValueError(f"{{{unknown[0]}}} is no blank that can be filled; there are {known}")
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(_only_known_blanks),
]

StrengthKind = Literal[
    "reflection",
    "reflection_and_more",
    "own_story",
    "tension",
    "repair",
    "follow_up",
    "why",
    "question",
    "permission",
    "affirmation",
]
FaultKind = Literal[
    "pressure",
    "argue",
    "advice",
    "pitch",
    "third_party",
    "leading",
    "pry",
    "missed",
    "closed_question",
    "stock",
    "interview",
    "early_ask",
    "vague_ask",
    "ill_fitting_ask",
    "long",
    "insult",
    "put_off",
    "further",
]
Effect = Literal["closed", "gave_in", "brief", "hedged", "shrank", "went_on", "no_answer"]


def filled(line: str, theirs: str, reply: str, pronouns: str = "they/them") -> str:
    """The line with its blanks filled for a member of these pronouns."""
    words = dict(zip(_ROLES, PRONOUNS.get(pronouns, PRONOUNS["they/them"]), strict=True))
    capitals = {role.capitalize(): word.capitalize() for role, word in words.items()}
    return line.format(theirs=theirs, reply=reply, **words, **capitals)


class StrengthWords(Value):
    """Why a turn of this kind is a strength."""

    kind: StrengthKind
    why: Line


class FaultWords(Value):
    """What to say of a turn of this kind, and what might have been said there instead."""

    kind: FaultKind
    why: Line
    try_instead: tuple[Line, ...]
    """Better lines that give back the member's words."""
    without_words: Line
    """A better line for where the member had said nothing that could be given back."""
    practise: Line

    @model_validator(mode="after")
    def _gives_back(self) -> "FaultWords":
        if not self.try_instead or any("{theirs}" not in line for line in self.try_instead):
            raise ValueError(f"each line to try instead of {self.kind} needs {{theirs}}: the member's own words")
        if "{theirs}" in self.without_words:
            raise ValueError(f"without_words of {self.kind} is for where there are no words of theirs to give back")
        return self


class EffectWords(Value):
    """What a turn did to the member, told from their next turn."""

    kind: Effect
    says: Line


class BetterLines(Value):
    """The whole file."""

    strengths: tuple[StrengthWords, ...]
    faults: tuple[FaultWords, ...]
    effects: tuple[EffectWords, ...]
    no_strength: Line
    mentions: Line
    """Gives back a thing that the member spoke of, such as "your dad"."""
    quotes: Line | None = None
    """Gives back a short sentence of theirs as it stands; without it none is."""

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> "BetterLines":
        if "{theirs}" not in self.mentions:
            raise ValueError("mentions needs {theirs}: what the member spoke of")
        if self.quotes is not None and "{theirs}" not in self.quotes:
            raise ValueError("quotes needs {theirs}: the member's own sentence")
        for what, wanted, given in (
            ("strength", StrengthKind.__args__, [one.kind for one in self.strengths]),
            ("fault", FaultKind.__args__, [one.kind for one in self.faults]),
            ("effect", Effect.__args__, [one.kind for one in self.effects]),
        ):
            if missing := sorted(set(wanted) - set(given)):
                raise ValueError(f"no words for the {what} {', '.join(missing)}")
            if twice := sorted({kind for kind in given if given.count(kind) > 1}):
                raise ValueError(f"the {what} {', '.join(twice)} stands in the file more than once")
        return self

    def strength(self, kind: StrengthKind) -> StrengthWords:
        """The words for this strength."""
        return next(one for one in self.strengths if one.kind == kind)

    def fault(self, kind: FaultKind) -> FaultWords:
        """The words for this fault."""
        return next(one for one in self.faults if one.kind == kind)

    def effect(self, kind: Effect) -> str:
        """The words for this effect."""
        return next(one.says for one in self.effects if one.kind == kind)
