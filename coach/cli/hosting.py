"""For whoever hosts the app: serve, doctor, purge, account."""

import gc
import getpass
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from coach import accounts
from coach.accounts import Accounts, Role
from coach.app import QUICK, App
from coach.cli.shared import JsonOption, cli, print_json, run, told_plainly
from coach.errors import InputError, SettingError
from coach.settings import Settings

account = typer.Typer(help="Who may come in: add, remove and list accounts.", no_args_is_help=True)
cli.add_typer(account, name="account")

FileOption = Annotated[Path | None, typer.Option("--file", help="The accounts file; COACH_ACCOUNTS by default.")]


@cli.callback()
def begin(context: typer.Context) -> None:
    """Without a command, the app is served."""
    if context.invoked_subcommand is None:
        serve()


@cli.command()
@told_plainly
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 7860 by default.")] = None,
) -> None:
    """Start the app."""
    gc.disable()  # until everything is loaded: what is loaded stays
    from coach.serve import serve as start  # here, since Gradio takes seconds to import

    options = {"host": host or "", "port": str(port or "")}
    start(App(Settings.read(os.environ, options), pace=QUICK))


@cli.command()
@told_plainly
def doctor(as_json: JsonOption = False) -> None:
    """Tell what is configured, what the model server can really do, what is broken and how to mend it."""
    from coach.doctor import examine, lines_of

    found = run(examine(App(Settings.read(os.environ))))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        typer.echo("\n".join(lines_of(found)))


@cli.command()
@told_plainly
def purge(
    days: Annotated[int | None, typer.Option(min=1, help="Older than this; COACH_KEEP_DAYS by default.")] = None,
    account: Annotated[str | None, typer.Option(help="Everything about whoever has this account, instead.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Delete talks in which nothing has happened for a while, or all that is kept of one person, for good."""
    from coach.retention import Retention

    app = App(Settings.read(os.environ))
    days = days or app.settings.keep_days
    if account is None and days is None:
        raise typer.BadParameter("Say --days, or --account, or set COACH_KEEP_DAYS.")
    what = f"all that is kept of {account}" if account else f"every talk older than {days} days"
    if not yes:
        typer.confirm(f"Delete {what} for good?", abort=True, err=True)
    with closing(app.store) as store:
        purged = store.forget(accounts.learner_of(account)) if account else Retention(store, days).clean()
    if as_json:
        print_json({"talks": purged.talks, "learners": purged.learners})
    else:
        typer.echo(f"Deleted talks: {purged.talks}. Deleted learners: {purged.learners}.")


@account.command("add")
@told_plainly
def add(
    name: Annotated[str, typer.Argument(help="Letters, digits and . _ - @ +")],
    facilitator: Annotated[bool, typer.Option("--facilitator", help="May write members and see the group.")] = False,
    file: FileOption = None,
) -> None:
    """Add somebody, or give them another password; it is asked for, or read from standard input."""
    place = _accounts_file(file)
    accounts.add(place, name, Role.FACILITATOR if facilitator else Role.LEARNER, _password())
    typer.echo(f"{name} can sign in.", err=True)
    if file or not os.environ.get("COACH_ACCOUNTS"):
        typer.echo(f"Start coach with COACH_ACCOUNTS={place}", err=True)


@account.command("remove")
@told_plainly
def remove(name: str, file: FileOption = None) -> None:
    """Take somebody out; they are signed out at once. Their talks stay until they are deleted."""
    accounts.remove(_accounts_file(file), name)
    typer.echo(f"{name} can no longer sign in.", err=True)


@account.command("list")
@told_plainly
def list_(file: FileOption = None) -> None:
    """Tell who may sign in, and as what."""
    for one in Accounts(_accounts_file(file)).all():
        typer.echo(f"{one.name}\t{one.role}")


def _accounts_file(given: Path | None) -> Path:
    place = given or Settings.read(os.environ).accounts
    if place is None:
        raise SettingError("No accounts file is named.", "Give --file accounts.txt, or set COACH_ACCOUNTS.")
    return place


def _password() -> str:
    """The password, typed twice unseen, or one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise InputError("The two are not the same.", "Try again.")
    return first
