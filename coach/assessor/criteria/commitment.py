"""LO3, from talk to commitment: purpose, arc, tension and hope, ask, close."""

from coach.assessor.criteria.knowing import follows, is_story
from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk, verdict
from coach.assessor.wording import (
    HOW_LONG,
    I_WILL,
    MAY_ASK,
    OBSTACLE,
    STATES_PURPOSE,
    TESTS_ANSWER,
    THEIR_AIMS,
    WHEN,
    YOU_WILL,
    says,
)
from coach.core.feedback import CriterionResult
from coach.core.moves import ASKS, Move

DATES = (Move.INFORMATION, Move.PITCH, Move.NEXT_STEP, Move.HOPE)
"""Moves that may give the ask its date."""
OPENING_TURNS = 3
"""Organizer turns in which the purpose belongs."""


def purpose(talk: Talk) -> CriterionResult:
    """3a: why, how long, whether an ask may come, and what they want from it."""
    opening = talk.exchanges[:OPENING_TURNS]
    said = [one for one in opening if states_purpose(one)]
    if not said:
        late = talk.doing(Move.PURPOSE)
        if late:
            return verdict("3a", 1, "Why you were meeting came late.", *late)
        return verdict("3a", 0, "No turn was found that says why you were meeting.")
    text = " ".join(one.text for one in said)
    if not says(HOW_LONG, text) and not says(MAY_ASK, text):
        return verdict("3a", 1, "You were vague about why you were meeting, or for how long.", *said)
    if says(HOW_LONG, text) and says(MAY_ASK, text) and says(THEIR_AIMS, text):
        return verdict(
            "3a",
            3,
            "You said why, how long and that an ask might come, and asked what they want from it.",
            *said,
        )
    return verdict("3a", 2, "You said why you were meeting, and what to expect.", *said)


def states_purpose(one: Exchange) -> bool:
    """It says why they meet, how long, or that an ask may come."""
    return one.does(Move.PURPOSE) or says(STATES_PURPOSE, one.text) or says(MAY_ASK, one.text)


def arc(talk: Talk) -> CriterionResult:
    """3b: purpose, exploration, exchange and commitment, in that order, with the ask when they are ready."""
    opening = [one for one in talk.exchanges[:OPENING_TURNS] if states_purpose(one)]
    asks = [one for one in talk.exchanges if one.does(*ASKS, Move.NEXT_STEP) and one.turn > 5]
    before_ask = [one for one in talk.exchanges if not asks or one.turn < asks[0].turn]
    explored = [
        one for one in before_ask if follows(one) or (one.does(Move.REFLECTION) and one.carried and one.taken_up)
    ]
    exchanged = [one for one in talk.doing(Move.OWN_STORY) if is_story(one) and not one.closed]
    parts = [bool(opening), len(explored) >= 2, bool(exchanged), bool(asks)]
    pushed = [one for one in talk.exchanges if one.does(Move.PRESSURE, Move.ARGUE, Move.PITCH, Move.THIRD_PARTY)]
    if not asks or (len(explored) < 1 and sum(parts) < 2):
        return verdict("3b", 1 if len(explored) >= 2 else 0, "It was a chat, or an ask without a way to it.", *explored)
    if all(parts) and len(pushed) <= 1:
        readied = [
            one
            for one in before_ask
            if one.does(Move.TENSION, Move.HOPE, Move.SHARED_POWER)
            or (one.does(Move.REFLECTION, Move.REPAIR) and one.taken_up)
        ]
        if len(explored) >= 3 and readied and not talk.doing(Move.PRESSURE):
            return verdict(
                "3b",
                3,
                "All four parts were there, and you asked when they were ready.",
                *opening,
                readied[-1],
                asks[0],
            )
    if sum(parts) >= 3 and len(explored) >= 2 and len(pushed) <= 3:
        return verdict("3b", 2, "The parts of a 1:1 were there.", *opening, *explored[:1], asks[0])
    return verdict(
        "3b", 1, "A part of the 1:1 was missing, or came out of order.", *(explored[:1] or asks[:1]), asks[0]
    )


def holds_against(one: Exchange) -> bool:
    """What matters to them held against how things are, in their words, with nothing pushed."""
    theirs = one.carried | one.recalled
    if one.pushes or not theirs:
        return False
    spans = len(one.recalled) >= 2 and len(theirs) >= 3
    return one.does(Move.TENSION) or (
        spans and one.does(Move.OPEN_QUESTION, Move.REFLECTION) and not one.does(*ASKS, Move.NEXT_STEP, Move.OWN_STORY)
    )


