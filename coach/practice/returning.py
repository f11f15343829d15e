"""Going back: another try from a moment of an earlier talk on."""

import asyncio
import secrets

from coach.core.conversation import OrganizerTurn
from coach.errors import InputError, NotFound
from coach.practice.room import Room
from coach.talk import Talk


class Returning(Room):
    """A talk that is taken up again."""

    async def rewind(self, learner: str, talk_id: str, turn: int) -> Talk:
        """Another try from an organizer turn on: a new talk that has everything said before it.

        Raises InputError where that turn is not the organizer's.
        """
        talk = await self.talk(learner, talk_id)
        turns = talk.conversation.turns
        if not 1 <= turn <= len(turns) or not isinstance(turns[turn - 1], OrganizerTurn):
            raise InputError(f"Turn {turn} is none of yours.", "Pick something that you said.")
        again = Talk(
            id=secrets.token_urlsafe(12),
            persona=talk.persona,
            rubric=talk.rubric,
            scenario_id=talk.scenario_id,
            plan=talk.plan,
            conversation=talk.conversation.model_copy(update={"turns": turns[: turn - 1]}),
            started_at=self._clock(),
            rewound_from=talk.id,
            rewound_at=turn,
            workshop=talk.workshop,
            shares=talk.shares,
        )
        await asyncio.to_thread(self._store.add_talk, learner, again)
        return again

    async def first_way(self, learner: str, talk: Talk) -> Talk | None:
        """The talk that this one is another try of; None where it is none, or where that one was deleted."""
        if talk.rewound_from is None:
            return None
        try:
            return await self.talk(learner, talk.rewound_from)
        except NotFound:
            return None
