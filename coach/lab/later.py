"""Whether a file has what meeting again takes: news, what came of each yes, something bigger; and all within reach."""

from collections.abc import Iterator

from coach.core.catalogue import with_standard_cues
from coach.core.meeting import account_of, met_again
from coach.core.moves import Move
from coach.core.persona import Persona
from coach.core.since import Since, Undertaking
from coach.lab.draft import Draft, Finding
from coach.located import Place
from coach.reader.matching import about

MEETINGS = 3
"""How many meetings a file should have something new for."""
WITH_YOU = " you"
"""Stands in an act that is done with the organizer: to meet again is done by being there, and has no afterwards."""


def later(draft: Draft) -> Iterator[Finding]:
    """What is missing or out of reach in a second and third meeting."""
    p = draft.persona
    if (news := len(p.between_meetings)) < MEETINGS - 1:
        what = f"{news or 'nothing'} between meetings, and a third meeting needs {MEETINGS - 1}"
        yield draft.warning(("between_meetings",), what, "Add what has happened to them since, one thing a meeting.")
    for n, commitment in enumerate(p.commitments):
        if commitment.after is None and WITH_YOU not in f" {commitment.act}":
            what = f'nothing is told of "{commitment.id}" when they meet again'
            mend = "Write `after`: what they say if they did it, did a part of it, or did not."
            yield draft.warning(("commitments", n), what, mend)
    if not any(c.needs.after for c in p.commitments):
        what = "nothing bigger can come after anything that they have done"
        mend = "Let one need a smaller one that was kept (`needs.after`): a bigger part, or others to bring."
        yield draft.warning(("commitments",), what, mend)
    if p.in_english:
        yield from _unheard(draft)
        yield from _misheard(draft)


def _unheard(draft: Draft) -> Iterator[Finding]:
    """What has happened, and what came of their word, are told to whoever asks for them in words of their cues."""
    persona = with_standard_cues(draft.persona, draft.catalogue).model_copy(update={"follow_ups": ()})
    for n, topic in enumerate(persona.between_meetings):
        member = met_again(persona, _since(persona, n + 2), "maintenance")
        yield from _each(draft, member, topic.id, topic.cues, ("between_meetings", n, "cues"))
        if _news_of(member) != topic.id:
            what = f'"How have you been?" does not bring up "{topic.id}" in meeting {n + 2}'
            yield draft.warning(("between_meetings", n), what, "Give it fewer words of other topics.")
    for n, commitment in enumerate(persona.commitments):
        if commitment.after:
            done = Undertaking(act=commitment.id, outcome="kept", meeting=2)
            member = met_again(persona, _since(persona, 2, done), "maintenance")
            place = ("commitments", n, "after", "cues")
            yield from _each(draft, member, account_of(commitment.id), commitment.after.cues, place)


def _misheard(draft: Draft) -> Iterator[Finding]:
    """Who asks for something in the words of its act asks for that, and not for something smaller."""
    for n, commitment in enumerate(draft.persona.commitments):
        said = f"Would you {commitment.act}, on Thursday at five?"
        ask = about(draft.persona, said, (Move.ASK_SPECIFIC,), ()).ask
        if ask and ask.act != commitment.id:
            what = f'who asks "{commitment.act}" is heard to ask for {ask.act or "nothing that is known"}'
            mend = f"Give {commitment.id} cues with words of its act."
            yield draft.warning(("commitments", n, "cues"), what, mend)


def _each(draft: Draft, member: Persona, topic: str, cues: tuple[str, ...], place: Place) -> Iterator[Finding]:
    for m, cue in enumerate(cues):
        if topic not in _asked(member, f"What about {cue}?"):
            what = f'who asks for "{cue}" when they meet again is told of something else'
            yield draft.warning((*place, m), what, f'Make it more particular: it should find "{topic}".')
    if not cues and topic not in _asked(member, "How did it go?"):
        yield draft.warning(place[:-1], f'no words ask for "{topic}"', "Give it cues.")


def _asked(member: Persona, question: str) -> tuple[str, ...]:
    """The topics that a question is about, as the built-in reader has it."""
    return about(member, question, (Move.OPEN_QUESTION,), ()).topics


def _news_of(member: Persona) -> str | None:
    return next(iter(_asked(member, "How have you been?")), None)


def _since(persona: Persona, meeting: int, *undertakings: Undertaking) -> Since:
    """A later meeting, as far as it takes to know what they can be asked."""
    occasion, trust = persona.scenarios[0].id, persona.start.trust
    return Since(occasion=occasion, meeting=meeting, weeks=1, trust=trust, guard=0, undertakings=undertakings)
