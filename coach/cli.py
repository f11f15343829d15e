"""The commands. Results go to standard output, all else to standard error; exit 1 for what the person got wrong."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from coach.app import QUICK, App, Choice, Player
from coach.assessor import Case
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import Reflection
from coach.core.persona import Persona
from coach.core.replay import replay
from coach.errors import CoachError, NotFound, TranscriptError
from coach.partner.builtin import opening
from coach.settings import Settings
from coach.transcript import parse, rapport, read_all, reading, told

cli = typer.Typer(
    name="coach",
    help="Practise the relational one-to-one meeting.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

T = TypeVar("T")
PartnerOption = Annotated[Player | None, typer.Option("--partner", help="Who speaks for the member.")]
ReaderOption = Annotated[Player | None, typer.Option("--reader", help="Who reads the organizer's turns.")]
AssessorOption = Annotated[Player | None, typer.Option("--assessor", help="Who makes the feedback.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def main() -> None:
    """Run the command line."""
    cli()


@cli.callback()
def _begin(context: typer.Context) -> None:
    """Without a command, the app is served."""
    if context.invoked_subcommand is None:
        serve()


def told_plainly(command: Callable[..., T]) -> Callable[..., T]:
    """What a person can mend is told in words on standard error, and ends with exit code 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> T:
        try:
            return command(*args, **options)
        except CoachError as wrong:
            typer.echo(str(wrong), err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None

    return run


@cli.command()
@told_plainly
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 7860 by default.")] = None,
) -> None:
    """Start the app."""
    from coach.serve import serve as start  # here, since Gradio takes seconds to import

    options = {"host": host or "", "port": str(port or "")}
    start(App(Settings.read(os.environ, options), pace=QUICK))


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
    app = _app(partner=partner, reader=reader)
    member = app.content.member(persona)
    if scenario and scenario not in {one.id for one in member.scenarios}:
        ids = ", ".join(one.id for one in member.scenarios)
        raise NotFound(f"{member.name} has no scenario called {scenario!r}.", f"There are: {ids}.")
    conversation = Conversation(persona=member.id, scenario=member.scenario(scenario).id)
    if first := opening(member, scenario):
        conversation = conversation.add(first)
    if script:
        said = [line for line in _transcript_text(str(script)).splitlines() if line.strip()]
        conversation = _run(_hold(app, member, conversation, said, echo=not as_json))
    elif lines:
        conversation = _run(_lines(app, member, conversation))
    else:
        conversation = _run(_interactive(app, member, conversation, quiet=as_json))
    if as_json:
        _print_json(told(member, conversation))


@cli.command()
@told_plainly
def read(transcript: str, as_json: JsonOption = False, reader: ReaderOption = None) -> None:
    """Tell the moves in each organizer turn of a transcript (a file, or - for standard input)."""
    app = _app(reader=reader)
    conversation = parse(_transcript_text(transcript), _called(transcript))
    conversation = _run(read_all(app.reader, _member_of(app, conversation), conversation))
    found = [(n, turn, turn.counted.moves if turn.counted else ()) for n, turn in conversation.organizer_turns]
    if as_json:
        _print_json({"turns": [{"turn": n, "moves": list(moves)} for n, _, moves in found]})
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

    app = _app(assessor=assessor, reader=reader)
    conversation = parse(_transcript_text(transcript), _called(transcript))
    if not conversation.organizer_turns:
        raise TranscriptError(
            f"{_called(transcript)} has no organizer turn.", "Feedback is about what the organizer said."
        )
    member = _member_of(app, conversation)
    rubric = app.content.rubric()

    async def made() -> tuple[Conversation, Any]:
        heard = await read_all(app.reader, member, conversation)
        written = Reflection(why_beyond=reflection) if reflection.strip() else None
        case = Case(conversation=heard, rubric=rubric, persona=member, reflection=written)
        return heard, await app.stage.assess(case)

    heard, found = _run(made())
    if found.note:
        typer.echo(found.note, err=True)
    if as_json:
        _print_json(found.model_dump(mode="json"))
    else:
        typer.echo(feedback_markdown(found, rubric, heard))


