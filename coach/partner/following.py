"""What the member answers who is asked about a detail of what they have just said."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coach.core.conversation import MemberTurn
from coach.core.persona import Persona
from coach.core.story import FollowUp
from coach.meaning import vector, vectors
from coach.partner.answering import likely
from coach.partner.question import Question
from coach.reader.questions import questions

BACK, REMARKED = 2, 1
"""So many replies back somebody may ask about something; and may make a remark on it."""
MOST_STRAYS = 3
"""More words of a question than this that have nothing to do with a follow-up count no more."""
WEIGHTS = {"asked": 3.63, "with what stood before": 1.76, "strays": -0.41, "said before last": -0.91}
BIAS = -2.55
"""What each thing that speaks for a follow-up counts: fitted to what readers judged (see tests/quality/answers.py).

It starts from more than other lines do, since what follows on what was just said can mostly be said."""


class Taken(NamedTuple):
    """A follow-up that could be what was asked for."""

    likely: float
    """How likely a listener finds that it answers, from 0 to 1."""
    text: str
    told: tuple[str, ...]
    """Ids of what the line that it follows on told of."""
    shown: dict[str, float]
    """What speaks for it, and against it."""


def taken_up(question: Question, persona: Persona, replies: Sequence[MemberTurn]) -> list[Taken]:
    """The follow-ups to the member's last replies that could be what was asked for, the likeliest first."""
    within_reach = list(_within_reach(persona, replies[-(BACK if question.asked else REMARKED) :]))
    if not within_reach:
        return []
    asked, in_place = vector(question.wordings[0]), vector(question.in_place)
    found: list[Taken] = []
    for ago, reply, one in within_reach:
        alike = [text for text in one.wordings if bool(questions(text)) is question.asked]
        if question.asked and not alike:
            continue
        heard = vectors(alike or one.wordings)
        shown = {
            "asked": float((heard @ asked).max()),
            "with what stood before": float((heard @ in_place).max()),
            "strays": min(len(question.strays(reply.text, one.says, *one.wordings)), MOST_STRAYS),
            "said before last": float(ago > 0),
        }
        found.append(Taken(likely(shown, WEIGHTS, BIAS), one.says, _told(persona, reply, one), shown))
    return sorted(found, key=lambda one: -one.likely)


def _within_reach(persona: Persona, replies: Sequence[MemberTurn]) -> Iterator[tuple[int, MemberTurn, FollowUp]]:
    for ago, reply in enumerate(reversed(replies)):
        yield from ((ago, reply, one) for one in persona.follow_ups if one.follows in reply.text)


def _told(persona: Persona, reply: MemberTurn, follow_up: FollowUp) -> tuple[str, ...]:
    """What the line told of: of a reply's topics and pieces those that hold it."""
    says = {topic.id: topic.says for topic in persona.topics} | {one.id: (one.says,) for one in persona.tellings}
    return tuple(id_ for id_ in reply.told if any(follow_up.follows in line for line in says.get(id_, ())))
