"""A model that alters, stitches and misattributes what was said, and what of it gets past the checks."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from coach import content
from coach.assessor import Case
from coach.assessor.llm import Heard, LLMAssessor
from coach.assessor.verdicts import FoundPriority, FoundStrength, Judgement, Mended, Quote, Verdict
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Feedback
from coach.core.rubric import Rubric
from coach.llm.message import Message
from tests.quality.talks import LabelledTalk

T = TypeVar("T", bound=BaseModel)


class Past(NamedTuple):
    """What was tried, and what a learner would have been shown of it."""

    tried: int
    shown: int
    """Near misses, replaced by what was said."""
    false: int
    """Words shown as a quote that stand in no such place of the named turn."""


class Liar:
    """Answers with false quotes for every criterion, and insists on them when asked again."""

    def __init__(self, false: Sequence[Quote], criteria: Sequence[str]) -> None:
        verdicts = [
            Verdict(criterion=one, explanation="As quoted.", evidence=list(false[n :: len(criteria)]), level="2")
            for n, one in enumerate(criteria)
        ]
        strength = FoundStrength(turn=false[0].turn, quote=false[0].quote, why="As quoted.")
        priority = FoundPriority(turn=false[1].turn, quote=false[1].quote, why="So.", effect="So.", try_instead="So?")
        self._told = Judgement(verdicts=verdicts, strength=strength, priority=priority, next_time="Wait.")

    async def structured(
        self,
        messages: Sequence[Message],
        schema: type[T],
        *,
        max_tokens: int,
        heard: Heard | None = None,
    ) -> T:
        """The lies, whatever is asked."""
        del messages, max_tokens
        told = Mended(quotes=[]) if schema is Mended else self._told
        return schema.model_validate(told.model_dump())


def falsified(spoken: Sequence[str], other: int, n: int, m: int) -> list[Quote]:
    """What was said in turn `n`: altered, stitched to turn `other`, put in another's mouth, taken from the member."""
    words = spoken[n - 1].split()
    return [
        Quote(turn=n, quote=" ".join([*words[:4], "never", *words[5:]])),
        Quote(turn=n, quote=" ".join([*words[:3], "gladly", *reversed(words[3:6])])),
        Quote(turn=n, quote=" ".join(words[:5]) + " … " + " ".join(spoken[other - 1].split()[-5:])),
        Quote(turn=other, quote=spoken[n - 1]),
        Quote(turn=m, quote=spoken[m - 1]),
        Quote(turn=n, quote=spoken[m - 1]),
    ]


async def lied_to(talks: Sequence[LabelledTalk], rubric: Rubric) -> Past:
    """How much of what such a model says of these talks is shown, and how much of that is false."""
    asked = [one.id for one in rubric.criteria if not one.counted and not one.from_reflection]
    shipped = content.load(*content.find_folders())
    tried = shown = wrong = 0
    for talk in talks:
        spoken = [turn.text for turn in talk.turns]
        ours = [n for n, turn in enumerate(talk.turns, 1) if turn.speaker == "organizer" and len(turn.text.split()) > 8]
        theirs = [n for n, turn in enumerate(talk.turns, 1) if turn.speaker == "member"]
        false = [quote for n, m in zip(ours[1:], theirs, strict=False) for quote in falsified(spoken, ours[0], n, m)]
        held = Conversation(
            turns=tuple(
                OrganizerTurn(text=t.text) if t.speaker == "organizer" else MemberTurn(text=t.text) for t in talk.turns
            )
        )
        feedback = await LLMAssessor(Liar(false, asked), shipped.render).assess(Case(conversation=held, rubric=rubric))
        tried += len(false) + 2
        for turn, quote in _shown(feedback, asked):
            shown += 1
            wrong += held.turns[turn - 1].speaker != "organizer" or quote not in spoken[turn - 1]
    return Past(tried, shown, wrong)


def _shown(feedback: Feedback, asked: Sequence[str]) -> list[tuple[int, str]]:
    evidence = [one for result in feedback.results.values() if result.id in asked for one in result.evidence]
    return [(one.turn, one.quote) for one in (*evidence, feedback.strength, feedback.priority) if one]
