"""Second thoughts on the classifier's labels, where a plain rule of the codebook knows better than its weights."""

import re
from collections.abc import Set

from coach.core.moves import ASKS, QUESTIONS, Move
from coach.reader.conduct import bids_farewell
from coach.reader.pressing import flatters, leaves_room, presses

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next week|(?:this|next) weekend)"
_PROPOSES = re.compile(
    rf"\b(?:could|can|shall|would|will|should) (?:we|i|you)\b[^.!?]*\b{_DAY}\b|\b{_DAY}\b[^.!?]*\?", re.IGNORECASE
)
_OFFERS = re.compile(
    rf"\b(?:it|that) (?:could|can|might) (?:just )?be (?:as \w+ as|just|only) \w+ing\b[^.!?]*\b{_DAY}", re.IGNORECASE
)
_HELD_AGAINST = re.compile(
    r"\byou\b[^.?!]{10,}?,? (?:and|but|while|yet)\b[^.?!]{8,}[.!]\s+(?:and |so |but )?"
    r"(?:how (?:do|does|did|can) (?:you|that|it|those)[^.?!]{0,30}\b(?:live with|sit with|square|fit|carry)|"
    r"what do you make of)\b",
    re.IGNORECASE,
)
"""Two things side by side, and then the question how they go together."""
_MEETING = re.compile(
    r"\b(?:again|meet|sit|talk|come|catch up|have a (?:coffee|cuppa|tea|chat)|walk|visit|drop by)\b", re.IGNORECASE
)
_ABOUT_THEM = re.compile(
    r"^\W*(?:and |so |but |then )*(?:what|who|where|when|why|how|which)(?: \w+)? "
    r"(?:did|was|were|had|has|is|are|does|do)\b",
    re.IGNORECASE,
)
_OF_HABIT = re.compile(
    r"^\W*(?:and |so |but |then )*"
    r"(?:(?:did|was|were|had) |(?:do|does|has|have) [^.?!]*\b(?:ever|still|usually|often)\b)"
    r"(?![^.?!]*\b(?:want|mind|keen|up for|able|free|happy|coming|join)\b)",
    re.IGNORECASE,
)
"""What asks how things were, or mostly are, and not for an act."""
_QUESTION = re.compile(r"[^.!?\n]+\?")
_CHECKS = re.compile(
    r"\b(?:(?:have|did) i (?:got|get|heard?|understood) (?:that|it|you|this)(?: right)?|is that (?:right|it|fair)"
    r"|am i right|does that sound right|is that (?:about|near) it)\b[^.!?]*\?",
    re.IGNORECASE,
)
_DISPUTES = re.compile(
    r"\b(?:actually|not true|isn't true|that's not|it's not|no,|wrong|disagree|come on|with respect|to be fair|honestly"
    r"|you're (?:just|being)|but (?:you|they|that|there|we|i)|i don't think|nonsense|excuse|surely|things do|does work"
    r"|can't be)\b",
    re.IGNORECASE,
)

_BROKE_THEIR_WORD = re.compile(
    r"\bi (?:said|promised|told you)(?: that)? i(?:['’]d| would)\b[^?.!]*\b(?:and|but)(?: then)? "
    r"i (?:didn['’]t|did not|haven['’]t|have not|never|forgot)\b"
    r"|\bi (?:didn['’]t|did not) (?:do what i|keep my)\b|\bi broke my (?:word|promise)\b",
    re.IGNORECASE,
)

_OWNED = re.compile(
    r"\bi (?:pushed|rushed|overstepped|went too fast|ran ahead of myself|jumped (?:in|ahead|the gun)|"
    r"(?:put|asked|said) that (?:badly|clumsily|wrong)|came on too strong)\b(?! (?:you )?(?:to|for|him|her|them|it)\b)",
    re.IGNORECASE,
)
"""A misstep in this talk that is owned, with or without a sorry."""


def ruled(found: Set[Move], text: str) -> frozenset[Move]:
    """The moves after the rulings."""
    moves = set(found)
    questions = _QUESTION.findall(text)
    about_them = [question for question in questions if _ABOUT_THEM.search(question) or _OF_HABIT.search(question)]
    if moves & ASKS and questions and len(about_them) == len(questions):
        moves -= ASKS  # "what did you have to give up?" asks for an account, not for an act
        asks_open = any(_ABOUT_THEM.search(question) for question in questions)
        moves |= set() if moves & QUESTIONS else {Move.OPEN_QUESTION if asks_open else Move.CLOSED_QUESTION}
    asked = [question for question in questions if question not in about_them]
    proposed = [question for question in asked if _PROPOSES.search(question) and _MEETING.search(question)]
    if proposed:
        moves -= {Move.PERMISSION, Move.ASK_VAGUE, Move.CLOSED_QUESTION}
        moves.add(Move.ASK_SPECIFIC)
    if _HELD_AGAINST.search(text) and not moves & {Move.ADVICE, Move.PRESSURE, Move.PITCH}:
        moves |= {Move.TENSION, Move.OPEN_QUESTION}
    if _OFFERS.search(text):
        moves.add(Move.ASK_SPECIFIC)
    if _CHECKS.search(text) and not text.strip().startswith(("Is", "Have", "Did", "Am", "Does")):
        moves -= {Move.LEADING_QUESTION}  # what is given back to be checked leaves the answer with them
        moves |= {Move.REFLECTION, Move.CLOSED_QUESTION}
    if _BROKE_THEIR_WORD.search(text):
        moves.add(Move.REPAIR)  # who says that they did not do what they had promised owns it, with or without a sorry
        moves -= {Move.SMALL_TALK}
    if _OWNED.search(text):
        moves.add(Move.REPAIR)
        moves -= {Move.PITCH, Move.PRESSURE}
    if Move.REPAIR in moves:
        moves -= {Move.SHARED_POWER}  # "you've heard a hundred people say that" owns a misstep, and links nobody
    if Move.ARGUE in moves and (questions or Move.OWN_STORY in moves) and not _DISPUTES.search(text):
        moves.remove(Move.ARGUE)  # who asks, or tells of themselves, and contradicts nothing, does not argue
    if presses(text):
        moves -= {Move.SMALL_TALK, Move.REFLECTION}
        moves.add(Move.PRESSURE)
    if Move.PRESSURE in moves and leaves_room(text):
        moves.remove(Move.PRESSURE)  # who takes a no, or asks what makes it hard, does not press
    if moves & ASKS and flatters(text):
        moves.add(Move.PRESSURE)  # flattery that leads up to an ask
    if not moves and bids_farewell(text):
        moves.add(Move.THANKS)
    return frozenset(moves)
