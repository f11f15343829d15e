"""Meeting again: from the end of one meeting to the beginning of the next. Pure: the same past gives the same start.

The numbers are ours: trust is slow to stay and quick to go, a promise that was broken costs more than one kept earns.
"""

from collections.abc import Mapping, Sequence
from math import ceil

from coach.core.commitment import Commitment
from coach.core.conversation import Conversation
from coach.core.persona import Persona, Scenario
from coach.core.rapport import MOST_GUARD, MOST_TRUST, Rapport, beginning, within
from coach.core.reasons import their, them
from coach.core.relationship import own_stories
from coach.core.replay import now
from coach.core.since import OUTCOMES, Change, LaterKind, Outcome, Promise, Since, Undertaking
from coach.core.situation import Situation
from coach.core.story import Topic

STAYS = 2 / 3
"""Share of what a meeting gained or cost that is still there at the next; rounded so that one point is not lost."""
KEPT, BROKEN = 1, -2
"""Trust for each of the organizer's promises."""
MOST_FOR_KEPT, MOST_FOR_BROKEN = 2, -4
"""Whatever the number of promises."""
FIRM = 1
"""Trust above what a yes takes, from which on the member does what they agreed to."""
MOST_SHARED = 5
"""Of the organizer's own stories, the last ones are remembered."""
HOW_ARE_YOU = "how_are_you"
"""The standard topic under which anybody asks for news."""

PURPOSES: Mapping[LaterKind, str] = {
    "maintenance": (
        "You and {name} have met before. You want to hear how things have been, follow up on what each of you "
        "promised, and know each other better. If it goes well, you agree on what comes next."
    ),
    "escalation": (
        "You and {name} have met before. You want to hear what came of what you both promised, make sense of it "
        "together, and see whether {name} would take on something bigger, or bring others."
    ),
}
"""Why you meet, by the kind of meeting."""
FIRST_WORDS: Mapping[Outcome, Situation] = {
    "broken": Situation.PROMISE_BROKEN,
    "partly": Situation.PROMISE_PARTLY,
    "kept": Situation.PROMISE_KEPT,
}


def meet_again(
    persona: Persona, before: Conversation, promises: Sequence[Promise], weeks: int, today: Persona | None = None
) -> Since:
    """Where the member stands, `weeks` after a meeting that has ended.

    `persona` is the member as they were in it, `today` as their file has them now, if that is another; `promises` are
    the organizer's, with what came of each by their account.
    """
    end, earlier = now(persona, before), before.since
    changes = (*_carried(persona, end), *_for_promises(persona, promises))
    start = beginning(persona)
    number = earlier.meeting + 1 if earlier else 2
    undertakings = (*(earlier.undertakings if earlier else ()), *_undertaken(persona, before, end, promises, number))
    return Since(
        occasion=earlier.occasion if earlier else persona.scenario(before.scenario).id,
        meeting=number,
        weeks=weeks,
        trust=within(start.trust + sum(change.trust for change in changes), MOST_TRUST),
        guard=within(start.guard + sum(change.guard for change in changes), MOST_GUARD),
        changes=changes,
        earned=end.earned,
        told=end.told,
        fear_heard=end.fear == "heard",
        undertakings=undertakings,
        promises=tuple(promises),
        shared=(*(earlier.shared if earlier else ()), *own_stories(before))[-MOST_SHARED:],
        news=_news(today or persona, earlier),
        lines=before.all_lines,
    )


def met_again(persona: Persona, since: Since, kind: LaterKind) -> Persona:
    """The member as they are then: the same, with what has happened and what came of their word to speak of.

    The meeting is a scenario of theirs, the first in the list: where they first met, with the purpose of its kind.
    """
    outcomes: dict[str, Outcome] = {u.act: u.outcome for u in since.undertakings}
    accounts = [topic for c in persona.commitments if c.id in outcomes and (topic := _account(c, outcomes[c.id]))]
    anew = next((topic.cues for topic in persona.facts if topic.id == HOW_ARE_YOU), ())
    happened = persona.between_meetings[: since.meeting - 1]
    news = [topic.model_copy(update={"cues": (*topic.cues, *anew)}) for topic in reversed(happened)]
    new = (*accounts, *news)
    known = [topic for topic in persona.facts if topic.id not in {one.id for one in new}]
    scenario = _occasion(persona, since, kind)
    others = [one for one in persona.scenarios if one.id != scenario.id]
    return persona.model_copy(update={"facts": (*new, *known), "scenarios": (scenario, *others)})


