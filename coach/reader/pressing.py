"""Pressure in words so plain that no weights are asked: ultimatums, false urgency, guilt, flattery."""

import re

_STEPS_IN = r"(?:join|sign|come|commit|say yes|step up)"
_LETS_DOWN = r"lett?(?:ing)? [^.!?]{1,50}? down"
_IF_NOT = rf"\bif you (?:don't|do not|won't|will not) {_STEPS_IN}"
_ALL = r"(?:everyone|everybody)"
_ULTIMATUM = (
    rf"\byou (?:(?:have|need) to|must) {_STEPS_IN}\b[^.!?]{{0,80}}\bor\b[^.!?]{{0,80}}\b{_LETS_DOWN}\b",
    rf"{_IF_NOT}\b[^.!?]{{0,80}}\b(?:{_LETS_DOWN}|(?:nobody|no one) (?:else )?(?:will|is going to)|(?:is|be) on you)\b",
    rf"\byou(?:'re| are|'ll be| will be|'d be) {_LETS_DOWN}[^.!?]{{0,80}} (?:if|unless) you\b",
)
_HURRIES = (
    r"\b(?:it|this|that)(?:'s| has) (?:got )?to be (?:done |signed )?(?:today|tonight|right now|this minute)\b",
    r"\b(?:it|this)(?:'s| is) now or never\b",
)
_SHAMES = (
    r"\byou(?:'re| are)? (?:really )?(?:gonna|going to|want to) let [^.!?,]{2,40} down\b",
    r"\b(?:want|have|got|live with) (?:that|this|it|them|him|her) on (?:your|ya) (?:conscience|head|hands)\b",
    r"(?<!don't )(?<!not )\byou owe it to\b",
    rf"\b{_ALL} else (?:(?:on|in) \S+ \S+ |here )?(?:has|is|'s)(?: all)?(?: already)? (?:signed|said yes|joined|in\b)",
    r"\byou(?:'re| are) the (?:only|last) one (?:left|who (?:hasn't|has not|won't))",
    r"\bwhose side (?:are|'re) you\b|\bif you (?:really )?cared\b",
    r"\b(?:you'll|you will) (?:regret (?:it|this)|be sorry)\b",
    r"\bi(?:'ve| have)? (?:already )?told (?:them|everyone|the \w+) (?:that )?you(?:'d|'ll|'re| would| will| are)\b",
    r"\bafter (?:everything|all) (?:we|i|they)(?:'ve| have) done for you\b",
)
_FLATTERY = (
    r"\b(?:someone|somebody|people|blokes|women|guys|workers|a person) like (?:you|yourself)\b",
    rf"\b(?:{_ALL}|they all|people all) (?:here |really |just )?(?:listens?|looks? up) to you\b",
    rf"\b{_ALL} (?:here )?(?:loves|adores|respects|trusts) you\b",
    r"\bnatural(?:-born)? leader\b|\byou're such a (?:natural|star|legend)\b",
    r"\bcan(?:'t|not) (?:ignore|say no to) (?:you|someone)\b",
)
_PRESSING = re.compile("|".join((*_ULTIMATUM, *_HURRIES, *_SHAMES)), re.IGNORECASE)
_FLATTERING = re.compile("|".join(_FLATTERY), re.IGNORECASE)
_ROOM = re.compile(
    r"^\W*(?:that's fair|fair enough|that's (?:fine|okay|ok|all right))\b(?!,? but)[^?]*\b(?:what|which|how)\b[^?]*\?"
    r"|\bno is (?:a )?(?:fine|good|okay|ok)\b"
    r"|\bif you (?:don't|do not|can't|cannot|won't) (?:come|want|make it|feel like)\b[^.?!]*"
    r"\b(?:still|fine|okay|ok|glad|no)\b"
    r"|\bwhat (?:would|might|could|'d) (?:make (?:it|that|this) hard|get in the way|stop)\b"
    r"|\bwhat (?:is|'s) (?:behind|in the way of) (?:it|that|the)\b",
    re.IGNORECASE,
)
_TELLS_OF = re.compile(
    r"\b(?:so|feel|feels|felt|feeling|think|thought|said|say|told|tell|sounds?|like|worr\w+|afraid|scared|fear\w*)\b",
    re.IGNORECASE,
)


def presses(text: str) -> bool:
    """Whether a sentence of it hurries, shames or warns them into something.

    One that only tells of such a feeling ("you feel that you're letting them down if you …") gives it back.
    """
    return any(
        (found := _PRESSING.search(said)) is not None and not _TELLS_OF.search(said[: found.start()])
        for said in re.split(r"(?<=[.!?])\s+", _straight(text))
    )


def leaves_room(text: str) -> bool:
    """Whether it takes a no, or asks what stands in the way, with nothing that presses beside it."""
    return _ROOM.search(_straight(text)) is not None and not presses(text) and not flatters(text)


def flatters(text: str) -> bool:
    """Whether it praises them in a way that could be said to anybody."""
    return _FLATTERING.search(_straight(text)) is not None


def _straight(text: str) -> str:
    return text.replace("’", "'")
