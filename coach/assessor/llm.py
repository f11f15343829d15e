"""The assessor that asks a model: it explains, then judges; code checks the quotes and computes levels."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

from coach.assessor import Case, Progress, Tell, nobody
from coach.assessor.criteria.practising import balance
from coach.assessor.moments import in_trust
from coach.assessor.talk import lay_out, no_opportunity
from coach.assessor.transcript import answers, earlier, lines, neutral
from coach.assessor.verdicts import Judgement, Mended, judgement_up_to
from coach.core.feedback import (
    NO_SUCH_LEVEL,
    CriterionResult,
    Evidence,
    Feedback,
    Moment,
    ObjectiveResult,
    Priority,
    not_scored,
    score,
    verify,
)
from coach.core.measures import markers, measure, too_little
from coach.core.quotes import standing_quote, without_false_quotes
from coach.core.replay import replay
from coach.core.rubric import TOP_LEVEL, Criterion, Rubric
from coach.errors import ModelError
from coach.llm.message import Message

MOST_TOKENS, MENDING_TOKENS = 6000, 1200
UNFOUNDED = "The reason that the model gave quoted what nobody said, so it is left out."
T = TypeVar("T", bound=BaseModel)
Render = Callable[[str, Mapping[str, object]], str]
"""Renders a prompt file by name."""
Heard = Callable[[str], None]
LOOKED_BACK = 60
"""Characters; what is looked for in an answer that is coming may have come in two parts."""
_JUDGED = re.compile(r'"criterion"\s*:\s*"([^"]*)"')
"""Where an answer that is still coming has begun with a criterion."""


class Model(Protocol):
    """What is needed of a model server."""

    async def structured(
        self, messages: Sequence[Message], schema: type[T], *, max_tokens: int, heard: Heard | None = None
    ) -> T:
        """The model's answer as a value of `schema`; `heard` is told what has come of it. Raises ModelError."""
        ...


class LLMAssessor:
    """Judges by a model, once or several times; what is counted is counted by code.

    `judgements` above 1 asks so many times at once and keeps, for each criterion, the level given most often.
    """

    name: Literal["builtin", "llm"] = "llm"

    def __init__(self, model: Model, render: Render, *, judgements: int = 1) -> None:
        self._model = model
        self._render = render
        self._judgements = judgements

    async def assess(self, case: Case, tell: Tell = nobody) -> Feedback:
        """Feedback, verified and scored. Raises ModelError where the model gave no judgement at all."""
        measures = measure(case.conversation)
        if little := too_little(case.conversation):
            return Feedback(measures=measures, assessor="llm", too_little=little)
        messages = self._messages(case)
        tell(Progress(step="reading"))
        tellers = (tell, *[nobody] * (self._judgements - 1))  # one of them tells for all
        judgements = await asyncio.gather(*(self._judge(messages, case, one) for one in tellers))
        first = judgements[0]
        strength, priority = _strength(first, case), _priority(first, case)
        feedback = Feedback(
            objectives=tuple(
                ObjectiveResult(id=one.id, criteria=tuple(_verdict(each, judgements, case) for each in one.criteria))
                for one in case.rubric.objectives
            ),
            strength=strength,
            priority=priority,
            markers=markers(case.conversation, case.rubric, case.persona),
            measures=measures,
            assessor="llm",
            next_time=first.next_time,
        )
        return score(verify(feedback, case.conversation), case.rubric)

    def _messages(self, case: Case) -> list[Message]:
        wanted = [criterion.id for criterion in case.rubric.criteria if _asked_for(criterion, case)]
        scenario = case.persona.scenario(case.conversation.scenario) if case.persona else None
        about = f"{scenario.kind}. {scenario.why_you_meet} {scenario.campaign}" if scenario else ""
        talk = {
            "turns": lines(case.conversation),
            "about": about,
            "member": case.persona,
            "earlier": earlier(case.conversation, case.persona),
            "reflection": answers(case.reflection),
            "retried": case.retried,
            "wanted": wanted,
        }
        return [
            Message(role="system", content=self._render("assess.md", {"rubric": case.rubric, "wanted": wanted})),
            Message(role="user", content=self._render("assess_talk.md", talk)),
        ]

    async def _judge(self, messages: list[Message], case: Case, tell: Tell) -> Judgement:
        """One judgement, its quotes mended once by the model where they do not stand."""
        asked = [criterion for criterion in case.rubric.criteria if _asked_for(criterion, case)]
        shape = judgement_up_to(max((criterion.top for criterion in asked), default=TOP_LEVEL))
        judgement = await self._model.structured(
            messages, shape, max_tokens=MOST_TOKENS, heard=_telling(case.rubric, tell)
        )
        tell(Progress(step="checking"))
        fallen = [
            {"about": about, "turn": turn, "text": neutral(quote)}
            for about, turn, quote in judgement.quotes
            if standing_quote(quote, turn, case.conversation) is None
        ]
        if not fallen:
            return judgement
        again = [
            *messages,
            Message(role="assistant", content=judgement.model_dump_json()),
            Message(role="user", content=self._render("assess_again.md", {"quotes": fallen})),
        ]
        try:
            mended = await self._model.structured(again, Mended, max_tokens=MENDING_TOKENS)
        except ModelError:  # the judgement itself is there: what does not stand is dropped instead
            return judgement
        return judgement.mended(mended, lambda turn, quote: standing_quote(quote, turn, case.conversation) is not None)


