"""What an organizer's turn has to do with this member: the whole reading, once its moves are known."""

import re
from collections.abc import Iterable, Sequence

from coach.core.conversation import Line
from coach.core.moves import ASKS, QUESTIONS, Ask, Move, Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import Tendency
from coach.reader.conduct import bids_farewell, instructs, insults
from coach.reader.echoes import echoes, foreign, picks_up, repeats
from coach.reader.people import Someone, asked_about, is_of_another, is_spoken_of
from coach.reader.questions import (
    apart,
    asks_leave,
    asks_to_be_told,
    checks,
    ends_back,
    inquires,
    questions,
    remarks,
    sentences,
    without_leave,
)
from coach.reader.topics import act_of, asks_on, best_of, came_of, hinted_at, takes_up, touched, weight, weights_of
from coach.reader.wanted import in_particular, kind_of
from coach.reader.words import stems, tokens

NAMED = {False: 2.2, True: 3.8}
"""How well a topic must fit for a question to be about it that could also point back; more if it ends by doing so."""
WEAK = 1.5
"""A topic that fits no better than this is left for what was just spoken of, if the question has a word of it."""
BRIEF = 6
"""Words; a turn that makes no move and is no longer is read as asking for what it names."""

INQUIRIES = frozenset(
    {
        Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN, Situation.ASKED_FEELING,
        Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_TO_EXPLAIN,
    }
)  # fmt: skip
"""Kinds of question that ask for nothing but an answer."""

OF_THE_PAST = frozenset(
    {Situation.ASKED_WHY, Situation.ASKED_FEELING, Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_TO_EXPLAIN}
)
"""Those that never ask for an act, whatever time or place they name."""

_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|to(?:day|night|morrow)|weekend|week|fortnight|month|"
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'?clock)|noon|midday|half past|quarter (?:past|to)|at (?:one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})|before (?:your )?shift|after (?:work|church|your shift))\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:at|in|outside|behind|round|to|over) (?:the|your|my|our) (?!end\b|morning\b|moment\b)\w+",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:bring|with|ask|invite|and) (?:[A-Z]\w+|one|two|a (?:mate|friend|workmate)|somebody|someone|your)\b"
)

_ASSIGNS = re.compile(
    r"\byou(?:'ll| will|'re going to| are going to)\b"
    r"(?! (?:be (?:fine|alright|all right|right|late|glad|sorry|home)|see|hear|get|find))",
    re.IGNORECASE,
)


def about(
    persona: Persona | None, text: str, moves: tuple[Move, ...], before: Sequence[Line], earlier: Sequence[Line] = ()
) -> Reading:
    """The whole reading of a turn whose moves are known. Without a persona only what needs none.

    `before` was said in this meeting, `earlier` in those before it: the member's words stay theirs.
    """
    said = stems(text)
    given_back = echoes(persona, text, (*earlier, *before))
    asked = questions(text)
    wanted = [without_leave(question) for question in asked if not checks(question) and not asks_leave(question)]
    only_checks = bool(asked) and all(checks(question) for question in asked)
    by_moves = bool(QUESTIONS.intersection(moves)) or Move.PERMISSION in moves
    asks = not only_checks and (bool(wanted) or by_moves)
    brief = not moves and len(said) <= BRIEF
    whole = apart(sentences(text))
    topics, touches, follows, people = (), (), False, ()
    if persona:
        asked_for = apart(wanted) if wanted else whole if (by_moves and not asked) or brief else ()
        around = (*reversed(remarks(text)), *(line for _, line in before[:-3:-1]))
        people = asked_about(persona, wanted, around)
        new = not _in_hand(persona, people, before)
        weights = weights_of(persona, wanted, asked_for, people, new=new) if asks or brief else {}
        best = max(weights.values(), default=0)
        follows = (
            asks
            and not (people and new)
            and (
                (asks_on(wanted, before) and best < NAMED[ends_back(text)])
                or (best < WEAK and takes_up(wanted, before))
            )
        )
        topics = () if follows else best_of(weights)
        if earlier and asks and (account := came_of(persona, said, before)):
            topics, follows = (account,), False
        reached = touched(persona, asked_for)
        if asks and (slipped := hinted_at(persona, wanted, remarks(text), before)):
            reached = {slipped: best} | reached
        named = tuple(id_ for id_, w in reached.items() if follows or w >= best)
        touches = named or (() if topics and wanted else tuple(touched(persona, whole)))
    closers = _met(persona.closers, moves, said) if persona else ()
    if persona and earlier and (act := act_of(persona, topics)):  # to say what they took on is no move against them
        moves = tuple(move for move in moves if move is not Move.THIRD_PARTY)
        closers = tuple(id_ for id_ in closers if id_ not in _met(persona.closers, moves, stems(act)))
    if people and is_of_another(wanted) and in_particular(wanted[-1]):  # "would Rosa come?" asks nothing of the member
        moves = tuple(move for move in moves if move not in ASKS)
    inquired = wanted and all(inquires(question) or asks_to_be_told(question) for question in wanted)
    told = wanted and all(asks_to_be_told(question) for question in wanted)
    if told or (inquired and (topics or touches or follows or kind_of(wanted) in INQUIRIES)):
        moves = tuple(move for move in moves if move is not Move.ASK_VAGUE)
    if inquired and kind_of(wanted) in OF_THE_PAST:  # "what happened, that you go back to seven o'clock?" asks no act
        moves = tuple(move for move in moves if move not in ASKS)
    return Reading(
        moves=moves,
        asks=asks,
        checks=only_checks and any(who == "member" for who, _ in before),
        follows=follows,
        topics=topics,
        touches=touches,
        ask=_ask(persona, text, said) if ASKS.intersection(moves) else None,
        echoes=given_back,
        openers=_met(persona.openers, moves, said) if persona else (),
        closers=closers,
        picks_up=picks_up(said, before),
        repeats=repeats(text, before),
        instructs=instructs(text) or foreign(said),
        insults=insults(text),
        farewell=bids_farewell(text),
        assigns=Move.NEXT_STEP in moves and _ASSIGNS.search(text) is not None,
        words=len(tokens(text)),
    )


def _in_hand(persona: Persona, people: tuple[Someone, ...], before: Sequence[Line]) -> bool:
    """Whether the member was just speaking of these people, and not of something else in which they came up."""
    last = next((line for who, line in reversed(before) if who == "member"), "")
    return any(is_spoken_of(persona, one, last) for one in people) or any(
        one.in_line(telling.says) for one in people for telling in persona.tellings if telling.says in last
    )


def _ask(persona: Persona | None, text: str, said: tuple[str, ...]) -> Ask:
    acts = {a.id: weight(a.cues, said) for a in (*persona.commitments, *persona.refuses)} if persona else {}
    best = max(acts, key=lambda id_: acts[id_], default=None)
    return Ask(
        act=best if best and acts[best] else None,
        when=bool(_WHEN.search(text)),
        where=bool(_WHERE.search(text)),
        who=bool(_WHO.search(text)),
    )


def _met(tendencies: Iterable[Tendency], moves: tuple[Move, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        t.id
        for t in tendencies
        if (not t.moves or set(t.moves).intersection(moves)) and (not t.cues or weight(t.cues, said))
    )
