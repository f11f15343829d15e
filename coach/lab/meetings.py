"""The second and third meeting of a rehearsal: what scripted organizers find when they come back to a member."""

from collections.abc import Iterator, Sequence

from coach.core.conversation import Conversation, OrganizerTurn
from coach.core.meeting import account_of, meet_again, met_again
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.since import OUTCOMES, Outcome, Promise, Since, Undertaking
from coach.lab.organizers import Organizer
from coach.lab.rehearse import Run, judged, play
from coach.partner.prompt import Render, prompt
from coach.reader.promises import given_in
from coach.stage import Stage

WEEKS = 2
LAST = 3
"""How many meetings are played."""
SHOWN = 60
"""Characters of a text that is quoted in a finding."""


class Later(Value):
    """One later meeting."""

    meeting: int
    """2 or 3."""
    promises: Outcome
    """What came of all that the organizer had promised."""
    began_at: int
    """Trust, 0 to 10."""
    earned: int
    """Deepest layer that was earned before it."""
    undertakings: tuple[Undertaking, ...] = ()
    """What came of what the member had taken on in the meeting before."""
    untold: tuple[str, ...] = ()
    """What was asked after and not told: the news, and what came of their word; by the ids of these topics."""
    unearned: tuple[str, ...] = ()
    """Texts that a model would have been sent too soon: of a closed layer, or of what has not happened."""
    run: Run

    @property
    def broken(self) -> tuple[str, ...]:
        """Promises that this meeting broke, in words."""
        run, where = self.run, f"meeting {self.meeting} with {self.run.organizer}"
        found: list[str] = []
        if run.poor and run.depth > self.earned:
            found.append(f"{where}: they got to layer {run.depth}")
        if run.poor and run.commitments:
            found.append(f"{where}: they won {', '.join(run.commitments)}")
        for name, some in (
            ("asked after and not told", self.untold if self.promises == "kept" and not run.poor else ()),
            ("in a prompt too soon", self.unearned),
            ("leaks", run.leaks),
            ("role breaks", run.role_breaks),
            ("repeats", run.repeats),
        ):
            found.extend([f"{where}: {name}: {'; '.join(some)}"] if some else [])
        return tuple(found)


async def later_meetings(
    stage: Stage, persona: Persona, first: Conversation, organizers: Sequence[Organizer], render: Render
) -> tuple[Later, ...]:
    """What follows on a first meeting, with promises kept and with promises broken.

    Skilled organizers come twice more, poor ones once. `render` makes the prompts that are looked through, whoever
    plays.
    """
    found: list[Later] = []
    for organizer in organizers:
        for outcome in ("kept", "broken"):
            member, before = persona, first
            for _ in range(2, LAST + 1 if not organizer.poor else 3):
                promises = [Promise(turn=turn, text=text, outcome=outcome) for turn, text in given_in(before)]
                since = meet_again(member, before, promises, WEEKS, persona)
                member = met_again(persona, since, "escalation")
                before = await play(stage, member, organizer, since, outcome)
                found.append(_looked_at(persona, member, organizer, before, since, outcome, render))
    return tuple(found)


def broken_over(meetings: Sequence[Later]) -> Iterator[str]:
    """What only several meetings together show: a kept promise has to count for more than a broken one."""
    second = {(one.run.organizer, one.promises): one for one in meetings if one.meeting == 2}
    for (organizer, outcome), kept in second.items():
        other = second.get((organizer, "broken"))
        if outcome == "kept" and other and kept.began_at <= other.began_at:
            yield f"meeting 2 with {organizer} begins at {kept.began_at} with promises kept and broken alike"


def _looked_at(
    persona: Persona,
    member: Persona,
    organizer: Organizer,
    conversation: Conversation,
    since: Since,
    outcome: Outcome,
    render: Render,
) -> Later:
    asked_after = [since.news, *(account_of(u.act) for u in since.newest)]
    told = {id_ for _, turn in conversation.member_turns for id_ in turn.told}
    return Later(
        meeting=since.meeting,
        promises=outcome,
        began_at=since.trust,
        earned=since.earned,
        undertakings=since.newest,
        untold=tuple(id_ for id_ in asked_after if id_ and id_ not in told),
        unearned=tuple(text[:SHOWN] for text in unearned(persona, member, conversation, render)),
        run=judged(member, organizer, conversation),
    )


def unearned(persona: Persona, member: Persona, conversation: Conversation, render: Render) -> tuple[str, ...]:
    """Texts of the file that a model is sent in this meeting before they are granted or have happened.

    `persona` is the member as the file has them, `member` as they are in this meeting. What is sent with one turn is
    sent with all that come after it.
    """
    messages = prompt(member, conversation, render)
    turns = [message.content for message in messages[-len(conversation.turns) :]] if conversation.turns else []
    sent = " ".join(message.content for message in messages[: len(messages) - len(turns)])
    found: list[str] = []
    for turn, text in zip(conversation.turns, turns, strict=True):
        sent = f"{sent} {text}"
        if isinstance(turn, OrganizerTurn):
            granted = turn.direction.granted if turn.direction else ()
            found += [one for one in _closed(persona, conversation.since, granted) if one in sent]
    return tuple(dict.fromkeys(found))


def _closed(persona: Persona, since: Since | None, granted: Sequence[str]) -> Iterator[str]:
    """What may not be sent yet: closed layers, later news, and what did not come of their word."""
    for layer in persona.story:
        if layer.id not in granted:
            yield layer.truth
            yield from (telling.says for telling in layer.tells)
    for topic in persona.between_meetings[since.meeting - 1 if since else 0 :]:
        yield from topic.says
    outcomes = {u.act: u.outcome for u in since.undertakings} if since else {}
    for commitment in persona.commitments:
        for outcome in OUTCOMES if commitment.after else ():
            if outcomes.get(commitment.id) != outcome:
                yield from getattr(commitment.after, outcome)
