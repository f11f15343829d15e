"""Replies under way, one a talk, and the second readings that come in behind them."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.errors import Closing, CoachError, ContentError, ModelError, StoreError, TurnTaken
from coach.reader import Reader
from coach.reply import Reply
from coach.spending import Accounts
from coach.stage import Stage, cut_off
from coach.store import Store
from coach.talk import Talk

log = logging.getLogger(__name__)

LATE_READING_SECONDS = 1.0
"""How long the next turn waits for the second reading of the one before."""
KEEPING_TRIED = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between two tries to keep a reply: half a minute in all."""
READINGS_AT_ONCE = 8
"""Second readings under way: where a whole class speaks at once, replies come first."""
READINGS_HELD = 1000
"""Second readings for a next turn that may never come: of more, the oldest go."""


class Replies:
    """Makes the member's replies, each in a task of its own that goes on when nobody watches."""

    def __init__(self, store: Store, stage: Stage, accounts: Accounts, clock: Callable[[], datetime]) -> None:
        self._store, self._stage, self._accounts, self._clock = store, stage, accounts, clock
        self._live: dict[str, Reply] = {}
        self._rereadings: dict[tuple[str, int], asyncio.Task[Reading | None]] = {}
        self._readings_at_once = asyncio.Semaphore(READINGS_AT_ONCE)
        self._closing = False

    def close(self) -> None:
        """From now on none is begun; those under way go on to their end."""
        self._closing = True

    def see_open(self) -> None:
        """Raises Closing once none is begun any more. Asked before a turn is kept: none is to be left unanswered."""
        if self._closing:
            raise Closing

    def live(self, talk_id: str) -> Reply | None:
        """The reply under way in a talk, if there is one."""
        return self._live.get(talk_id)

    async def quieten(self, talk_id: str) -> None:
        """Stop the reply under way, if there is one, and wait until what was shown of it is kept."""
        if reply := self.live(talk_id):
            reply.stop()
            await reply.settle()

    async def settle(self) -> None:
        """Until none is under way."""
        while self._live:
            await next(iter(self._live.values())).settle()

    def begin(self, learner: str, talk: Talk) -> Reply:
        """Start the reply to the last turn. Raises TurnTaken where one is under way."""
        if talk.id in self._live:
            raise TurnTaken
        reply = self._live[talk.id] = Reply()
        reply.start(self._make(learner, talk, reply))
        return reply

    async def _make(self, learner: str, talk: Talk, reply: Reply) -> None:
        try:
            conversation = await self._corrected(talk)
            async with self._accounts.paying(learner, talk.id) as payment:
                conversation = await self._stage.hear(talk.persona, conversation, may_leave=True)
                number, turn = conversation.organizer_turns[-1]
                leaves = bool(turn.direction and turn.direction.leaves)
                decisions = _decided(talk.conversation, conversation)
                decided = asyncio.ensure_future(self._store.keep_along(self._store.decide, talk.id, decisions))

                def cut(shown: str) -> MemberTurn:
                    return cut_off(talk.persona, conversation, shown)

                async def keep(said: MemberTurn) -> MemberTurn:
                    # what it cost too, so that nothing is left to do once the page has seen the end
                    await asyncio.gather(self._keep(learner, talk.id, number + 1, said), payment.keep())
                    if leaves:
                        await asyncio.to_thread(self._store.end, learner, talk.id, self._clock())
                    stands = {"conversation": conversation.add(said), "ended": leaves}
                    reply.talk = talk.model_copy(update=stands)
                    return said

                await reply.run(self._spoken(talk.persona, conversation, decided), keep, cut)
            if reply.turn and not leaves:
                self._reread(learner, talk, conversation)
        except CoachError as fault:
            if isinstance(fault, StoreError):
                log.warning("a reply could not be kept: %s", fault)
            reply.fail(fault.said)
        except Exception:
            log.exception("a reply failed")
            reply.fail("Something went wrong on our side. What you said is kept; ask for their answer again.")
        finally:
            self._live.pop(talk.id, None)

    async def _spoken(
        self, persona: Persona, conversation: Conversation, decided: asyncio.Future[None]
    ) -> AsyncGenerator[str | MemberTurn, None]:
        """The reply, asked for while what was decided is being kept; nothing of it is shown before that is."""
        try:
            async with aclosing(self._stage.speak(persona, conversation)) as words:
                async for piece in words:
                    if not decided.done():
                        self._store.hurry()
                    await asyncio.shield(decided)
                    yield piece
        finally:
            await decided

    async def _keep(self, learner: str, talk_id: str, number: int, said: MemberTurn) -> None:
        """Keep what the page has seen already: a database that is away for a while is waited for."""
        now = self._clock()
        for pause in (*KEEPING_TRIED, None):
            try:
                await self._store.keep(self._store.add_turn, talk_id, number, said, now)
            except StoreError as fault:
                if pause is None:
                    raise
                log.warning("a reply is not kept yet: %s", fault)
                await asyncio.sleep(pause)
            except TurnTaken:  # by the try before, whose answer was lost, or by somebody else
                kept = await asyncio.to_thread(self._store.talk, learner, talk_id)
                if kept.conversation.turns[number - 1] != said:
                    raise
                return
            else:
                return

    def _reread(self, learner: str, talk: Talk, conversation: Conversation) -> None:
        """Have the last turn read a second time while the learner reads its reply: nobody's reply is slowed by it."""
        if (reader := self._stage.second_reader) and talk.persona.in_english:
            reading = self._second_reading(reader, learner, talk, conversation)
            self._rereadings[talk.id, len(conversation.turns)] = asyncio.ensure_future(reading)
            if len(self._rereadings) > READINGS_HELD:
                self._rereadings.pop(next(iter(self._rereadings))).cancel()

    async def _second_reading(
        self, reader: Reader, learner: str, talk: Talk, conversation: Conversation
    ) -> Reading | None:
        """A model's reading of the last turn; None where it fails, since the first one stands."""
        try:
            async with self._readings_at_once, self._accounts.paying(learner, talk.id, hurried=False):
                return await reader.read(talk.persona, conversation)
        except (ModelError, ContentError, StoreError) as fault:
            log.info("second reading failed: %s", fault)
            return None

    def _unread(self, talk_id: str, first: int = 1) -> list[tuple[int, asyncio.Task[Reading | None]]]:
        """The second readings under way in a talk from this turn on; from now on they are the caller's."""
        keys = [key for key in self._rereadings if key[0] == talk_id and key[1] >= first]
        return [(number, self._rereadings.pop((id_, number))) for id_, number in keys]

    def leave_unread(self, talk_id: str, first: int = 1) -> None:
        """Nothing rests on the readings from this turn on any more."""
        for _, task in self._unread(talk_id, first):
            task.cancel()

    async def _corrected(self, talk: Talk) -> Conversation:
        """The talk with the second reading of the turn before, where it came in time."""
        turns = list(talk.conversation.turns)
        for number, task in self._unread(talk.id):
            turn = turns[number - 1] if number <= len(turns) else None
            try:
                reading = await asyncio.wait_for(task, LATE_READING_SECONDS)
            except TimeoutError:
                continue
            if reading and isinstance(turn, OrganizerTurn):
                turns[number - 1] = turn.model_copy(update={"reread": reading})
        return talk.conversation.model_copy(update={"turns": tuple(turns)})


def _decided(kept: Conversation, now: Conversation) -> dict[int, OrganizerTurn]:
    """The turns that were read, or decided on, since they were kept."""
    pairs = enumerate(zip(kept.turns, now.turns, strict=True), 1)
    return {number: turn for number, (was, turn) in pairs if turn is not was and isinstance(turn, OrganizerTurn)}
