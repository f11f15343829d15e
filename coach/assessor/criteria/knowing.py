"""LO2, knowing each other: exploring, listening, trading stories, what is shared, what they bring."""

from coach.assessor.criteria.relationship import names_their_people
from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk, verdict
from coach.assessor.wording import (
    ASKS_OPENLY,
    CHECKS,
    FEELING,
    FIRST_PERSON,
    HOW_LONG,
    I_DID,
    STOCK,
    confirms,
    content,
    names_somebody,
    plain,
    says,
)
from coach.core.feedback import CriterionResult
from coach.core.moves import ASKS, QUESTIONS, Move
from coach.core.said import sentences, word_count

MONOLOGUE = 150
STORY_WORDS = (15, 120)
BRIEF_TURN = 18
SHORT_STATEMENT = 18
MORE = (
    *ASKS,
    *QUESTIONS,
    Move.NEXT_STEP,
    Move.INFORMATION,
    Move.OWN_STORY,
    Move.PURPOSE,
    Move.THANKS,
    Move.SMALL_TALK,
)
"""What a bare reflection is not."""


def follows(one: Exchange) -> bool:
    """It asks on from what they just said: in their words, or so briefly that it can mean nothing else.

    Of two questions in a turn, one must itself hold their words.
    """
    if one.pushes or not one.opened or not one.asks_something:
        return False
    asked = one.questions
    if len(asked) > 1:
        return any(content(part) & one.carried for part in asked if says(ASKS_OPENLY, part))
    brief = one.words <= BRIEF_TURN
    on_from = bool(asked) and bool(content(asked[-1]) & one.recalled)
    return bool(one.carried) or on_from or (one.does(Move.FOLLOW_UP, Move.WHY_PROBE) and brief)


def exploration(talk: Talk) -> CriterionResult:
    """2a: open questions that follow, and whys that reach a particular event or choice."""
    asking = [one for one in talk.exchanges if one.asks_something]
    unforced = [one for one in asking if one.does(Move.OPEN_QUESTION) and not one.pushes]
    if not unforced:
        return verdict("2a", 0, "No open question was found that left the answer to them.")
    followed = [one for one in unforced if follows(one)]
    deep = [one for one in followed if one.went_deep and one.does(Move.WHY_PROBE, Move.FOLLOW_UP)]
    mostly = len(unforced) * 2 >= len(asking)
    if mostly and len(followed) >= 3 and len(deep) >= 2:
        return verdict("2a", 3, "You kept asking on, and it brought you to what really happened.", *deep)
    if mostly and len(followed) >= 2:
        return verdict("2a", 2, "You asked on from what they had just said, more than once.", *followed)
    return verdict("2a", 1, "You asked open questions, but seldom asked on from the answer.", *unforced)


def reflects(one: Exchange) -> bool:
    """It gives back what they said: by its reading, or as a short statement that is made of their words."""
    plainly = "?" not in one.text and one.words <= SHORT_STATEMENT and bool(one.carried) and not one.does(*MORE)
    return one.does(Move.REFLECTION) or plainly


def accurate(one: Exchange) -> bool:
    """A reflection that carries what they said, and more of it than of a stock phrase.

    In other words than theirs it counts where they say that this is it.
    """
    given_back = reflects(one) and not one.pushes and not one.echoes_small
    carries = bool(one.carried or one.recalled) or (confirms(one.after) and not one.questions)
    return given_back and carries and not (says(STOCK, one.text) and len(one.carried) < 2)


def listening(talk: Talk) -> CriterionResult:
    """2b: reflections that carry what they meant, and that they take up."""
    reflected = [one for one in talk.exchanges if reflects(one)]
    good = [one for one in reflected if accurate(one)]
    taken = [one for one in good if one.taken_up]
    meant = [one for one in taken if len(content(one.text) - one.carried - one.recalled) >= 1 or confirms(one.after)]
    if len(good) >= 2 and any(confirms(one.after) for one in meant):
        return verdict("2b", 3, "You gave back what they had said, and they confirmed it or took it further.", *meant)
    if len(good) >= 2 and taken:
        return verdict("2b", 2, "You gave back what they had said, more than once.", *good)
    if good:
        return verdict("2b", 1, "You gave back what they had said, but seldom, or they did not take it up.", *good)
    if reflected:
        return verdict("2b", 1, "What you gave back held few of their own words.", *reflected)
    return verdict("2b", 0, "No turn was found that gives back what they had said.")