def _telling(rubric: Rubric, tell: Tell) -> Heard:
    """Tells which objective is being judged, from what has come of an answer."""
    places = {criterion.id: place for place, one in enumerate(rubric.objectives, 1) for criterion in one.criteria}
    told = looked = 0

    def heard(so_far: str) -> None:
        nonlocal told, looked
        new = so_far[max(0, min(looked, len(so_far)) - LOOKED_BACK) :]
        looked = len(so_far)
        begun = max((places.get(found, 0) for found in _JUDGED.findall(new)), default=0)
        if begun > told:
            told = begun
            tell(Progress(step="judging", objective=begun, objectives=len(rubric.objectives)))

    return heard


def _asked_for(criterion: Criterion, case: Case) -> bool:
    """Whether a model is asked: not for what is counted, nor for a reflection that was not written."""
    written = case.reflection is not None and not case.reflection.empty
    return not criterion.counted and (written or not criterion.from_reflection)


def _verdict(criterion: Criterion, judgements: Sequence[Judgement], case: Case) -> CriterionResult:
    if criterion.counted:
        if criterion.id == "4a" and criterion.top == TOP_LEVEL:
            return balance(lay_out(case.conversation), measure(case.conversation))
        return not_scored(criterion.id, "Nothing counts this yet.")
    if not _asked_for(criterion, case):
        return no_opportunity(criterion.id, "You wrote nothing about the talk, so this could not be seen.")
    given = [one for judgement in judgements if (one := judgement.on(criterion.id)) is not None]
    if not given:
        return not_scored(criterion.id, "The model gave no verdict on it.")
    given = [one for one in given if one.number is None or one.number <= criterion.top]
    if not given:
        return not_scored(criterion.id, NO_SUCH_LEVEL)
    counts = Counter(one.number for one in given)
    level = min(counts, key=lambda each: (-counts[each], -1 if each is None else each))
    kept = next(one for one in given if one.number == level)
    agreement = counts[level] / len(given) if len(given) > 1 else None
    if level is None and criterion.null_allowed:
        return no_opportunity(criterion.id, _founded(kept.explanation, case)).model_copy(
            update={"agreement": agreement}
        )
    evidence = tuple(Evidence(turn=one.turn, quote=one.quote) for one in kept.evidence if one.turn >= 1)
    return CriterionResult(
        id=criterion.id,
        level=level or 0,
        why=_founded(kept.explanation, case),
        evidence=evidence[:3],
        agreement=agreement,
    )


def _founded(text: str, case: Case) -> str:
    """What the model says, without what it claims somebody said and nobody did."""
    return without_false_quotes(text, case.conversation) or (UNFOUNDED if text.strip() else "")


def _strength(judgement: Judgement, case: Case) -> Moment | None:
    found = judgement.strength
    return Moment(turn=found.turn, quote=found.quote, why=_founded(found.why, case)) if found.turn >= 1 else None


def _priority(judgement: Judgement, case: Case) -> Priority | None:
    found = judgement.priority
    if found.turn < 1:
        return None
    trust = in_trust(found.turn, replay(case.persona, case.conversation), case.persona.name) if case.persona else ""
    effect = f"{_founded(found.effect, case)} {trust}".strip()
    why = _founded(found.why, case)
    return Priority(turn=found.turn, quote=found.quote, why=why, effect=effect, try_instead=found.try_instead)
