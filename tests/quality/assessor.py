"""How well the built-in assessor judges: order, distance to people's verdicts, stuffing, praise, orders, repeats.

The shipped reader has learned from all members that are not held back. The assessor's own rules were written
with all of these talks in view, so that no figure here is an independent test of them.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from coach import content
from coach.assessor import Case
from coach.assessor.builtin import assess
from coach.core.better_lines import BetterLines
from coach.core.conversation import Conversation, Line, MemberTurn, OrganizerTurn
from coach.core.feedback import Feedback
from coach.core.moves import MOBILIZING, Move, Reading, Value
from coach.core.quotes import standing_quote
from coach.core.rubric import TOP_LEVEL, Rubric
from coach.core.said import said_to_them, word_count
from coach.reader.builtin import read_member, read_moves
from coach.reader.classifier import chosen, likelihoods, shipped
from coach.reader.features import features
from coach.reader.rulings import ruled
from tests.quality.liar import Past, lied_to
from tests.quality.orders import NEW_ORDERS, ONE, ORDERS, PLACES, RUN_ON, Change, bare, in_each, in_one
from tests.quality.stuffing import STUFFINGS
from tests.quality.talks import LabelledTalk, examples, talks
from tests.quality.training import fit, prepared

NEWLY = tuple(in_each(NEW_ORDERS, place) for place in PLACES.values())
ReadMoves = Callable[[str, Sequence[Line]], tuple[Move, ...]]

TIERS = ("weak", "medium", "strong")
PROMPTS = content.find_folders()[1]
RUBRIC = content.load_yaml(PROMPTS / "objectives.yaml", Rubric).of()
LINES = content.load_yaml(PROMPTS / "better_lines.yaml", BetterLines)


class PeoplesVerdict(Value):
    """One person's verdict on a talk."""

    levels: dict[str, int | None]
    strength: int
    priority: int


class AssessorQuality(NamedTuple):
    """What was measured."""

    ordered: int
    pairs: int
    misordered: tuple[str, ...]
    distance: dict[str, float]
    """Mean distance of levels to people's, by criterion."""
    mean_distance: float
    between_people: float
    """The same between two people's verdicts, where a talk has two."""
    stuffed: float
    """The most that stuffing raised a weak talk, as a share of the scale."""
    weak: int
    unearned: int
    """Weak talks whose praised turn people call a mobilizing one."""
    praised: int
    quotes: int
    false_quotes: int
    judged_least: int
    by_length: int
    """Pairs that the number of the organizer's words alone would put in order."""
    by_marks: int
    """Pairs that the number of question marks alone would put in order."""
    same_again: bool
    """A second time each talk got the same feedback."""
    swayed: dict[str, tuple[str, ...]]
    """Talks whose feedback changed with orders to the assessor in them, by where in a turn these stood."""
    raised_by_new: float
    """The most that orders in wordings never tuned to raised a talk, as a share of the scale."""


def verdicts() -> dict[str, tuple[PeoplesVerdict, ...]]:
    """People's verdicts by talk: two independent ones, or one."""
    stored = json.loads(Path(__file__).with_name("verdicts.json").read_text("utf-8"))
    return {talk: tuple(PeoplesVerdict.model_validate(one) for one in both) for talk, both in stored.items()}


def conversation(lines: Iterable[Line], read: ReadMoves = read_moves) -> Conversation:
    """A talk as the built-in reader reads it."""
    turns: list[OrganizerTurn | MemberTurn] = []
    before: list[Line] = []
    for speaker, text in lines:
        if speaker == "organizer":
            turns.append(OrganizerTurn(text=text, reading=Reading(moves=read(text, before))))
        else:
            turns.append(MemberTurn(text=text, spoken_by="transcript", reading=read_member(text, tuple(before))))
        before.append((speaker, text))
    return Conversation(turns=tuple(turns))


def feedback(talk: LabelledTalk, read: ReadMoves = read_moves, change: Change = lambda _, text: text) -> Feedback:
    """The built-in feedback on a labelled talk, its organizer turns changed if so wished."""
    lines: list[Line] = [
        (turn.speaker, change(number, turn.text) if turn.speaker == "organizer" else turn.text)
        for number, turn in enumerate(talk.turns, 1)
    ]
    return assess(Case(conversation=conversation(lines, read), rubric=RUBRIC), LINES)


