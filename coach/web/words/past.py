"""The words of the list of past talks."""

from collections.abc import Mapping

PAST: Mapping[str, str] = {
    "talks.title": "My talks",
    "talks.empty": "You have not talked with anyone yet.",
    "talks.empty_go": "Pick someone to meet",
    "talks.turns.one": "1 turn of yours",
    "talks.turns.many": "{count} turns of yours",
    "talks.state.talking": "Under way",
    "talks.state.reflecting": "Waiting for what you heard",
    "talks.state.done": "With feedback",
    "talks.again": "Another try",
    "talks.open.talking": "Go on talking",
    "talks.open.reflecting": "Write down what you heard",
    "talks.open.done": "Read the feedback",
    "talks.read": "Read the talk",
    "talks.with": "{open}: {name}, {day}",
    "talks.export": "Save as",
    "talks.markdown": "Markdown",
    "talks.json": "JSON",
    "talks.more": "More",
    "talks.more_label": "More about the talk with {name}, {day}",
    "talks.delete": "Delete this talk",
    "talks.delete_sure": "It can't be brought back: the talk, what you wrote down, and its feedback will be gone.",
    "talks.delete_yes": "Yes, delete it",
    "talks.find": "Find a talk by its name, the member's, or anything that was said in it",
    "talks.find_hint": "A name, or words that were said",
    "talks.find_go": "Find",
    "talks.find_all": "Show all",
    "talks.found.one": "One talk has “{words}” in it.",
    "talks.found.many": "{count} talks have “{words}” in them.",
    "talks.name": "What you call this talk",
    "talks.name_keep": "Keep",
    "talks.mine": "All that is kept about you",
    "talks.mine_what": "Your talks with your plans, what you wrote down, the feedback, and whom you said "
    "you would meet.",
    "talks.mine_save": "Save all of it as",
    "talks.forget": "Delete everything about me",
    "talks.forget_sure": "Every talk, everything that you wrote, all feedback and your progress will be gone from this "
    "app, also what this browser keeps for it. Nobody can bring it back. Save it first if you want to have it.",
    "talks.forget_yes": "Yes, delete everything about me",
}
