"""LO1, relationships first: the person before the campaign, shared power, growth, agency."""

import re
from collections.abc import Sequence

from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk, verdict
from coach.assessor.wording import (
    BRING,
    CHOICE,
    COMMON,
    FLATTERY,
    NAME_GATHERING,
    OTHERS,
    OTHERS_TOO,
    PEOPLE,
    TO_THEM,
    WE,
    content,
    names_somebody,
    plain,
    says,
)
from coach.core.feedback import CriterionResult, Evidence
from coach.core.moves import ASKS, Move
from coach.core.said import sentences

_SAYS = re.compile(r"\b([A-Z][a-z]{2,}) (?:told|said|says|asked|thinks|reckons|mentioned|tells)\b")
"""A name, also where it begins a sentence: who says something is somebody."""
CAMPAIGN = (Move.PITCH, Move.THIRD_PARTY, Move.SHARED_POWER, *ASKS)


def person_first(talk: Talk) -> CriterionResult:
    """1a: questions about them, answered, before the campaign came up; then brought in by their words."""
    first = next((one for one in talk.exchanges if one.does(*CAMPAIGN) or is_campaign_talk(one)), None)
    until = first.turn if first else len(talk.exchanges) * 2 + 1
    personal = [
        one
        for one in talk.exchanges
        if one.turn < until and one.asks_something and not one.pushes and (one.opened or one.carried)
    ]
    if not personal:
        if first is None:
            return verdict("1a", 0, "No question about them was found that led on.")
        return verdict("1a", 0, "The campaign or the issue came before any question about them that led on.")
    in_time = " before the campaign came up" if first else ""
    if len(personal) < 3:
        return verdict("1a", 1, f"You asked little about them{in_time}.", *personal)
    through_their_words = first and not first.pushes and len(first.carried | first.recalled) >= 2
    gentle = [
        one for one in talk.exchanges if one.turn >= until and one.does(Move.PITCH, Move.PRESSURE, Move.THIRD_PARTY)
    ]
    if first and through_their_words and not gentle:
        return verdict(
            "1a",
            3,
            "You got to know them first, and brought the campaign in through what they had said.",
            first,
            *personal,
        )
    return verdict("1a", 2, f"You asked about them in {len(personal)} turns{in_time}.", *personal)


def is_campaign_talk(one: Exchange) -> bool:
    """Information about the campaign that goes on for a while."""
    return one.does(Move.INFORMATION) and one.words >= 30 and not one.does(Move.PURPOSE, Move.OWN_STORY)


def shared_power(talk: Talk) -> CriterionResult:
    """1b: their concern linked to others who share it, and what they could do together."""
    linked = [
        one for one in talk.doing(Move.SHARED_POWER, Move.TENSION) if says(OTHERS_TOO, one.text) or says(WE, one.text)
    ]
    rooted = [one for one in linked if one.carried | one.recalled and not one.pushes]
    together = [
        one
        for one in talk.exchanges
        if not one.pushes
        and (one.carried | one.recalled)
        and one.does(Move.OPEN_QUESTION, *ASKS)
        and says(OTHERS_TOO, one.text)
        and says(PEOPLE, one.text)
    ]
    handed_over = talk.doing(Move.THIRD_PARTY)
    if rooted and together and not handed_over:
        return verdict(
            "1b",
            3,
            "You linked it to others who share it, and asked what you all could do.",
            *rooted,
            *together,
        )
    joined = [one for one in talk.asks if names_their_people(one, talk) and not one.pushes]
    if (rooted or together or joined) and not handed_over:
        return verdict("1b", 2, "You linked what they care about to others who share it.", *rooted, *together, *joined)
    general = talk.doing(Move.SHARED_POWER) or tuple(
        one for one in talk.exchanges if one.does(*ASKS, Move.PITCH, Move.INFORMATION) and says(WE, one.text)
    )
    if general and (talk.doing(Move.SHARED_POWER) or not handed_over):
        return verdict("1b", 1, "Others came into it only in general.", *general)
    why = (
        "You spoke of somebody else who would act for them."
        if handed_over
        else "No turn was found that links what they care about to others who share it."
    )
    touched = [] if handed_over else [one for one in talk.exchanges if speaks_of_others(one, talk)]
    if touched:
        why = (
            "Other people were spoken of, but no turn was found that links what they care about to those who share it."
        )
    return verdict("1b", 0, why, *_where_others_came_up(touched, talk))


def understood(result: CriterionResult, talk: Talk, why_beyond: str) -> CriterionResult:
    """1b with what the learner wrote on why the talk mattered beyond this person.

    It lifts a link that stayed general to a solid one where they make the link themselves, in words that the
    member used; it never makes up for a talk in which nobody else came up.
    """
    linked = says(WE, why_beyond) or says(OTHERS_TOO, why_beyond) or says(PEOPLE, why_beyond)
    if result.level != 1 or not linked or len(content(why_beyond) & talk.member_words) < 2:
        return result
    why = "In the talk others came into it only in general; what you wrote afterwards makes the link."
    return result.model_copy(update={"level": 2, "why": why})


