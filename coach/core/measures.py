"""What code can count, code counts: words, turns, questions, and habits of mobilizing as sequences."""

import re
from collections.abc import Callable, Iterable

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.feedback import MarkerResult, Measures
from coach.core.moves import ASKS, GIVING, QUESTIONS, Move
from coach.core.persona import Persona
from coach.core.replay import replay
from coach.core.rubric import Rubric
from coach.core.said import QUESTION_MARKS, ends_in_question, said_to_them, sentences, word_count

INTERROGATION = 3
"""So many turns of questions in a row, with nothing given back, are an interrogation."""
QUESTION_RUN = frozenset({"third_question", "interrogated"})
"""Rules of the fold by which a question in a row costs trust."""
ISSUE_RUN = 4
LEAST_TURNS, LEAST_SAID, LEAST_ANSWERS = 3, 30, 2
"""Organizer turns, organizer words and member turns without which nothing is assessed."""
STATEMENT_WORDS = 5
ANSWER_WORDS = 18
"""A member who says this much in answer was not pried at."""
STORY_WORDS = 25
"""A member turn of this length has told something, where no reading says whether it has."""

_TO_THEM = re.compile(r"\b(you|your|yours|you're|you've|you'd|ya|youse|yourself)\b", re.IGNORECASE)


def measure(conversation: Conversation) -> Measures:
    """All counts of a talk. The organizer's share is that of all words spoken, 0 to 1."""
    ours = [word_count(said_to_them(turn.text)) for _, turn in conversation.organizer_turns]
    theirs = [word_count(turn.text) for _, turn in conversation.member_turns]
    everything = sum(ours) + sum(theirs)
    asked = [_questions(turn) for _, turn in conversation.organizer_turns]
    return Measures(
        organizer_share=round(sum(ours) / everything, 2) if everything else None,
        words=sum(ours),
        member_words=sum(theirs),
        turns=len(ours),
        member_turns=len(theirs),
        questions=sum(asked),
        open_questions=_turns_with(conversation, Move.OPEN_QUESTION),
        follow_ups=_turns_with(conversation, Move.FOLLOW_UP),
        reflections=_turns_with(conversation, Move.REFLECTION),
        own_stories=_turns_with(conversation, Move.OWN_STORY),
        stacked_turns=sum(1 for count in asked if count > 1),
        longest_turn_words=max(ours, default=0),
        member_longest_turn_words=max(theirs, default=0),
    )


def too_little(conversation: Conversation) -> str | None:
    """Why there is too little to assess honestly; None where there is enough.

    Enough is three organizer turns of three words or more, each different and no insult, thirty words of
    theirs in all, and two turns of the member's: less shows nobody's practice.
    """
    turns = [turn for _, turn in conversation.organizer_turns]
    said = [said_to_them(turn.text).strip() for turn in turns]
    insults = [turn.counted is not None and turn.counted.insults for turn in turns]
    spoken = {text.casefold() for text, rude in zip(said, insults, strict=True) if word_count(text) >= 3 and not rude}
    if not any(word_count(text) for text in said):
        return "You have not said anything yet, so there is nothing to give feedback on."
    if len(said) == 1:
        return "There is only one turn of yours. Talk a little longer, then there is something to look at."
    if any(insults) and len(spoken) < LEAST_TURNS:
        return "There is little here but insults, and nothing to learn a 1:1 from. Start afresh when you like."
    if not spoken:
        return "You said only a word or two at a time. Ask or tell something, and it can be looked at."
    if len(spoken) < LEAST_TURNS or sum(word_count(text) for text in said) < LEAST_SAID:
        return "There is too little of yours in this talk to say anything honest about it. Talk a little longer."
    if sum(1 for _, turn in conversation.member_turns if word_count(turn.text)) < LEAST_ANSWERS:
        return "They have hardly spoken yet. How you listen can't be seen before they have."
    return None


