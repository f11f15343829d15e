"""The facilitators' bench: check, rehearse, new, import, export."""

import os
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import JsonOption, PartnerOption, app_with, cli, print_json, run, text_of, told_plainly
from coach.settings import Settings


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
    found = look_at(tuple(paths or (personas, prompts)), prompts, workers=os.cpu_count() or 1)
    broken = any(one.severity is Severity.ERROR for one in found)
    if as_json:
        print_json({"ok": not broken, "findings": [one.model_dump(mode="json") for one in found]})
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
    """Play scripted organizers and corrected replies against a member: what opened, when, and what held."""
    from platformdirs import user_data_path

    from coach.lab import report
    from coach.lab.organizers import organizers

    if bool(persona) == every:
        raise typer.BadParameter("Give a member's id, or --all.")
    app = app_with(partner=partner, reader="builtin")
    members = app.content.members if every else (app.content.member(persona or ""),)
    folder = user_data_path("coach", appauthor=False) / "rehearsals"

    async def all_played() -> list[report.Rehearsal]:
        scripts, again = (organizers(app.content.prompts, again=later) for later in (False, True))
        render = app.content.render
        return [await report.rehearsal(app.stage, member, scripts, again, render) for member in members]

    rehearsals = run(all_played())
    for member, rehearsal in zip(members, rehearsals, strict=True):
        if not as_json:
            typer.echo("\n".join(report.lines_of(member, rehearsal, report.last(folder, member.id))) + "\n")
        report.keep(folder, rehearsal)
    if as_json:
        print_json(report.document(rehearsals))
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
    place, lost = import_card(file, text_of(file), personas, TEMPLATE.read_text("utf-8"))
    typer.echo(f"{place} is there. Then: coach check {place}")
    _tell_lost(lost)


@cli.command()
@told_plainly
def export(member_id: Annotated[str, typer.Argument(metavar="ID", help="Of the member.")]) -> None:
    """Print a member as a character card V2 (JSON)."""
    app = app_with()
    member = app.content.member(member_id)
    card, lost = app.studio.card(app.studio.desk.holding(member.id).text)
    print_json(card)
    _tell_lost(lost)


def _tell_lost(lost: tuple[str, ...]) -> None:
    for what in lost:
        typer.echo(f"Not carried: {what}.", err=True)
