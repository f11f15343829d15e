"""`coach rehearse`: scripted organizers against a member; what opened, and which promises of the file held."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Correction, Persona
from coach.core.rapport import within_reach
from coach.core.replay import replay
from coach.core.since import Outcome, Since
from coach.lab.organizers import Organizer, filled
from coach.partner.builtin import opening
from coach.partner.piece import says
from coach.partner.watch import out_of_role
from coach.reader.echoes import told_in
from coach.reader.words import find, stems
from coach.stage import Stage

LONG_LINE = 6
"""Words; a sentence at least this long that is said twice is a repeat."""


class Opened(Value):
    """A layer, and the organizer turn that opened it, counted from 1 over the organizer's turns."""

    layer: str
    turn: int


class Run(Value):
    """One organizer against one member."""

    member: str
    organizer: str
    poor: bool
    depth: int
    """Deepest layer that was opened: 0 to 3."""
    opened: tuple[Opened, ...] = ()
    commitments: tuple[str, ...] = ()
    easy_yes: tuple[str, ...] = ()
    """Yeses that hold nothing."""
    within_reach: tuple[str, ...] = ()
    trust: tuple[int, ...] = ()
    """After each exchange."""
    leaks: tuple[str, ...] = ()
    """Ids of tellings spoken before they were granted."""
    role_breaks: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    stepped_in: int = 0
    """Turns that the built-in partner spoke for a model."""
    transcript: tuple[tuple[str, str], ...] = ()

    @property
    def broken(self) -> tuple[str, ...]:
        """Promises that this run broke, in words."""
        found: list[str] = []
        if self.poor and self.depth > 1:
            found.append(f"{self.organizer} got to layer {self.depth}")
        if not self.poor and self.depth < 2:
            found.append(f"{self.organizer} did not earn layer 2")
        for name, some in (("leaks", self.leaks), ("role breaks", self.role_breaks), ("repeats", self.repeats)):
            found.extend([f"{name} with {self.organizer}: {'; '.join(some)}"] if some else [])
        return tuple(found)


class Replay(Value):
    """A correction, played again."""

    correction: str
    """Its id."""
    why: str
    reply: str
    broken: tuple[str, ...] = ()
    """What is false about the reply again, in words."""


async def rehearse(stage: Stage, persona: Persona, organizer: Organizer) -> Run:
    """Play one organizer's turns against a member, and look at what came of it."""
    return judged(persona, organizer, await play(stage, persona, organizer))


async def play(
    stage: Stage, persona: Persona, organizer: Organizer, since: Since | None = None, outcome: Outcome | None = None
) -> Conversation:
    """A meeting of an organizer with a member: the first, or one after others.

    `outcome`: what came of the organizer's promises of the last one.
    """
    conversation = Conversation(persona=persona.id, scenario=persona.scenarios[0].id, since=since)
    if since and (first := opening(persona, conversation)):
        conversation = conversation.add(first)
    for line in organizer.turns(outcome):
        said = filled(line, persona, conversation)
        if said or not since:
            conversation = await exchange(stage, persona, conversation, OrganizerTurn(text=said or "…"))
    return conversation


async def replay_correction(stage: Stage, persona: Persona, correction: Correction) -> Replay:
    """Say again what led to a reply that was corrected, and look at the reply."""
    conversation = Conversation(persona=persona.id, scenario=persona.scenario(correction.scenario).id)
    if first := opening(persona, conversation):
        conversation = conversation.add(first)
    for said in correction.after:
        conversation = await exchange(stage, persona, conversation, OrganizerTurn(text=said))
    last = conversation.turns[-1].text if conversation.turns else ""
    heard = stems(last)
    broken = [f'it says "{words}" again' for words in correction.never if words in last or find(words, heard, gap=0)]
    if correction.says and not says(last, correction.says):
        broken.append(f'it does not say "{correction.says}"')
    return Replay(correction=correction.id, why=correction.why, reply=last, broken=tuple(broken))


async def exchange(stage: Stage, persona: Persona, conversation: Conversation, turn: OrganizerTurn) -> Conversation:
    """The talk with one more turn of the organizer's, and the reply to it."""
    conversation = await stage.hear(persona, conversation.add(turn))
    async for piece in stage.speak(persona, conversation):
        if isinstance(piece, MemberTurn):
            conversation = conversation.add(piece)
    return conversation


def judged(persona: Persona, organizer: Organizer, conversation: Conversation) -> Run:
    """What came of a talk between a scripted organizer and a member."""
    steps = replay(persona, conversation)
    opened = [
        Opened(layer=persona.story[depth - 1].id, turn=number)
        for number, step in enumerate(steps, 1)
        for depth in range(step.before.earned + 1, step.rapport.earned + 1)
    ]
    said = [turn for _, turn in conversation.member_turns]
    answers = [turn.answer for turn in said if turn.answer]
    return Run(
        member=persona.id,
        organizer=organizer.id,
        poor=organizer.poor,
        depth=steps[-1].rapport.earned if steps else 0,
        opened=tuple(opened),
        commitments=_acts(one.act for one in answers if one.kind == "agree"),
        easy_yes=_acts(one.act for one in answers if one.kind == "easy_yes"),
        within_reach=within_reach(persona, steps[-1].rapport) if steps else (),
        trust=tuple(step.rapport.trust for step in steps),
        leaks=_leaks(persona, conversation),
        role_breaks=tuple(turn.text for turn in said if out_of_role(turn.text)),
        repeats=_repeats([turn.text for turn in said]),
        stepped_in=sum(bool(turn.note) for turn in said),
        transcript=conversation.lines,
    )


def _leaks(persona: Persona, conversation: Conversation) -> tuple[str, ...]:
    found: list[str] = []
    granted: tuple[str, ...] = ()
    for turn in conversation.turns:
        if isinstance(turn, OrganizerTurn):
            granted = turn.direction.granted if turn.direction else ()
            continue
        found.extend(sorted(persona.withheld(granted).intersection(told_in(persona, turn.text))))
    return tuple(dict.fromkeys(found))


def _repeats(texts: Sequence[str]) -> tuple[str, ...]:
    lines = [{s.strip() for s in text.replace("!", ".").replace("?", ".").split(".") if s.strip()} for text in texts]
    twice = {line for a, b in combinations(lines, 2) for line in a & b if len(line.split()) >= LONG_LINE}
    return tuple(sorted(twice))


def _acts(acts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(acts))