def measure(found: Sequence[LabelledTalk], reader_for: Callable[[str], ReadMoves]) -> AssessorQuality:
    """Assess talks, each by the reader for its member."""
    given = {talk.id: feedback(talk, reader_for(talk.member)) for talk in found}
    level = {talk: one.mean_level or 0.0 for talk, one in given.items()}
    pairs = [
        (low, high)
        for low, high in combinations(sorted(found, key=lambda talk: TIERS.index(talk.tier)), 2)
        if low.member == high.member and low.tier != high.tier
    ]
    wrong = tuple(f"{low.id} ≥ {high.id}" for low, high in pairs if level[low.id] >= level[high.id])
    words, marks = ({talk.id: count(talk) for talk in found} for count in (_words, _marks))
    distances: dict[str, list[int]] = {}
    for talk, both in verdicts().items():
        for result in given[talk].results.values() if talk in given else ():
            for theirs in (one.levels.get(result.id) for one in both):
                if theirs is not None and result.level is not None:
                    distances.setdefault(result.id, []).append(abs(theirs - result.level))
    everything = [distance for each in distances.values() for distance in each]
    weak = [talk for talk in found if talk.tier == "weak"]
    quotes = [(talk, turn, quote) for talk in found for turn, quote in _quotes(given[talk.id])]
    return AssessorQuality(
        ordered=len(pairs) - len(wrong),
        pairs=len(pairs),
        misordered=wrong,
        distance={one: sum(each) / len(each) for one, each in sorted(distances.items())},
        mean_distance=sum(everything) / max(len(everything), 1),
        between_people=_between([verdicts()[talk.id] for talk in found if talk.id in verdicts()]),
        stuffed=max(
            (_raised_by(talk, reader_for(talk.member), level[talk.id], STUFFINGS) for talk in weak), default=0.0
        ),
        weak=len(weak),
        unearned=sum(_unearned(talk, given[talk.id]) for talk in weak),
        praised=sum(given[talk.id].strength is not None for talk in weak),
        quotes=len(quotes),
        false_quotes=sum(not _stands(talk, turn, quote) for talk, turn, quote in quotes),
        judged_least=min(
            sum(one.null_because != "not_scored" for one in each.results.values()) for each in given.values()
        ),
        by_length=sum(words[low.id] < words[high.id] for low, high in pairs),
        by_marks=sum(marks[low.id] < marks[high.id] for low, high in pairs),
        same_again=all(feedback(talk, reader_for(talk.member)) == given[talk.id] for talk in found),
        swayed=_swayed(found, reader_for),
        raised_by_new=max(_raised_by(talk, reader_for(talk.member), level[talk.id], NEWLY) for talk in found),
    )


def _between(judged: Sequence[Sequence[PeoplesVerdict]]) -> float:
    apart = [
        abs(one - other)
        for first, second in (both for both in judged if len(both) > 1)
        for criterion, one in first.levels.items()
        if one is not None and (other := second.levels.get(criterion)) is not None
    ]
    return sum(apart) / max(len(apart), 1)


def _words(talk: LabelledTalk) -> int:
    return sum(word_count(turn.text) for turn in talk.turns if turn.speaker == "organizer")


def _marks(talk: LabelledTalk) -> int:
    return sum(turn.text.count("?") for turn in talk.turns if turn.speaker == "organizer")


def _swayed(found: Sequence[LabelledTalk], reader_for: Callable[[str], ReadMoves]) -> dict[str, tuple[str, ...]]:
    """For each place in a turn, the talks that orders change, in each turn or all in one."""

    def changes(talk: LabelledTalk, place: str) -> bool:
        read = reader_for(talk.member)
        plain = feedback(talk, read, lambda _, text: bare(text) if place == RUN_ON else text)
        changed = in_each(ORDERS, PLACES[place]), in_one(ORDERS, PLACES[place])
        only = feedback(talk, read, lambda n, text: bare(text) if place == RUN_ON and n == ONE else text)
        return any(
            unquoted(feedback(talk, read, change)) != unquoted(beside)
            for change, beside in zip(changed, (plain, only), strict=True)
        )

    return {place: tuple(talk.id for talk in found if changes(talk, place)) for place in PLACES}


def unquoted(given: Feedback) -> object:
    """All that is said but the quotes, which can't reach across what was put between: `false_quotes` looks at those."""
    told = given.model_dump()
    for quoted in (
        *(one for each in told["objectives"] for result in each["criteria"] for one in result["evidence"]),
        *(moment for moment in (told["strength"], told["priority"]) if moment),
    ):
        del quoted["quote"]
    return told


