"""Second thoughts on the classifier's labels, where a plain rule of the codebook knows better than its weights."""

import re
from collections.abc import Set

from coach.core.moves import ASKS, QUESTIONS, Move
from coach.reader.conduct import bids_farewell

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next week|(?:this|next) weekend)"
_PROPOSES = re.compile(
    rf"\b(?:could|can|shall|would|will|should) (?:we|i|you)\b[^.!?]*\b{_DAY}\b|\b{_DAY}\b[^.!?]*\?", re.IGNORECASE
)
_MEETING = re.compile(
    r"\b(?:again|meet|sit|talk|come|catch up|have a (?:coffee|cuppa|tea|chat)|walk|visit|drop by)\b", re.IGNORECASE
)
_ABOUT_THEM = re.compile(
    r"^\W*(?:and |so |but |then )*(?:what|who|where|when|why|how|which)(?: \w+)? "
    r"(?:did|was|were|had|has|is|are|does|do)\b",
    re.IGNORECASE,
)
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
_STEPS_IN = r"(?:join|sign|come|commit|say yes|step up)"
_LETS_DOWN = r"lett?(?:ing)? [^.!?]{1,50}? down"
_ULTIMATUM = re.compile(
    rf"\byou (?:(?:have|need) to|must) {_STEPS_IN}\b[^.!?]{{0,80}}\bor\b[^.!?]{{0,80}}\b{_LETS_DOWN}\b"
    rf"|\bif you (?:don't|do not|won't|will not) {_STEPS_IN}\b[^.!?]{{0,80}}"
    rf"\b(?:{_LETS_DOWN}|(?:nobody|no one) (?:else )?(?:will|is going to)|(?:is|be) on you)\b"
    rf"|\byou(?:'re| are|'ll be| will be|'d be) {_LETS_DOWN}[^.!?]{{0,80}} (?:if|unless) you\b",
    re.IGNORECASE,
)
_TELLS_OF = re.compile(
    r"\b(?:so|feel|feels|felt|feeling|think|thought|said|say|told|tell|sounds?|like|worr\w+|afraid|scared|fear\w*)\b",
    re.IGNORECASE,
)


def ruled(found: Set[Move], text: str) -> frozenset[Move]:
    """The moves after the rulings."""
    moves = set(found)
    questions = _QUESTION.findall(text)
    if moves & ASKS and questions and all(_ABOUT_THEM.search(question) for question in questions):
        moves -= ASKS  # "what did you have to give up?" asks for an account, not for an act
        moves |= set() if moves & QUESTIONS else {Move.OPEN_QUESTION}
    proposed = [question for question in questions if _PROPOSES.search(question) and _MEETING.search(question)]
    if proposed and not any(_ABOUT_THEM.search(question) for question in proposed):
        moves -= {Move.PERMISSION, Move.ASK_VAGUE, Move.CLOSED_QUESTION}
        moves.add(Move.ASK_SPECIFIC)
    if _CHECKS.search(text) and not text.strip().startswith(("Is", "Have", "Did", "Am", "Does")):
        moves -= {Move.LEADING_QUESTION}  # what is given back to be checked leaves the answer with them
        moves |= {Move.REFLECTION, Move.CLOSED_QUESTION}
    if Move.ARGUE in moves and questions and not _DISPUTES.search(text):
        moves.remove(Move.ARGUE)  # who asks, and contradicts nothing, does not argue
    if any(_threatens(said) for said in re.split(r"(?<=[.!?])\s+", text)):
        moves -= {Move.SMALL_TALK, Move.REFLECTION}
        moves.add(Move.PRESSURE)
    if not moves and bids_farewell(text):
        moves.add(Move.THANKS)
    return frozenset(moves)


def _threatens(sentence: str) -> bool:
    """Whether it says who will suffer if they do not step in; what only tells of such a feeling gives it back."""
    found = _ULTIMATUM.search(sentence.replace("’", "'"))
    return found is not None and not _TELLS_OF.search(sentence[: found.start()])
