"""What a facilitator does with workshops: set one up, see what the group finds hard, say something to a shared talk."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from coach.content import Content, refreshed
from coach.core.crowd import Crowd, Person, crowd
from coach.core.debrief import Debrief, debrief
from coach.core.figures import Counted, Group
from coach.core.group import corrected, group
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.progress import Finished
from coach.core.rubric import Rubric
from coach.core.workshop import LONGEST_REMARK, SHORTEST_CODE, Kept, Remark, Workshop, offered, overrides
from coach.errors import InputError, NotFound
from coach.reader.echoes import telling_words
from coach.store import Store
from coach.store.sharing import SharedTalk
from coach.talk import Talk

LOOKS = 3
"""Times that are tried where another facilitator looks at the very same moment, or a talk has just gone."""


class Readable(Value):
    """A talk that is shared whole."""

    talk: Talk
    called: str
    """By whom, if they gave a name."""
    remarks: tuple[Remark, ...] = ()


class GroupPage(Value):
    """What a facilitator sees of a group."""

    kept: Kept
    figures: Group | None
    """None where nobody may be counted."""
    waiting: bool = False
    """More has been shared, or taken back, than may be shown yet."""
    readable: tuple[Readable, ...] = ()
    """Newest first."""


class Workshops:
    """The use cases. All raise NotFound for a workshop that is not there, and for a talk that is not shared whole."""

    def __init__(
        self, content: Content, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._read, self._store, self._clock = content, store, clock

    @property
    def _content(self) -> Content:
        self._read = refreshed(self._read)
        return self._read

    def members(self) -> tuple[Persona, ...]:
        """Everybody who can be offered, as their files are now."""
        return self._content.members

    def objectives(self) -> Rubric:
        """Those of the file, for all kinds of meetings. Raises ContentError."""
        return self._content.objectives()

    def missing(self, workshop: Workshop) -> tuple[str, ...]:
        """The ids of members that it offers and that nobody can meet: there is no file, or no such meeting."""
        there = {member.id for member in offered(workshop, self.members())}
        return tuple(one for one in workshop.members if one not in there)

    async def all(self) -> tuple[Kept, ...]:
        """Every workshop, newest first."""
        return await asyncio.to_thread(self._store.workshops)

    async def open(self, workshop_id: str) -> Kept:
        """One of them."""
        return await asyncio.to_thread(self._store.workshop, workshop_id)

    async def begin(self, workshop: Workshop) -> str:
        """Set up a new one. Its id. Raises CodeTaken, InputError for a code that can be guessed."""
        _hard_to_guess(workshop)
        workshop_id = secrets.token_urlsafe(9)
        await asyncio.to_thread(self._store.add_workshop, workshop_id, workshop, self._clock())
        return workshop_id

    async def save(self, workshop_id: str, workshop: Workshop, stamp: str) -> Kept:
        """Change it; `stamp` as it was opened. Raises WorkshopChanged, CodeTaken, InputError."""
        _hard_to_guess(workshop)
        await asyncio.to_thread(self._store.save_workshop, workshop_id, workshop, stamp)
        return await self.open(workshop_id)

    async def delete(self, workshop_id: str) -> None:
        """Close it for good; its learners keep their talks."""
        await asyncio.to_thread(self._store.delete_workshop, workshop_id)

    async def group(self, workshop_id: str) -> GroupPage:
        """The group's figures, where enough people share, and the talks that can be read."""
        kept = await self.open(workshop_id)
        return await asyncio.to_thread(self._group, kept)

    async def read(self, workshop_id: str, talk_id: str) -> Readable:
        """A talk that is shared whole, now."""
        return await asyncio.to_thread(self._readable, workshop_id, talk_id)

    def debrief(self, talk: Talk) -> Debrief:
        """A shared talk looked back on."""
        return debrief(talk.persona, talk.conversation, talk.reflection, telling_words, unfound=True)

    async def remark(
        self, workshop_id: str, talk_id: str, by: str, text: str, criterion: str | None = None, level: int | None = None
    ) -> None:
        """Say something to a shared talk; with a criterion, at which level they see it, and why. Raises InputError."""
        talk = (await self.read(workshop_id, talk_id)).talk
        said = "\n".join(line.rstrip() for line in text.replace("\x00", "").strip().splitlines())
        if not said:
            raise InputError("There is nothing in it yet.", "Write what the learner should read.")
        if len(said) > LONGEST_REMARK:
            raise InputError(f"That is {len(said):,} characters; {LONGEST_REMARK:,} fit.", "Shorten it.")
        if criterion is not None:
            tops = {one.id: one.top for one in talk.rubric.criteria}
            if criterion not in tops or level is None or not 0 <= level <= tops[criterion]:
                raise InputError("That is no level of this talk's.", "Choose one of the criteria, and a level.")
        remark = Remark(
            id=secrets.token_urlsafe(9), by=by, at=self._clock(), text=said, criterion=criterion, level=level
        )
        await asyncio.to_thread(self._store.add_remark, talk_id, remark)

    async def take_back(self, workshop_id: str, talk_id: str, remark_id: str) -> None:
        """Remove a remark."""
        await self.read(workshop_id, talk_id)
        await asyncio.to_thread(self._store.take_back_remark, talk_id, remark_id)

    def _readable(self, workshop_id: str, talk_id: str) -> Readable:
        for one in self._store.shared_talks(workshop_id):
            if one.talk == talk_id and one.shares == "talk":
                talk = self._store.talk(one.learner, talk_id)
                return Readable(talk=talk, called=one.called, remarks=self._store.remarks(talk_id).get(talk_id, ()))
        raise NotFound("This talk is not shared, or no longer.", "Go back to the group.")

    def _group(self, kept: Kept) -> GroupPage:
        shared = self._store.shared_talks(kept.id)
        talks = {one.talk: self._store.talk(one.learner, one.talk) for one in shared}
        remarks = self._store.remarks(*talks)
        judged = [one for one in shared if (feedback := talks[one.talk].feedback) and not feedback.too_little]
        found = self._crowd(kept.id, judged)
        figures = None
        if found:
            rubric = kept.workshop.rubric or self.objectives()
            counted = [one for one in judged if one.talk in found.talks]
            figures = group(rubric, [self._counted(one, talks[one.talk], remarks.get(one.talk, ())) for one in counted])
        readable = tuple(
            Readable(talk=talks[one.talk], called=one.called, remarks=remarks.get(one.talk, ()))
            for one in shared
            if one.shares == "talk"
        )
        return GroupPage(kept=kept, figures=figures, waiting=bool(found and found.waiting), readable=readable)

    def _crowd(self, workshop_id: str, judged: list[SharedTalk]) -> Crowd | None:
        """Whose talks are counted. Before figures are given out, it is kept that they are."""
        for _ in range(LOOKS):
            shown = self._store.shown(workshop_id)
            found = crowd(_people(judged), shown)
            if found is None or not found.new:
                return found
            number = shown[-1].number + 1 if shown else 1
            talks = {one.talk: one.shares == "scores" for one in judged if one.talk in found.talks}
            if self._store.show(workshop_id, number, talks, self._clock()):
                return found
        return None

    def _counted(self, one: SharedTalk, talk: Talk, remarks: tuple[Remark, ...]) -> Counted:
        assert talk.feedback is not None
        looked_back = self.debrief(talk)
        return Counted(
            learner=one.learner,
            hidden=one.shares == "scores",
            reached=tuple(layer.depth for layer in looked_back.layers if layer.state == "found"),
            brushed=tuple({brush.how for layer in looked_back.layers for brush in layer.brushes}),
            finished=Finished(
                talk=talk.id,
                name=talk.persona.name,
                persona=talk.persona.id,
                started_at=talk.started_at,
                feedback=corrected(talk.feedback, talk.rubric, overrides(remarks)),
                rubric=talk.rubric,
                again_of=talk.rewound_from,
                from_turn=talk.rewound_at,
            ),
        )


def _people(shared: list[SharedTalk]) -> list[Person]:
    found: dict[str, Person] = {}
    for one in shared:
        before = found.get(one.learner, Person(key=one.learner))
        kind: Literal["hidden", "readable"] = "hidden" if one.shares == "scores" else "readable"
        talks = getattr(before, kind) | {one.talk}
        found[one.learner] = before.model_copy(update={kind: talks})
    return list(found.values())


def _hard_to_guess(workshop: Workshop) -> None:
    if len(workshop.key) < SHORTEST_CODE:
        raise InputError(
            f"That code has fewer than {SHORTEST_CODE} letters and digits, so it could be guessed.",
            "Make it longer, such as two words and a number.",
        )
