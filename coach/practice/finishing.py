"""Ending a talk and looking back on it: reflection, feedback, what comes of it, and progress over talks."""

import asyncio
import logging
from contextlib import suppress

from coach.assessor import Case, Tell
from coach.core.debrief import Debrief, debrief
from coach.core.feedback import Reflection
from coach.core.help import Help
from coach.core.progress import Progress, progress
from coach.errors import CoachError, NotFound, StoreError
from coach.practice.judging import Judging
from coach.practice.room import Room
from coach.reader.concern import concern
from coach.reader.echoes import telling_words
from coach.talk import Intention, Offer, Talk

log = logging.getLogger(__name__)


class Finishing(Room):
    """A talk that is over."""

    async def end_talk(self, learner: str, talk_id: str) -> Talk:
        """Close the talk. A reply under way is kept as far as it came."""
        await self._quieten(learner, talk_id)
        await asyncio.to_thread(self._store.end, learner, talk_id, self._clock())
        self._replies.leave_unread(talk_id)
        return await self.talk(learner, talk_id)

    async def reflect(self, learner: str, talk_id: str, reflection: Reflection) -> Talk:
        """Keep what the learner wrote, then make feedback and keep it. Ends the talk where it was still open."""
        await (await self.judge(learner, talk_id, reflection)).end()
        return await self.talk(learner, talk_id)

    async def judge(self, learner: str, talk_id: str, reflection: Reflection) -> Judging:
        """As `reflect`, but while it is made: when this returns, what the learner wrote is kept.

        Where feedback is being made from just this already, it is that.
        """
        await self.end_talk(learner, talk_id)
        await asyncio.to_thread(self._store.annotate, learner, talk_id, reflection=reflection)
        while under_way := self._judging.get(talk_id):
            if under_way.reflection == reflection:
                return under_way
            with suppress(Exception):  # whoever began that one is told
                await under_way.end()
        begun = Judging(reflection, lambda tell: self._judge(learner, talk_id, reflection, tell))
        self._judging[talk_id] = begun
        return begun

    async def judging(self, learner: str, talk_id: str) -> Judging | None:
        """The feedback on a talk that is being made, if any is."""
        await self.talk(learner, talk_id)
        return self._judging.get(talk_id)

    async def _judge(self, learner: str, talk_id: str, reflection: Reflection, tell: Tell) -> None:
        try:
            talk = await self.talk(learner, talk_id)
            case = Case(
                conversation=talk.conversation,
                rubric=talk.rubric,
                persona=talk.persona,
                reflection=reflection,
                retried=talk.rewound_from is not None,
            )
            async with self._accounts.paying(learner, talk_id):
                feedback = await self._stage.assess(case, tell)
            await asyncio.to_thread(self._store.annotate, learner, talk_id, feedback=feedback)
        except CoachError:
            raise
        except Exception as fault:
            log.exception("feedback failed")
            raise CoachError(
                "Something went wrong on our side.", "What you wrote is kept: ask for it again."
            ) from fault
        finally:
            self._judging.pop(talk_id, None)

    def debrief(self, talk: Talk) -> Debrief:
        """A talk looked back on, with what was not reached in it: show that only where it is asked for."""
        return debrief(talk.persona, talk.conversation, talk.reflection, telling_words, unfound=True)

    async def offer(self, talk: Talk) -> Offer | None:
        """A way out of the practice, where the learner seems to need one themselves, or abused the member."""
        if talk.concern:
            turn, why = talk.concern
            return Offer(turn=turn, concern=why, help=await self._help(talk))
        if talk.reflection and concern(talk.reflection.own_words) == "distress":
            return Offer(turn=0, concern="distress", help=await self._help(talk))
        return None

    async def _help(self, talk: Talk) -> Help | None:
        """In the host's words; where to turn to, by the workshop that the talk was held in where it says so."""
        found = self._content.help
        if found is None or talk.workshop is None:
            return found
        with suppress(NotFound, StoreError):  # help is not to wait for a workshop that was closed meanwhile
            places = (await asyncio.to_thread(self._store.workshop, talk.workshop)).workshop.places
            return found.model_copy(update={"places": places}) if places else found
        return found

    async def intend(self, learner: str, talk_id: str, intention: Intention) -> Talk:
        """Keep who the learner will really sit down with."""
        await asyncio.to_thread(self._store.annotate, learner, talk_id, intention=intention)
        return await self.talk(learner, talk_id)

    async def last_intention(self, learner: str) -> Intention | None:
        """Whom the learner last said they would sit down with."""
        return await asyncio.to_thread(self._store.last_intention, learner)

    async def last_advice(self, learner: str) -> str:
        """What the last feedback said to practise next; empty where there was none."""
        return await asyncio.to_thread(self._store.last_advice, learner)

    async def progress(self, learner: str) -> Progress:
        """What this learner's finished talks show, and what they don't."""
        return progress(await asyncio.to_thread(self._store.finished, learner))
