"""Feedback as Markdown."""

from collections.abc import Iterator

from coach.core.conversation import Conversation
from coach.core.feedback import CriterionResult, Feedback
from coach.core.rubric import Rubric
from coach.core.voice import Voice, voice
from coach.export.plain import plain

NOT_SCORED = {"not_scored": "not scored", "no_opportunity": "no opportunity arose", None: "not scored"}


def feedback_markdown(feedback: Feedback, rubric: Rubric, conversation: Conversation) -> str:
    """Feedback as a page to read."""
    return "\n".join(feedback_lines(feedback, rubric, conversation)).strip()


def feedback_lines(
    feedback: Feedback, rubric: Rubric, conversation: Conversation, heading: str = "##"
) -> Iterator[str]:
    """The lines of it, under headings that begin so."""
    made = "a model" if feedback.assessor == "llm" else "the built-in assessor"
    yield f"*Made by {made}.* {plain(feedback.note)}".strip()
    if feedback.too_little:
        yield f"\n{plain(feedback.too_little)}"
        return
    if feedback.strength:
        yield f"\n{heading} One strength\n"
        yield f"Turn {feedback.strength.turn}: “{plain(feedback.strength.quote)}”\n\n{plain(feedback.strength.why)}"
    elif feedback.no_strength:
        yield f"\n{plain(feedback.no_strength)}"
    if moment := feedback.priority:
        yield f"\n{heading} One moment to go back to\n"
        yield f"Turn {moment.turn}: “{plain(moment.quote)}”\n\n{plain(moment.why)}"
        yield f"\nWhat it did: {plain(moment.effect)}\n\nTry instead: “{plain(moment.try_instead)}”"
    for objective in rubric.objectives:
        found = next((one for one in feedback.objectives if one.id == objective.id), None)
        if found is None:
            continue
        level = "not scored" if found.level is None else f"{found.level:.1f} of 3"
        yield f"\n{heading} {objective.id}: {plain(objective.title)}: {level}\n"
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
            yield f"- {plain(marker.title)}: turn {', '.join(map(str, turns))}. {plain(marker.instead)}"
    if feedback.measures.organizer_share is not None:
        yield f"\nYou spoke {feedback.measures.organizer_share:.0%} of the words."
    if aloud := voice(conversation):
        yield f"\n{_aloud(aloud)}"
    if feedback.next_time:
        yield f"\nNext time: {plain(feedback.next_time)}"


def _aloud(heard: Voice) -> str:
    share = "" if heard.share is None else f", {heard.share:.0%} of the time that somebody spoke"
    pause = "" if heard.pause is None else f" Before you answered you mostly left {heard.pause:.1f} seconds."
    over = f" You began while they were still speaking: turn {', '.join(map(str, heard.over))}." if heard.over else ""
    return f"Aloud: you spoke for {heard.ours:.0f} seconds{share}.{pause}{over}"


def _criterion(title: str, result: CriterionResult) -> str:
    level = NOT_SCORED[result.null_because] if result.level is None else f"{result.level} of {result.top}"
    quotes = "".join(f" (turn {one.turn}: “{plain(one.quote)}”)" for one in result.evidence)
    agreed = "" if result.agreement is None else f" Judged more than once; {result.agreement:.0%} gave this level."
    return f"- {result.id} {plain(title)}: **{level}**. {plain(result.why)}{quotes}{agreed}"
