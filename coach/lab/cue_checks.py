"""Whether cues find what they are for: not empty, not so common that they fire everywhere, not another's."""

from collections import defaultdict
from collections.abc import Iterator

from coach.core.catalogue import Catalogue, with_standard_cues
from coach.core.meeting import account_of
from coach.errors import Problem
from coach.lab.draft import Draft, Finding, Severity, found
from coach.located import Located, Place
from coach.reader.words import cue_stems, stems

COMMON = frozenset(
    stems(
        "a about after again all also always am an and any anything are around as ask at away back bad be "
        "because been before being big but by call came can come could day did different do done down "
        "each else even every everything far feel few find first for from gave get give go going good got "
        "great had hard has have he hear help her here him his home hope how i idea if important in into "
        "is it job just keep kind knew know last later let life like little live long look lot love made "
        "make many matter may maybe me mean meet mind more most much must my name need never new next no "
        "not nothing now of off often ok okay old on once one only open or other our out over own part "
        "people person place plan point problem put real really right said same say see seem share she "
        "should show side since so some somebody someone something soon sorry sort start state stay still "
        "stop story stuff such sure take talk tell than thank that the their them then there these they "
        "thing think this those though thought through time to today together told tomorrow too tried "
        "true try turn two understand until up us use very wait want was way we week well went were what "
        "when where which while who why will with without wonder word work world would yeah year yes yet "
        "you your"
    )
)
"""Stems that stand in anybody's talk about anything: alone, none of them asks for a thing."""


def cues(draft: Draft) -> Iterator[Finding]:
    """Every cue can be found, and asks for one thing."""
    owners: dict[tuple[str, tuple[str, ...]], list[tuple[str, Place | None]]] = defaultdict(list)
    shared: dict[tuple[str, str], list[tuple[Place, str]]] = defaultdict(list)
    for topic in draft.catalogue.topics:
        for cue in topic.cues:
            owners["topics", cue_stems(cue)].append((topic.id, None))
    for owner, place, cue, rivals in _all(draft):
        words = cue_stems(cue)
        if fault := _fault(cue):
            what, mend = fault
            tell = draft.warning if words else draft.error
            yield tell(place, f'the cue "{cue}" of "{owner}" {what}', mend)
        elif rivals:
            others = {other: at for other, at in owners[rivals, words] if other != owner}
            if own := [other for other, at in others.items() if at]:
                what = f'the cue "{cue}" of "{owner}" also asks for "{own[0]}"'
                yield draft.warning(place, what, "Leave it to one of the two, or make it more particular.")
            elif others:
                shared[owner, next(iter(others))].append((place, cue))
            owners[rivals, words].append((owner, place))
    for (owner, standard), places in shared.items():
        quoted = ", ".join(f'"{cue}"' for _, cue in places)
        yield draft.note(places[0][0], f'"{owner}" shares cues with the standard topic "{standard}": {quoted}')
    yield from _out_of_reach(draft)
    for n, opener in enumerate(draft.persona.openers):
        if not opener.cues:
            what = f'the opener "{opener.id}" needs no words of this member\'s world'
            yield draft.error(("openers", n), what, "Give it cues, so that no canned script wins by it.")
    for n, closer in enumerate(draft.persona.closers):
        if not closer.cues and not closer.moves:
            yield draft.error(("closers", n), f'the closer "{closer.id}" fires always', "Give it moves or cues.")


def catalogue_cues(catalogue: Catalogue, located: Located) -> Iterator[Finding]:
    """The same of the standard cues; and no standard topic stands twice."""
    owners: dict[tuple[str, ...], str] = {}
    seen: set[str] = set()
    for section, entries in (("topics", catalogue.topics), ("groups", catalogue.groups)):
        for n, entry in enumerate(entries):
            if entry.id in seen:
                yield _in(
                    located,
                    (section, n, "id"),
                    Severity.ERROR,
                    f'the id "{entry.id}" stands twice',
                    "Merge them.",
                )
            seen.add(entry.id)
            for m, cue in enumerate(entry.cues):
                place = (section, n, "cues", m)
                if fault := _fault(cue):
                    what, mend = fault
                    severity = Severity.WARNING if cue_stems(cue) else Severity.ERROR
                    yield _in(located, place, severity, f'the cue "{cue}" of "{entry.id}" {what}', mend)
                elif (other := owners.setdefault(cue_stems(cue), entry.id)) != entry.id:
                    what = f'the cue "{cue}" of "{entry.id}" also asks for "{other}"'
                    yield _in(located, place, Severity.WARNING, what, "Leave it to one of the two.")


def _out_of_reach(draft: Draft) -> Iterator[Finding]:
    led_to = {target for _, topic in draft.topics() for target in topic.leads_to}
    member = with_standard_cues(draft.persona, draft.catalogue)
    unasked = {topic.id for topic in member.topics if not topic.cues and not any(topic.asked)} - led_to
    for place, topic in draft.topics():
        if topic.id in unasked:
            what = f'no words ask for "{topic.id}", and no other topic leads to it'
            yield draft.warning(place, what, "Give it cues: the words people use who ask for it.")


def _all(draft: Draft) -> Iterator[tuple[str, Place, str, str]]:
    """Whose, where, which; and the name of those among whom a cue should be one's own, if there are such."""
    for place, topic in draft.topics():
        for n, cue in enumerate(topic.cues):
            yield topic.id, (*place, "cues", n), cue, "topics"
    p = draft.persona
    for n, topic in enumerate(p.between_meetings):
        for m, cue in enumerate(topic.cues):
            yield topic.id, ("between_meetings", n, "cues", m), cue, "topics"
    for section, entries, rivals in (
        ("story", p.story, "topics"),
        ("openers", p.openers, ""),
        ("closers", p.closers, ""),
        ("commitments", p.commitments, "acts"),
        ("refuses", p.refuses, "acts"),
    ):
        for n, entry in enumerate(entries):
            for m, cue in enumerate(entry.cues):
                yield entry.id, (section, n, "cues", m), cue, rivals
    for n, commitment in enumerate(p.commitments):
        for m, cue in enumerate(commitment.after.cues if commitment.after else ()):
            yield account_of(commitment.id), ("commitments", n, "after", "cues", m), cue, "topics"


def _fault(cue: str) -> tuple[str, str] | None:
    words = cue_stems(cue)
    if not words:
        return "holds no word", "Write words that people say."
    if len(words) == 1 and (words[0] in COMMON or len(words[0]) < 2):
        return "is so common that it fires everywhere", "Give it a companion: a second word."
    return None


def _in(located: Located, place: Place, severity: Severity, what: str, mend: str) -> Finding:
    return found(Problem(located.file, located.line(place), what, mend), severity)
