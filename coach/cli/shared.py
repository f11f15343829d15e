"""What the commands share: their options, how they fail, what they read and print."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from coach.app import App, Choice, Player
from coach.core.conversation import Conversation
from coach.core.persona import Persona
from coach.errors import CoachError, TranscriptError
from coach.settings import Settings

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


def told_plainly(command: Callable[..., T]) -> Callable[..., T]:
    """What a person can mend is told in words on standard error, and ends with exit code 1."""

    @wraps(command)
    def plainly(*args: Any, **options: Any) -> T:
        try:
            return command(*args, **options)
        except CoachError as wrong:
            typer.echo(str(wrong), err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None

    return plainly


def app_with(**roles: Player | None) -> App:
    """The app as the environment sets it, with these players where they are named."""
    return App(Settings.read(os.environ), Choice(**roles))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work to its end."""
    return asyncio.run(work)


def member_of(app: App, conversation: Conversation) -> Persona | None:
    """The member that a transcript names by id or name; None where it is nobody we know."""
    name = (conversation.persona or "").casefold()
    return next((p for p in app.content.members if name in (p.id, p.name.casefold())), None)


def text_from(name: str) -> str:
    """The text of a file, or of standard input where the name is -."""
    return sys.stdin.read() if name == "-" else text_of(Path(name))


def called(name: str) -> str:
    """What to call such a text in an error."""
    return "Standard input" if name == "-" else name


def text_of(path: Path) -> str:
    """The text of a file. Raises TranscriptError."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
    except OSError as wrong:
        raise TranscriptError(f"{path} can't be read: {wrong.strerror}.", "See that the name is right.") from None


def print_json(document: object) -> None:
    """The one document of a command."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_line(document: object) -> None:
    """One document on a line of its own, at once."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
    sys.stdout.flush()
