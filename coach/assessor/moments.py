"""The one strength and the one turn to go back to: chosen by what followed, worded by trainers."""

from collections.abc import Mapping, Sequence

from coach.assessor.criteria.commitment import holds_against
from coach.assessor.criteria.knowing import accurate, follows, is_story
from coach.assessor.exchange import Exchange
from coach.assessor.faults import PRAISE, Fault
from coach.assessor.giving_back import in_their_words, quoted
from coach.assessor.talk import Talk
from coach.assessor.wording import (
    ASKS_OPENLY,
    FLATTERY,
    GIVES_IN,
    NAMES_MISSTEP,
    STOCK,
    confirms,
    content,
    holds_back,
    says,
)
from coach.core.better_lines import BetterLines, Effect, StrengthKind, filled
from coach.core.feedback import CriterionResult, Moment, Priority
from coach.core.moves import ASKS, QUESTIONS, Move
from coach.core.persona import Persona
from coach.core.reasons import Reason
from coach.core.replay import Step
from coach.core.said import word_count

LEAST_STRENGTH = 2.0
"""What a turn must weigh to be called a strength."""
BRIEF_ANSWER = 6
"""Words; a longer answer is more than a few."""


def strength(
    talk: Talk, lines: BetterLines, fell: Mapping[int, Reason], member: Persona | None = None
) -> Moment | None:
    """The turn that most opened the talk; None where no turn has earned praise."""
    earned: list[tuple[float, StrengthKind, Exchange]] = [
        (weight, kind, one) for one in talk.exchanges if one.turn not in fell for kind, weight in _strengths(one)
    ]
    best = max(earned, key=lambda found: (found[0], -found[2].turn), default=None)
    if best is None or best[0] < LEAST_STRENGTH:
        return None
    _, kind, one = best
    theirs = in_their_words(one.before, lines.mentions, lines.quotes)
    why = filled(lines.strength(kind).why, theirs, quoted(one.after), _pronouns(member))
    return Moment(turn=one.turn, quote=one.quote(lambda part: _shows(kind, part, one)), why=why)


def _strengths(one: Exchange) -> list[tuple[StrengthKind, float]]:
    if one.pushes or one.does(*ASKS, Move.PURPOSE) or not (one.taken_up and one.told_more):
        return []
    further = 0.8 * one.went_deep + 0.1 * min(len(one.carried), 4)
    flatters = says(FLATTERY, one.text)
    empty = flatters or (says(STOCK, one.text) and len(one.carried) < 2)
    found: list[tuple[StrengthKind, float]] = []
    if accurate(one) and not empty:
        goes_on = one.text.rstrip("\"”’') ").endswith("?") or one.does(*QUESTIONS)
        found.append(("reflection_and_more" if goes_on else "reflection", 2.2 + further + 0.6 * confirms(one.after)))
    if is_story(one) and not flatters and word_count(one.before) >= 6:
        found.append(("own_story", 2.2 + further))
    if holds_against(one):
        found.append(("tension", 2.4 + further))
    if one.does(Move.REPAIR) and says(NAMES_MISSTEP, one.text) and one.opened:
        found.append(("repair", 2.0 + further))
    if one.does(Move.PERMISSION) and one.opened and one.before:
        found.append(("permission", 2.0 + further))
    openly = says(ASKS_OPENLY, one.text) and one.does(Move.OPEN_QUESTION, Move.WHY_PROBE)
    if openly and not empty and follows(one):
        plainly: StrengthKind = "follow_up" if one.carried else "question"
        found.append(("why" if one.does(Move.WHY_PROBE) else plainly, 1.8 + further))
    if openly and one.went_deep:
        found.append(("question", 1.3 + further))
    if one.does(Move.AFFIRMATION) and one.carried and one.opened and not flatters:
        found.append(("affirmation", 1.4 + further))
    return found


def _shows(kind: StrengthKind, part: str, one: Exchange) -> bool:
    """Whether this sentence is the one that the strength lies in."""
    asks = part.endswith("?")
    if kind in ("follow_up", "why", "question", "permission"):
        return asks
    if kind == "repair":
        return says(NAMES_MISSTEP, part)
    return not asks and bool(content(part) & (one.carried | one.recalled))


def priority(
    faults: Sequence[Fault],
    results: Mapping[str, CriterionResult],
    talk: Talk,
    lines: BetterLines,
    steps: Sequence[Step],
    member: Persona | None,
) -> tuple[Priority, str] | None:
    """The turn to go back to, and what to practise; None for a talk without turns.

    Where the fold is known (`steps`, of this member), the turn after which trust fell most comes first.
    A turn that shows a criterion met is never a fault in the same thing.
    """
    fallen = {step.turn: step.before.trust - step.rapport.trust for step in steps}
    open_to_blame = [fault for fault in faults if not fault.praised(results)]
    worst = max(
        open_to_blame,
        key=lambda fault: (
            fallen.get(fault.exchange.turn, 0) if fault.reason else 0,
            round(fault.weight, 3),
            -fault.exchange.turn,
        ),
        default=_without_fault(talk, results),
    )
    if worst is None:
        return None
    one, words = worst.exchange, lines.fault(worst.kind)
    theirs = in_their_words(one.before, lines.mentions, lines.quotes)
    better = words.try_instead[one.turn % len(words.try_instead)] if theirs else words.without_words
    reply, pronouns = quoted(one.after), _pronouns(member)
    effect = filled(lines.effect(_effect(one)), theirs, reply, pronouns)
    why = filled(words.why, theirs, reply, pronouns)
    return (
        Priority(
            turn=one.turn,
            quote=one.quote(lambda part: worst.kind in ("leading", "pry", "interview") and part.endswith("?")),
            why=f"{worst.reason.why} {why}" if worst.reason else why,
            effect=f"{effect} {in_trust(one.turn, steps, member.name if member else '')}".strip(),
            try_instead=filled(better, theirs, reply, pronouns),
        ),
        words.practise,
    )


def _pronouns(member: Persona | None) -> str:
    return member.pronouns if member else "they/them"


def _without_fault(talk: Talk, results: Mapping[str, CriterionResult]) -> Fault | None:
    """For a talk in which nothing stands out: its longest turn, or the one that the most was said before."""
    if not talk.exchanges:
        return None
    longest = Fault("long", max(talk.exchanges, key=lambda one: (bool(one.before), one.words)), 0.0)
    if not longest.praised(results) and (balance := results.get("4a")) and (balance.level or 0) < PRAISE:
        return longest
    further = [Fault("further", one, 0.0) for one in talk.exchanges if one.before]
    unpraised = [fault for fault in further if not fault.praised(results)]
    return max(unpraised or further, key=lambda fault: word_count(fault.exchange.before), default=None)


def _effect(one: Exchange) -> Effect:
    if not one.after:
        return "no_answer"
    if one.does(*ASKS, Move.PRESSURE) and says(GIVES_IN, one.after):
        return "gave_in"
    if one.closed:
        return "closed"
    if word_count(one.after) <= BRIEF_ANSWER:
        return "brief"
    if holds_back(one.after):
        return "hedged"
    return "shrank" if word_count(one.after) * 2 <= word_count(one.before) else "went_on"


def in_trust(turn: int, steps: Sequence[Step], name: str) -> str:
    """What the fold says that this turn did to the trust of a member called `name`."""
    step = next((step for step in steps if step.turn == turn), None)
    if step is None or step.rapport.trust >= step.before.trust:
        return ""
    return f"{name}'s trust went from {step.before.trust} to {step.rapport.trust}."