def markers(conversation: Conversation, rubric: Rubric, persona: Persona | None = None) -> tuple[MarkerResult, ...]:
    """The rubric's markers that were seen, each with its turns. One that code doesn't know is left out.

    With a persona, a turn that cost trust as one more question in a row counts as interrogating, whatever its words.
    """
    found: list[MarkerResult] = []
    grilled = {
        step.turn
        for step in (replay(persona, conversation) if persona else ())
        if any(reason.rule in QUESTION_RUN for reason in step.reasons)
    }
    for marker in rubric.markers:
        sighted = _MARKERS.get(marker.id)
        turns = (
            tuple(sorted({*sighted(conversation), *(grilled if marker.id == "INTERROGATE" else ())})) if sighted else ()
        )
        if turns:
            found.append(MarkerResult(id=marker.id, turns=turns))
    return tuple(found)


def _moves(turn: OrganizerTurn) -> frozenset[Move]:
    return frozenset(turn.counted.moves) if turn.counted else frozenset()


def _turns_with(conversation: Conversation, move: Move) -> int:
    return sum(1 for _, turn in conversation.organizer_turns if move in _moves(turn))


def _questions(turn: OrganizerTurn) -> int:
    """Question marks; where the learner typed none, one for a turn that is read as a question."""
    marked = sum(map(ends_in_question, sentences(said_to_them(turn.text))))
    return max(marked, 1 if _moves(turn) & QUESTIONS else 0)


def _making(move: Move) -> Callable[[Conversation], Iterable[int]]:
    return lambda conversation: (n for n, turn in conversation.organizer_turns if move in _moves(turn))


def _interrogations(conversation: Conversation) -> Iterable[int]:
    run = 0
    for n, turn in conversation.organizer_turns:
        moves = _moves(turn)
        run = run + 1 if moves & QUESTIONS and not moves & GIVING and not _states(turn.text) else 0
        if run >= INTERROGATION:
            yield n


def _states(text: str) -> bool:
    """Beside its questions the turn says something; where none is marked, the last sentence is taken for one."""
    parts = sentences(said_to_them(text))
    asked = [part for part in parts if part.endswith(QUESTION_MARKS)] or parts[-1:]
    return any(word_count(part) >= STATEMENT_WORDS for part in parts if part not in asked)


def _early_asks(conversation: Conversation) -> Iterable[int]:
    for n, turn in enumerate(conversation.turns, 1):
        if isinstance(turn, MemberTurn):
            if _told(turn):
                return
        elif _moves(turn) & ASKS:
            yield n


def _told(said: MemberTurn) -> bool:
    return bool(said.told) or (said.reading.tells if said.reading else word_count(said.text) >= STORY_WORDS)


def _prying(conversation: Conversation) -> Iterable[int]:
    for n, turn in conversation.organizer_turns:
        before = conversation.turns[n - 2] if n > 1 else None
        after = conversation.turns[n] if n < len(conversation.turns) else None
        if isinstance(after, MemberTurn) and word_count(after.text) >= ANSWER_WORDS:
            continue
        answered = conversation.turns[n - 3] if n > 2 else None
        turned_aside = isinstance(before, MemberTurn) and before.reading is not None and before.reading.deflects
        if isinstance(answered, OrganizerTurn) and Move.REPAIR in _moves(answered):
            continue  # "Fine. You said it" forgives a misstep, and turns nothing aside
        moves = _moves(turn)
        goes_in = moves & QUESTIONS and not moves & {*GIVING, Move.PERMISSION, Move.LEADING_QUESTION, *ASKS}
        if turned_aside and goes_in:
            yield n


def _issue_only(conversation: Conversation) -> Iterable[int]:
    run = 0
    for n, turn in conversation.organizer_turns:
        said = said_to_them(turn.text)
        about_them = _moves(turn) & {*GIVING, Move.FOLLOW_UP, Move.WHY_PROBE} or _TO_THEM.search(said)
        run = 0 if about_them or word_count(said) < 4 else run + 1
        if run >= ISSUE_RUN:
            yield n


_MARKERS: dict[str, Callable[[Conversation], Iterable[int]]] = {
    "PITCH": _making(Move.PITCH),
    "LEAD": _making(Move.LEADING_QUESTION),
    "INTERROGATE": _interrogations,
    "FIX": _making(Move.ADVICE),
    "EARLY_ASK": _early_asks,
    "SELL": _making(Move.PRESSURE),
    "PRY": _prying,
    "ISSUE_ONLY": _issue_only,
    "THIRD_PARTY": _making(Move.THIRD_PARTY),
}
