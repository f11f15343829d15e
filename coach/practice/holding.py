"""Holding a talk: opened, and taken turn by turn."""

import asyncio
import secrets

from coach.assessor.giving_back import turned
from coach.core.conversation import Conversation, OrganizerTurn, Spoken
from coach.core.hints import RUNGS, Hint, Rung, hint
from coach.errors import InputError
from coach.partner.builtin import opening
from coach.practice.room import Room
from coach.reader.concern import concern
from coach.reply import Reply
from coach.talk import Plan, Talk

LONGEST_TURN = 4000
"""Characters: some 700 words, four minutes of speech."""


class Holding(Room):
    """A talk that is being held."""

    async def open_talk(
        self,
        learner: str,
        persona_id: str,
        scenario_id: str | None = None,
        plan: Plan | None = None,
        language: str | None = None,
    ) -> Talk:
        """Sit down with a member. Where the scenario says so, they speak first.

        `language`: what the learner would like to talk in; it counts where a model can, else theirs does.
        """
        joined = await self.membership(learner)
        persona, meetings = self._speaking(self.member(persona_id), language), self._meets(joined, persona_id)
        scenario = persona.scenario(meetings.scenario(scenario_id).id)
        conversation = Conversation(persona=persona.id, scenario=scenario.id)
        if first := opening(persona, conversation):
            conversation = conversation.add(first)
        talk = Talk(
            id=secrets.token_urlsafe(12),
            persona=persona,
            rubric=self._rubric(joined),
            scenario_id=scenario.id,
            plan=plan or Plan(),
            conversation=conversation,
            started_at=self._clock(),
            workshop=joined.id if joined else None,
        )
        await asyncio.to_thread(self._store.add_talk, learner, talk)
        return talk

    def live(self, talk_id: str) -> Reply | None:
        """The reply under way in a talk, if there is one."""
        return self._replies.live(talk_id)

    async def say(
        self,
        learner: str,
        talk_id: str,
        text: str,
        spoken: Spoken | None = None,
        after: int | None = None,
        clock: float | None = None,
    ) -> Reply:
        """Take a turn. When this returns the turn is kept, and the reply is under way.

        `spoken`: how it was spoken, where it was. `after`: how many turns the page has seen. `clock`: the seconds that
        its clock shows, by which a member may have to go.

        Raises InputError for an empty or over-long text, a talk that has ended, or one that is being answered;
        TurnTaken where the talk has more turns than were seen.
        """
        said = text.replace("\x00", "").strip()
        if not said:
            raise InputError("There is nothing to say yet.", "Write something first.")
        if len(said) > LONGEST_TURN:
            raise InputError(
                f"That is {len(said):,} characters; a turn may have {LONGEST_TURN:,}.",
                "Nobody listens that long. Say the first part, and let them answer.",
            )
        self._replies.see_open()
        async with self._taken_in_at_once:
            talk = await self._open(learner, talk_id, after)
            if _unanswered(talk):
                raise InputError("They have not answered your last words yet.", "Ask for their answer first.")
            turn = OrganizerTurn(text=said, spoken=spoken, clock=clock, concern=concern(said))
            number = len(talk.conversation.turns) + 1
            await self._store.keep(self._store.add_turn, talk_id, number, turn, self._clock())
        return self._replies.begin(learner, talk.model_copy(update={"conversation": talk.conversation.add(turn)}))

    async def answer(self, learner: str, talk_id: str) -> Reply:
        """Ask for the reply to the last turn again, where none was kept: after a failure, a stop or a restart."""
        self._replies.see_open()
        talk = await self._open(learner, talk_id)
        if not _unanswered(talk):
            raise InputError("They have answered.", "It is your turn.")
        return self._replies.begin(learner, talk)

    async def hint(self, learner: str, talk_id: str, rung: Rung, after: int) -> Hint:
        """Take the next step on the ladder of hints, before one's next turn; a step taken already is given again.

        `after`: how many turns the page has seen. Raises InputError for a step that was not come to yet, or in a talk
        that has ended or is being answered; TurnTaken where the talk has more turns than were seen.
        """
        talk = await self._open(learner, talk_id, after)
        taken = {one.rung: one for one in talk.hints if one.turn == after + 1}
        if rung in taken:
            return taken[rung]
        if RUNGS.index(rung) != len(taken):
            raise InputError("That step is not next.", "Take one step at a time.")
        notes = talk.plan.model_dump()
        made = hint(self._content.hints(), rung, talk.persona, talk.conversation, notes, turned)
        await asyncio.to_thread(self._store.add_hint, talk_id, made)
        return made


def _unanswered(talk: Talk) -> bool:
    turns = talk.conversation.turns
    return bool(turns) and isinstance(turns[-1], OrganizerTurn)
