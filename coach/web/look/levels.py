"""Levels in words, alike wherever a verdict is read: in the feedback, beside a facilitator's, and by a facilitator."""

from coach.core.feedback import CriterionResult
from coach.core.rubric import TOP_LEVEL
from coach.web.words import say


def verdict(result: CriterionResult | None) -> str:
    """What was found, as a level or why there is none."""
    if result is None or result.level is None:
        missing = result is not None and result.null_because == "no_opportunity"
        return say("feedback.no_opportunity" if missing else "feedback.not_scored")
    return step(result.level, result.top)


def step(level: int, top: int) -> str:
    """A level; on a scale that has no words of its own, as a number."""
    return say(f"feedback.level.{level}") if top == TOP_LEVEL else say("feedback.step", level=level, top=top)
