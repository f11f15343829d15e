"""What a member remembers of earlier meetings, for the model that plays them: only what they have told there."""

from collections.abc import Mapping

from coach.core.persona import Persona
from coach.core.since import Since
from coach.partner.fold import beginning_of

MOST_TOPICS = 12
"""How many of the small things told are remembered."""


def remembered(persona: Persona, since: Since | None) -> Mapping[str, object] | None:
    """The values of the part of member.md about earlier meetings; None in a first one."""
    if since is None:
        return None
    told = set(since.told)
    acts = {c.id: c.act for c in persona.commitments}
    return {
        "meeting": since.meeting,
        "weeks": since.weeks,
        "felt": since.felt,
        "wary": since.guard > 1 or since.trust < persona.start.trust,
        "topics": [t.says[0] for t in persona.topics if t.id in told][-MOST_TOPICS:],
        "pieces": [telling.says for telling in persona.tellings if telling.id in told],
        "shared": [beginning_of(text) for text in since.shared],
        "undertakings": [{"act": acts[u.act], "outcome": u.outcome} for u in since.undertakings if u.act in acts],
        "promises": [{"text": beginning_of(one.text), "outcome": one.outcome} for one in since.promises],
    }
