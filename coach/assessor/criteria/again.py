"""Meeting again: what was promised, further than last time, looking back on what they did, and how it grows."""

from collections.abc import Callable, Iterable, Mapping

from coach.assessor import Case
from coach.assessor.exchange import Exchange
from coach.assessor.talk import Talk, no_opportunity, verdict
from coach.assessor.wording import (
    ANSWERS_FOR,
    BRING,
    CHOICE,
    HOW_IT_WENT,
    LAST_TIME,
    MAKES_SENSE,
    OBSTACLE,
    PEOPLE,
    content,
    says,
)
from coach.core.commitment import Commitment
from coach.core.feedback import CriterionResult, not_scored
from coach.core.moves import Move
from coach.core.said import sentences
from coach.core.since import Since

PARTICULAR = 2
"""Words of theirs from last time that show that something particular is taken up."""
OF_AN_ACT = 2
"""Words that a question shares with something they took on, to be about that."""
SOON = 4
"""Exchanges after it was asked how it went, in which one goes on from what they say."""


def promises(talk: Talk, case: Case) -> CriterionResult:
    """2f: what came of one's own word is said, what came of theirs is asked after, without blame."""
    since = case.conversation.since
    if since is None:
        return _first("2f")
    mine = _accounts(talk, since) if since.promises else []
    theirs = _asked(talk, case) if since.newest else []
    sides = [shown for shown, there in ((mine, since.promises), (theirs, since.newest)) if there]
    if not sides:
        return no_opportunity("2f", "Neither of you had promised anything last time.")
    shown = [*mine[:1], *theirs[:1]]
    if not shown:
        return verdict("2f", 0, "No turn was found that comes back to what was promised last time.")
    if not all(sides):
        missing = "what came of theirs was not asked" if mine else "what came of your own word stayed unsaid"
        return verdict("2f", 1, f"One side of it came up; {missing}.", *shown)
    blamed = [one for one in talk.exchanges if one.does(Move.PRESSURE, Move.ARGUE)]
    after = [one for one in talk.exchanges if one.turn >= shown[0].turn and not one.pushes]
    learned = [one for one in after if one.asks_something and (says(OBSTACLE, one.text) or says(MAKES_SENSE, one.text))]
    if learned and not blamed:
        return verdict(
            "2f", 3, "You came back to what was promised, and asked what helped or got in the way.", *shown, learned[0]
        )
    return verdict("2f", 2, "You came back to what was promised.", *shown)


def further(talk: Talk, case: Case) -> CriterionResult:
    """2g: something particular from last time is taken up, and something new comes of it."""
    since = case.conversation.since
    if since is None:
        return _first("2g")
    before = frozenset[str]().union(*(content(text) for who, text in since.lines if who == "member"))
    if not before:
        return not_scored("2g", "What was said last time is no longer kept, so this can't be judged.")
    taken = [one for one in talk.exchanges if len(_theirs(one, before)) >= PARTICULAR and not one.pushes]
    new = _new(case, since)
    led_on = [one for one in taken if any(one.turn < turn <= one.turn + 3 for turn in new)]
    if led_on:
        why = "You took up what they had told you last time, and they told you something new."
        return verdict("2g", 3, why, *led_on)
    if taken:
        return verdict("2g", 2, "You took up what they had told you last time.", *taken)
    named = [one for one in talk.exchanges if says(LAST_TIME, one.text)]
    if named:
        return verdict("2g", 1, "That you had met came up, in general.", *named)
    return verdict("2g", 0, "No turn was found that takes up what they had told you last time.")


def looking_back(talk: Talk, case: Case) -> CriterionResult:
    """3f: what happened is asked, followed, and made sense of."""
    since = case.conversation.since
    if since is None:
        return _first("3f")
    if not since.newest:
        return no_opportunity("3f", "They had taken nothing on last time.")
    asked = _asked(talk, case)
    if not asked:
        return verdict("3f", 0, "No question was found about what they had taken on.")
    soon = talk.after(asked[0].turn)[:SOON]
    went_on = [one for one in soon if not one.pushes and one.carried and (one.asks_something or one.taken_up)]
    if not went_on:
        return verdict("3f", 1, "You asked about it, and did not go on from what they said.", *asked)
    sense = [one for one in (asked[0], *soon) if one.asks_something and says(MAKES_SENSE, one.text) and not one.leads]
    if sense:
        why = "You asked how it went, went on from what they said, and asked what they make of it."
        return verdict("3f", 3, why, asked[0], sense[0])
    return verdict("3f", 2, "You asked how it went, and went on from what they said.", asked[0], went_on[0])


