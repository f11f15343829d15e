"""What a learner does here: open a talk, take a turn, end it, reflect, go back and try again."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Literal

from coach.assessor import Case
from coach.content import Content, refreshed
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn, Spoken
from coach.core.debrief import Debrief, debrief
from coach.core.feedback import Reflection
from coach.core.moves import Reading, Value
from coach.core.persona import Persona
from coach.core.progress import Progress, progress
from coach.errors import CoachError, ContentError, InputError, ModelError, NotFound, Problem, StoreError, TurnTaken
from coach.partner.builtin import opening
from coach.reader import Reader
from coach.reader.concern import concern
from coach.reader.matching import telling_words
from coach.reply import Reply
from coach.spending import Accounts, Limits, Payment
from coach.stage import Stage, cut_off
from coach.store import Store
from coach.talk import Intention, Offer, Plan, Talk, TalkSummary

log = logging.getLogger(__name__)

LONGEST_TURN = 4000
"""Characters: some 700 words, four minutes of speech."""
LONGEST_NAME = 80
"""Characters that a talk's name may have."""
LATE_READING_SECONDS = 1.0
"""How long the next turn waits for the second reading of the one before."""
READINGS_AT_ONCE = 8
"""Second readings under way: where a whole class speaks at once, replies come first."""


class Players(Value):
    """Who plays the member, as the page tells it."""

    partner: Literal["builtin", "llm"]
    model: str = ""
    """The model and where it is, in words for a learner."""
    server: str = ""
    """Host that receives the words, whichever role its model plays; empty where none leave the machine."""


