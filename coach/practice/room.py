"""The room that all of the practice happens in: members, players, what is kept, and the time."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Literal

from coach.content import Content, refreshed
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.core.since import LaterKind
from coach.core.workshop import Membership, offered
from coach.errors import InputError, NotFound, Problem, TurnTaken
from coach.practice.judging import Judging
from coach.practice.replies import Replies
from coach.spending import Accounts, Limits, Payment
from coach.stage import Stage
from coach.store import Store
from coach.talk import Talk

TAKEN_IN_AT_ONCE = 8
"""Turns. Where a whole class speaks in one instant the first are being answered while the last wait to be taken in;
else each would wait for all."""


class Players(Value):
    """Who plays the member, as the page tells it."""

    partner: Literal["builtin", "llm"]
    model: str = ""
    """The model and where it is, in words for a learner."""
    server: str = ""
    """Host that receives the words, whichever role its model plays; empty where none leave the machine."""


class Room:
    """What every part of the practice stands on."""

    def __init__(
        self,
        content: Content,
        store: Store,
        stage: Stage,
        players: Players,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits | None = None,
    ) -> None:
        self._read, self._store, self._stage, self._players, self._clock = content, store, stage, players, clock
        self._accounts = Accounts(store, limits or Limits(), clock)
        self._replies = Replies(store, stage, self._accounts, clock)
        self._taken_in_at_once = asyncio.Semaphore(TAKEN_IN_AT_ONCE)
        self._judging: dict[str, Judging] = {}

    @property
    def _content(self) -> Content:
        """As the members' files are now: a talk that is under way keeps its own copy."""
        self._read = refreshed(self._read)
        return self._read

    def members(self) -> tuple[Persona, ...]:
        """Everybody one can meet."""
        return self._content.members

    def member(self, persona_id: str) -> Persona:
        """One of them. Raises NotFound."""
        return self._content.member(persona_id)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with content files, for facilitators."""
        return self._content.problems

    async def ready(self) -> None:
        """Whether learners can come.

        Raises StoreError where nothing can be kept, Closing where the app is being stopped, NotFound where there is
        nobody to meet.
        """
        self._replies.see_open()
        if not self.members():
            raise NotFound("There is no member to meet.", "Put one into the members' folder; coach check helps.")
        await asyncio.to_thread(self._store.reach)

    def close(self) -> None:
        """Take no more turns; what is under way goes on."""
        self._replies.close()

    async def settle(self) -> None:
        """Until no reply and no feedback is being made any more."""
        await self._replies.settle()
        while self._judging:
            async for _ in next(iter(self._judging.values())).follow():
                pass

    def who_plays(self) -> Players:
        """Who plays the member, and who receives the learner's words."""
        return self._players

    async def talk(self, learner: str, talk_id: str) -> Talk:
        """A talk as it is now."""
        return await asyncio.to_thread(self._store.talk, learner, talk_id)

    async def memberships(self, learner: str) -> tuple[Membership, ...]:
        """The workshops that a learner is in; the first is the one that they practise in."""
        return await asyncio.to_thread(self._store.memberships, learner)

    async def membership(self, learner: str) -> Membership | None:
        """The workshop that a learner practises in, if there is one."""
        return next(iter(await self.memberships(learner)), None)

    def _meets(self, joined: Membership | None, persona_id: str) -> Persona:
        """A member with the meetings that are offered. Raises NotFound for one whom the workshop does not have."""
        member = self.member(persona_id)
        found = offered(joined.workshop, (member,)) if joined else (member,)
        if not found:
            raise NotFound("They are not part of this workshop.", "Choose somebody among the members.")
        return found[0]

    def _speaking(self, member: Persona, language: str | None) -> Persona:
        """A member in the language that a learner would like to talk in, where a model can; else in their own."""
        if not language or language == member.language.split("-")[0] or not self._stage.any_language:
            return member
        return member.model_copy(update={"language": language})

    def _rubric(self, joined: Membership | None, kind: LaterKind | None = None) -> Rubric:
        """What is looked for: by the workshop's own objectives, else by those of the file."""
        own = joined.workshop.rubric if joined else None
        return own.of(kind) if own else self._content.rubric(kind)

    def paying(self, learner: str, talk_id: str) -> AbstractAsyncContextManager[Payment]:
        """Whatever is asked of a model in here is counted to this learner and talk, and to their limits."""
        return self._accounts.paying(learner, talk_id)

    async def _quieten(self, learner: str, talk_id: str) -> None:
        """Stop the reply under way, if it is in a talk of this learner's."""
        if self._replies.live(talk_id):
            await self.talk(learner, talk_id)
            await self._replies.quieten(talk_id)

    async def _open(self, learner: str, talk_id: str, after: int | None = None) -> Talk:
        """A talk in which it is the learner's turn to do something; `after`: how many turns the page has seen.

        Raises TurnTaken where it has others by now, InputError where it has ended or is being answered.
        """
        talk = await self.talk(learner, talk_id)
        if after is not None and after != len(talk.conversation.turns):
            raise TurnTaken
        if talk.ended:
            raise InputError("This talk has ended.", "Start another one, or try again from one of your turns.")
        if self._replies.live(talk_id):
            raise InputError("They are still answering.", "Wait for them, or stop them.")
        return talk


def name_in(typed: str, longest: int) -> str:
    """A name as it was typed, on one line. Raises InputError for one of more characters than `longest`."""
    name = " ".join(typed.replace("\x00", "").split())
    if len(name) > longest:
        raise InputError(f"That name has {len(name)} characters; {longest} fit.", "Shorten it.")
    return name
