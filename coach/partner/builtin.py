"""The built-in partner: speaks the member's own lines, chosen by the direction. No network, no chance."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import Literal

from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.facing import STANDS_ALONE, asks
from coach.core.meeting import greeted_with
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.partner.acts import answered
from coach.partner.answering import ENOUGH
from coach.partner.lines import Lines
from coach.partner.piece import Piece
from coach.reader.questions import remarks
from coach.reader.words import tokens

REACTIONS = frozenset(
    {
        Situation.LISTENED, Situation.AFFIRMED, Situation.SHARED_WITH, Situation.REPAIRED, Situation.PERMISSION,
        Situation.ANSWERED, Situation.HOPED, Situation.STRETCHED, Situation.PURPOSE, Situation.SMALL_TALK,
        Situation.GREETING,
    }
)  # fmt: skip
"""Situations whose lines may stand before something of content; all others stand alone."""
BEFORE_AN_ANSWER = frozenset({Situation.SHARED_WITH, Situation.STRETCHED})
"""Reactions that may stand before the answer to a question; nobody who is asked remarks on anything less."""
BEFORE_A_STORY = BEFORE_AN_ANSWER | {Situation.LISTENED, Situation.AFFIRMED, Situation.REPAIRED}
"""The same where the answer is a piece of their story: that one was heard is why it is told."""
SAY_LITTLE = frozenset({Situation.EMPTY, Situation.ANSWERED})
"""Situations in which a member who can think of something says that, and nothing of the situation."""
SAY_MORE = SAY_LITTLE | {Situation.SHARED_WITH}
"""Situations in which a member says what they can think of."""
MAY_STAND_FOR_AN_ANSWER = frozenset({Situation.GREETING, Situation.PURPOSE, Situation.SMALL_TALK})
"""Reactions that are enough where a question came with the occasion for them, and has no other answer."""
EVERYDAY = (None, Situation.ASKED_YES_NO)
"""Kinds of such a question: "Cold out, isn't it?", and not who, when or why."""
ASKS_ON = (
    None, Situation.ASKED_WHY, Situation.ASKED_TO_EXPLAIN, Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_FEELING,
)  # fmt: skip
"""Kinds of a question that only points back which more of the same can answer; not who, when, or whether."""
CLEAR = 0.6
"""How likely a follow-up must answer to be said before a piece of their story that does not."""
MET = 0.22
"""How likely a follow-up must fit what was said without a question, to be said to it."""
LIKELY = 0.3
"""The same of any other line."""
LEAST_GREETING, LEAST_REMARK = 3, 6
"""Words; with fewer said around a question there is nothing to react to, only the question to answer."""
LONG_ENOUGH = 55
"""Words; after a reply this long no hint is dropped and nothing is asked back."""
QUICK = 0.04
"""Seconds between two words on a page: a little faster than speech, so that nobody waits for the built-in partner."""

Sleep = Callable[[float], Awaitable[None]]


class BuiltinPartner:
    """Plays the member without a network. `pace` is the seconds between two words; `sleep` waits them out."""

    name: Literal["builtin"] = "builtin"

    def __init__(self, pace: float = 0, sleep: Sleep = asyncio.sleep) -> None:
        self._pace, self._sleep = pace, sleep

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        """Reply to the last turn: the words one by one, then the whole."""
        turn = await asyncio.to_thread(compose, persona, conversation)  # it reckons for some hundredths of a second
        for number, word in enumerate(turn.text.split(" ")):
            if number and self._pace:
                await self._sleep(self._pace)
            yield word if number == 0 else f" {word}"
        yield turn


def compose(persona: Persona, conversation: Conversation) -> MemberTurn:
    """The member's reply to the last turn, which must have a direction. The same talk gives the same reply."""
    last = conversation.turns[-1]
    if not isinstance(last, OrganizerTurn) or last.direction is None:
        raise ValueError("the last turn must be an organizer's, with its direction")
    direction, lines = last.direction, Lines(persona, conversation)
    pieces = _said(last, direction, lines)
    for _ in range(last.again):
        lines.pass_over(pieces)
        pieces = _said(last, direction, lines)
    return MemberTurn(
        text=" ".join(piece.text for piece in pieces),
        told=tuple(id_ for piece in pieces for id_ in piece.told),
        hinted=next((piece.hinted for piece in pieces if piece.hinted), None),
        answer=direction.answer,
        spoken_by="builtin",
    )


def opening(persona: Persona, conversation: Conversation) -> MemberTurn | None:
    """What the member says first: when they are met again, and where the scenario gives them an opening line."""
    line = persona.scenario(conversation.scenario).opening
    if conversation.since:
        lines = Lines(persona, conversation)
        first = lines.line(greeted_with(conversation.since)) or lines.line(Situation.MET_AGAIN)
        line = first.text if first else line
    return MemberTurn(text=line) if line else None


def _said(said: OrganizerTurn, direction: Direction, lines: Lines) -> list[Piece]:
    return list(_pieces(said, direction, lines)) or [lines.anything(direction.situation)]


