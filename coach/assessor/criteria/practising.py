"""LO4, practising: balance by count, resistance and repair from the talk, learning from the reflection."""

import re
from collections.abc import Sequence

from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk, no_opportunity, verdict
from coach.assessor.wording import ACCEPTS, ALTERNATIVE, MISSTEPS, NAMES_MISSTEP, OWNS_UP, content, says
from coach.core.better_lines import FaultKind
from coach.core.feedback import CriterionResult, Measures, Reflection
from coach.core.moves import ASKS, MOBILIZING, Move
from coach.core.said import word_count

STACKED = 0.2
"""Share of the organizer's turns that may hold two questions, in a talk that asks one at a time."""


def balance(talk: Talk, measures: Measures) -> CriterionResult:
    """4a: the organizer's share of all words."""
    share = measures.organizer_share
    if share is None or not talk.exchanges:
        return no_opportunity("4a", "Nobody said a word.")
    longest = max(talk.exchanges, key=lambda one: one.words)
    percent = f"{round(share * 100)} % of all words were yours"
    if share > 0.65:
        return verdict("4a", 0, f"{percent}: they hardly got a word in.", longest)
    if share > 0.50:
        return verdict("4a", 1, f"{percent}: more than theirs.", longest)
    if share > 0.35:
        return verdict("4a", 2, f"{percent}. A little less would give them more room.", longest)
    if share < 0.20:
        if any(one.opened for one in talk.exchanges) and measures.words >= 60:
            return verdict("4a", 2, f"{percent}: you left them a great deal of room.", longest)
        return verdict("4a", 1, f"{percent}: there was little of you in it.", longest)
    if measures.stacked_turns > STACKED * measures.turns:
        return verdict("4a", 2, f"{percent}, but you often asked two things at once.", longest)
    return verdict("4a", 3, f"{percent}, and you asked one thing at a time.", longest)


def resistance(talk: Talk) -> CriterionResult:
    """4b: what the organizer did each time the member hesitated after an ask or a push."""
    first = next((one for one in talk.exchanges if one.does(*ASKS, Move.PRESSURE, Move.PITCH)), None)
    met = [one for one in talk.exchanges if first and one.turn > first.turn and one.met_hesitation]
    pressed = [one for one in talk.after(first.turn) if one.does(Move.PRESSURE)] if first else []
    if not met and len(pressed) > 1:
        return verdict("4b", 0, "They had not said yes, and you pressed on.", *pressed)
    if not met:
        return no_opportunity(
            "4b", "They were not seen to hold back after an ask or a push, so there is nothing to judge here."
        )
    argued = [one for one in talk.after(first.turn) if one.does(Move.ARGUE, Move.PRESSURE)] if first else []
    explored = [one for one in met if explores(one)]
    accepted = [one for one in met if says(ACCEPTS, one.text) and not one.does(Move.ARGUE, Move.PRESSURE)]
    if explored and accepted and not argued:
        return verdict("4b", 3, "You asked what was behind it, and could take a no.", explored[0], accepted[-1])
    if explored and not argued:
        return verdict("4b", 2, "You asked what was behind it.", *explored)
    if explored and accepted and len(argued) == 1:
        return verdict("4b", 2, "You asked what was behind it and could take a no, though once you pressed.", *explored)
    if (explored or accepted) and len(argued) <= 1:
        return verdict("4b", 1, "You took up what held them back, and also argued or pressed.", *explored, *accepted)
    if argued:
        return verdict("4b", 0, "When they hesitated, you argued or pressed on.", *argued)
    return verdict("4b", 1, "When they hesitated, you reassured them, or let it drop at once.", *met)


def explores(one: Exchange) -> bool:
    """It asks what is behind the hesitation."""
    return one.does(Move.OPEN_QUESTION, Move.WHY_PROBE, Move.FOLLOW_UP) and not one.pushes and not one.does(*ASKS)