def tension_and_hope(talk: Talk) -> CriterionResult:
    """3c: an earned tension that is let sit, then a believable way."""
    exposed = [one for one in talk.exchanges if holds_against(one)]
    sat = [one for one in exposed if one.taken_up]
    ways = [
        one
        for held in sat
        for one in talk.after(held.turn)
        if one.does(Move.HOPE, Move.ASK_SPECIFIC, Move.NEXT_STEP) and not one.does(Move.PRESSURE, Move.PITCH)
    ]
    if sat and ways:
        return verdict(
            "3c",
            3,
            "You held what matters to them against how things are, and then offered a way.",
            sat[0],
            ways[0],
        )
    if exposed:
        return verdict("3c", 2, "You held what matters to them against how things are.", *exposed)
    tried = talk.doing(
        Move.TENSION,
        Move.PITCH,
        Move.LEADING_QUESTION,
        Move.HOPE,
        Move.SHARED_POWER,
        Move.PRESSURE,
        Move.ARGUE,
    )
    if tried:
        return verdict("3c", 1, "The tension came from you, not from what matters to them.", *tried)
    return verdict("3c", 0, "No turn was found that holds what matters to them against how things are.")


def ask(talk: Talk) -> CriterionResult:
    """3d: act, when, where, with whom, their reason, and whether it is a yes, a maybe or a no."""
    asks = talk.asks
    if not asks:
        settled = [one for one in talk.doing(Move.NEXT_STEP) if says(WHEN, one.text)]
        if settled:
            return verdict("3d", 2, "What happens next has a date.", *settled)
        return verdict("3d", 0, "No ask was found.")
    around = [one for one in talk.exchanges if asks[0].turn - 2 <= one.turn <= asks[-1].turn + 2]
    dated = [one for one in around if says(WHEN, one.text) and one.does(*ASKS, *DATES)]
    settled = [one for one in talk.doing(Move.NEXT_STEP) if says(WHEN, one.text) and one.turn >= asks[0].turn]
    pushed = [one for one in talk.exchanges if one.turn >= asks[0].turn and one.does(Move.PRESSURE, Move.ARGUE)]
    rooted = [one for one in asks if len(one.carried | one.recalled) >= 1]
    tested = [one for one in talk.after(asks[0].turn) if not one.pushes and tests(one)]
    if dated and rooted and tested and not pushed:
        return verdict(
            "3d",
            3,
            "A clear ask in their terms, and you found out how firm the answer was.",
            dated[0],
            tested[0],
        )
    if dated or (settled and rooted):
        return verdict("3d", 2, "You asked for one thing to do, with a date.", *dated, *settled)
    return verdict("3d", 1, "You asked them to be involved, without saying what and when.", *asks)


def tests(one: Exchange) -> bool:
    """It asks how firm the answer is, or what it hangs on."""
    return one.asks_something and bool(says(TESTS_ANSWER, one.text) or says(OBSTACLE, one.text))


def close(talk: Talk) -> CriterionResult:
    """3e: recap, dated follow-up, promises on both sides, an obstacle planned for."""
    late = talk.exchanges[len(talk.exchanges) // 2 :]
    steps = [one for one in late if one.does(Move.NEXT_STEP)]
    dated = [one for one in steps if says(WHEN, one.text)]
    mutual = [one for one in steps if says(I_WILL, one.text) and says(YOU_WILL, one.text)]
    planned = [one for one in late if says(OBSTACLE, one.text) and not one.does(Move.PRESSURE)]
    pressed = [one for one in late if one.does(Move.PRESSURE, Move.ARGUE)]
    if dated and mutual and planned and not pressed:
        return verdict(
            "3e",
            3,
            "You both promised something, with a date, and planned for what might get in the way.",
            mutual[0],
            planned[0],
        )
    if dated:
        return verdict("3e", 2, "Who does what came with a date.", *dated)
    thanked = [one for one in late[-3:] if one.does(Move.THANKS, Move.NEXT_STEP)]
    if thanked or steps:
        return verdict("3e", 1, "You thanked them; who does what by when stayed open.", *(thanked or steps))
    return verdict("3e", 0, "No close was found that says who does what, and when.")


JUDGES = {"3a": purpose, "3b": arc, "3c": tension_and_hope, "3d": ask, "3e": close}
