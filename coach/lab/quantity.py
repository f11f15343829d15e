"""Whether a voice has enough lines, of the right length, and none of them twice."""

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from coach.content import UNWRITTEN
from coach.core.said import ends_in_question
from coach.core.situation import Situation
from coach.lab.draft import SPOKEN, Draft, Finding, Said
from coach.located import Located, Place

S = Situation

AT_LEAST: Mapping[Situation, int] = {
    S.GREETING: 5, S.SMALL_TALK: 5, S.PURPOSE: 4, S.PERMISSION: 5, S.LISTENED: 10, S.AFFIRMED: 6,
    S.SHARED_WITH: 8, S.REPAIRED: 5, S.HOPED: 5, S.STRETCHED: 5, S.ANSWERED: 5, S.GUARDED: 8,
    S.PITCHED_AT: 7, S.PRESSED: 7, S.INTERROGATED: 6, S.LED: 5, S.ADVISED: 6, S.ARGUED_WITH: 5,
    S.FLATTERED: 4, S.HANDED_OVER: 4, S.TALKED_AT: 4, S.ASKED_TOO_SOON: 5, S.ASKED_VAGUELY: 5,
    S.ASKED_OTHER: 4, S.ASKED_AGAIN: 5, S.SILENCE: 6, S.EMPTY: 6, S.DOES_NOT_KNOW: 8, S.ASKS_BACK: 8,
    S.CHANGES_SUBJECT: 5, S.CLOCK: 5, S.NEXT_STEP: 6, S.THANKED: 5, S.GOODBYE: 5, S.INSULTED: 3,
    S.PUZZLED: 5, S.CHECKED: 5, S.SIDESTEPS: 6, S.NO_MORE: 5,
    S.MET_AGAIN: 2, S.PROMISE_KEPT: 2, S.PROMISE_PARTLY: 1, S.PROMISE_BROKEN: 2,
}  # fmt: skip
"""Lines a situation needs so that a talk of twenty turns does not run dry."""

FEWEST = 100
"""Lines a member needs in all."""

CLOSED = frozenset(
    {S.GUARDED, S.PITCHED_AT, S.PRESSED, S.INTERROGATED, S.LED, S.ADVISED, S.ARGUED_WITH, S.FLATTERED}
    | {S.HANDED_OVER, S.TALKED_AT, S.ASKED_TOO_SOON}
)
"""On guard: 3 to 12 words."""

BEFORE = frozenset(
    {S.LISTENED, S.AFFIRMED, S.SHARED_WITH, S.REPAIRED, S.PERMISSION, S.ANSWERED, S.HOPED, S.STRETCHED}
    | {S.GREETING, S.PURPOSE, S.SMALL_TALK}
)
"""These may stand before another line, so they are short: 3 to 15 words."""

ALIKE = 92
"""Percent. Lines more alike than this sound like a repeat."""


def unwritten(draft: Draft) -> Iterator[Finding]:
    """Nothing of the template is left."""
    for place, what in still_to_write(draft.located).items():
        yield draft.error(place, f"still to be written: {what}", "Write it.")


def still_to_write(located: Located) -> dict[Place, str]:
    """The texts that nobody has written yet, by place: what is to stand there, as the template puts it."""
    said = ((place, located.at(place)) for place in located.lines)
    return {
        place: text.removeprefix(UNWRITTEN).strip()
        for place, text in said
        if isinstance(text, str) and text.startswith(UNWRITTEN)
    }


def enough(draft: Draft) -> Iterator[Finding]:
    """Every situation has lines, and enough of them."""
    lines = draft.persona.lines
    for situation, least in AT_LEAST.items():
        have = len(lines.get(situation, ()))
        if not have:
            what = f"no lines for the situation {situation.value}"
            yield draft.error(("lines", situation.value), what, f"Write {least} or more: the member has none to say.")
        elif have < least:
            what = f"{have} lines for the situation {situation.value}, and a long talk needs {least}"
            yield draft.warning(("lines", situation.value), what, f"Write {least - have} more.")
    spoken = sum(said.kind in SPOKEN for said in draft.said)
    if spoken < FEWEST:
        yield draft.warning(("lines",), f"{spoken} lines in all, and a voice needs {FEWEST}", "Write more lines.")


def repeats(draft: Draft) -> Iterator[Finding]:
    """No line stands twice, or nearly so: the member would be heard to repeat themselves."""
    spoken = [said for said in draft.said if said.kind in SPOKEN and said.stems]
    evened = [" ".join(said.stems) for said in spoken]
    alike = process.cdist(evened, evened, scorer=fuzz.ratio, score_cutoff=ALIKE, workers=-1)
    for n, said in enumerate(spoken):
        for place in alike[n, :n].nonzero()[0].tolist():
            first = draft.located.line(spoken[place].place)
            if evened[place] == evened[n]:
                yield draft.error(said.place, f'"{said.short}" stands on line {first} already', "Write another line.")
                break
            if len(said.stems) > 3:
                what = f'"{said.short}" is nearly the line {first}'
                yield draft.warning(said.place, what, "Reword one of them.")
                break


def lengths(draft: Draft) -> Iterator[Finding]:
    """Lines are as long as such lines are: the organizer's share of the talk is measured against them."""
    for said in draft.said:
        least, most, of = _band(said)
        if not least <= said.words <= most:
            count = f"{said.words} word{'s' if said.words != 1 else ''}"
            what = f'{count}, where {of} has {least} to {most}: "{said.short}"'
            yield draft.warning(said.place, what, "Cut it." if said.words > most else "Give it a little more.")


def questions(draft: Draft) -> Iterator[Finding]:
    """What turns a question round ends in a question."""
    for n, text in enumerate(draft.persona.lines.get(S.ASKS_BACK, ())):
        if not ends_in_question(text):
            yield draft.error(("lines", "asks_back", n), f'"{text[:48]}" ends in no question', "End it in one.")


def _band(said: Said) -> tuple[int, int, str]:
    """The least and most words of such a text, and what to call it."""
    match said.kind:
        case "line" if said.place[:2] == ("lines", S.INTERROGATED):
            return 1, 12, "an answer to an interrogation"
        case "line" if said.place[0] == "lines" and said.place[1] in CLOSED:
            return 3, 12, "a closed reply"
        case "line" if said.place[0] == "lines" and said.place[1] in BEFORE:
            return 3, 15, "a line that may stand before another"
        case "telling" if said.depth == 1:
            return 20, 90, "a telling of the first layer"
        case "telling":
            return 40, 90, "a telling"
        case "truth":
            return 40, 160, "the truth of a layer"
        case "hint":
            return 6, 28, "a hint"
        case "line" | "says" | "cover" | "answer":
            return 1, 45, "an ordinary line"
        case _:
            return 1, 200, "such a text"
