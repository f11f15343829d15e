"""Talks and feedback as files that a learner keeps: Markdown to read, JSON to work with."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from coach.core.conversation import Conversation
from coach.core.debrief import Debrief, LayerMap, debrief
from coach.core.feedback import CriterionResult, Feedback
from coach.core.recall import Recalled, Told
from coach.core.rubric import Rubric
from coach.core.since import Since
from coach.core.voice import Voice, voice
from coach.reader.echoes import telling_words
from coach.talk import Talk
from coach.transcript import told

NOT_SCORED = {"not_scored": "not scored", "no_opportunity": "no opportunity arose", None: "not scored"}

ANSWERED = {"agree": "yes", "maybe": "maybe", "no": "no", "easy_yes": "a quick yes that holds nothing"}
CAME = {"kept": "done", "partly": "done in part", "broken": "not done"}
BRUSHED = {
    "hint": "something of it slipped",
    "too_soon": "you reached for it too soon",
    "unheard": "it was within reach, and the talk went elsewhere",
}
LEFT = {
    "goodbye": "you had said goodbye",
    "time": "it was well past the time you had",
    "shut": "shut for three turns, and pushed at again",
    "insulted": "insulted a second time",
}
DEPTHS = {1: "On the surface", 2: "Further in", 3: "At the core"}
FIELDS = {
    "self_interest": "What matters to them",
    "story": "Their story",
    "resources": "Whom they know, what they can do",
    "fears": "What they are afraid of",
    "next_step": "What you agreed on",
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


def feedback_markdown(feedback: Feedback, rubric: Rubric, conversation: Conversation) -> str:
    """Feedback as a page to read."""
    return "\n".join(_feedback(feedback, rubric, conversation)).strip()


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
    yield f"# A 1:1 with {_plain(talk.persona.name)}"
    yield f"\n{talk.started_at:%d %B %Y}, {_plain(talk.scenario.title)}. {_plain(talk.scenario.place)}."
    if talk.rewound_at:
        yield f"\nAnother try, from turn {talk.rewound_at} on."
    if since := talk.conversation.since:
        yield from _met_before(talk, since)
    if any(talk.plan.model_dump().values()):
        yield "\n## The plan\n"
        yield from _named(talk.plan.model_dump())
    yield "\n## The conversation\n"
    for number, turn in enumerate(talk.conversation.turns, 1):
        yield from _hints(talk, number)
        who = "You" if turn.speaker == "organizer" else _plain(talk.persona.name)
        yield f"{number}\\. **{who}:** {_plain(turn.text)}\n"
    yield from _hints(talk, len(talk.conversation.turns) + 1)
    if talk.left:
        yield f"*{_plain(talk.persona.name)} ended the talk: {LEFT[talk.left]}.*\n"
    if talk.reflection and not talk.reflection.empty:
        yield "\n## Your reflection\n"
        written = talk.reflection.model_dump()
        yield from _named({**written.pop("heard"), **written})
    if talk.feedback:
        yield "\n## Feedback\n"
        yield from _feedback(talk.feedback, talk.rubric, talk.conversation, "###")
        if not talk.feedback.too_little:
            yield from _debrief(talk, _looked_back(talk))
    if talk.remarks:
        yield "\n## From your facilitator\n"
        criteria = {one.id: one for one in talk.rubric.criteria}
        for remark in talk.remarks:
            level = ""
            if remark.level is not None and (criterion := criteria.get(remark.criterion or "")):
                level = f"{_plain(criterion.title)}: **{remark.level} of {criterion.top}**. "
            yield f"- {level}{_plain(remark.text)} ({_plain(remark.by or 'a facilitator')}, {remark.at:%d %B %Y})"
    if talk.intention and (talk.intention.who or talk.intention.when):
        yield "\n## Outside\n"
        if talk.intention.who:
            yield f"- Whom you will sit down with: {_plain(talk.intention.who)}"
        if talk.intention.when:
            yield f"- When: {_plain(talk.intention.when)}"


def _met_before(talk: Talk, since: Since) -> Iterator[str]:
    name, acts = _plain(talk.persona.name), {one.id: one.act for one in talk.persona.commitments}
    weeks = "a week" if since.weeks == 1 else f"{since.weeks} weeks"
    yield f"\n## What came before\n\nMeeting {since.meeting}, {weeks} later in the story."
    yield f"It began at trust {since.trust} of 10."
    for change in since.changes:
        yield f"- {_plain(change.why)}"
    for one in since.promises:
        words = f" {_plain(one.account)}" if one.account else ""
        yield f"- You had said: “{_plain(one.text)}” **{CAME[one.outcome]}**.{words}"
    for one in since.newest:
        yield f"- {name} had taken on: {_plain(acts.get(one.act, one.act))}. **{CAME[one.outcome]}**."
    if since.felt:
        yield f"- How the last meeting left {name}: “{_plain(since.felt)}”"
    if talk.earlier and any(talk.earlier.known.model_dump(exclude={"felt"}).values()):
        yield "\nWhat you both knew:\n"
        both = talk.earlier.known
        told = [*(piece.words for piece in both.story), *both.small]
        yield from (f"- {name} had told you: “{_plain(text)}”" for text in told)
        yield from (f"- You had told of yourself: “{_plain(text)}”" for text in both.shared)
        yield from (f"- {_plain(one.act).capitalize()}: {ANSWERED[one.answer]}" for one in both.agreed)


def _hints(talk: Talk, turn: int) -> Iterator[str]:
    for hint in talk.hints_before(turn):
        yield f"*A hint you took here:* {_plain(hint.says)}\n"


def _looked_back(talk: Talk) -> Debrief:
    return debrief(talk.persona, talk.conversation, talk.reflection, telling_words)


def _debrief(talk: Talk, found: Debrief) -> Iterator[str]:
    name = _plain(talk.persona.name)
    yield f"\n## The map of {name}’s story\n"
    for layer in found.layers:
        yield from _layer(layer)
    yield "\n## What was agreed\n"
    for one in found.answers:
        act = _plain(one.act) or "something that was not spelled out"
        yield f"- Turn {one.turn}: **{ANSWERED[one.kind]}**: {act}"
    if not found.answers:
        yield "As far as is known, nothing was."
    if talk.reflection and not talk.reflection.empty:
        yield "\n## What you heard, beside what was told\n"
        yield "Compared by shared words alone: what you put in words of your own may be missed here.\n"
        for one in found.heard:
            yield from _recalled(one, name)


def _layer(layer: LayerMap) -> Iterator[str]:
    if layer.state == "found":
        where = f"in turn {', '.join(map(str, layer.turns))}" if layer.turns else "in an earlier meeting"
        told = f"{layer.told} of {layer.pieces} pieces, {where}"
        yield f"{layer.depth}. {_plain(layer.title or '')}: **found**. {told}."
        return
    brushes = "; ".join(f"{BRUSHED[brush.how]} (turn {brush.turn})" for brush in layer.brushes)
    state = f"**brushed past**: {brushes}" if brushes else "**not reached**"
    yield f"{layer.depth}. {DEPTHS[layer.depth]}: {state}."
    yield f"   A line that could open it, once the trust is there: “{_plain(layer.would_open or '')}”"


def _recalled(one: Recalled, name: str) -> Iterator[str]:
    yield f"- {FIELDS[one.field]}"
    if one.wrote:
        yield f"  - You wrote: {_plain(one.wrote)}"
    if one.elsewhere:
        yield f"  - It has words of {name}’s, from turn {one.elsewhere}."
    for piece in one.caught:
        yield f"  - You caught: {_piece(piece, one)}"
    for piece in one.also:
        yield f"  - {_told_you(one, name)}: {_piece(piece, one)}"
    if not (one.wrote or one.also):
        yield "  - As far as is known, there was nothing to write."


def _told_you(one: Recalled, name: str) -> str:
    if one.field == "next_step":
        return "There was also" if one.caught else "There was"
    return f"{name} also told you" if one.caught else f"{name} told you"


def _piece(piece: Told, one: Recalled) -> str:
    words = _plain(piece.words) if one.field == "next_step" else f"“{_plain(piece.words)}”"
    return f"{words} (turn {piece.turn}{'' if piece.sure else ', a maybe so far'})"


def _feedback(feedback: Feedback, rubric: Rubric, conversation: Conversation, heading: str = "##") -> Iterator[str]:
    made = "a model" if feedback.assessor == "llm" else "the built-in assessor"
    yield f"*Made by {made}.* {_plain(feedback.note)}".strip()
    if feedback.too_little:
        yield f"\n{_plain(feedback.too_little)}"
        return
    if feedback.strength:
        yield f"\n{heading} One strength\n"
        yield f"Turn {feedback.strength.turn}: “{_plain(feedback.strength.quote)}”\n\n{_plain(feedback.strength.why)}"
    elif feedback.no_strength:
        yield f"\n{_plain(feedback.no_strength)}"
    if moment := feedback.priority:
        yield f"\n{heading} One moment to go back to\n"
        yield f"Turn {moment.turn}: “{_plain(moment.quote)}”\n\n{_plain(moment.why)}"
        yield f"\nWhat it did: {_plain(moment.effect)}\n\nTry instead: “{_plain(moment.try_instead)}”"
    for objective in rubric.objectives:
        found = next((one for one in feedback.objectives if one.id == objective.id), None)
        if found is None:
            continue
        level = "not scored" if found.level is None else f"{found.level:.1f} of 3"
        yield f"\n{heading} {objective.id}: {_plain(objective.title)}: {level}\n"
        for criterion in objective.criteria:
            result = feedback.results.get(criterion.id)
            if result:
                yield _criterion(criterion.title, result)
    seen = [
        (marker, one.turns) for one in feedback.markers if one.turns for marker in rubric.markers if marker.id == one.id
    ]
    if seen:
        yield f"\n{heading} Habits of mobilising\n"
        for marker, turns in seen:
            yield f"- {_plain(marker.title)}: turn {', '.join(map(str, turns))}. {_plain(marker.instead)}"
    if feedback.measures.organizer_share is not None:
        yield f"\nYou spoke {feedback.measures.organizer_share:.0%} of the words."
    if aloud := voice(conversation):
        yield f"\n{_aloud(aloud)}"
    if feedback.next_time:
        yield f"\nNext time: {_plain(feedback.next_time)}"


def _aloud(heard: Voice) -> str:
    share = "" if heard.share is None else f", {heard.share:.0%} of the time that somebody spoke"
    pause = "" if heard.pause is None else f" Before you answered you mostly left {heard.pause:.1f} seconds."
    over = f" You began while they were still speaking: turn {', '.join(map(str, heard.over))}." if heard.over else ""
    return f"Aloud: you spoke for {heard.ours:.0f} seconds{share}.{pause}{over}"


def _criterion(title: str, result: CriterionResult) -> str:
    level = NOT_SCORED[result.null_because] if result.level is None else f"{result.level} of {result.top}"
    quotes = "".join(f" (turn {one.turn}: “{_plain(one.quote)}”)" for one in result.evidence)
    agreed = "" if result.agreement is None else f" Judged more than once; {result.agreement:.0%} gave this level."
    return f"- {result.id} {_plain(title)}: **{level}**. {_plain(result.why)}{quotes}{agreed}"


def _named(values: dict[str, str]) -> Iterator[str]:
    for name, text in values.items():
        if text.strip():
            yield f"- {name.replace('_', ' ').capitalize()}: {_plain(text)}"


def _plain(text: str) -> str:
    """A person's words, so that Markdown makes neither pictures, links, HTML nor headings of them."""
    one_line = " ".join(text.split())
    for mark in "\\`*_[]<>#|":
        one_line = one_line.replace(mark, f"\\{mark}")
    return one_line.replace("\\<", "&lt;").replace("\\>", "&gt;")
