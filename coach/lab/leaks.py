"""What must not be seen too soon, marks of deeper layers in earlier texts; and words they would never use."""

from collections.abc import Iterator

from coach.lab.draft import SPOKEN, Draft, Finding
from coach.reader.words import find, stems, tokens


def leaks(draft: Draft) -> Iterator[Finding]:
    """No mark of a layer stands in what may be seen before that layer is earned.

    The first layer is told to anybody who asks: its marks elsewhere only spoil the count of what was told.
    """
    for n, layer in enumerate(draft.persona.story, 1):
        for telling in layer.tells:
            for mark in telling.marks:
                for said in draft.said:
                    if said.depth < n and find(mark, said.stems):
                        what = f'"{mark}" gives away "{layer.id}" (layer {n}), and stands in "{said.short}"'
                        tell = draft.warning if n == 1 else draft.error
                        yield tell(said.place, what, "Reword this text, or choose another mark for that telling.")


def marks(draft: Draft) -> Iterator[Finding]:
    """The marks of a telling stand in it and in no earlier one: by them it is known to have been told."""
    earlier: list[tuple[str, tuple[str, ...]]] = []
    for n, layer in enumerate(draft.persona.story):
        for m, telling in enumerate(layer.tells):
            place = ("story", n, "tells", m, "marks")
            text = stems(telling.says)
            for k, mark in enumerate(telling.marks):
                if not find(mark, text):
                    what = f'the mark "{mark}" does not stand in the telling "{telling.id}"'
                    yield draft.error((*place, k), what, "Take a word or phrase that the telling really holds.")
                elif before := next((id_ for id_, words in earlier if find(mark, words)), None):
                    what = f'the mark "{mark}" of "{telling.id}" stands in "{before}" already'
                    yield draft.warning((*place, k), what, "Take one that only this telling holds.")
                if len("".join(tokens(mark))) < 4:
                    what = f'the mark "{mark}" is too short to give anything away'
                    yield draft.warning((*place, k), what, "Take a longer word, or a phrase.")
            if len(telling.marks) < 2:
                what = f'the telling "{telling.id}" has one mark only'
                yield draft.warning(place, what, "Give it 2 to 5: a model tells it in words of its own.")
            earlier.append((telling.id, text))
    for place, topic in draft.topics():
        spoken = [stems(text) for text in topic.says]
        if topic.marks and not any(find(mark, text) for mark in topic.marks for text in spoken):
            what = f'no mark of "{topic.id}" stands in what it says'
            yield draft.warning((*place, "marks"), what, "Take words from its own lines.")
        if not topic.marks and place[0] != "facts":
            what = f'"{topic.id}" has no marks, so that a model\'s telling of it goes unnoticed'
            yield draft.warning(place, what, "Give it 2 to 5 words or phrases of its own.")


def never_says(draft: Draft) -> Iterator[Finding]:
    """The member uses none of the words that they never use."""
    for said in draft.said:
        if said.kind in SPOKEN:
            for phrase in draft.persona.voice.never_says:
                if find(phrase, said.stems, gap=0):
                    what = f'"{phrase}" is among never_says, and stands in "{said.short}"'
                    yield draft.error(said.place, what, "Say it as they would.")
