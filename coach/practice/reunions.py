"""Meeting somebody again: what both know, what came of what was promised, and the relationship over its meetings."""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from coach.core.conversation import Conversation
from coach.core.meeting import meet_again, met_again, still_themselves
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.relationship import Known, Meeting, known, meeting
from coach.core.since import LaterKind, Outcome, Promise
from coach.errors import ContentError, InputError, MetAlready, ModelError, NotFound, StoreError
from coach.partner.builtin import opening
from coach.practice.room import Room
from coach.reader.promises import given_in
from coach.talk import Earlier, Plan, State, Talk

log = logging.getLogger(__name__)

LONGEST_ACCOUNT = 300
"""Characters of what a learner writes about one promise."""
FEELING_SECONDS = 20.0
"""How long a model may take to say how a meeting left the member."""


class Account(Value):
    """What came of one of the learner's promises, by what they say. "none": it was no promise."""

    outcome: Outcome | Literal["none"]
    words: str = ""
    text: str = ""
    """The promise itself, where the learner adds one that was not found."""


class Reunion(Value):
    """What a learner is shown before they meet somebody again."""

    talk: Talk
    """The meeting before."""
    number: int
    """Of the meeting to come."""
    known: Known
    promised: tuple[tuple[int, str], ...]
    """What the learner promised: the turn, and the sentence."""
    as_then: bool
    """The member will be as they were in the meeting before: their file is gone, or is another person's by now."""
    followed_by: str | None = None
    """The meeting that came after it already."""


class Relationship(Value):
    """A learner's meetings with one member, from the first on."""

    meetings: tuple[Meeting, ...] = Field(min_length=1)
    state: State
    """Of the last one."""

    @property
    def last(self) -> Meeting:
        """The newest meeting."""
        return self.meetings[-1]