def is_story(one: Exchange) -> bool:
    """Brief, in the first person, with what it meant to the organizer."""
    least, most = STORY_WORDS
    own = " ".join(part for part in sentences(plain(one.text)) if not part.endswith("?"))
    meant = len(FIRST_PERSON.findall(own)) >= 2 and says(FEELING, own)
    told = one.does(Move.OWN_STORY) or (len(I_DID.findall(own)) >= 2 and not one.does(*ASKS, Move.PURPOSE))
    return told and least <= word_count(own) <= most and meant


def returns_floor(one: Exchange) -> bool:
    """It ends on them, and not on the campaign, and they take the floor."""
    return not one.pushes and not one.closed and (one.taken_up or "?" in one.after or word_count(one.after) >= 8)


def story_exchange(talk: Talk) -> CriterionResult:
    """2c: a short story of one's own with a why, that answers theirs and hands the floor back."""
    told = talk.doing(Move.OWN_STORY)
    stories = [one for one in talk.exchanges if is_story(one)]
    answering = [one for one in stories if returns_floor(one) and word_count(one.before) >= 6 and one.turn > 4]
    if answering:
        return verdict(
            "2c",
            3,
            "You told something of your own that answered theirs, and they took the floor again.",
            *answering,
        )
    held = [one for one in stories if not one.closed and one.words <= MONOLOGUE]
    if held:
        return verdict("2c", 2, "You told a short story of your own.", *held)
    if not told:
        return verdict("2c", 0, "No story of your own was found.")
    if max(one.words for one in told) > MONOLOGUE:
        return verdict("2c", 0, "You spoke of yourself at length.")
    return verdict("2c", 1, "You told facts about yourself, or a story that did not answer theirs.", *told)


def shared_interest(talk: Talk) -> CriterionResult:
    """2d: a value or interest named in their words, checked and confirmed."""
    named = [
        one
        for one in talk.doing(Move.REFLECTION, Move.TENSION, Move.SHARED_POWER, Move.HOPE)
        if not one.pushes and len(one.carried | one.recalled) >= 2 and one.taken_up and not says(STOCK, one.text)
        if not one.echoes_small and len(one.given_back) >= 1
    ]
    checked = [one for one in named if says(CHECKS, one.text) and confirms(one.after)]
    if checked and len(named) >= 2:
        return verdict("2d", 3, "You named it in their words, checked it, and they confirmed it.", *checked)
    if len(named) >= 3:
        return verdict("2d", 2, "You named what matters to them in their own words.", *named)
    general = [
        one
        for one in talk.doing(Move.REFLECTION, Move.SHARED_POWER, Move.AFFIRMATION)
        if not one.echoes_small and not one.pushes
    ]
    if general:
        return verdict(
            "2d", 1, "You gave back or praised something of theirs; what the two of you share stayed general.", *general
        )
    return verdict("2d", 0, "No turn was found that names a value or an interest you share.")


def resources(talk: Talk) -> CriterionResult:
    """2e: skills, people and things that came up because they were asked for, and what was made of them."""
    probes = [one for one in talk.doing(Move.RESOURCE_PROBE) if not one.pushes]
    elicited = [one for one in probes if one.taken_up and names_somebody(one.after)]
    linked = [
        one
        for one in talk.doing(*ASKS, Move.NEXT_STEP)
        if not one.does(Move.PRESSURE) and (names_their_people(one, talk) or len(one.carried | one.recalled) >= 2)
    ]
    if len(elicited) >= 2 and linked:
        return verdict(
            "2e", 3, "You found out what they bring, and linked it to what you are doing.", *elicited, *linked
        )
    if elicited or len(linked) >= 2:
        return verdict("2e", 2, "Something that they bring came up.", *(elicited or linked))
    slight = probes or linked or [one for one in talk.exchanges[2:] if says(HOW_LONG, one.text) and one.asks_something]
    if slight:
        return verdict("2e", 1, "You asked little about what they can do and whom they know.", *slight)
    return verdict("2e", 0, "No question was found about what they have or can do.")


JUDGES = {"2a": exploration, "2b": listening, "2c": story_exchange, "2d": shared_interest, "2e": resources}