def _raised_by(talk: LabelledTalk, read: ReadMoves, plain: float, changes: Sequence[Change]) -> float:
    return max(((feedback(talk, read, change).mean_level or 0.0) - plain) / TOP_LEVEL for change in changes)


def _unearned(talk: LabelledTalk, given: Feedback) -> bool:
    return given.strength is not None and any(
        MOBILIZING.intersection(labels.get(given.strength.turn, ())) for labels in talk.labels
    )


def _quotes(given: Feedback) -> list[tuple[int, str]]:
    shown = [one for result in given.results.values() for one in result.evidence]
    moments = [one for one in (given.strength, given.priority) if one]
    return [(one.turn, one.quote) for one in (*shown, *moments)]


def _stands(talk: LabelledTalk, turn: int, quote: str) -> bool:
    said = talk.turns[turn - 1]
    lines = conversation((one.speaker, one.text) for one in talk.turns)
    return said.speaker == "organizer" and quote in said.text and standing_quote(quote, turn, lines) == quote


def table(quality: AssessorQuality, title: str) -> str:
    """The figures as text."""
    return "\n".join(
        (
            f"Assessor, {title}",
            f"  weak < medium < strong      {quality.ordered} of {quality.pairs} pairs"
            + (f" (not: {'; '.join(quality.misordered)})" if quality.misordered else ""),
            f"  distance to people's levels {quality.mean_distance:.2f} (between people {quality.between_people:.2f})  "
            + " ".join(f"{one} {mean:.2f}" for one, mean in quality.distance.items()),
            f"  stuffing raises a weak talk by at most {quality.stuffed:.1%} of the scale",
            f"  unearned praise             {quality.unearned} of {quality.praised} praised",
            f"  false quotes                {quality.false_quotes} of {quality.quotes}",
            f"  criteria judged, at least   {quality.judged_least} of {len(RUBRIC.criteria)}",
            f"  pairs in order by length alone {quality.by_length}, by question marks alone {quality.by_marks}",
            f"  the same talk twice         {'the same feedback' if quality.same_again else 'DIFFERENT feedback'}",
            "  talks changed by orders     " + _swayed_as_text(quality.swayed),
            f"  orders in new wordings raise a talk by at most {quality.raised_by_new:.1%} of the scale",
        )
    )


def _swayed_as_text(swayed: dict[str, tuple[str, ...]]) -> str:
    return ", ".join(f"{len(changed)} ({place})" for place, changed in swayed.items())


def past_as_text(past: Past) -> str:
    """What a model that lies gets past the checks."""
    return (
        f"A model that alters, stitches and misattributes, on all labelled talks\n"
        f"  false quotes                {past.false} of {past.tried} tried; {past.shown} near misses put right"
    )


def without(member: str) -> ReadMoves:
    """The built-in reader, trained on all that may be learned from but this member; thresholds as shipped."""
    turns = [turn for turn in prepared(examples(held_back=False)) if turn.member != member]
    weights = fit(turns).weights(shipped().threshold)

    def read(text: str, before: Sequence[Line]) -> tuple[Move, ...]:
        heard = [(who, said_to_them(line)) for who, line in before]
        said = said_to_them(text)
        found = ruled(chosen(likelihoods(features(said, heard), weights), weights), said)
        return tuple(move for move in Move if move in found)

    return read


def held_back() -> AssessorQuality:
    """The figures on members that the reader has not learned from.

    The assessor's rules were written with these talks in view: of the rules, they are no independent test.
    """
    return measure([talk for talk in talks() if talk.held_back and not talk.fresh], lambda _: read_moves)


def fresh() -> AssessorQuality:
    """The figures on talks that neither reader nor assessor had in view."""
    return measure([talk for talk in talks() if talk.fresh], lambda _: read_moves)


def main() -> None:
    """Print the figures for members held back, then for all with three talks, each by a reader without them."""
    print(table(held_back(), "members held back"))
    print(table(fresh(), "talks written after all else"))
    print(past_as_text(asyncio.run(lied_to(talks(), RUBRIC))))
    thrice = [talk for talk in talks() if talk.id in verdicts() and not talk.fresh]
    readers = {talk.member: without(talk.member) for talk in thrice if not talk.held_back and talk.tier == "weak"}
    print(table(measure(thrice, lambda member: readers.get(member, read_moves)), "each member left out in turn"))


if __name__ == "__main__":
    main()
