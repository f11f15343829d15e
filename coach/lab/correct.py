"""A reply that rings false is corrected: the file gets a better line, and a case that every rehearsal plays."""

from collections.abc import Sequence
from pathlib import Path

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.moves import Value
from coach.core.persona import Persona
from coach.core.story import Topic
from coach.errors import InputError
from coach.lab.draft import SECTIONS, SPOKEN, texts
from coach.lab.splice import drop, put
from coach.located import Place, Tree, parse
from coach.reader.questions import questions
from coach.reader.words import find, stems

LONGEST_LINE, LONGEST_WORDS = 1200, 80
"""Characters of a line, and of words that they never use, as the file takes them."""
WHOLE_TELLING = 2
"""Steps of a story piece's place above its line: it has marks beside it."""


class Part(Value):
    """A piece of a reply: a line of the file, or (with no place) what was made up around it."""

    text: str
    place: Place = ()


class Doubt(Value):
    """What a facilitator says of a reply. `better` or `words` says what is to change, `why` is kept beside it."""

    part: int = 0
    """Which of the reply's parts rings false, from 0."""
    words: str = ""
    """Words in it that this member never uses."""
    better: str = ""
    """How they would say it."""
    why: str = ""
    keep: bool = False
    """The line that stood there may be said at another time."""


class Amended(Value):
    """The file's text after a correction."""

    text: str
    case: str
    """Id of the case that rehearsals play."""
    place: Place = ()
    """Where the better line stands; where it was taken out, its list; empty where no line changed."""
    never: str = ""
    """Words that were added to those they never use."""


def parts(persona: Persona, reply: str) -> tuple[Part, ...]:
    """What a reply is made of, in order: lines of the file where they stand in it, and what lies between them."""
    stand = [
        (at, at + len(said), place)
        for place, said, kind, _ in texts(persona)
        if said and kind in SPOKEN and (at := reply.find(said)) >= 0
    ]
    found: list[Part] = []
    end = 0
    for start, stop, place in sorted(stand, key=lambda one: (one[0], -one[1])):
        if start < end:
            continue
        found += [Part(text=between)] if (between := reply[end:start].strip()) else []
        found.append(Part(text=reply[start:stop], place=place))
        end = stop
    return (*found, *([Part(text=rest)] if (rest := reply[end:].strip()) else []))


def correct(text: str, persona: Persona, conversation: Conversation, number: int, doubt: Doubt) -> Amended:
    """The file's text with a correction of the member's turn of this number, counted from 1.

    Raises InputError where it can't be made, ContentError where the text can't be read.
    """
    turns = conversation.turns
    turn = turns[number - 1] if 1 <= number <= len(turns) else None
    if not isinstance(turn, MemberTurn):
        raise InputError("That is none of their replies.", "Begin anew, and choose one of theirs.")
    pieces = parts(persona, turn.text)
    if not 0 <= doubt.part < len(pieces):
        raise InputError("Say which part of the reply rings false.", "Choose one of those shown.")
    part, words, better = pieces[doubt.part], _even(doubt.words), _even(doubt.better)
    _looked_at(part, words, better, _even(doubt.why))
    never: Tree = []
    if words:
        known = parse(Path("the file"), text).at(("voice", "never_says"))
        never = known if isinstance(known, list) else []
        if words.casefold() not in (str(one).casefold() for one in never):
            text = put(text, ("voice", "never_says"), [*never, words])
    place: Place = ()
    if part.place or better:
        text, place = _line(text, persona, turns[: number - 1], turn, part, better, keep=doubt.keep)
    case: dict[str, Tree] = {
        "id": _free_id(persona),
        "why": _even(doubt.why),
        "scenario": conversation.scenario,
        "after": [_even(one.text) for one in turns[: number - 1] if isinstance(one, OrganizerTurn)],
        "never": [words or _short(part.text)] if words or not find(part.text, stems(better), gap=0) else [],
        "says": better,
    }
    cases = parse(Path("the file"), text).at(("rehearse",))
    kept: Tree = {key: value for key, value in case.items() if value}
    text = put(text, ("rehearse",), [*(cases if isinstance(cases, list) else []), kept])
    return Amended(text=text, case=str(case["id"]), place=place, never=words)