def repair(talk: Talk) -> CriterionResult:
    """4c: what the organizer did after a turn that closed the member down."""
    slips = [one for one in talk.exchanges if one.closed and (one.pushes or one.asks_something)]
    mended = [one for one in talk.exchanges if repairs(one) and not one.does(*PUSHING_ON) and not one.closed]
    named = [one for one in mended if says(NAMES_MISSTEP, one.text)]
    pushes = len(talk.doing(*MOBILIZING))
    if named and pushes <= 3:
        return verdict("4c", 3, "You noticed, said so, and gave them room.", *named)
    if mended and pushes <= 5:
        return verdict("4c", 2, "You changed how you went about it.", *mended)
    if not slips and pushes < 2:
        return no_opportunity("4c", "No turn was seen to close them down, so there is nothing to judge here.")
    repeated = [one for slip in slips for one in talk.after(slip.turn)[:1] if one.pushes]
    if len(repeated) >= 1 or pushes >= 4:
        return verdict("4c", 0, "When it closed them down, you did more of the same.", *repeated)
    switched = [one for slip in slips for one in talk.after(slip.turn)[:1]]
    if switched:
        return verdict("4c", 1, "When it closed them down, you moved on to something else.", *switched)
    return verdict("4c", 0, "What closed them down was not put right.")


def learning(
    talk: Talk,
    reflection: Reflection | None,
    retried: bool,
    missteps: Sequence[tuple[FaultKind, Exchange]] = (),
    going_back: int | None = None,
) -> CriterionResult:
    """4d: from what the learner wrote: a moment named, an alternative stated, and used on a retry.

    `missteps` are the turns that cost something, the gravest first; `going_back` is the turn that the feedback
    goes back to, so that both speak of the same.
    """
    if reflection is None or reflection.empty:
        return no_opportunity("4d", "You wrote nothing about the talk, so this could not be seen.")
    written = f"{reflection.how_it_went} {reflection.where_back}".strip()
    if not talk.exchanges or word_count(written) < LEAST_WRITTEN:
        return verdict("4d", 0, "You wrote what you heard, but not how it went or where you would go back.")
    shown = next((one for one in talk.exchanges if one.turn == going_back), talk.exchanges[-1])
    kinds = [kind for kind in MISSTEPS if says(MISSTEPS[kind], written)]
    meant = [one for kind, one in missteps if kind in kinds]
    cited = _numbered(written, talk) or (shown if shown in meant else None) or _by_words(written, talk)
    cited = cited or (meant[0] if meant else None)
    if cited and says(ALTERNATIVE, written) and retried:
        return verdict("4d", 3, "You named a moment and what you would say there, and tried it.", cited)
    if cited:
        return verdict("4d", 2, "You named a moment of the talk.", cited)
    if kinds:
        why = "You named what you would change. Which turn you meant could not be told from your words."
        return verdict("4d", 2, f"{why} It may be the one that this feedback goes back to.", shown)
    why = "You wrote how it went; no moment could be told from your words."
    return verdict("4d", 1, f"{why} The turn that this feedback goes back to is one you could look at.", shown)


def _numbered(written: str, talk: Talk) -> Exchange | None:
    """The exchange that the learner names by its number, or by that of the answer to it."""
    numbers = {int(number) for number in _TURN.findall(written)}
    return next((one for one in talk.exchanges if one.turn in numbers or one.turn + 1 in numbers), None)


def _by_words(written: str, talk: Talk) -> Exchange | None:
    """The exchange that shares most words with what the learner wrote, if it shares enough."""
    words = content(written)

    def shared(one: Exchange) -> int:
        return len(words & (content(one.text) | content(one.before) | content(one.after)))

    best = max(talk.exchanges, key=shared)
    return best if shared(best) >= CITING_WORDS else None


PUSHING_ON = (Move.PITCH, Move.PRESSURE, Move.ADVICE, Move.THIRD_PARTY)
"""What takes a repair back in the same breath."""
LEAST_WRITTEN = 2
CITING_WORDS = 2
"""Content words that the reflection must share with a moment of the talk to have named it."""
_TURN = re.compile(r"\bturn (\d{1,3})\b", re.IGNORECASE)


def repairs(one: Exchange) -> bool:
    """It owns a misstep: by its words, with its reading or by naming what went wrong.

    A story of one's own ("I got there too late") names no misstep of this talk, unless it is owned in so many words.
    """
    names, owns = says(NAMES_MISSTEP, one.text), says(OWNS_UP, one.text)
    return (owns and (names or one.does(Move.REPAIR))) or (
        names and one.does(Move.REPAIR) and not one.does(Move.OWN_STORY)
    )


JUDGES = {"4b": resistance, "4c": repair}
