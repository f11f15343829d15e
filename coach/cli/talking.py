"""A 1:1 in the terminal: from a script, by a person at the keys, or for a program line by line."""

import asyncio
import sys
from typing import Any

import typer

from coach.app import App
from coach.cli.shared import print_line
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.persona import Persona
from coach.core.replay import replay
from coach.errors import CoachError
from coach.reader.concern import concern
from coach.transcript import rapport, reading


async def _exchange(
    app: App, member: Persona, conversation: Conversation, said: str
) -> tuple[Conversation, MemberTurn]:
    """One turn of the organizer's and its answer."""
    heard = await app.stage.hear(member, conversation.add(OrganizerTurn(text=said, concern=concern(said))))
    if second := app.stage.second_reader:
        heard = await _reread(second, member, heard)
    answer = MemberTurn(text="")
    async for piece in app.stage.speak(member, heard):
        answer = piece if isinstance(piece, MemberTurn) else answer
    return heard.add(answer), answer


async def _reread(second: Any, member: Persona, heard: Conversation) -> Conversation:
    try:
        better = await second.read(member, heard)
    except CoachError:
        return heard
    *before, last = heard.turns
    return heard.model_copy(update={"turns": (*before, last.model_copy(update={"reread": better}))})


def _offer(app: App, conversation: Conversation) -> None:
    """Where the last turn calls for it, a way out of the practice, beside the talk."""
    if (why := conversation.organizer_turns[-1][1].concern) and (offered := app.content.help):
        places = "\n".join(f"  {place.name}: {place.reach}" for place in offered.places)
        typer.echo(f"{offered.message(why)}\n{places}\n", err=True)


async def hold(app: App, member: Persona, conversation: Conversation, said: list[str], *, echo: bool) -> Conversation:
    """Say these lines one after the other."""
    if echo and conversation.turns:
        typer.echo(f"{member.name}: {conversation.turns[0].text}\n")
    for line in said:
        conversation, answer = await _exchange(app, member, conversation, line)
        if echo:
            typer.echo(f"You: {line}\n{member.name}: {answer.text}\n")
            _offer(app, conversation)
    return conversation


async def hold_in_terminal(app: App, member: Persona, conversation: Conversation, *, quiet: bool) -> Conversation:
    """Somebody types their turns; an empty line ends it. `quiet`: the talk itself goes to standard error."""
    scenario = member.scenario(conversation.scenario)
    typer.echo(f"{scenario.why_you_meet}\nEnd with an empty line or Ctrl+D.\n", err=True)
    if conversation.turns:
        typer.echo(f"{member.name}: {conversation.turns[0].text}\n", err=quiet)
    while True:
        typer.echo("You: ", nl=False, err=True)
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line.strip():
            return conversation
        conversation, answer = await _exchange(app, member, conversation, line.strip())
        typer.echo(f"{member.name}: {answer.text}\n", err=quiet)
        _offer(app, conversation)


async def hold_for_programs(app: App, member: Persona, conversation: Conversation) -> Conversation:
    """A line in on standard input, a line of JSON out, the opening first."""
    first = conversation.turns[0].text if conversation.turns else None
    print_line({"member": first, "scenario": conversation.scenario})
    while line := await asyncio.to_thread(sys.stdin.readline):
        if not line.strip():
            continue
        conversation, answer = await _exchange(app, member, conversation, line.strip())
        step = replay(member, conversation)[-1]
        turn = conversation.organizer_turns[-1][1]
        state = rapport(member, step.rapport, step)
        reply = answer.answer.model_dump() if answer.answer else None
        print_line(
            {
                "member": answer.text,
                "reading": reading(turn),
                "rapport": state,
                "answer": reply,
                "concern": turn.concern,
            }
        )
    return conversation
