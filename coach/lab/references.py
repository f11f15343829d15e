"""Whether the parts of a file fit together: ids, cues, layers, scenarios, commitments, who has read it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from coach.complaints import did_you_mean
from coach.core.persona import Review
from coach.lab.draft import SPOKEN, Draft, Finding
from coach.lab.holding import Holding
from coach.located import Place
from coach.reader.words import stems

_DAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.IGNORECASE)
_ENGLISH = frozenset(
    stems("the to of and you it my that not for with we they at but what he she there if who out is i")
)
"""Any English sentence of eight words holds one of these; a sentence in another language hardly any."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def ids(draft: Draft) -> Iterator[Finding]:
    """No id stands twice among those that are told apart by it, and what is referred to is there."""
    p = draft.persona
    told: list[tuple[Place, str]] = [((*place, "id"), topic.id) for place, topic in draft.topics()]
    told.extend(_ids("between_meetings", p.between_meetings))
    for n, layer in enumerate(p.story):
        told.append((("story", n, "id"), layer.id))
        told.extend((("story", n, "tells", m, "id"), telling.id) for m, telling in enumerate(layer.tells))
    acts = [*_ids("commitments", p.commitments), *_ids("refuses", p.refuses)]
    tendencies = [*_ids("openers", p.openers), *_ids("closers", p.closers)]
    for group in (told, acts, tendencies, _ids("scenarios", p.scenarios), _ids("rehearse", p.rehearse)):
        first: dict[str, Place] = {}
        for place, id_ in group:
            if id_ in first:
                line = draft.located.line(first[id_])
                yield draft.error(place, f'the id "{id_}" stands on line {line} already', "Give one another id.")
            first.setdefault(id_, place)
    known = [topic.id for _, topic in draft.topics()] + [layer.id for layer in p.story]
    for place, topic in draft.topics():
        for m, target in enumerate(topic.leads_to):
            if target not in known or target == topic.id:
                what = f'"{topic.id}" leads to "{target}", ' + ("itself" if target == topic.id else "which is nowhere")
                yield draft.error((*place, "leads_to", m), what, did_you_mean(target, known, "Take it out."))
    if p.id != Path(draft.located.file).stem:
        what = f'the file is called "{Path(draft.located.file).name}" and the member "{p.id}"'
        yield draft.warning(("id",), what, f"Call the file {p.id}.yaml.")


def follow_ups(draft: Draft) -> Iterator[Finding]:
    """Each follows on one line of theirs."""
    lines = [said.text for said in draft.said if said.kind in SPOKEN]
    holding = Holding(lines)
    for n, follow_up in enumerate(draft.persona.follow_ups):
        places = list(holding.places(follow_up.follows))
        if not places:
            what = f'no line of theirs holds the words "{follow_up.follows[:60]}"'
            nearest = did_you_mean(follow_up.follows, lines, "Take words from the line as it stands.")
            yield draft.error(("follow_ups", n, "follows"), what, nearest)
        elif len(places) > 1:
            what = f'"{follow_up.follows[:60]}" stands in {len(places)} lines, such as "{lines[places[1]][:60]}"'
            yield draft.warning(("follow_ups", n, "follows"), what, "Take more words of the one that is meant.")


def standard_topics(draft: Draft) -> Iterator[Finding]:
    """The questions of any 1:1 have an answer."""
    have = {topic.id for _, topic in draft.topics()}
    missing = [topic.id for topic in draft.catalogue.topics if topic.id not in have]
    if missing:
        what = f"no answer to the standard topics {', '.join(missing)}"
        yield draft.warning(("facts",), what, "Add a topic for each: anybody may ask.")


