"""What kind of answer a question wants: a why, a who, a when, and so on."""

import re
from collections.abc import Sequence

from coach.core.situation import Situation
from coach.reader.questions import fillers

S = Situation

_OPENS = rf"^\W*{fillers()}"
_AUX = r"(?:do|does|did|have|has|are|were|would|could|can|will|should|might|had|is|was)(?:n't)?"

_EXPLAIN = (
    r"\bwhat (?:do|did|does) (?:you|that|it) (?:really |actually |exactly )?mean\b",
    r"\bhow do you mean\b|\bmeaning what\b|\bwhat's that mean\b|\bin what sense\b",
)
_TERMS = (
    r"\bwhat would (?:you need|(?:it|that) (?:take|have to)|help you|suit|work for)\b",
    r"\bwhat would (?:make|have made) (?:it|that|this) (?:\w+ )?(?:easier|possible|doable|safer|worth|work|feel)\b",
    r"\bwhat would feel (?:safe|right|ok|okay|fair)\b",
    r"\b(?:what|which|is there|would) .{0,30}\b(?:smaller|easier|lighter)\b",
    (
        r"\bwhat (?:would|could|might|can) you (?:be (?:willing|able|up for|prepared|happy|comfortable|open)|manage|"
        r"agree|see yourself|live with)\b"
    ),
    r"\bwhat (?:are you|do you feel) (?:willing|able|ready|comfortable)\b",
    r"\bwhat (?:would be|is|'s) (?:the|a) (?:right|good|fair) (?:size|sort|kind)\b",
    r"\b(?:what|which) (?:\w+ ){0,2}would (?:be (?:right|best|fair|ok|okay|enough|better)|suit|work)\b",
    r"\bwhat (?:sort|kind|size) of (?:thing|step|ask|role|part|job|help) (?:would|could|might)\b",
)
_WHY = (rf"{_OPENS}why\b|\bwhy\W*$|\bhow come\b|\bwhat(?:'s| is| was)? (?:made|makes|the reason)\b|\bwhat for\W*$",)
_WHO = (
    rf"{_OPENS}(?:who|whose|whom)\b|\bwho (?:else|would|do|did|does|is|was|could|are)\b",
    r"\bwhich (?:one|of (?:them|you|the)|people|parents|neighbours|workmates)\b",
    (
        rf"{_OPENS}(?:is|was|are|were|do|does|did|has|have) (?:there )?(?:you (?:have|know|got) )?"
        r"(?:any(?:one|body)|some(?:one|body))\b"
    ),
)
_WHEN = (
    rf"{_OPENS}when\b|\bwhen (?:did|do|was|were|is|are|will|would|does|have)\b|\bsince when\b",
    r"\bhow (?:long|often|many|much|old|far|big|soon)\b|\bwhat (?:year|time|age|day|date)\b",
)
_WHAT_IF = (
    r"\b(?:what|how|where|who|which) (?:\w+ )?(?:would|might|could) (?:you|it|that|they|he|she)\b|\bif you could\b",
    rf"\bwould (?:you|it|that|they)\b.*\bif\b|\bif\b.*\bwould\b|{_OPENS}would you\b|\bwhat if\b|\bimagine\b",
    r"\bcould you (?:ever )?(?:see|imagine|picture)\b",
)
_HAPPENED = (
    (
        r"\bwhat (?:'s |has |had )?(?:happen|come of|came of|became)|\bhow did (?:that|it|this|you) (?:go|end|start|"
        r"begin|turn out|come about|find out|happen)"
    ),
    r"\bwhat (?:did|was) (?:you|he|she|they|it) (?:do|say|doing|saying|think)\b",
    r"\b(?:and|what) then\W*$|\bwhat (?:next|came next|came after)|\btell me what\b",
)
_FEELING = (
    (
        r"\bfe(?:el|els|lt|eling)\b|\b(?:are|were|is it that) you (?:ever )?(?:afraid|scared|frightened|worried|angry|"
        r"sad|lonely|proud|happy|tired|nervous|ashamed|upset|hurt|sorry|bitter|cross)\b"
    ),
    r"\bdo(?:es)? (?:it|that|you) (?:ever )?(?:hurt|bother|worry|get to you|weigh|miss|regret|mind|scare|hate|eat)\b",
    (
        r"\b(?:what|how) (?:is|was|'s|are|were|has|have)(?: that| it| this| things)?(?: \w+){0,4} "
        r"(?:like|(?:for|on|to) you)\b"
    ),
    r"\bhow (?:do|did|does|are|is|have|was|were) (?:you|that|it)\b.*\b(?:with|about|cope|coping|take it|sit|land)\b",
    r"\bwhat(?:'s| is) (?:that|it) like\b",
)
_YES_NO = (rf"{_OPENS}{_AUX} (?:you|it|that|this|your|there|he|she|they)\b",)

_IN_PARTICULAR = re.compile(
    rf"{_OPENS}{_AUX} |[,;] {_AUX} |\b(?:what|how) (?:do|does|did|would|will) (?:\w+ ){{1,3}}"
    r"(?:think|say|make|reckon|want|feel|fear|need|hope)\b",
    re.IGNORECASE,
)

_KINDS = tuple(
    (kind, re.compile("|".join(patterns), re.IGNORECASE))
    for kind, patterns in (
        (S.ASKED_TO_EXPLAIN, _EXPLAIN),
        (S.ASKED_TERMS, _TERMS),
        (S.ASKED_WHY, _WHY),
        (S.ASKED_WHO, _WHO),
        (S.ASKED_WHEN, _WHEN),
        (S.ASKED_WHAT_IF, _WHAT_IF),
        (S.ASKED_WHAT_HAPPENED, _HAPPENED),
        (S.ASKED_FEELING, _FEELING),
        (S.ASKED_YES_NO, _YES_NO),
    )
)
"""The first that fits is the kind."""

_TOLD = re.compile(
    r"\b(?:would|could|can|will) you (?:\w+ ){0,3}(?:tell|telling|say|saying|explain|explaining|describe|describing)\b"
    r"(?: me| us)?(?: a bit| a little| more| something)?(?: about)?",
    re.IGNORECASE,
)
"""What only asks to be told."""
_CLAUSE = re.compile(r"^\W*(?:and |so |but )?(?:when|while|after|before|once|since) [^,?]+, ?(?=\w)", re.IGNORECASE)
"""What stands before a question and says when."""
_TIME = re.compile(
    r"\b(?:when|how (?:long|often|soon|old)|time|year|month|week|day|date|age|since|long|clock|calendar|diary|ago)s?\b",
    re.IGNORECASE,
)


def kind_of(wanted: Sequence[str]) -> S | None:
    """The kind of the last question that has one: of what is asked, however politely it is asked to be told."""
    plain = [_TOLD.sub("", _CLAUSE.sub("", question)) for question in wanted]
    kinds = (kind for question in reversed(plain) for kind, pattern in _KINDS if pattern.search(question))
    return next(kinds, None)


def in_particular(question: str) -> bool:
    """Whether it asks for one thing alone: a yes or no, or what somebody thinks, says, wants."""
    return bool(_IN_PARTICULAR.search(question))


def asks_time(text: str) -> bool:
    """Whether it speaks of when or how long, and not of how many."""
    return bool(_TIME.search(text))
