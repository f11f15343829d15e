"""What a model is asked to answer with: lists of plain values, explanation before level."""

from collections.abc import Callable, Iterator
from functools import cache
from types import GenericAlias
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

STRENGTH, PRIORITY = "strength", "priority"
NOT_OBSERVED = "not observed"


class Answer(BaseModel):
    """A part of the model's answer. What it adds beyond the schema is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Quote(Answer):
    """Words of the organizer's."""

    turn: int
    quote: str


class Verdict(Answer):
    """On one criterion."""

    criterion: str
    explanation: str
    evidence: list[Quote]
    level: str
    """One of those that `judgement_up_to` allows."""

    @property
    def number(self) -> int | None:
        """The level as a number; None for not observed."""
        return None if self.level == NOT_OBSERVED else int(self.level)


class FoundStrength(Answer):
    """Turn 0 where no turn has earned it."""

    turn: int
    quote: str
    why: str


class FoundPriority(Answer):
    """The turn to do again."""

    turn: int
    quote: str
    why: str
    effect: str
    try_instead: str


class MendedQuote(Answer):
    """The right words for what could not be quoted. `about` is a criterion's id, "strength" or "priority"."""

    about: str
    turn: int
    quote: str


class Mended(Answer):
    """The answer to being told which quotes do not stand."""

    quotes: list[MendedQuote]


class Judgement(Answer):
    """The whole answer."""

    verdicts: list[Verdict]
    strength: FoundStrength
    priority: FoundPriority
    next_time: str

    def on(self, criterion: str) -> Verdict | None:
        """The verdict on this criterion, if it gave one."""
        return next((one for one in self.verdicts if one.criterion == criterion), None)

    @property
    def quotes(self) -> Iterator[tuple[str, int, str]]:
        """All that it quotes: what for, the turn, the words."""
        for verdict in self.verdicts:
            for one in verdict.evidence:
                yield verdict.criterion, one.turn, one.quote
        for about, found in ((STRENGTH, self.strength), (PRIORITY, self.priority)):
            if found.turn >= 1:
                yield about, found.turn, found.quote

    def mended(self, by: Mended, stands: Callable[[int, str], bool]) -> "Judgement":
        """The same judgement with the quotes that now stand put in the place of those that did not."""
        new = {
            about: [one for one in by.quotes if one.about == about and stands(one.turn, one.quote)]
            for about, _, _ in self.quotes
        }

        def evidence(verdict: Verdict) -> list[Quote]:
            kept = [one for one in verdict.evidence if stands(one.turn, one.quote)]
            return [*kept, *(Quote(turn=one.turn, quote=one.quote) for one in new.get(verdict.criterion, []))]

        verdicts = [verdict.model_copy(update={"evidence": evidence(verdict)}) for verdict in self.verdicts]
        changed: dict[str, object] = {"verdicts": verdicts}
        for about, found in ((STRENGTH, self.strength), (PRIORITY, self.priority)):
            if new.get(about) and not stands(found.turn, found.quote) and new[about][0].turn == found.turn:
                changed[about] = found.model_copy(update={"quote": new[about][0].quote})
        return self.model_copy(update=changed)


@cache
def judgement_up_to(top: int) -> type[Judgement]:
    """The shape of an answer whose levels go up to `top`: a model is not offered a level that nothing has."""
    one_of: Any = Literal
    levels: Any = one_of[(*(str(level) for level in range(top + 1)), NOT_OBSERVED)]
    verdicts: Any = GenericAlias(list, (create_model("Verdict", __base__=Verdict, level=(levels, ...)),))
    return create_model("Judgement", __base__=Judgement, verdicts=(verdicts, ...))
