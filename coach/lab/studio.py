"""The facilitator's room: everything that is done to a member between the first idea and the last rehearsal."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.content import TOPICS, load_yaml, validated
from coach.core.catalogue import Catalogue, with_standard_cues
from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.rapport import Rapport, within_reach
from coach.core.replay import now, replay
from coach.errors import ContentError, InputError
from coach.lab.blank import blank, untouched
from coach.lab.cards import to_card
from coach.lab.correct import Amended, Doubt, correct
from coach.lab.desk import Desk, Sheet
from coach.lab.organizers import organizers
from coach.lab.rehearse import Replay, exchange, replay_correction
from coach.lab.report import Rehearsal, rehearsal
from coach.lab.sketch import Sketcher
from coach.lab.splice import drop, put
from coach.located import Place, Tree, parse
from coach.partner.builtin import opening
from coach.partner.prompt import Render
from coach.stage import Stage

LONGEST = 4000
"""Characters that may be said at once to a draft."""
MOST_TURNS = 120


class Edit(Value):
    """One change of a form: a value for a place. Where `optional` is set an empty value takes the key out."""

    place: tuple[str | int, ...]
    value: "str | int | float | bool | list[str] | None" = None
    optional: bool = False


class LayerNow(Value):
    """A layer of the story as a try-out has it just now."""

    title: str
    depth: int
    earned: bool
    told: int
    pieces: int


class Fold(Value):
    """Where the member stands after the last turn, and why."""

    trust: int
    guard: int
    stance: str
    layers: tuple[LayerNow, ...]
    moves: tuple[str, ...] = ()
    """What the reader saw in the last turn."""
    why: tuple[str, ...] = ()
    within_reach: tuple[str, ...] = ()
    """What they would agree to if they were asked for it exactly."""


class Tried(Value):
    """A talk with a draft."""

    conversation: Conversation
    fold: Fold


class Corrected(Value):
    """A correction: what it did to the file, whether a rehearsal holds it, and the talk up to it, played again."""

    amended: Amended
    replay: Replay
    tried: Tried


@dataclass(frozen=True)
class Studio:
    """`stage` plays in try-outs; `rehearsing` in rehearsals, which are played by the built-in players, always alike."""

    desk: Desk
    stage: Stage
    rehearsing: Stage
    render: Render
    """Makes the prompts that a rehearsal looks through."""
    sketcher: Sketcher | None = None
    """Drafts members from a description, where a model is set up."""

    def member(self, text: str) -> Persona:
        """The member that a text says. Raises ContentError with all that is wrong."""
        persona, _ = validated(parse(Path("this member"), text), Persona)
        try:
            catalogue = load_yaml(self.desk.prompts / TOPICS, Catalogue)
        except ContentError:
            catalogue = Catalogue()
        return with_standard_cues(persona, catalogue)

    def card(self, text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The member that a text says as a character card, and what other programs will not do with it.

        Raises ContentError.
        """
        return to_card(self.member(text), text)

    async def sketch(self, description: str, name: str) -> Sheet:
        """A new file that a model drafted from a description. Raises InputError, ModelError, and writes nothing."""
        if self.sketcher is None:
            raise InputError("No model is set up that could draft somebody.", "Begin from the template, or a copy.")
        wish, text = await self.sketcher.draft(description, name, datetime.now(UTC).date())
        return await asyncio.to_thread(self.desk.begin, wish, text)

    async def say(self, text: str, conversation: Conversation | None, said: str, scenario: str | None = None) -> Tried:
        """One exchange with the draft; with no conversation, its beginning. Raises InputError, ContentError."""
        persona = self.member(text)
        if conversation is None:
            conversation = Conversation(persona=persona.id, scenario=persona.scenario(scenario).id)
            if first := opening(persona, conversation):
                conversation = conversation.add(first)
        if said.strip():
            if len(said) > LONGEST or len(conversation.turns) > MOST_TURNS:
                raise InputError("That is more than a try-out can hold.", "Begin again, or say less at once.")
            conversation = await exchange(self.stage, persona, conversation, OrganizerTurn(text=said.strip()))
        return Tried(conversation=conversation, fold=fold(persona, conversation))

    async def correct(self, text: str, conversation: Conversation, number: int, doubt: Doubt) -> Corrected:
        """The text with a correction of a reply, and what they say there now. Raises InputError, ContentError."""
        amended = await asyncio.to_thread(lambda: correct(text, self.member(text), conversation, number, doubt))
        persona = await asyncio.to_thread(self.member, amended.text)
        case = next(one for one in persona.rehearse if one.id == amended.case)
        played = await replay_correction(self.rehearsing, persona, case)
        if number == 1:
            return Corrected(
                amended=amended, replay=played, tried=await self.say(amended.text, None, "", conversation.scenario)
            )
        asked = conversation.turns[number - 2]
        if not isinstance(asked, OrganizerTurn):
            raise InputError("Nothing was said before that reply.", "Begin anew.")
        before = conversation.model_copy(update={"turns": conversation.turns[: number - 2]})
        return Corrected(amended=amended, replay=played, tried=await self.say(amended.text, before, asked.text))

    async def rehearse(self, text: str) -> Rehearsal:
        """Every scripted organizer, and every correction, against the member that a text says."""
        persona = self.member(text)
        scripts, again = (organizers(self.desk.prompts, again=later) for later in (False, True))
        return await rehearsal(self.rehearsing, persona, scripts, again, self.render)

    def organizers(self) -> dict[str, str]:
        """Who plays in rehearsals: titles by id."""
        found = (*organizers(self.desk.prompts), *organizers(self.desk.prompts, again=True))
        return {one.id: one.title for one in found}

    def before(self, file: str, text: str) -> str | None:
        """The last saved version that says something else than this text."""
        if (saved := self.desk.open(file).text) != text:
            return saved
        versions = self.desk.versions(file)
        return self.desk.version(file, versions[0].id) if versions else None


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with the changes of a form, each in its own place. Raises ContentError, InputError."""
    for edit in edits:
        value: Tree = list(edit.value) if isinstance(edit.value, list) else edit.value
        empty = value is None or value in ("", [])
        if edit.optional and empty:
            if parse(Path("the file"), text).at(edit.place) is not None:
                text = drop(text, edit.place)
        else:
            text = put(text, edit.place, value)
    return text


def extended(text: str, place: Place) -> str:
    """A text with one more entry, still to be written, in the list at this place."""
    entries = parse(Path("the file"), text).at(place)
    entries = entries if isinstance(entries, list) else []
    return put(text, place, [*entries, blank(place, entries)])


def thinned(text: str, place: Place) -> str:
    """A text without those entries of the list at this place in which nothing is written yet."""
    entries = parse(Path("the file"), text).at(place)
    return put(text, place, [one for one in entries if not untouched(one)]) if isinstance(entries, list) else text


def fold(persona: Persona, conversation: Conversation) -> Fold:
    """Where the member stands, as a facilitator sees it."""
    state: Rapport = now(persona, conversation)
    steps = replay(persona, conversation)
    heard = conversation.organizer_turns[-1][1].counted if conversation.organizer_turns else None
    return Fold(
        trust=state.trust,
        guard=state.guard,
        stance=state.stance.value,
        layers=tuple(
            LayerNow(
                title=layer.title,
                depth=depth,
                earned=depth <= state.earned,
                told=sum(piece.id in state.told for piece in layer.tells),
                pieces=len(layer.tells),
            )
            for depth, layer in enumerate(persona.story, 1)
        ),
        moves=tuple(heard.moves) if heard else (),
        why=tuple(reason.why for reason in steps[-1].reasons) if steps else (),
        within_reach=tuple(one.act for one in persona.commitments if one.id in within_reach(persona, state)),
    )