def layers(draft: Draft) -> Iterator[Finding]:
    """The deeper a layer, the more it takes; and what is still closed can be reached for."""
    surface, deeper, core = (layer.needs for layer in draft.persona.story)
    if not surface.trust < deeper.trust < core.trust:
        yield draft.error(("story",), "a deeper layer needs no more trust than the one before", "Raise its needs.")
    if deeper.opening_moves < 2:
        place = ("story", 1, "needs")
        yield draft.error(place, "the second layer opens too cheaply", "Let it need 2 opening_moves or more.")
    if core.opening_moves < deeper.opening_moves or not core.giving:
        place = ("story", 2, "needs")
        yield draft.error(place, "the third layer opens too cheaply", "Let it need giving: true and more moves.")
    for n, layer in enumerate(draft.persona.story[1:], 1):
        for name, texts, least in (("hints", layer.hints, 5), ("cover", layer.cover, 4)):
            if not texts:
                yield draft.error(("story", n), f'"{layer.id}" has no {name}', f"Write {least} or more.")
            elif len(texts) < least:
                what = f'"{layer.id}" has {len(texts)} {name}, and a long talk needs {least}'
                yield draft.warning(("story", n, name), what, f"Write {least - len(texts)} more.")
        heard = [set(stems(cue)) for cue in layer.cues]
        for m, hint in enumerate(layer.hints):
            words = set(stems(hint))
            if not any(cue & words for cue in heard):
                what = f'no cue of "{layer.id}" takes up its hint "{hint[:48]}"'
                yield draft.warning(("story", n, "hints", m), what, "Add a cue with words of the hint.")


def scenarios(draft: Draft) -> Iterator[Finding]:
    """There is a recruitment and a relationship-first meeting, told to the learner."""
    all_ = draft.persona.scenarios
    if not any(s.kind == "recruitment" for s in all_):
        yield draft.warning(("scenarios",), "no scenario of the kind recruitment", "Add one.")
    if not any(s.relationship_first for s in all_):
        yield draft.warning(("scenarios",), "no scenario with relationship_first: true", "Add one.")
    if all(s.opening for s in all_):
        yield draft.warning(("scenarios",), "the member opens every scenario", "Let one have opening: null.")
    for n, scenario in enumerate(all_):
        for name in ("you_are", "why_you_meet"):
            if "you" not in stems(getattr(scenario, name)) and "your" not in stems(getattr(scenario, name)):
                what = f'{name} of "{scenario.id}" does not speak to the learner'
                yield draft.warning(("scenarios", n, name), what, 'Write it as "you …".')


def commitments(draft: Draft) -> Iterator[Finding]:
    """Something small is within reach, what comes after it is known, and no answer names a day nobody proposed."""
    if all(c.size > 1 for c in draft.persona.commitments):
        yield draft.warning(("commitments",), "no small commitment (size: 1)", "Add one to begin with.")
    if draft.persona.start.easy_yes and not any(c.says.easy_yes for c in draft.persona.commitments):
        what = "start.easy_yes is true, and no commitment has an easy_yes to say"
        yield draft.error(("start", "easy_yes"), what, "Write easy_yes lines beside yes, maybe and no.")
    known = [c.id for c in draft.persona.commitments]
    for n, c in enumerate(draft.persona.commitments):
        if (before := c.needs.after) and (before not in known or before == c.id):
            what = f'"{c.id}" comes after "{before}", ' + ("itself" if before == c.id else "which is nowhere")
            yield draft.error(("commitments", n, "needs", "after"), what, did_you_mean(before, known, "Take it out."))
        elif before and not draft.persona.commitments[known.index(before)].after:
            what = f'"{c.id}" comes after "{before}", of which nothing is told afterwards'
            yield draft.error(("commitments", n, "needs", "after"), what, f"Write `after` for {before}.")
        for kind in ("yes", "maybe", "easy_yes"):
            for m, text in enumerate(getattr(c.says, kind)):
                day = _DAYS.search(text)
                if day and not _DAYS.search(c.act):
                    what = f'"{day.group()}" is named in an answer to "{c.id}", whatever day is asked for'
                    yield draft.warning(("commitments", n, "says", kind, m), what, "Leave the day open.")


def review(draft: Draft) -> Iterator[Finding]:
    """Who has not read this member yet."""
    for name, field in Review.model_fields.items():
        value = getattr(draft.persona.review, name)
        if value == field.default:
            yield draft.note(("review", name), f"{name.replace('_', ' ')}: {value}")


def language(draft: Draft) -> Iterator[Finding]:
    """The lines are in the language that the file names, as far as code can tell."""
    if not draft.persona.language.lower().startswith("en"):
        yield draft.note(("language",), "the built-in players know English only: this member needs a model")
        return
    for said in draft.said:
        if said.kind in SPOKEN and len(said.stems) > 7 and not _ENGLISH.intersection(said.stems):
            what = f'"{said.short}" does not read like English'
            yield draft.warning(said.place, what, "Is it in the member's language?")


def _ids(section: str, entries: Iterable[_Named]) -> list[tuple[Place, str]]:
    return [((section, n, "id"), entry.id) for n, entry in enumerate(entries)]
