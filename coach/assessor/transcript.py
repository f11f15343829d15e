"""A talk and a reflection as material for a model: numbered, fenced, and never speaking to an assessor."""

from collections.abc import Mapping

from coach.core.conversation import Conversation
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.core.said import said_to_them
from coach.core.since import Outcome

FENCES = str.maketrans({"⟦": "[", "⟧": "]", "<": "‹", ">": "›", "{": "(", "}": ")", "`": "'"})
"""What could be taken for a fence, a tag or a template, and what stands for it."""
MOST_EARLIER = 12
"""Things told in earlier meetings that an assessor is told of."""
WAS: Mapping[Outcome, str] = {"kept": "(kept)", "partly": "(kept in part)", "broken": "(not kept)"}


def neutral(text: str) -> str:
    """Text that stays within its fence: on one line, with no mark that could end it."""
    return " ".join(text.translate(FENCES).split())


def lines(conversation: Conversation) -> list[dict[str, object]]:
    """The turns as the prompt shows them."""
    return [
        {"number": number, "speaker": speaker, "text": neutral(said_to_them(text))}
        for number, (speaker, text) in enumerate(conversation.lines, 1)
    ]


def earlier(conversation: Conversation, persona: Persona | None) -> list[str]:
    """What is known of the meetings before: what was told, what each took on, and what came of it."""
    since = conversation.since
    if since is None:
        return []
    told, acts = set(since.told), persona.acts if persona else {}
    pieces = [t.says for t in persona.tellings if t.id in told] if persona else []
    small = [t.says[0] for t in persona.topics if t.id in told] if persona else []
    return [
        *(f"The member had told: {neutral(text)}" for text in (*pieces, *small)[:MOST_EARLIER]),
        *(f"The organiser had said: {neutral(one.text)} {WAS[one.outcome]}" for one in since.promises),
        *(f"The member had agreed to {neutral(acts[u.act])} {WAS[u.outcome]}" for u in since.newest if u.act in acts),
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
