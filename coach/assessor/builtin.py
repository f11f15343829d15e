"""The assessor that needs no model server: judges by what followed, deterministic, English only."""

from typing import Literal

from coach.assessor import Case, Progress, Tell, nobody
from coach.assessor.criteria import FROM_THE_TALK
from coach.assessor.criteria.again import JUDGES as AGAIN
from coach.assessor.criteria.practising import balance, learning
from coach.assessor.criteria.relationship import understood
from coach.assessor.exchange import Exchange
from coach.assessor.faults import faults_of, trust_fell
from coach.assessor.moments import priority, strength
from coach.assessor.talk import Talk, lay_out
from coach.assessor.wording import english
from coach.core.better_lines import BetterLines, FaultKind
from coach.core.feedback import CriterionResult, Feedback, ObjectiveResult, not_scored, score, verify
from coach.core.measures import markers, measure, too_little
from coach.core.replay import replay
from coach.core.rubric import Criterion
from coach.core.said import said_to_them

KNOWN = frozenset({*FROM_THE_TALK, *AGAIN, "4a", "4d"})
"""The ids of the criteria that it judges where they carry `builtin: true`."""
UNKNOWN = "The built-in assessor does not know this criterion."
OTHER_LEVELS = "The built-in assessor knows this criterion in four levels, and here it has another number."
NO_ENGLISH = "The built-in assessor reads English only, so it can't say anything about this talk."


class BuiltinAssessor:
    """Judges what can honestly be judged from moves, words and sequence; the rest it marks "not scored"."""

    name: Literal["builtin", "llm"] = "builtin"

    def __init__(self, lines: BetterLines) -> None:
        self._lines = lines

    async def assess(self, case: Case, tell: Tell = nobody) -> Feedback:
        """The same case always gives the same feedback: all of it in a moment, so there is one step to tell of."""
        tell(Progress(step="reading"))
        return assess(case, self._lines)


def assess(case: Case, lines: BetterLines) -> Feedback:
    """Feedback on a talk, verified and scored; with nothing scored where there is too little to go by."""
    talk = case.conversation
    measures = measure(talk)
    spoken = " ".join(said_to_them(turn.text) for _, turn in talk.organizer_turns)
    little = too_little(talk) or (None if english(spoken) else NO_ENGLISH)
    if little:
        return Feedback(measures=measures, assessor="builtin", too_little=little)
    laid_out = lay_out(talk)
    steps = replay(case.persona, talk) if case.persona else ()
    fell = trust_fell(steps)
    found = markers(talk, case.rubric, case.persona)
    faults = faults_of(laid_out, found, fell)
    judged = {one.id: _judged(one, laid_out, case) for one in case.rubric.criteria if one.id != "4d" or not one.known}
    chosen = priority(faults, judged, laid_out, lines, steps, case.persona)
    if any(one.id == "4d" and one.known for one in case.rubric.criteria):
        gravest = sorted(faults, key=lambda fault: -fault.weight)
        missteps: list[tuple[FaultKind, Exchange]] = [(fault.kind, fault.exchange) for fault in gravest]
        going_back = chosen[0].turn if chosen else None
        judged["4d"] = learning(laid_out, case.reflection, case.retried, missteps, going_back)
    praised = strength(laid_out, lines, fell, case.persona)
    feedback = Feedback(
        objectives=tuple(
            ObjectiveResult(id=one.id, criteria=tuple(judged[criterion.id] for criterion in one.criteria))
            for one in case.rubric.objectives
        ),
        strength=praised,
        priority=chosen[0] if chosen else None,
        markers=found,
        measures=measures,
        assessor="builtin",
        no_strength="" if praised else lines.no_strength,
        next_time=chosen[1] if chosen else "",
    )
    return score(verify(feedback, talk), case.rubric)


def _judged(criterion: Criterion, talk: Talk, case: Case) -> CriterionResult:
    if not criterion.known:
        return not_scored(criterion.id, OTHER_LEVELS if criterion.builtin else UNKNOWN)
    if criterion.id == "4a":
        return balance(talk, measure(case.conversation))
    if criterion.id in AGAIN:
        return AGAIN[criterion.id](talk, case)
    judge = FROM_THE_TALK.get(criterion.id)
    if judge is None:
        return not_scored(criterion.id, UNKNOWN)
    result = judge(talk)
    if criterion.id == "1b" and case.reflection:
        return understood(result, talk, case.reflection.why_beyond)
    return result
