"""Going back: last words taken back, another answer asked for, another try from a moment of an earlier talk on."""

import asyncio
import secrets

from coach.core.conversation import OrganizerTurn
from coach.errors import InputError, NotFound, TurnTaken
from coach.practice.room import Room
from coach.reply import Reply
from coach.talk import Talk


class Returning(Room):
    """A talk that is taken up again."""

    async def take_back(self, learner: str, talk_id: str, after: int) -> str:
        """Take back one's last words, with the answer to them if there is one: they are gone from the talk.

        A reply under way is stopped. What they have cost stays counted. Gives the words, to be mended and said.
        `after`: how many turns the page has seen. Raises TurnTaken where the talk has others by now, InputError where
        it has ended, or nothing can be taken back.
        """
        if after != len((await self.talk(learner, talk_id)).conversation.turns):
            raise TurnTaken
        await self._replies.quieten(talk_id)
        talk = await self._open(learner, talk_id)
        number, turn = _last_words(talk)
        if number not in (after, after - 1):  # from another tab they were taken back since the first look
            raise TurnTaken
        self._replies.leave_unread(talk_id, number)
        await asyncio.to_thread(self._store.take_back, learner, talk_id, number, len(talk.conversation.turns))
        return turn.text

    async def answer_again(self, learner: str, talk_id: str, after: int) -> Reply:
        """Another answer to one's last words: the one that came is gone, what it was decided on stays.

        `after`: how many turns the page has seen. Raises as `take_back` does.
        """
        talk = await self._open(learner, talk_id, after)
        number, turn = _last_words(talk)
        if number == after:
            raise InputError("They have not answered your last words yet.", "Ask for their answer first.")
        again = turn.model_copy(update={"again": turn.again + 1})
        turns = (*talk.conversation.turns[: number - 1], again)
        await asyncio.to_thread(self._store.take_back, learner, talk_id, number + 1, after)
        await asyncio.to_thread(self._store.decide, talk_id, {number: again})
        conversation = talk.conversation.model_copy(update={"turns": turns})
        return self._replies.begin(learner, talk.model_copy(update={"conversation": conversation}))

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
            hints=tuple(hint for hint in talk.hints if hint.turn < turn),
            earlier=talk.earlier,
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


def _last_words(talk: Talk) -> tuple[int, OrganizerTurn]:
    """The learner's last turn, with its number. Raises InputError where it is none of this talk's own."""
    number, turn = talk.conversation.organizer_turns[-1] if talk.conversation.organizer_turns else (0, None)
    if turn is None or number < (talk.rewound_at or 1):
        raise InputError("There is nothing of yours to take back.", "Say something first.")
    return number, turn