def grows(talk: Talk, case: Case) -> CriterionResult:
    """1e: a part that builds on what they have done, or others whom they bring; their call."""
    since = case.conversation.since
    if since is None:
        return _first("1e")
    asks = [one for one in talk.asks if not one.does(Move.PRESSURE, Move.ARGUE)]
    if not asks:
        return verdict("1e", 0, "No turn was found that offers them a part in what comes next.")
    builds = [one for one in asks if _bigger(one, case, since) or _brings_others(one)]
    if not builds:
        return verdict("1e", 1, "You asked for something; how it builds on what they have done stayed open.", *asks)
    tied = [one for one in builds if len(one.carried | one.recalled) >= PARTICULAR]
    free = [one for one in talk.exchanges if says(CHOICE, one.text) and one.turn >= builds[0].turn - 2]
    if tied and free and not talk.doing(Move.PRESSURE):
        return verdict(
            "1e", 3, "What you offered builds on what they told you, and was theirs to choose.", *tied, *free
        )
    return verdict("1e", 2, "You offered something that builds on what they have done.", *builds)


def _first(criterion: str) -> CriterionResult:
    return no_opportunity(criterion, "You had not met before.")


def _accounts(talk: Talk, since: Since) -> list[Exchange]:
    """Turns in which the organizer says what came of something they had promised."""
    promised = [content(promise.text) for promise in since.promises]

    def answers(sentence: str) -> bool:
        return says(ANSWERS_FOR, sentence) and any(content(sentence) & words for words in promised)

    return [one for one in talk.exchanges if any(answers(said) for said in sentences(one.stated))]


def _asked(talk: Talk, case: Case) -> list[Exchange]:
    """Turns that ask how something went that they had taken on."""
    since, persona = case.conversation.since, case.persona
    acts = {u.act for u in since.newest} if since else set[str]()
    known = [one for one in persona.commitments if one.id in acts] if persona else []
    words = [_of(one) for one in known]

    def about(one: Exchange) -> bool:
        asked = content(" ".join(one.questions))
        return any(len(asked & each) >= OF_AN_ACT for each in words)

    asking = [one for one in talk.exchanges if one.questions and not one.pushes]
    return [one for one in asking if about(one) or (says(HOW_IT_WENT, one.text) and _near(one, words))]


def _near(one: Exchange, words: Iterable[frozenset[str]]) -> bool:
    """It has a word of the act, anywhere in the turn, or the member has just spoken of it."""
    said = content(one.text) | content(one.before)
    return any(said & each for each in words)


def _of(commitment: Commitment) -> frozenset[str]:
    """The words by which this act is known."""
    after = commitment.after.cues if commitment.after else ()
    return content(" ".join((commitment.act, *commitment.cues, *after)))


def _theirs(one: Exchange, before: frozenset[str]) -> frozenset[str]:
    """Words that the member said last time, and neither of the two just now."""
    return (content(one.text) & before) - one.carried - one.recalled - content(one.before)


def _new(case: Case, since: Since) -> list[int]:
    """Turns of the member's in which they tell of something that they had not told before."""
    known = set(since.told)
    return [n for n, turn in case.conversation.member_turns if set(turn.told) - known]


def _bigger(one: Exchange, case: Case, since: Since) -> bool:
    """It asks for something larger than what they have done, or that comes after it."""
    turn = case.conversation.turns[one.turn - 1]
    act = turn.counted.ask.act if turn.speaker == "organizer" and turn.counted and turn.counted.ask else None
    known = {each.id: each for each in case.persona.commitments} if case.persona else {}
    asked, done = known.get(act or ""), [known[act] for act in since.kept if act in known]
    return asked is not None and (
        asked.needs.after in since.kept or asked.size > max((d.size for d in done), default=3)
    )


def _brings_others(one: Exchange) -> bool:
    return says(BRING, one.text) and (says(PEOPLE, one.text) or bool(one.names))


JUDGES: Mapping[str, Callable[[Talk, Case], CriterionResult]] = {
    "1e": grows,
    "2f": promises,
    "2g": further,
    "3f": looking_back,
}