def still_themselves(persona: Persona, before: Conversation, today: Persona) -> bool:
    """Whether the file as it is today still has all that this member has told and taken on."""
    end, earlier = now(persona, before), before.since
    acts = {c.id for c in today.commitments}
    ids = {telling.id for telling in today.tellings}
    ids |= {topic.id for topic in (*today.topics, *today.between_meetings)} | {account_of(act) for act in acts}
    agreed = {*end.agreed, *(u.act for u in (earlier.undertakings if earlier else ()))}
    occasion = earlier.occasion if earlier else persona.scenario(before.scenario).id
    return ids.issuperset(end.told) and acts.issuperset(agreed) and occasion in {s.id for s in today.scenarios}


def greeted_with(since: Since) -> Situation:
    """What the member's first words are about: the worst that came of the organizer's promises."""
    outcomes = {promise.outcome for promise in since.promises}
    return next((FIRST_WORDS[outcome] for outcome in OUTCOMES if outcome in outcomes), Situation.MET_AGAIN)


def _occasion(persona: Persona, since: Since, kind: LaterKind) -> Scenario:
    first = persona.scenario(since.occasion)
    return first.model_copy(
        update={
            "id": f"meeting_{since.meeting}",
            "title": f"{first.title} · {_count(since.meeting)} meeting",
            "kind": kind,
            "relationship_first": first.relationship_first and kind == "maintenance",
            "why_you_meet": PURPOSES[kind].format(name=persona.name),
            "opening": None,
        }
    )


def _count(number: int) -> str:
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(number, f"{number}th")


def account_of(act: str) -> str:
    """Id of the topic under which the member tells what came of something they agreed to."""
    return f"after_{act}"


def _account(commitment: Commitment, outcome: Outcome) -> Topic | None:
    after = commitment.after
    if after is None:
        return None
    return Topic(id=account_of(commitment.id), says=getattr(after, outcome), cues=(*after.cues, *commitment.cues))


def _carried(persona: Persona, end: Rapport) -> list[Change]:
    """What stays of the meeting before: two thirds of what it gained, or cost."""
    moved = end.trust - persona.start.trust
    stays = ceil(abs(moved) * STAYS) * (1 if moved > 0 else -1)
    if moved == 0:
        return []
    if moved > 0:
        return [Change(why=f"Most of the trust that you built last time has lasted (+{stays}).", trust=stays)]
    guard = int(end.guard > 1)
    return [Change(why=f"Last time left {them(persona)} wary ({stays}).".replace("-", "−"), trust=stays, guard=guard)]


def _for_promises(persona: Persona, promises: Sequence[Promise]) -> list[Change]:
    kept = sum(p.outcome == "kept" for p in promises)
    broken = sum(p.outcome == "broken" for p in promises)
    changes: list[Change] = []
    if kept:
        changes.append(Change(why="You did what you said you would do.", trust=min(kept * KEPT, MOST_FOR_KEPT)))
    if broken:
        cost = max(broken * BROKEN, MOST_FOR_BROKEN)
        why = f"You did not do what you said you would, and that is {their(persona)} old story with people who promise."
        changes.append(Change(why=why, trust=cost, guard=1))
    return changes


def _undertaken(
    persona: Persona, before: Conversation, end: Rapport, promises: Sequence[Promise], meeting: int
) -> tuple[Undertaking, ...]:
    """What came of each yes: an easy one holds nothing; a true one holds the better, the more trust there was.

    What the file tells nothing of afterwards was to meet again, and is done by being here.
    """
    answers = [turn.answer for _, turn in before.member_turns if turn.answer]
    let_down = any(promise.outcome == "broken" for promise in promises)
    found: dict[str, Undertaking] = {}
    for answer in answers:
        commitment = next((c for c in persona.commitments if c.id == answer.act and c.after), None)
        if commitment and answer.kind in ("agree", "easy_yes"):
            firm = answer.kind == "agree" and end.trust >= commitment.needs.trust
            step = firm + (firm and end.trust >= commitment.needs.trust + FIRM) - (let_down and firm)
            found[commitment.id] = Undertaking(act=commitment.id, outcome=OUTCOMES[step], meeting=meeting)
    return tuple(found.values())


def _news(persona: Persona, earlier: Since | None) -> str | None:
    """What has happened to them, one thing a meeting, in the order of the file."""
    met = earlier.meeting - 1 if earlier else 0
    return persona.between_meetings[met].id if met < len(persona.between_meetings) else None
