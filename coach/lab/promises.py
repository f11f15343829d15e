"""What a member's file promises, proved by search: each layer and commitment can be earned, and not by pushing."""

from collections.abc import Iterator

from coach.core.meeting import FIRM
from coach.core.rapport import MOST_TRUST
from coach.lab.draft import Draft, Finding
from coach.lab.proof import prove

FEWEST = {2: 3, 3: 5}
"""Exchanges; a layer of this depth that can be earned in fewer is too cheap to be anybody's second or third layer."""
FEWEST_TO_COMMIT = 3
"""Exchanges, from the first word to a yes."""


def promises(draft: Draft) -> Iterator[Finding]:
    """Layers and commitments that nobody can reach, that come too cheap, or that pushing wins."""
    persona, proof = draft.persona, prove(draft.persona)
    for depth, layer in enumerate(persona.story, 1):
        place = ("story", depth - 1, "needs")
        way = proof.shortest[layer.id]
        if way is None:
            yield draft.error(place, f"layer {depth} can't be earned by any organizer", "Ask for less in its needs.")
        elif len(way) < FEWEST.get(depth, 1):
            what = f"layer {depth} comes too cheap: {len(way)} exchanges ({'; '.join(way)})"
            yield draft.error(place, what, "Ask for more trust or opening moves.")
        if layer.id in proof.by_mobilizing:
            yield draft.error(place, f"layer {depth} can be won by pushing alone", "Ask for opening moves.")
    for number, commitment in enumerate(persona.commitments):
        place = ("commitments", number, "needs")
        way = proof.shortest[commitment.id]
        if way is None:
            what = f"nobody can get {persona.name} to agree to {commitment.id}"
            yield draft.error(place, what, "Ask for less in its needs, or make it one of refuses.")
        elif len(way) < FEWEST_TO_COMMIT:
            what = f"{commitment.id} comes too cheap: {len(way)} exchanges ({'; '.join(way)})"
            yield draft.error(place, what, "Ask for more in its needs.")
        elif commitment.after and commitment.id not in proof.kept:
            what = f"whatever {persona.name} agrees to of {commitment.id}, they will never do the whole of it"
            mend = f"Ask for {MOST_TRUST - FIRM} trust or less: a yes is kept where there is some to spare."
            yield draft.warning(place, what, mend)
        if commitment.id in proof.by_mobilizing:
            yield draft.error(place, f"{commitment.id} can be won by pushing alone", "Ask for a reason or a fear.")
