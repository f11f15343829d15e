"""A rehearsal as a person reads it: a table, the curves of trust, and what has changed since the last one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coach.content import fingerprint
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.lab.meetings import Later, broken_over, later_meetings
from coach.lab.organizers import Organizer
from coach.lab.rehearse import Replay, Run, judged, play, replay_correction
from coach.partner.prompt import Render
from coach.stage import Stage

BARS = "▁▂▃▄▅▆▇█"


class Rehearsal(Value):
    """All runs against one member, and which file they were run on."""

    member: str
    fingerprint: str
    runs: tuple[Run, ...]
    replays: tuple[Replay, ...] = ()
    """Of the replies that were corrected."""
    later: tuple[Later, ...] = ()
    """The second and third meetings."""

    @property
    def broken(self) -> tuple[str, ...]:
        """Promises of this member's file that were broken, in words."""
        runs = [what for run in self.runs for what in run.broken]
        replays = [f"{one.correction}: {what}" for one in self.replays for what in one.broken]
        later = [*(what for one in self.later for what in one.broken), *broken_over(self.later)]
        return (*runs, *replays, *later)


async def rehearsal(
    stage: Stage, persona: Persona, organizers: Sequence[Organizer], again: Sequence[Organizer], render: Render
) -> Rehearsal:
    """Every organizer, and every reply that was corrected, against one member.

    Those of `again` come back after the meeting of the first skilled one; `render` makes the prompts of these meetings.
    """
    held = [await play(stage, persona, one) for one in organizers]
    skilled = next((talk for one, talk in zip(organizers, held, strict=True) if not one.poor), None)
    return Rehearsal(
        member=persona.id,
        fingerprint=fingerprint(persona),
        runs=tuple(judged(persona, one, talk) for one, talk in zip(organizers, held, strict=True)),
        replays=tuple([await replay_correction(stage, persona, one) for one in persona.rehearse]),
        later=await later_meetings(stage, persona, skilled, again, render) if skilled else (),
    )


def lines_of(persona: Persona, rehearsal: Rehearsal, before: Rehearsal | None) -> Iterator[str]:
    """The rehearsal as lines to read."""
    layers = {layer.id: depth for depth, layer in enumerate(persona.story, 1)}
    yield f"{persona.name}"
    width = max(len(run.organizer) for run in rehearsal.runs)
    for run in rehearsal.runs:
        opened = ", ".join(f"layer {layers[one.layer]} at turn {one.turn}" for one in run.opened) or "nothing opened"
        yes = f"; agreed to {', '.join(run.commitments)}" if run.commitments else ""
        empty = f"; easy yes to {', '.join(one or 'something' for one in run.easy_yes)}" if run.easy_yes else ""
        stepped = f"; the built-in partner stepped in {run.stepped_in} times" if run.stepped_in else ""
        yield f"  {run.organizer:{width}}  {chart(run.trust)}  {opened}{yes}{empty}{stepped}"
    for one in rehearsal.later:
        yield f"  meeting {one.meeting}, {one.run.organizer}, promises {one.promises}: {_later(one)}"
    if rehearsal.replays:
        held = sum(not one.broken for one in rehearsal.replays)
        yield f"  {held} of {len(rehearsal.replays)} corrected replies held"
    for what in rehearsal.broken:
        yield f"  ! {what}"
    if before and before.fingerprint != rehearsal.fingerprint:
        changes = list(_changes(before, rehearsal))
        yield "  Since the last rehearsal, with another version of the file:"
        yield from (changes or ["    nothing has changed"])


def _later(one: Later) -> str:
    """A later meeting in half a line."""
    did = ", ".join(f"{u.act} {u.outcome}" for u in one.undertakings)
    yes = f"; agreed to {', '.join(one.run.commitments)}" if one.run.commitments else ""
    return f"{chart((one.began_at, *one.run.trust))}  layer {one.run.depth}{f'; theirs: {did}' if did else ''}{yes}"


def chart(trust: Sequence[int]) -> str:
    """Trust after each exchange, 0 to 10, as a row of bars."""
    return "".join(BARS[min(value, 10) * (len(BARS) - 1) // 10] for value in trust)


def last(folder: Path, member: str) -> Rehearsal | None:
    """What was kept of the last rehearsal; None where there was none, or another version of coach kept it."""
    try:
        return Rehearsal.model_validate_json((folder / f"{member}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def keep(folder: Path, rehearsal: Rehearsal) -> None:
    """Keep a rehearsal to compare the next one with. A folder that can't be written to is no reason to fail."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{rehearsal.member}.json").write_text(rehearsal.model_dump_json(), "utf-8")
    except OSError:
        return


def document(rehearsals: Sequence[Rehearsal]) -> Mapping[str, object]:
    """All rehearsals as one JSON document, with the totals that a facilitator looks for."""
    runs = [run for rehearsal in rehearsals for run in rehearsal.runs]
    skilled, poor = [run for run in runs if not run.poor], [run for run in runs if run.poor]
    totals = {
        "skilled_runs": len(skilled),
        "skilled_layer_2": sum(run.depth >= 2 for run in skilled),
        "skilled_layer_3": sum(run.depth >= 3 for run in skilled),
        "skilled_commitments": sum(bool(run.commitments) for run in skilled),
        "poor_runs": len(poor),
        "poor_past_layer_1": sum(run.depth > 1 for run in poor),
        "poor_commitments": sum(bool(run.commitments) for run in poor),
        "leaks": sum(len(run.leaks) for run in runs),
        "role_breaks": sum(len(run.role_breaks) for run in runs),
        "repeats": sum(len(run.repeats) for run in runs),
    }
    later = [one for rehearsal in rehearsals for one in rehearsal.later]
    totals |= {
        "later_meetings": len(later),
        "later_commitments": sum(bool(one.run.commitments) for one in later if not one.run.poor),
        "later_poor_commitments": sum(bool(one.run.commitments) for one in later if one.run.poor),
        "later_leaks": sum(len(one.run.leaks) + len(one.unearned) for one in later),
        "later_broken": sum(bool(one.broken) for one in later),
    }
    replays = [one for rehearsal in rehearsals for one in rehearsal.replays]
    totals |= {"corrections": len(replays), "corrections_broken": sum(bool(one.broken) for one in replays)}
    broken = [f"{rehearsal.member}: {what}" for rehearsal in rehearsals for what in rehearsal.broken]
    return {
        "totals": totals,
        "broken": broken,
        "runs": [json.loads(run.model_dump_json()) for run in runs],
        "later": [json.loads(one.model_dump_json()) for one in later],
        "corrections": [json.loads(one.model_dump_json()) for one in replays],
    }


def _changes(before: Rehearsal, now: Rehearsal) -> Iterator[str]:
    then = {run.organizer: run for run in before.runs}
    for run in now.runs:
        old = then.get(run.organizer)
        if old is None:
            yield f"    {run.organizer}: new"
        elif (old.depth, old.commitments) != (run.depth, run.commitments):
            yes, yes_then = (", ".join(one.commitments) or "nothing" for one in (run, old))
            yield f"    {run.organizer}: layer {run.depth} (before: {old.depth}), yes to {yes} (before: {yes_then})"
