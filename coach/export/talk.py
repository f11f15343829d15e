"""A talk as a file: its transcript, what was written, the feedback, and what came of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from coach.core.debrief import Debrief, debrief
from coach.core.since import Since
from coach.export.debrief import ANSWERED, debrief_lines
from coach.export.feedback import feedback_lines
from coach.export.plain import named, plain
from coach.reader.echoes import telling_words
from coach.talk import Talk
from coach.transcript import told

CAME = {"kept": "done", "partly": "done in part", "broken": "not done"}
LEFT = {
    "goodbye": "you had said goodbye",
    "time": "it was well past the time you had",
    "shut": "shut for three turns, and pushed at again",
    "insulted": "insulted a second time",
}


def as_json(talk: Talk) -> str:
    """All that is kept of a talk: the transcript with its readings, the notes, the feedback, the debrief.

    The debrief comes with the feedback and not before; what was not reached of the member's story stays out of it.
    """
    return json.dumps(_document(talk), ensure_ascii=False, indent=2) + "\n"


def all_as_json(talks: Iterable[Talk]) -> str:
    """All that is kept of several talks, each as `as_json` has it."""
    return json.dumps({"talks": [_document(talk) for talk in talks]}, ensure_ascii=False, indent=2) + "\n"


def all_as_markdown(talks: Iterable[Talk]) -> str:
    """Several talks as one text, a line between any two."""
    return "\n---\n\n".join(as_markdown(talk) for talk in talks)


def as_markdown(talk: Talk) -> str:
    """A talk as a page to read or print."""
    return "\n".join(_page(talk)).strip() + "\n"


def _document(talk: Talk) -> dict[str, Any]:
    since = talk.conversation.since  # what was said in earlier meetings stands in their own files
    notes: dict[str, Any] = {
        "plan": talk.plan.model_dump(),
        "reflection": talk.reflection.model_dump() if talk.reflection else None,
        "feedback": talk.feedback.model_dump(mode="json") if talk.feedback else None,
        "debrief": _looked_back(talk).model_dump(mode="json") if talk.feedback else None,
        "intention": talk.intention.model_dump() if talk.intention else None,
        "name": talk.name,
        "shares": talk.shares,
        "remarks": [remark.model_dump(mode="json", exclude={"id"}) for remark in talk.remarks],
        "ended_by_member": talk.left,
        "hints": [hint.model_dump() for hint in talk.hints],
        "started_at": talk.started_at.isoformat(),
        "another_try_of": talk.rewound_from,
        "from_turn": talk.rewound_at,
        "meeting": talk.meeting,
        "earlier": talk.earlier.model_dump(mode="json") if talk.earlier else None,
        "since": since.model_dump(mode="json", exclude={"lines"}) if since else None,
    }
    return {**told(talk.persona, talk.conversation), **notes}


def _page(talk: Talk) -> Iterator[str]:
    yield f"# A 1:1 with {plain(talk.persona.name)}"
    yield f"\n{talk.started_at:%d %B %Y}, {plain(talk.scenario.title)}. {plain(talk.scenario.place)}."
    if talk.rewound_at:
        yield f"\nAnother try, from turn {talk.rewound_at} on."
    if since := talk.conversation.since:
        yield from _met_before(talk, since)
    if any(talk.plan.model_dump().values()):
        yield "\n## The plan\n"
        yield from named(talk.plan.model_dump())
    yield "\n## The conversation\n"
    for number, turn in enumerate(talk.conversation.turns, 1):
        yield from _hints(talk, number)
        who = "You" if turn.speaker == "organizer" else plain(talk.persona.name)
        yield f"{number}\\. **{who}:** {plain(turn.text)}\n"
    yield from _hints(talk, len(talk.conversation.turns) + 1)
    if talk.left:
        yield f"*{plain(talk.persona.name)} ended the talk: {LEFT[talk.left]}.*\n"
    if talk.reflection and not talk.reflection.empty:
        yield "\n## Your reflection\n"
        written = talk.reflection.model_dump()
        yield from named({**written.pop("heard"), **written})
    if talk.feedback:
        yield "\n## Feedback\n"
        yield from feedback_lines(talk.feedback, talk.rubric, talk.conversation, "###")
        if not talk.feedback.too_little:
            yield from debrief_lines(talk, _looked_back(talk))
    if talk.remarks:
        yield "\n## From your facilitator\n"
        criteria = {one.id: one for one in talk.rubric.criteria}
        for remark in talk.remarks:
            level = ""
            if remark.level is not None and (criterion := criteria.get(remark.criterion or "")):
                level = f"{plain(criterion.title)}: **{remark.level} of {criterion.top}**. "
            yield f"- {level}{plain(remark.text)} ({plain(remark.by or 'a facilitator')}, {remark.at:%d %B %Y})"
    if talk.intention and (talk.intention.who or talk.intention.when):
        yield "\n## Outside\n"
        if talk.intention.who:
            yield f"- Whom you will sit down with: {plain(talk.intention.who)}"
        if talk.intention.when:
            yield f"- When: {plain(talk.intention.when)}"


def _met_before(talk: Talk, since: Since) -> Iterator[str]:
    name, acts = plain(talk.persona.name), talk.persona.acts
    weeks = "a week" if since.weeks == 1 else f"{since.weeks} weeks"
    yield f"\n## What came before\n\nMeeting {since.meeting}, {weeks} later in the story."
    yield f"It began at trust {since.trust} of 10."
    for change in since.changes:
        yield f"- {plain(change.why)}"
    for one in since.promises:
        words = f" {plain(one.account)}" if one.account else ""
        yield f"- You had said: “{plain(one.text)}” **{CAME[one.outcome]}**.{words}"
    for one in since.newest:
        yield f"- {name} had taken on: {plain(acts.get(one.act, one.act))}. **{CAME[one.outcome]}**."
    if since.felt:
        yield f"- How the last meeting left {name}: “{plain(since.felt)}”"
    if talk.earlier and any(talk.earlier.known.model_dump(exclude={"felt"}).values()):
        yield "\nWhat you both knew:\n"
        both = talk.earlier.known
        theirs = [*(piece.words for piece in both.story), *both.small]
        yield from (f"- {name} had told you: “{plain(text)}”" for text in theirs)
        yield from (f"- You had told of yourself: “{plain(text)}”" for text in both.shared)
        yield from (f"- {plain(one.act).capitalize()}: {ANSWERED[one.answer]}" for one in both.agreed)


def _hints(talk: Talk, turn: int) -> Iterator[str]:
    for hint in talk.hints_before(turn):
        yield f"*A hint you took here:* {plain(hint.says)}\n"


def _looked_back(talk: Talk) -> Debrief:
    return debrief(talk.persona, talk.conversation, talk.reflection, telling_words)
