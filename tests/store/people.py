"""Somebody with something in every table."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from coach.content import Content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Reflection
from coach.core.hints import Hint
from coach.core.meeting import meet_again, met_again
from coach.core.relationship import known
from coach.core.since import Promise
from coach.core.workshop import Remark, Workshop
from coach.errors import CodeTaken
from coach.store import Store
from coach.talk import Earlier, Intention, Plan, Talk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORD = "quincunx"
"""Said wherever somebody can say something, and nowhere else."""


def a_talk(shipped: Content, name: str, began: datetime = NOON) -> Talk:
    """A talk with Mele that has not begun."""
    mele = shipped.member("mele")
    scenario = mele.scenarios[0].id
    return Talk(
        id=name,
        persona=mele,
        rubric=shipped.rubric(),
        scenario_id=scenario,
        plan=Plan(purpose=f"the {WORD}"),
        conversation=Conversation(persona=mele.id, scenario=scenario),
        started_at=began,
    )


def met_after(before: Talk, name: str, began: datetime) -> Talk:
    """The next meeting after a talk, not begun."""
    promise = Promise(turn=1, text=before.conversation.turns[0].text, outcome="kept", account="It was ripe.")
    since = meet_again(before.persona, before.conversation, (promise,), 2)
    persona = met_again(before.persona, since, "maintenance")
    return before.model_copy(
        update={
            "id": name,
            "persona": persona,
            "scenario_id": persona.scenarios[0].id,
            "plan": Plan(),
            "hints": (),
            "conversation": Conversation(persona=persona.id, scenario=persona.scenarios[0].id, since=since),
            "started_at": began,
            "earlier": Earlier(talk=before.id, known=known(before.persona, before.conversation)),
        }
    )


def settle(store: Store, shipped: Content, learner: str, began: datetime = NOON) -> str:
    """Somebody who has left words of theirs in every table that can hold any. Their talk's id."""
    store.add_learner(learner, began)
    talk = a_talk(shipped, f"talk-of-{learner}", began)
    store.add_talk(learner, talk)
    store.add_turn(talk.id, 1, OrganizerTurn(text=f"How is your {WORD}?"), began)
    store.add_turn(talk.id, 2, MemberTurn(text="Growing.", spoken_by="builtin"), began + timedelta(minutes=1))
    store.add_hint(talk.id, Hint(turn=1, rung="line", says=WORD))
    store.rename(learner, talk.id, f"The {WORD}")
    store.end(learner, talk.id, began + timedelta(minutes=2))
    store.annotate(learner, talk.id, reflection=Reflection(how_it_went=WORD), intention=Intention(who=WORD))
    store.spend(began.date(), learner, talk.id, 100, 20)
    workshop = f"workshop-{began:%d%H}"
    with suppress(CodeTaken):
        store.add_workshop(workshop, Workshop(name="Blue wrens", code=f"blue wren {began:%d%H}"), began)
    store.join(workshop, learner, began)
    store.share(workshop, learner, "talk", learner.title())
    store.share_talk(learner, talk.id, workshop, "scores")
    store.add_remark(talk.id, Remark(id=f"remark-to-{learner}", by="eve", at=began, text=f"What a {WORD}."))
    store.annotate(learner, talk.id, felt=f"Warm, for a {WORD}.")
    store.add_talk(learner, met_after(store.talk(learner, talk.id), f"next-of-{learner}", began + timedelta(days=1)))
    assert store.show(workshop, len(store.shown(workshop)) + 1, {talk.id: True}, began)
    return talk.id