@cli.command()
@told_plainly
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; all content by default.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check persona and prompt files: every problem with file, line, and how to mend it."""
    from coach.content import find_folders
    from coach.lab.check import check as look_at
    from coach.lab.draft import Severity

    settings = Settings.read(os.environ)
    personas, prompts = find_folders(settings.personas, settings.prompts)
    found = look_at(tuple(paths or (personas, prompts)), prompts)
    broken = any(one.severity is Severity.ERROR for one in found)
    if as_json:
        _print_json({"ok": not broken, "findings": [one.model_dump(mode="json") for one in found]})
    else:
        for one in found:
            typer.echo(str(one))
        typer.echo("Something has to be mended." if broken else "All content can be used.", err=True)
    if broken:
        raise typer.Exit(1)


@cli.command()
@told_plainly
def rehearse(
    persona: Annotated[str | None, typer.Argument(help="Id of the member.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every member.")] = False,
    as_json: JsonOption = False,
    partner: PartnerOption = None,
) -> None:
    """Play scripted organizers against a member: what opened, when, and which promises of the file held."""
    from platformdirs import user_data_path

    from coach.content import fingerprint
    from coach.lab import report
    from coach.lab.organizers import organizers
    from coach.lab.rehearse import rehearse as play

    if bool(persona) == every:
        raise typer.BadParameter("Give a member's id, or --all.")
    app = _app(partner=partner, reader="builtin")
    members = app.content.members if every else (app.content.member(persona or ""),)
    folder = user_data_path("coach", appauthor=False) / "rehearsals"

    async def played(member: Persona) -> report.Rehearsal:
        runs = [await play(app.stage, member, one) for one in organizers(app.content.prompts)]
        return report.Rehearsal(member=member.id, fingerprint=fingerprint(member), runs=tuple(runs))

    async def all_played() -> list[report.Rehearsal]:
        return [await played(member) for member in members]

    rehearsals = _run(all_played())
    for member, rehearsal in zip(members, rehearsals, strict=True):
        if not as_json:
            typer.echo("\n".join(report.lines_of(member, rehearsal, report.last(folder, member.id))) + "\n")
        report.keep(folder, rehearsal)
    if as_json:
        _print_json(report.document(rehearsals))
    if any(rehearsal.broken for rehearsal in rehearsals):
        raise typer.Exit(1)


@cli.command()
@told_plainly
def new(member_id: Annotated[str, typer.Argument(metavar="ID", help="Of the new member.")]) -> None:
    """Write a new persona file from a template."""
    from coach.content import find_folders
    from coach.lab.new import new_member

    personas, _ = find_folders(Settings.read(os.environ).personas)
    typer.echo(f"{new_member(member_id, personas)} is there to be filled in. Then: coach check")


@cli.command("import")
@told_plainly
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A character card V2, as JSON.")],
) -> None:
    """Make a persona file of a character card V2."""
    from coach.content import find_folders
    from coach.lab.cards import import_card
    from coach.lab.new import TEMPLATE

    personas, _ = find_folders(Settings.read(os.environ).personas)
    place, lost = import_card(file, _text_of(file), personas, TEMPLATE.read_text("utf-8"))
    typer.echo(f"{place} is there. Then: coach check {place}")
    _tell_lost(lost)


@cli.command()
@told_plainly
def export(member_id: Annotated[str, typer.Argument(metavar="ID", help="Of the member.")]) -> None:
    """Print a member as a character card V2 (JSON)."""
    from coach.lab.cards import to_card

    card, lost = to_card(_app().content.member(member_id))
    _print_json(card)
    _tell_lost(lost)


def _tell_lost(lost: tuple[str, ...]) -> None:
    for what in lost:
        typer.echo(f"Not carried: {what}.", err=True)


@cli.command()
@told_plainly
def doctor(as_json: JsonOption = False) -> None:
    """Tell what is configured, what the model server can really do, what is broken and how to mend it."""
    from coach.doctor import examine, lines_of

    found = _run(examine(App(Settings.read(os.environ))))
    if as_json:
        _print_json(found.model_dump(mode="json"))
    else:
        typer.echo("\n".join(lines_of(found)))


async def _exchange(
    app: App, member: Persona, conversation: Conversation, said: str
) -> tuple[Conversation, MemberTurn]:
    """One turn of the organizer's and its answer."""
    heard = await app.stage.hear(member, conversation.add(OrganizerTurn(text=said)))
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


async def _hold(app: App, member: Persona, conversation: Conversation, said: list[str], *, echo: bool) -> Conversation:
    if echo and conversation.turns:
        typer.echo(f"{member.name}: {conversation.turns[0].text}\n")
    for line in said:
        conversation, answer = await _exchange(app, member, conversation, line)
        if echo:
            typer.echo(f"You: {line}\n{member.name}: {answer.text}\n")
    return conversation


async def _interactive(app: App, member: Persona, conversation: Conversation, *, quiet: bool) -> Conversation:
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


async def _lines(app: App, member: Persona, conversation: Conversation) -> Conversation:
    first = conversation.turns[0].text if conversation.turns else None
    _print_line({"member": first, "scenario": conversation.scenario})
    while line := await asyncio.to_thread(sys.stdin.readline):
        if not line.strip():
            continue
        conversation, answer = await _exchange(app, member, conversation, line.strip())
        step = replay(member, conversation)[-1]
        turn = conversation.organizer_turns[-1][1]
        state = rapport(member, step.rapport, step)
        reply = answer.answer.model_dump() if answer.answer else None
        _print_line({"member": answer.text, "reading": reading(turn), "rapport": state, "answer": reply})
    return conversation


def _app(**roles: Player | None) -> App:
    return App(Settings.read(os.environ), Choice(**roles))


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _member_of(app: App, conversation: Conversation) -> Persona | None:
    """The member that a transcript names by id or name; None where it is nobody we know."""
    name = (conversation.persona or "").casefold()
    return next((p for p in app.content.members if name in (p.id, p.name.casefold())), None)


def _transcript_text(name: str) -> str:
    return sys.stdin.read() if name == "-" else _text_of(Path(name))


def _called(name: str) -> str:
    return "Standard input" if name == "-" else name


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
    except OSError as wrong:
        raise TranscriptError(f"{path} can't be read: {wrong.strerror}.", "See that the name is right.") from None


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_line(document: object) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    sys.stdout.flush()