def _looked_at(part: Part, words: str, better: str, why: str) -> None:
    if not (words or better or why):
        raise InputError("Say what is wrong, or how they would say it.", "One of the three is enough.")
    if words and not find(words, stems(part.text), gap=0):
        raise InputError(f"“{words[:60]}” does not stand in that part of the reply.", "Copy the words from it.")
    if words and not 2 <= len(words) <= LONGEST_WORDS:
        raise InputError(f"Words that they never use have 2 to {LONGEST_WORDS} characters.", "Give the few that jar.")
    if len(better) > LONGEST_LINE or len(why) > LONGEST_LINE:
        raise InputError(f"That is more than {LONGEST_LINE} characters.", "Shorten it; nobody speaks that long.")
    if not part.place and not (words or better):
        mend = "A model said this, and no line of the file: write how they would say it, or the words that jar."
        raise InputError("There is nothing in the file to take out.", mend)


def _line(
    text: str,
    persona: Persona,
    before: Sequence[OrganizerTurn | MemberTurn],
    turn: MemberTurn,
    part: Part,
    better: str,
    *,
    keep: bool,
) -> tuple[str, Place]:
    """The better line in the file, and where it stands now."""
    to = next((one for one in reversed(before) if isinstance(one, OrganizerTurn)), None)
    said = to.text if to else ""
    if not part.place:
        return _first(text, home_of(persona, to, turn), better, said)
    *above, last = part.place
    if not isinstance(last, int):  # a piece of their story, or an opening line: there is one, and it is reworded
        if not better:
            raise InputError("This line can't be left out.", "Write how they would say it.")
        return put(text, part.place, better), part.place
    if better:
        if keep:
            return _first(text, tuple(above), better, said)
        asked = _asked(text, tuple(above))
        asked[last : last + 1] = [_joined(asked[last], said)] if asked else []
        return _with_asked(put(text, part.place, better), tuple(above), asked), part.place
    lines = parse(Path("the file"), text).at(tuple(above))
    if isinstance(lines, list) and len(lines) < WHOLE_TELLING:
        raise InputError("This is the only line that they have for it.", "Write how they would say it.")
    asked = _asked(text, tuple(above))
    del asked[last : last + 1]
    return _with_asked(drop(text, part.place), tuple(above), asked), tuple(above)


def home_of(persona: Persona, asked: OrganizerTurn | None, turn: MemberTurn) -> Place:
    """The list of lines that a reply to such a turn is taken from."""
    direction = asked.direction if asked else None
    if direction is None:
        return ("lines", "greeting")
    if answer := direction.answer:
        for section, kinds in (("commitments", {"agree": "yes"}), ("refuses", {})):
            for number, act in enumerate(getattr(persona, section)):
                if act.id == answer.act:
                    kind = (kinds.get(answer.kind, answer.kind),) if section == "commitments" else ()
                    return (section, number, "says", *kind)
    if direction.cover:
        return ("story", persona.depth(direction.cover) - 1, "cover")
    for wanted in (*turn.told, *direction.topics):
        for section in SECTIONS:
            topics: tuple[Topic, ...] = getattr(persona, section)
            for number, topic in enumerate(topics):
                if topic.id == wanted:
                    return (section, number, "says")
    return ("lines", direction.situation.value)


def _first(text: str, place: Place, line: str, said: str) -> tuple[str, Place]:
    """A line before the others of a list: the next to be said, and the one that answers what was said."""
    lines = parse(Path("the file"), text).at(place)
    asked = _asked(text, place)
    asked[:0] = [_joined("", said)] if asked else []
    text = put(text, place, [line, *(lines if isinstance(lines, list) else [])])
    return _with_asked(text, place, asked), (*place, 0)


def _asked(text: str, says: Place) -> list[Tree]:
    """What asks for the lines of a topic, an entry a line; empty where the file does not say it."""
    asked = parse(Path("the file"), text).at((*says[:-1], "asked")) if says[-1] == "says" else None
    return list(asked) if isinstance(asked, list) else []


def _with_asked(text: str, says: Place, asked: list[Tree]) -> str:
    return put(text, (*says[:-1], "asked"), asked) if asked else text


def _joined(asked: Tree, said: str) -> str:
    """An entry of `asked` with the questions of a turn in it, too."""
    new = [one.replace("/", " ") for one in questions(said)]
    return " / ".join([*([str(asked)] if asked else []), *new])


def _free_id(persona: Persona) -> str:
    taken = {one.id for one in persona.rehearse}
    return next(id_ for n in range(1, len(taken) + 2) if (id_ := f"correction-{n}") not in taken)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE].rsplit(" ", 1)[0]


def _even(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
