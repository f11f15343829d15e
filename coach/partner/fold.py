"""What becomes of turns that a model's window has no room for: all that was recorded of them, told in a few lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from coach.core.conversation import MemberTurn, OrganizerTurn, Turn
from coach.core.moves import Move
from coach.core.persona import Persona

KEPT = 0.5
"""Share of the room that is filled again after a fold: the less, the seldomer the next one comes."""
MOST_TOPICS, MOST_SHARED = 8, 3
"""How many of the small things told, and of the organizer's own stories, are kept: the last ones."""
LONGEST = 40
"""Words of an organizer's turn: enough for a name and why they came."""


def first_kept(sizes: Sequence[int], asked: Sequence[int], earlier: Callable[[int], int], room: int) -> int | None:
    """From which turn on turns are sent as they were said, for a reply to the last one; None where nothing fits.

    `sizes` are the tokens of each turn, `asked` the places of those that were replied to, `earlier(n)` the tokens of
    the first n turns told in short. All requests so far are gone through, so that the answer follows from the turns
    alone: it stays the same from reply to reply, until once more the room is full.
    """
    start = 0
    for last in asked:

        def needed(first: int, last: int = last) -> int:
            return earlier(first) + sum(sizes[first : last + 1])

        if needed(start) > room:
            later = [place for place in asked if start < place <= last]
            start = next((place for place in later if needed(place) <= KEPT * room), last)
        if needed(start) > room:
            return None
    return start


def in_short(persona: Persona, turns: Sequence[Turn], opened: Iterable[str]) -> Mapping[str, object]:
    """The values of earlier.md for turns that are not sent. `opened`: layers that began to be told in them."""
    told = dict.fromkeys(id_ for turn in turns if isinstance(turn, MemberTurn) for id_ in turn.told)
    tellings = {telling.id: telling.says for telling in persona.tellings}
    topics = {topic.id: topic.says[0] for topic in persona.topics if topic.id not in tellings}
    acts = persona.acts
    answers = {turn.answer.act: turn.answer for turn in turns if isinstance(turn, MemberTurn) and turn.answer}
    said = [turn for turn in turns if isinstance(turn, OrganizerTurn)]
    shared = [turn.text for turn in said[1:] if turn.counted and Move.OWN_STORY in turn.counted.moves]
    return {
        "opened": [persona.layer(id_).truth for id_ in opened],
        "told": [
            *(topics[id_] for id_ in [id_ for id_ in told if id_ in topics][-MOST_TOPICS:]),
            *(tellings[id_] for id_ in told if id_ in tellings),
        ],
        "answers": [{"act": acts[act], "kind": answer.kind} for act, answer in answers.items() if act in acts],
        "first": beginning_of(said[0].text) if said else "",
        "shared": [beginning_of(text) for text in shared[-MOST_SHARED:]],
    }


def beginning_of(text: str) -> str:
    """The first words of what a person said, with nothing in it that could pass for a tag of ours."""
    words = as_data(text).split()
    return " ".join(words[:LONGEST]) + (" …" if len(words) > LONGEST else "")


def as_data(said: str) -> str:
    """A person's words with nothing left in them that could pass for a tag of ours."""
    return said.replace("<", "‹").replace(">", "›")
