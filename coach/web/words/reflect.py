"""The words of the page between a talk and its feedback."""

from collections.abc import Mapping

REFLECT: Mapping[str, str] = {
    "reflect.title": "Before anyone tells you how it went",
    "reflect.lead": "Write down what you heard from {name} and how you feel about it. Feedback lands better "
    "on what you have seen yourself. Leave empty what you don't know.",
    "reflect.heard": "What did you hear?",
    "reflect.self_interest": "What matters to them, for themselves?",
    "reflect.story": "Their story: a moment, a choice",
    "reflect.resources": "Whom they know, what they can do",
    "reflect.fears": "What they are afraid of",
    "reflect.next_step": "What you agreed on, by when",
    "reflect.yourself": "And you?",
    "reflect.how_it_went": "How did it go?",
    "reflect.where_back": "Where would you go back, and what would you do there?",
    "reflect.why_beyond": "Why did this conversation matter beyond this person?",
    "reflect.send": "Get feedback",
    "reflect.skip": "You may leave boxes empty, or all of them. Two of the criteria look at what you write here.",
    "reflect.still_open": "This talk is still open. Asking for feedback ends it.",
    "reflect.back": "Back to the talk",
    "reflect.reread": "Read the talk again",
    "reflect.done_already": "There is feedback on this talk already.",
}