class Practice:
    """The use cases. All but the lists of members raise NotFound for what is not this learner's."""

    def __init__(
        self,
        content: Content,
        store: Store,
        stage: Stage,
        players: Players,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits | None = None,
    ) -> None:
        self._read, self._store, self._stage, self._players, self._clock = (
            content,
            store,
            stage,
            players,
            clock,
        )
        self._accounts = Accounts(store, limits or Limits(), clock)
        self._live: dict[str, Reply] = {}
        self._rereadings: dict[tuple[str, int], asyncio.Task[Reading | None]] = {}
        self._readings_at_once = asyncio.Semaphore(READINGS_AT_ONCE)
        self._assessing: dict[str, asyncio.Lock] = {}

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

    def who_plays(self) -> Players:
        """Who plays the member, and who receives the learner's words."""
        return self._players

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
        persona = self._content.member(persona_id)
        if language and language != persona.language.split("-")[0] and self._stage.any_language:
            persona = persona.model_copy(update={"language": language})
        scenario = persona.scenario(scenario_id)
        conversation = Conversation(persona=persona.id, scenario=scenario.id)
        if first := opening(persona, conversation):
            conversation = conversation.add(first)
        talk = Talk(
            id=secrets.token_urlsafe(12),
            persona=persona,
            rubric=self._content.rubric(),
            scenario_id=scenario.id,
            plan=plan or Plan(),
            conversation=conversation,
            started_at=self._clock(),
        )
        await asyncio.to_thread(self._store.add_talk, learner, talk)
        return talk

    async def talk(self, learner: str, talk_id: str) -> Talk:
        """A talk as it is now."""
        return await asyncio.to_thread(self._store.talk, learner, talk_id)

    async def talks(self, learner: str, words: str = "") -> tuple[TalkSummary, ...]:
        """This learner's talks, newest first: all, or those that are called, or hold, these words."""
        talks = await asyncio.to_thread(self._store.talks, learner)
        wanted = " ".join(words.split()).casefold()
        if not wanted:
            return talks
        said = await self.search(learner, wanted)
        return tuple(talk for talk in talks if talk.id in said or wanted in talk.called.casefold())

    def live(self, talk_id: str) -> Reply | None:
        """The reply under way in a talk, if there is one."""
        return self._live.get(talk_id)

    async def say(
        self, learner: str, talk_id: str, text: str, spoken: Spoken | None = None, after: int | None = None
    ) -> Reply:
        """Take a turn. When this returns the turn is kept, and the reply is under way.

        `spoken`: how it was spoken, where it was. `after`: how many turns the page has seen.

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
        talk = await self._open(learner, talk_id, after)
        if _unanswered(talk):
            raise InputError("They have not answered your last words yet.", "Ask for their answer first.")
        turn = OrganizerTurn(text=said, spoken=spoken, concern=concern(said))
        number = len(talk.conversation.turns) + 1
        await asyncio.to_thread(self._store.add_turn, talk_id, number, turn, self._clock())
        return self._begin(learner, talk.model_copy(update={"conversation": talk.conversation.add(turn)}))

    async def answer(self, learner: str, talk_id: str) -> Reply:
        """Ask for the reply to the last turn again, where none was kept: after a failure, a stop or a restart."""
        talk = await self._open(learner, talk_id)
        if not _unanswered(talk):
            raise InputError("They have answered.", "It is your turn.")
        return self._begin(learner, talk)

    async def end_talk(self, learner: str, talk_id: str) -> Talk:
        """Close the talk. A reply under way is kept as far as it came."""
        await self._quieten(learner, talk_id)
        await asyncio.to_thread(self._store.end, learner, talk_id, self._clock())
        self._leave_unread(talk_id)
        return await self.talk(learner, talk_id)

    def paying(self, learner: str, talk_id: str) -> AbstractAsyncContextManager[Payment]:
        """Whatever is asked of a model in here is counted to this learner and talk, and to their limits."""
        return self._accounts.paying(learner, talk_id)

    async def reflect(self, learner: str, talk_id: str, reflection: Reflection) -> Talk:
        """Keep what the learner wrote, then make feedback and keep it. Ends the talk where it was still open."""
        await self.end_talk(learner, talk_id)
        await asyncio.to_thread(self._store.annotate, learner, talk_id, reflection=reflection)
        async with self._assessing.setdefault(talk_id, asyncio.Lock()):
            talk = await self.talk(learner, talk_id)
            case = Case(
                conversation=talk.conversation,
                rubric=talk.rubric,
                persona=talk.persona,
                reflection=reflection,
                retried=talk.rewound_from is not None,
            )
            async with self._accounts.paying(learner, talk_id):
                feedback = await self._stage.assess(case)
            await asyncio.to_thread(self._store.annotate, learner, talk_id, feedback=feedback)
        self._assessing.pop(talk_id, None)
        return await self.talk(learner, talk_id)

    async def intend(self, learner: str, talk_id: str, intention: Intention) -> Talk:
        """Keep who the learner will really sit down with."""
        await asyncio.to_thread(self._store.annotate, learner, talk_id, intention=intention)
        return await self.talk(learner, talk_id)

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

    def debrief(self, talk: Talk) -> Debrief:
        """A talk looked back on, with what was not reached in it: show that only where it is asked for."""
        return debrief(talk.persona, talk.conversation, talk.reflection, telling_words, unfound=True)

    def offer(self, talk: Talk) -> Offer | None:
        """A way out of the practice, where the learner seems to need one themselves, or abused the member."""
        if talk.concern:
            turn, why = talk.concern
            return Offer(turn=turn, concern=why, help=self._content.help)
        if talk.reflection and concern(talk.reflection.own_words) == "distress":
            return Offer(turn=0, concern="distress", help=self._content.help)
        return None

    async def progress(self, learner: str) -> Progress:
        """What this learner's finished talks show, and what they don't."""
        return progress(await asyncio.to_thread(self._store.finished, learner))

    async def last_intention(self, learner: str) -> Intention | None:
        """Whom the learner last said they would sit down with."""
        return await asyncio.to_thread(self._store.last_intention, learner)

    async def last_advice(self, learner: str) -> str:
        """What the last feedback said to practise next; empty where there was none."""
        return await asyncio.to_thread(self._store.last_advice, learner)

    async def delete_talk(self, learner: str, talk_id: str) -> None:
        """Remove a talk and all that was said in it."""
        await self._quieten(learner, talk_id)
        await asyncio.to_thread(self._store.delete_talk, learner, talk_id)
        self._leave_unread(talk_id)

    async def rename_talk(self, learner: str, talk_id: str, name: str) -> None:
        """Call a talk something; an empty name takes it back. Raises InputError for an over-long one."""
        called = " ".join(name.replace("\x00", "").split())
        if len(called) > LONGEST_NAME:
            raise InputError(f"That name has {len(called)} characters; {LONGEST_NAME} fit.", "Shorten it.")
        await asyncio.to_thread(self._store.rename, learner, talk_id, called)

    async def search(self, learner: str, words: str) -> frozenset[str]:
        """The ids of this learner's talks in which these words were said."""
        return await asyncio.to_thread(self._store.search, learner, words)

    async def every_talk(self, learner: str) -> tuple[Talk, ...]:
        """All that is kept of this learner, newest talk first."""
        return tuple([await self.talk(learner, talk.id) for talk in await self.talks(learner)])

    async def forget(self, learner: str) -> None:
        """Delete everything about a learner. What is under way in a talk of theirs is stopped."""
        for talk in await self.talks(learner):
            await self._quieten(learner, talk.id)
        await asyncio.to_thread(self._store.forget, learner)

    async def _quieten(self, learner: str, talk_id: str) -> None:
        """Stop the reply under way, if it is in a talk of this learner's."""
        if reply := self.live(talk_id):
            await self.talk(learner, talk_id)
            reply.stop()
            await reply.wait()

    async def _open(self, learner: str, talk_id: str, after: int | None = None) -> Talk:
        talk = await self.talk(learner, talk_id)
        if after is not None and after != len(talk.conversation.turns):
            raise TurnTaken
        if talk.ended:
            raise InputError("This talk has ended.", "Start another one, or try again from one of your turns.")
        if self.live(talk_id):
            raise InputError("They are still answering.", "Wait for them, or stop them.")
        return talk

    def _begin(self, learner: str, talk: Talk) -> Reply:
        if talk.id in self._live:
            raise TurnTaken
        reply = self._live[talk.id] = Reply()
        reply.start(self._make(learner, talk, reply))
        return reply

    async def _make(self, learner: str, talk: Talk, reply: Reply) -> None:
        try:
            conversation = await self._corrected(talk)
            async with self._accounts.paying(learner, talk.id) as payment:
                conversation = await self._stage.hear(talk.persona, conversation)
                number, turn = conversation.organizer_turns[-1]
                await asyncio.to_thread(self._store.decide, talk.id, number, turn)

                def cut(shown: str) -> MemberTurn:
                    return cut_off(talk.persona, conversation, shown)

                async def keep(said: MemberTurn) -> MemberTurn:
                    await asyncio.to_thread(self._store.add_turn, talk.id, number + 1, said, self._clock())
                    await payment.keep()  # now, so that nothing is left to do once the page has seen the end
                    return said

                await reply.run(self._stage.speak(talk.persona, conversation), keep, cut)
            if reply.turn:
                self._reread(learner, talk, conversation)
        except CoachError as fault:
            reply.fail(str(fault))
        except Exception:
            log.exception("a reply failed")
            reply.fail("Something went wrong on our side. What you said is kept; ask for their answer again.")
        finally:
            self._live.pop(talk.id, None)

    def _reread(self, learner: str, talk: Talk, conversation: Conversation) -> None:
        """Have the last turn read a second time while the learner reads its reply: nobody's reply is slowed by it."""
        if (reader := self._stage.second_reader) and talk.persona.in_english:
            reading = self._second_reading(reader, learner, talk, conversation)
            self._rereadings[talk.id, len(conversation.turns)] = asyncio.ensure_future(reading)

    async def _second_reading(
        self, reader: Reader, learner: str, talk: Talk, conversation: Conversation
    ) -> Reading | None:
        """A model's reading of the last turn; None where it fails, since the first one stands."""
        try:
            async with self._readings_at_once, self._accounts.paying(learner, talk.id):
                return await reader.read(talk.persona, conversation)
        except (ModelError, ContentError, StoreError) as fault:
            log.info("second reading failed: %s", fault)
            return None

    def _unread(self, talk_id: str) -> list[tuple[int, asyncio.Task[Reading | None]]]:
        """The second readings under way in a talk, by turn; from now on they are the caller's."""
        keys = [key for key in self._rereadings if key[0] == talk_id]
        return [(number, self._rereadings.pop((id_, number))) for id_, number in keys]

    def _leave_unread(self, talk_id: str) -> None:
        """Nothing rests on these readings any more."""
        for _, task in self._unread(talk_id):
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
                better = turn.model_copy(update={"reread": reading})
                turns[number - 1] = better
                await asyncio.to_thread(self._store.decide, talk.id, number, better)
        return talk.conversation.model_copy(update={"turns": tuple(turns)})


def _unanswered(talk: Talk) -> bool:
    turns = talk.conversation.turns
    return bool(turns) and isinstance(turns[-1], OrganizerTurn)