def growth(talk: Talk) -> CriterionResult:
    """1c: whom they are close to, and an invitation to talk with someone of their own choosing."""
    asked = [one for one in talk.exchanges if one.asks_something and not one.pushes and asks_about_people(one)]
    named = [one for one in talk.exchanges if names_their_people(one, talk) and not one.pushes]
    invited = [one for one in named if one.does(*ASKS, Move.NEXT_STEP) and says(BRING, one.text)]
    if (asked and invited) or len(invited) >= 2:
        return verdict(
            "1c",
            3,
            "You asked about their people, and invited them to talk with someone.",
            *asked[:1],
            *invited,
        )
    if asked or invited or any(not one.closed for one in named):
        return verdict("1c", 2, "The people close to them came into it.", *asked, *invited, *named)
    wanted = [
        one
        for one in talk.exchanges
        if says(NAME_GATHERING, one.text) or (one.does(*ASKS) and says(BRING, one.text) and says(PEOPLE, one.text))
    ]
    if wanted:
        return verdict("1c", 1, "You wanted others from them, and did not ask who these are to them.", *wanted)
    tried = [
        one
        for one in talk.doing(Move.RESOURCE_PROBE)
        if not one.pushes and any(says(PEOPLE, part) for part in (one.questions or (one.text,)))
    ]
    if tried:
        return verdict("1c", 1, "You asked about their people, and nobody came up in the answer.", *tried)
    touched = [one for one in talk.exchanges if speaks_of_others(one, talk)]
    if touched:
        return verdict(
            "1c",
            0,
            "Other people were spoken of, but no question was found about who these are in their life.",
            *_where_others_came_up(touched, talk),
        )
    return verdict("1c", 0, "No turn was found that asks about the people in their life.")


def speaks_of_others(one: Exchange, talk: Talk) -> bool:
    """It names somebody beside the two who talk, or speaks of others who are there."""
    return bool(_named(one, talk)) or says(OTHERS, one.text)


def _named(one: Exchange, talk: Talk) -> set[str]:
    found = {*one.names, *_SAYS.findall(plain(one.text))}
    return {name for name in found if name.casefold() not in COMMON} - talk.speakers


def _where_others_came_up(touched: Sequence[Exchange], talk: Talk) -> list[Evidence]:
    """Of each of these turns the sentence that speaks of others, and not its greeting."""
    return [Evidence(turn=one.turn, quote=_of_others(one, _named(one, talk))) for one in touched[:3]]


def _of_others(one: Exchange, named: set[str]) -> str:
    return one.quote(lambda part: says(OTHERS, part) or any(name in part for name in named))


def asks_about_people(one: Exchange) -> bool:
    """It asks who is there for them, and somebody comes up."""
    asked = one.does(Move.RESOURCE_PROBE) and says(PEOPLE, one.text)
    return asked and one.taken_up and names_somebody(one.after)


def names_their_people(one: Exchange, talk: Talk) -> bool:
    """It names somebody whom the member has named."""
    return bool(talk.names & one.names)


def agency(talk: Talk) -> CriterionResult:
    """1d: a particular strength named with nothing wanted for it; a fitting part, and their call."""
    named = [
        one
        for one in talk.exchanges
        if not one.does(Move.PRESSURE, Move.PITCH, Move.ARGUE)
        and (
            one.does(Move.AFFIRMATION)
            or (one.does(Move.REFLECTION) and one.taken_up and speaks_to_them(one) and len(one.given_back) >= 2)
        )
        and one.given_back
        and not one.echoes_small
        and not says(FLATTERY, one.text)
    ]
    choices = [one for one in talk.exchanges if says(CHOICE, one.text) and not one.does(Move.PRESSURE)]
    fitted = [
        one
        for one in talk.doing(*ASKS)
        if len(one.carried | one.recalled) >= 2 and not one.does(Move.PRESSURE, Move.ARGUE)
    ]
    pressed = talk.doing(Move.PRESSURE)
    if named and fitted and choices and not pressed:
        return verdict(
            "1d",
            3,
            "The part you offered fits what they are good at, and it was theirs to choose.",
            *fitted[:1],
            *choices[:1],
            *named[:1],
        )
    if named and len(pressed) < 2:
        return verdict("1d", 2, "You named a particular strength of theirs.", *named)
    praised = talk.doing(Move.AFFIRMATION)
    if choices or praised or fitted:
        return verdict("1d", 1, "You offered a choice, or praised them in general.", *(choices or praised or fitted))
    return verdict("1d", 0, "No turn was found that names what they are good at, or leaves the choice with them.")


def speaks_to_them(one: Exchange) -> bool:
    """What it gives back is about them, and not about somebody whom they spoke of."""
    return any(says(TO_THEM, part) and content(part) & one.given_back for part in sentences(one.stated))


JUDGES = {"1a": person_first, "1b": shared_power, "1c": growth, "1d": agency}
