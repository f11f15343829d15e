"""The three roles with their players: what reads, speaks and assesses, and who steps in when a model fails."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from coach.assessor import Assessor, Case, Tell, nobody
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.direct import direct
from coach.core.feedback import Feedback
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.errors import CoachError, ContentError, ModelError
from coach.partner import Partner
from coach.partner.builtin import BuiltinPartner
from coach.partner.feeling import Feeling
from coach.reader import Reader
from coach.reader.echoes import told_in

log = logging.getLogger(__name__)

UNWORDED = "What the model is told is in a file that can't be used just now; a facilitator can mend it."
STEPPED_IN = "The built-in partner spoke this turn."
BROKE_OFF = "The reply broke off; what was said is kept."
ASSESSED_BUILTIN = "The built-in assessor made this feedback."
MODEL_ALONE = "In this language only the model can answer: ask for their answer again in a moment."

HELLO = "Hello, I'm glad to meet you. How has your week been?"
READING_SECONDS = 45.0
"""How long a reply waits to be read by the model, where the built-in reader does not know the language."""


@dataclass(frozen=True)
class Stage:
    """Players. The built-in ones are always there; those of a model speak first where there are any."""

    reader: Reader
    """Reads each turn at once; the reply rests on it."""
    partner: Partner
    assessor: Assessor
    understudy: BuiltinPartner
    builtin_assessor: Assessor
    second_reader: Reader | None = None
    """Reads beside the reply; counts from the next turn on."""
    feeling: Feeling | None = None
    """Says in the member's words how a meeting left them; None where no model plays them."""

    @property
    def any_language(self) -> bool:
        """Whether a talk can be held in another language than English: a model has to speak and to read it."""
        return self.partner.name == "llm" and self.second_reader is not None

    async def hear(self, persona: Persona, conversation: Conversation, *, may_leave: bool = False) -> Conversation:
        """Read the last turn, an organizer's, and decide the direction of the reply: both stand in the turn.

        `may_leave`: the member may end the talk with that reply. Raises CoachError where only the model knows the
        language and it fails.
        """
        *before, last = conversation.turns
        if not isinstance(last, OrganizerTurn):
            raise TypeError("the last turn must be the organizer's")
        read = last.model_copy(update={"reading": last.reading or await self._read(persona, conversation)})
        heard = conversation.model_copy(update={"turns": (*before, read)})
        decided = read.model_copy(update={"direction": last.direction or direct(persona, heard, may_leave=may_leave)})
        return conversation.model_copy(update={"turns": (*before, decided)})

    async def limber_up(self, persona: Persona) -> None:
        """Take a turn with a member that nobody keeps: what only the first turn pays for is paid then."""
        if not persona.in_english:
            return  # the built-in players have no part in it
        greeted = Conversation(persona=persona.id, scenario=persona.scenarios[0].id).add(OrganizerTurn(text=HELLO))
        conversation = await self.hear(persona, greeted)
        async for _ in BuiltinPartner().speak(persona, conversation):
            pass

    async def _read(self, persona: Persona, conversation: Conversation) -> Reading:
        """At once where the talk is in English, which is all that the built-in reader reads; else by the model."""
        if persona.in_english or not self.second_reader:
            return await self.reader.read(persona, conversation)
        try:
            async with asyncio.timeout(READING_SECONDS):
                return await self.second_reader.read(persona, conversation)
        except TimeoutError as fault:
            log.warning("reader failed: nothing came in %g seconds", READING_SECONDS)
            raise CoachError("The model server took too long to finish.", MODEL_ALONE) from fault
        except (ModelError, ContentError) as fault:
            log.warning("reader failed: %s", fault)
            note = fault.message if isinstance(fault, ModelError) else UNWORDED
            raise CoachError(note, MODEL_ALONE) from fault

    async def speak(self, persona: Persona, conversation: Conversation) -> AsyncGenerator[str | MemberTurn, None]:
        """The member's reply to the last turn: text as it comes, then the whole.

        Where the model fails before a word was shown, the built-in partner speaks and the turn says so, but for a talk
        in another language: nobody falls into English half-way, so CoachError is raised. Where it fails later, what was
        shown is kept and marked as cut.
        """
        shown = ""
        try:
            async with aclosing(self.partner.speak(persona, conversation)) as words:
                async for piece in words:
                    shown += piece if isinstance(piece, str) else ""
                    yield piece
            return
        except ModelError as fault:
            log.warning("partner failed: %s %s", type(fault).__name__, fault.mend)
            note = fault.message
        except ContentError as fault:
            log.warning("partner failed: %s", fault)
            note = UNWORDED
        if shown.strip():
            yield cut_off(persona, conversation, shown, note=f"{note} {BROKE_OFF}", spoken_by=self.partner.name)
            return
        if not persona.in_english:
            raise CoachError(note, MODEL_ALONE)
        async for piece in self.understudy.speak(persona, conversation):
            yield (piece if isinstance(piece, str) else piece.model_copy(update={"note": f"{note} {STEPPED_IN}"}))

    async def assess(self, case: Case, tell: Tell = nobody) -> Feedback:
        """Feedback; where the model fails the built-in assessor makes it, and the feedback says so in its note.

        `tell` hears how far the work has come.
        """
        try:
            return await self.assessor.assess(case, tell)
        except ModelError as fault:
            log.warning("assessor failed: %s %s", type(fault).__name__, fault.mend)
            note = fault.message
        except ContentError as fault:
            log.warning("assessor failed: %s", fault)
            note = UNWORDED
        feedback = await self.builtin_assessor.assess(case, tell)
        return feedback.model_copy(update={"note": f"{note} {ASSESSED_BUILTIN}"})


def cut_off(
    persona: Persona, conversation: Conversation, shown: str, *, note: str = "", spoken_by: str = "builtin"
) -> MemberTurn:
    """The member's turn where only a part of it was said: what that part tells counts, a half-said yes does not."""
    last = conversation.turns[-1]
    granted = last.direction.granted if isinstance(last, OrganizerTurn) and last.direction else ()
    closed = persona.withheld(granted)
    told = tuple(id_ for id_ in told_in(persona, shown) if id_ not in closed)
    return MemberTurn.model_validate(
        {"text": shown.rstrip(), "told": told, "spoken_by": spoken_by, "note": note, "cut": True}
    )