class Reuniting(Room):
    """Meetings after the first."""

    async def reunion(self, learner: str, talk_id: str) -> Reunion:
        """What to know before a meeting that follows on this one. Raises InputError where none can yet."""
        talk = await self.talk(learner, talk_id)
        _ready(talk)
        _, as_then = self._as_they_are(talk)
        return Reunion(
            talk=talk,
            number=talk.meeting + 1,
            known=known(talk.persona, talk.conversation),
            promised=given_in(talk.conversation),
            as_then=as_then,
            followed_by=await self.followed_by(learner, talk_id),
        )

    async def followed_by(self, learner: str, talk_id: str) -> str | None:
        """The meeting that came after this one, if there is one."""
        return await asyncio.to_thread(self._store.next_meeting, learner, talk_id)

    @property
    def can_tell_feeling(self) -> bool:
        """Whether a model plays the members, which can say how a meeting left them."""
        return self._stage.feeling is not None

    async def felt(self, learner: str, talk_id: str) -> str:
        """How a meeting left the member, in their own words; empty where no model plays them, or it can't say."""
        talk = await self.talk(learner, talk_id)
        if talk.felt or not talk.ended or self._stage.feeling is None:
            return talk.felt
        try:
            async with self._accounts.paying(learner, talk_id), asyncio.timeout(FEELING_SECONDS):
                both = known(talk.persona, talk.conversation)
                said = await self._stage.feeling.felt(talk.persona, talk.conversation, both)
        except (ModelError, ContentError, StoreError, TimeoutError) as fault:
            log.info("how a meeting was left is not known: %s", fault)
            return ""
        if said:
            await asyncio.to_thread(self._store.annotate, learner, talk_id, felt=said)
        return said

    async def meet_again(
        self,
        learner: str,
        talk_id: str,
        kind: LaterKind,
        accounts: Mapping[int, Account],
        *,
        weeks: int = 2,
        more: Account | None = None,
        plan: Plan | None = None,
        language: str | None = None,
    ) -> Talk:
        """Sit down with somebody again, `weeks` later in the story.

        `accounts` has what came of each promise, by its place among those that were found; `more` is one that was not
        found. Where the meeting has a next one already, that is given. Raises InputError.
        """
        before, joined = await self.talk(learner, talk_id), await self.membership(learner)
        _ready(before)
        today, as_then = self._as_they_are(before)
        today = self._speaking(today, language)
        promises = _promises(given_in(before.conversation), accounts, more)
        since = meet_again(before.persona, before.conversation, promises, weeks, today)
        since = since.model_copy(update={"felt": before.felt})
        persona = met_again(today, since, kind)
        conversation = Conversation(persona=persona.id, scenario=persona.scenarios[0].id, since=since)
        if first := opening(persona, conversation):
            conversation = conversation.add(first)
        talk = Talk(
            id=secrets.token_urlsafe(12),
            persona=persona,
            rubric=self._rubric(joined, kind),
            scenario_id=persona.scenarios[0].id,
            plan=plan or Plan(),
            conversation=conversation,
            started_at=self._clock(),
            earlier=Earlier(talk=before.id, known=known(before.persona, before.conversation), as_then=as_then),
            workshop=joined.id if joined else None,
        )
        try:
            await asyncio.to_thread(self._store.add_talk, learner, talk)
        except MetAlready:  # another tab was first
            if there := await asyncio.to_thread(self._store.next_meeting, learner, talk_id):
                return await self.talk(learner, there)
            raise
        return talk

    async def relationships(self, learner: str, persona_id: str) -> tuple[Relationship, ...]:
        """What has grown between a learner and a member: one for each time that they met for the first time.

        The newest first; another try counts only where a meeting followed on it.
        """
        summaries = [one for one in await asyncio.to_thread(self._store.talks, learner) if one.persona_id == persona_id]
        followed = {one.after for one in summaries}
        taken = {one.id: one for one in summaries if one.turns and (not one.rewound_from or one.id in followed)}
        next_of = {one.after: one.id for one in taken.values() if one.after in taken and not one.rewound_from}
        found: list[Relationship] = []
        for start in taken.values():
            if start.after in taken:
                continue
            chain = [start.id]
            while following := next_of.get(chain[-1]):
                chain.append(following)
            talks = [await self.talk(learner, id_) for id_ in chain]
            found.append(Relationship(meetings=tuple(map(_point, talks)), state=talks[-1].state))
        return tuple(sorted(found, key=lambda one: one.last.at, reverse=True))

    def _as_they_are(self, talk: Talk) -> tuple[Persona, bool]:
        """The member by their file, or as they were in this talk where it no longer has what they told or took on."""
        try:
            today = self._content.member(talk.persona.id)
        except NotFound:
            return talk.persona, True
        same = still_themselves(talk.persona, talk.conversation, today)
        return (today, False) if same else (talk.persona, True)


def _ready(talk: Talk) -> None:
    if not talk.ended:
        raise InputError("This meeting has not ended yet.", "End it first; then you can meet again.")
    if not talk.conversation.organizer_turns:
        raise InputError("You have said nothing in this meeting.", "Talk with them first; then you can meet again.")
    if talk.feedback is None:
        raise InputError("You have not looked back on this meeting yet.", "Do that first; then you can meet again.")


def _promises(
    found: Sequence[tuple[int, str]], accounts: Mapping[int, Account], more: Account | None
) -> tuple[Promise, ...]:
    """The promises with what came of them. Raises InputError where that is not said of one, or is too long."""
    made: list[Promise] = []
    for place, (turn, text) in enumerate(found):
        account = accounts.get(place)
        if account is None:
            raise InputError("It is not said yet what came of each promise.", "Choose one answer for each.")
        if account.outcome != "none":
            made.append(Promise(turn=turn, text=text, outcome=account.outcome, account=_short(account.words)))
    if more and more.outcome != "none" and (text := _short(more.text)):
        made.append(Promise(turn=0, text=text, outcome=more.outcome, account=_short(more.words)))
    return tuple(made)


def _short(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if len(said) > LONGEST_ACCOUNT:
        raise InputError(f"That is {len(said)} characters; {LONGEST_ACCOUNT} fit.", "Shorten it.")
    return said


def _point(talk: Talk) -> Meeting:
    return meeting(talk.id, talk.started_at, talk.persona, talk.conversation, ended=talk.ended)