def _pieces(said: OrganizerTurn, direction: Direction, lines: Lines) -> Iterable[Piece]:
    situation, reading = direction.situation, said.counted or Reading()
    asked = asks(reading) and situation not in STANDS_ALONE and (lines.question.asked or situation not in REACTIONS)
    if alone := list(_alone(direction, asks(reading), lines)):
        yield from alone
        return
    content = _content(direction, reading, lines, asked)
    if asked and content is None:
        enough = Situation.GREETING if lines.at_first else situation
        stands = enough in MAY_STAND_FOR_AN_ANSWER and (lines.at_first or lines.question.kind in EVERYDAY)
        yield lines.anything(enough) if stands else lines.unanswered()
        return
    reaction = lines.reaction(situation, asked) if _reacts(said, situation, asked, lines, content) else None
    if asked and content and content.opens and content.aside and (over := lines.line(Situation.OPENS_UP)):
        yield over
    elif reaction and not (asked and content and content.words > LONG_ENOUGH):
        yield reaction
    if content:
        yield content
    elif not reaction:
        yield lines.anything(_more_closely(direction, lines))
        if direction.mind_the_clock and (clock := lines.line(Situation.CLOCK)):
            yield clock
        return
    length = (reaction.words if reaction else 0) + (content.words if content else 0)
    if length < LONG_ENOUGH:
        plain_answer = asked and content and content.layer is None and situation not in BEFORE_A_STORY
        slips = not plain_answer or direction.stance is Stance.OPEN
        if direction.hint and slips and (hint := lines.hint(direction.hint)):
            yield hint
        elif direction.mind_the_clock and (clock := lines.line(Situation.CLOCK)):
            yield clock
        elif direction.asks_back and (question := lines.line(Situation.ASKS_BACK)):
            yield question


def _more_closely(direction: Direction, lines: Lines) -> Situation:
    """The situation, told apart from others for which the same holds."""
    if direction.situation is Situation.ASKED_OTHER and direction.stance is Stance.OPEN:
        return Situation.CONSIDERS
    if direction.situation is Situation.EMPTY and not lines.question.stock:
        return Situation.REMARKED
    return direction.situation


def _alone(direction: Direction, asked: bool, lines: Lines) -> Iterable[Piece]:
    """What is said and no more: a goodbye, the answer to an ask, what covers a layer, an evasion on guard, terms."""
    if direction.leaves:
        yield from lines.leave(direction.leaves, direction.situation)
    elif direction.answer:
        yield from answered(lines, direction.answer, direction.topics)
    elif direction.cover and (cover := _cover(direction.cover, direction.situation, asked, lines)):
        yield cover
    elif direction.situation is Situation.LED and lines.question.open and (said := lines.answer_asked(())):
        yield said  # an open question after the leading one, and they know the answer
    elif direction.situation is Situation.GUARDED and asked and (evasion := lines.evasion()):
        yield evasion
    elif direction.situation not in STANDS_ALONE and asked and (terms := lines.terms()):
        yield terms
    elif direction.situation not in STANDS_ALONE and lines.question.of_leave:
        if direction.situation in BEFORE_A_STORY and (reaction := lines.reaction(direction.situation, asked)):
            yield reaction
        yield lines.anything(Situation.PERMISSION)


def _cover(layer_id: str, situation: Situation, asked: bool, lines: Lines) -> Piece | None:
    """What stands before a layer, best by name of what was said; who asks nothing meets no refusal."""
    if asked:
        return lines.taken_up(()) or lines.cover(layer_id)
    return lines.taken_up((), MET) or lines.line(situation if situation in BEFORE_A_STORY else Situation.LISTENED)


def _reacts(said: OrganizerTurn, situation: Situation, asked: bool, lines: Lines, content: Piece | None) -> bool:
    """Whether they react first; where a question waits, to what was well said around it, and not every time."""
    if situation not in REACTIONS or (content and situation in SAY_LITTLE):
        return False
    if not asked:
        return not (content and content.taken)
    words = sum(len(tokens(remark)) for remark in remarks(said.text))
    if situation is Situation.GREETING:
        return words >= LEAST_GREETING
    fitting = BEFORE_A_STORY if content and content.layer else BEFORE_AN_ANSWER
    return situation in fitting and words >= LEAST_REMARK and not lines.began_with(REACTIONS)


def _content(direction: Direction, reading: Reading, lines: Lines, asked: bool) -> Piece | None:
    """What the member has to tell, beyond a reaction: what was asked for, a layer, or more of what they were at."""
    if asked:
        return _answered(direction, reading, lines)
    if direction.tell and lines.are_at(direction.tell):  # nobody tells such a thing out of the blue
        return lines.telling(direction.tell)
    picks_up = direction.situation not in STANDS_ALONE and not lines.question.stock
    if picks_up and (taken := lines.taken_up((), ENOUGH if direction.topics else MET)):
        return taken
    if said := lines.on(direction.topics):
        return said
    if direction.tell:
        return None
    if direction.goes_on and (more := lines.more()):
        return more
    return lines.answer_asked((), LIKELY) if direction.situation in SAY_MORE else None


def _answered(direction: Direction, reading: Reading, lines: Lines) -> Piece | None:
    """What answers a question: the story, where it asks for that; more, where it only points back; else a line."""
    story = lines.telling_met(direction.tell) if direction.tell else None
    if story and direction.tell in reading.touches:
        return (lines.taken_up(reading.topics, CLEAR) or story) if story.aside else story
    what_happened = lines.question.kind is Situation.ASKED_WHAT_HAPPENED
    if story and what_happened and direction.tell and lines.are_at(direction.tell):
        return story
    if taken := lines.taken_up(reading.topics):
        return taken
    brought_out = lines.inner(reading.topics) if reading.topics else direction.topics
    if said := lines.answer_asked(reading.topics) or lines.on(lines.question.who):
        return said
    if lines.question.points_back:
        return story or (_more(direction, brought_out, lines) if lines.question.kind in ASKS_ON else None)
    return lines.on(brought_out) or story


def _more(direction: Direction, topics: tuple[str, ...], lines: Lines) -> Piece | None:
    """What else there is, for a question that only points back."""
    return lines.on(topics) or (lines.more(strays=False) if direction.goes_on else None)
