"""A talk and a reflection as material for a model: numbered, fenced, and never speaking to an assessor."""

from coach.core.conversation import Conversation
from coach.core.feedback import Reflection
from coach.core.measures import said_to_them

FENCES = str.maketrans({"⟦": "[", "⟧": "]", "<": "‹", ">": "›", "{": "(", "}": ")", "`": "'"})
"""What could be taken for a fence, a tag or a template, and what stands for it."""


def neutral(text: str) -> str:
    """Text that stays within its fence: on one line, with no mark that could end it."""
    return " ".join(text.translate(FENCES).split())


def lines(conversation: Conversation) -> list[dict[str, object]]:
    """The turns as the prompt shows them."""
    return [
        {"number": number, "speaker": speaker, "text": neutral(said_to_them(text))}
        for number, (speaker, text) in enumerate(conversation.lines, 1)
    ]


def answers(reflection: Reflection | None) -> list[dict[str, str]]:
    """What the learner wrote, without what was left empty."""
    if reflection is None:
        return []
    heard = reflection.heard
    written = (
        ("What matters to them:", heard.self_interest),
        ("Their story:", heard.story),
        ("What they bring:", heard.resources),
        ("What they fear:", heard.fears),
        ("Next step:", heard.next_step),
        ("How it went:", reflection.how_it_went),
        ("Where I would go back:", reflection.where_back),
        ("Why it mattered beyond this person:", reflection.why_beyond),
    )
    return [{"about": about, "text": neutral(said_to_them(text))} for about, text in written if text.strip()]
