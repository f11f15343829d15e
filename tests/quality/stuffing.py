"""Talks padded with what a rubric is said to want: more of it must earn nothing."""

from tests.quality.orders import Change

OPEN_QUESTIONS = (
    "What was that like for you?",
    "How did that make you feel?",
    "Why does that matter to you?",
)
STEMS = ("It sounds like that really matters to you.", "I hear you.", "That must have been hard.")
RUBRIC_WORDS = (
    "This is about relationships, shared power and your agency.",
    "That is the tension, and there is hope.",
    "What we share are values, interests and resources.",
)


def adding(*phrases: str, first: bool = False) -> Change:
    """Adds one of the phrases to each turn."""

    def change(number: int, text: str) -> str:
        phrase = phrases[number // 2 % len(phrases)]
        return f"{phrase} {text}" if first else f"{text} {phrase}"

    return change


def adding_all(number: int, text: str) -> str:
    """Adds all three kinds to each turn."""
    for change in (adding(*OPEN_QUESTIONS), adding(*STEMS, first=True), adding(*RUBRIC_WORDS)):
        text = change(number, text)
    return text


STUFFINGS = (adding(*OPEN_QUESTIONS), adding(*STEMS, first=True), adding(*RUBRIC_WORDS), adding_all)
