"""Practising in the terminal: talk, read, feedback."""

from pathlib import Path
from typing import Annotated, Any

import typer

from coach.app import App
from coach.assessor import Case
from coach.cli.shared import (
    AssessorOption,
    JsonOption,
    PartnerOption,
    ReaderOption,
    app_with,
    called,
    cli,
    member_of,
    print_json,
    run,
    text_from,
    told_plainly,
)
from coach.cli.talking import hold, hold_for_programs, hold_in_terminal
from coach.core.conversation import Conversation
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.errors import ContentError, ModelError, NotFound, TranscriptError
from coach.partner.builtin import opening
from coach.reader.builtin import BuiltinReader
from coach.transcript import parse, read_all, told


@cli.command()
@told_plainly
def talk(
    persona: Annotated[str, typer.Argument(help="Id of the member.")],
    scenario: Annotated[str | None, typer.Option(help="Id of the occasion; the first one by default.")] = None,
    script: Annotated[Path | None, typer.Option(help="File of which each line is one organizer turn.")] = None,
    lines: Annotated[bool, typer.Option("--lines", help="For programs: a line in, a line of JSON out.")] = False,
    as_json: JsonOption = False,
    partner: PartnerOption = None,
    reader: ReaderOption = None,
) -> None:
    """Hold a 1:1 in the terminal."""
    app = app_with(partner=partner, reader=reader)
    member = app.content.member(persona)
    if scenario and scenario not in {one.id for one in member.scenarios}:
        ids = ", ".join(one.id for one in member.scenarios)
        raise NotFound(f"{member.name} has no scenario called {scenario!r}.", f"There are: {ids}.")
    conversation = Conversation(persona=member.id, scenario=member.scenario(scenario).id)
    if first := opening(member, conversation):
        conversation = conversation.add(first)
    if script:
        said = [line for line in text_from(str(script)).splitlines() if line.strip()]
        conversation = run(hold(app, member, conversation, said, echo=not as_json))
    elif lines:
        conversation = run(hold_for_programs(app, member, conversation))
    else:
        conversation = run(hold_in_terminal(app, member, conversation, quiet=as_json))
    if as_json:
        print_json(told(member, conversation))


@cli.command()
@told_plainly
def read(transcript: str, as_json: JsonOption = False, reader: ReaderOption = None) -> None:
    """Tell the moves in each organizer turn of a transcript (a file, or - for standard input)."""
    app = app_with(reader=reader)
    conversation = parse(text_from(transcript), called(transcript))
    conversation = run(_heard(app, member_of(app, conversation), conversation))
    found = [(n, turn, turn.counted.moves if turn.counted else ()) for n, turn in conversation.organizer_turns]
    if as_json:
        print_json({"turns": [{"turn": n, "moves": list(moves)} for n, _, moves in found]})
        return
    for n, turn, moves in found:
        typer.echo(f"{n:3}  {', '.join(moves) or '–'}\n     {turn.text}")


@cli.command()
@told_plainly
def feedback(
    transcript: str,
    reflection: Annotated[str, typer.Option(help="Why the conversation mattered beyond this person.")] = "",
    as_json: JsonOption = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    assessor: AssessorOption = None,
    reader: ReaderOption = None,
) -> None:
    """Give feedback on a transcript (a file, or - for standard input)."""
    from coach.export import feedback_markdown

    app = app_with(assessor=assessor, reader=reader)
    conversation = parse(text_from(transcript), called(transcript))
    if not conversation.organizer_turns:
        raise TranscriptError(
            f"{called(transcript)} has no organizer turn.", "Feedback is about what the organizer said."
        )
    member = member_of(app, conversation)
    rubric = app.content.rubric()

    async def made() -> tuple[Conversation, Any]:
        heard = await _heard(app, member, conversation)
        written = Reflection(why_beyond=reflection) if reflection.strip() else None
        case = Case(conversation=heard, rubric=rubric, persona=member, reflection=written)
        return heard, await app.stage.assess(case)

    heard, found = run(made())
    if found.note:
        typer.echo(found.note, err=True)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        typer.echo(feedback_markdown(found, rubric, heard))


async def _heard(app: App, member: Persona | None, conversation: Conversation) -> Conversation:
    """The talk with every turn read: by the built-in reader, which is said, where a model's can't do it."""
    try:
        return await read_all(app.reader, member, conversation)
    except (ModelError, ContentError) as fault:
        typer.echo(f"{fault.message} The built-in reader read the turns.", err=True)
        return await read_all(BuiltinReader(), member, conversation)
