"""The search over a member's rapport machine: what it promises for the shipped members, and that it can find fault."""

import pytest

from coach.content import Content
from coach.core.commitment import CommitmentNeeds
from coach.core.persona import Persona
from coach.core.story import LayerNeeds
from coach.lab.proof import prove


def with_needs(persona: Persona, depth: int, needs: LayerNeeds) -> Persona:
    story = list(persona.story)
    story[depth - 1] = story[depth - 1].model_copy(update={"needs": needs})
    return persona.model_copy(update={"story": tuple(story)})


@pytest.mark.slow
def test_every_shipped_member_can_be_reached_and_none_by_pushing(shipped: Content) -> None:
    for persona in shipped.members:
        proof = prove(persona)
        assert proof.by_mobilizing == (), persona.id
        assert all(way is not None for way in proof.shortest.values()), persona.id


def test_a_layer_that_needs_nothing_is_won_by_pushing(mele: Persona) -> None:
    open_door = with_needs(mele, 2, LayerNeeds(trust=0))
    assert mele.story[1].id in prove(open_door).by_mobilizing


def test_a_commitment_behind_an_unreachable_layer_is_out_of_reach(mele: Persona) -> None:
    first = mele.commitments[0]
    never = first.model_copy(update={"needs": CommitmentNeeds(trust=10, depth=3)})
    no_giving = with_needs(mele, 3, LayerNeeds(trust=10, opening_moves=9, giving=True))
    short = no_giving.model_copy(update={"commitments": (never, *mele.commitments[1:])})
    way = prove(short).shortest[first.id]
    assert way is None or len(way) > 9
