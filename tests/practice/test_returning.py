"""Going back, on a real database and with the built-in players."""

import pytest

from coach.errors import InputError
from coach.practice import Practice
from tests.practice.players import spoken


async def test_trying_again_leaves_the_first_way_as_it_was(practice: Practice) -> None:
    learner = await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    for said in ("How are you?", "You should join the union!", "Sorry."):
        await spoken(await practice.say(learner, talk.id, said))
    first = (await practice.end_talk(learner, talk.id)).conversation
    again = await practice.rewind(learner, talk.id, 3)
    assert again.conversation.turns == first.turns[:2]
    assert (again.rewound_from, again.rewound_at) == (talk.id, 3)
    await spoken(await practice.say(learner, again.id, "What made you stay?"))
    assert (await practice.talk(learner, talk.id)).conversation == first
    with pytest.raises(InputError):
        await practice.rewind(learner, talk.id, 2)


async def test_another_try_knows_the_way_that_it_began_in(practice: Practice) -> None:
    learner, other = await practice.new_learner(), await practice.new_learner()
    talk = await practice.open_talk(learner, "mele")
    await spoken(await practice.say(learner, talk.id, "How are you?"))
    again = await practice.rewind(learner, talk.id, 1)
    first = await practice.first_way(learner, again)
    assert first is not None
    assert first.id == talk.id
    assert await practice.first_way(learner, first) is None
    assert await practice.first_way(other, again) is None, "somebody else's talk is not found"
    await practice.delete_talk(learner, talk.id)
    assert await practice.first_way(learner, again) is None
