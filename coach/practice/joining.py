"""Workshops as a learner knows them: joined by a code, with members of their own; and what is shared there."""

import asyncio
from datetime import timedelta

from coach.core.persona import Persona
from coach.core.workshop import Kept, Remark, Sharing, code_key, offered
from coach.errors import InputError, NoWorkshop
from coach.practice.room import Room, name_in

LONGEST_CALLED = 60
"""Characters of the name that a facilitator sees beside a shared talk."""


class Joining(Room):
    """A learner among others. Nothing is shared before they say so, and nothing any more once they take it back."""

    async def invitation(self, code: str) -> Kept | None:
        """The workshop that has this code, however it is typed."""
        key = code_key(code)
        return await asyncio.to_thread(self._store.workshop_of_code, key) if key else None

    async def stands(self, workshop_id: str) -> bool:
        """Whether there is such a workshop."""
        try:
            await asyncio.to_thread(self._store.workshop, workshop_id)
        except NoWorkshop:
            return False
        return True

    async def any_workshops(self) -> bool:
        """Whether there is one that could be joined."""
        return bool(await asyncio.to_thread(self._store.workshops))

    async def join(self, learner: str, workshop_id: str) -> None:
        """Come in, or come back to practise in this one."""
        await asyncio.to_thread(self._store.join, workshop_id, learner, self._clock())

    async def enter(self, learner: str, workshop_id: str) -> None:
        """Practise in another of the workshops that one is in."""
        await self._in(learner, workshop_id)
        await self.join(learner, workshop_id)

    async def leave(self, learner: str, workshop_id: str) -> None:
        """Go. Talks stay the learner's own, and are shared no more."""
        await self._in(learner, workshop_id)
        await asyncio.to_thread(self._store.leave, workshop_id, learner)

    async def offered(self, learner: str) -> tuple[Persona, ...]:
        """Whom this learner can meet, each with the meetings that there are: those of their workshop, else all."""
        joined = await self.membership(learner)
        return offered(joined.workshop, self.members()) if joined else self.members()

    async def meet(self, learner: str, persona_id: str) -> Persona:
        """One of them. Raises NotFound."""
        return self._meets(await self.membership(learner), persona_id)

    async def share(self, learner: str, workshop_id: str, shares: Sharing, called: str) -> None:
        """What is shared of all the learner's talks in a workshop, from now on and at once; and by which name.

        Raises InputError for an over-long name.
        """
        name = name_in(called, LONGEST_CALLED)
        await asyncio.to_thread(self._store.share, workshop_id, learner, shares, name)

    async def share_talk(self, learner: str, talk_id: str, shares: Sharing) -> None:
        """What is shared of one talk, with the workshop that it was held in, else the one that the learner is in."""
        talk = await self.talk(learner, talk_id)
        joined = await self.memberships(learner)
        ids = [one.id for one in joined]
        if not ids:
            raise InputError("You are in no workshop, so nobody sees this talk.", "Join one with its code first.")
        workshop = talk.workshop if talk.workshop in ids else ids[0]
        await asyncio.to_thread(self._store.share_talk, learner, talk_id, workshop, shares)

    async def _in(self, learner: str, workshop_id: str) -> None:
        """Raises NoWorkshop where they are not in it."""
        if workshop_id not in {one.id for one in await self.memberships(learner)}:
            raise NoWorkshop

    async def remarks(self, learner: str, talk_id: str) -> tuple[Remark, ...]:
        """What facilitators said to a talk of this learner's, oldest first."""
        await self.talk(learner, talk_id)
        return (await asyncio.to_thread(self._store.remarks, talk_id)).get(talk_id, ())

    async def remarked(self, learner: str, within: timedelta | None = None) -> frozenset[str]:
        """The learner's talks that facilitators said something to: ever, or not longer ago than this."""
        talks = await asyncio.to_thread(self._store.talks, learner)
        found = await asyncio.to_thread(self._store.remarks, *(talk.id for talk in talks))
        since = self._clock() - within if within else None
        return frozenset(talk for talk, said in found.items() if since is None or said[-1].at >= since)
