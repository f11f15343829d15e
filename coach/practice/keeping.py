"""What is kept of a learner: who is known, their talks found, named, taken along, and deleted."""

import asyncio
import secrets

from coach.practice.room import Room, name_in
from coach.talk import Talk, TalkSummary

LONGEST_NAME = 80
"""Characters that a talk's name may have."""


class Keeping(Room):
    """Learners, and all that is theirs."""

    async def new_learner(self) -> str:
        """Somebody new: their id."""
        learner = secrets.token_urlsafe(16)
        await asyncio.to_thread(self._store.add_learner, learner, self._clock())
        return learner

    async def admit(self, learner: str) -> None:
        """Keep somebody who is known by another name than ours, such as an account, unless they are kept already."""
        if not await self.knows(learner):
            await asyncio.to_thread(self._store.add_learner, learner, self._clock())

    async def knows(self, learner: str) -> bool:
        """Whether there is such a learner."""
        return await asyncio.to_thread(self._store.knows, learner)

    async def talks(self, learner: str, words: str = "") -> tuple[TalkSummary, ...]:
        """This learner's talks, newest first: all, or those that are called, or hold, these words."""
        talks = await asyncio.to_thread(self._store.talks, learner)
        wanted = " ".join(words.split()).casefold()
        if not wanted:
            return talks
        said = await self.search(learner, wanted)
        return tuple(talk for talk in talks if talk.id in said or wanted in talk.called.casefold())

    async def search(self, learner: str, words: str) -> frozenset[str]:
        """The ids of this learner's talks in which these words were said."""
        return await asyncio.to_thread(self._store.search, learner, words)

    async def every_talk(self, learner: str) -> tuple[Talk, ...]:
        """All that is kept of this learner, newest talk first."""
        return tuple([await self.to_take_along(learner, talk.id) for talk in await self.talks(learner)])

    async def to_take_along(self, learner: str, talk_id: str) -> Talk:
        """A talk with what facilitators said to it."""
        talk = await self.talk(learner, talk_id)
        said = await asyncio.to_thread(self._store.remarks, talk_id)
        return talk.model_copy(update={"remarks": said.get(talk_id, ())})

    async def rename_talk(self, learner: str, talk_id: str, name: str) -> None:
        """Call a talk something; an empty name takes it back. Raises InputError for an over-long one."""
        await asyncio.to_thread(self._store.rename, learner, talk_id, name_in(name, LONGEST_NAME))

    async def delete_talk(self, learner: str, talk_id: str) -> None:
        """Remove a talk and all that was said in it."""
        await self._quieten(learner, talk_id)
        await asyncio.to_thread(self._store.delete_talk, learner, talk_id)
        self._replies.leave_unread(talk_id)

    async def forget(self, learner: str) -> None:
        """Delete everything about a learner. What is under way in a talk of theirs is stopped."""
        for talk in await self.talks(learner):
            await self._quieten(learner, talk.id)
            self._replies.leave_unread(talk.id)
        await asyncio.to_thread(self._store.forget, learner)
