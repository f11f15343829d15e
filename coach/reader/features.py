"""What the classifier sees of a turn: each sentence's cues and words, neighbours, what was said before."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from coach.reader.cues import cues, heard
from coach.reader.sentences import sentences

Line = tuple[str, str]
"""Who spoke ("organizer" or "member"), and what they said."""

_LEAVE = frozenset({"m.can_i", "m.ask_you"})
_FACT = frozenset({"q.how_fact", "q.wh_fact", "q.name_is"})
_WONDERS = frozenset({"q.what", "q.how", "q.why", "q.what_made", "q.tellme", "q.ask_open"})
_OPEN = _WONDERS | {
    "q.how_journey",
    "q.what_you_think",
    "q.what_is_it_like",
    "q.tellme",
    "q.what_happened",
    "q.feel",
    "q.fragment",
    "q.ask_open",
}
_ASKING = _OPEN - {"q.feel"} | {"q.ask_fact", "q.mark", "q.how_fact", "q.aux", "q.wh_fact"}
_POLAR = frozenset({"q.aux", "q.reduced", "q.tag", "q.leading", "r.count"})
_ASKS = frozenset({"k.would_you", "k.ask_frame", "k.involved", "k.come_along", "k.you_in"})
_CHECKED = frozenset({"q.mark", "q.tag", "q.leading", "q.subject_you", "q.reduced"})
"""What makes a question of a statement that only asks at its end whether it is right."""
_TAGGED = re.compile(r"(?:, (?:all right|right|yeah|hey|eh|correct|no|okay)|(?<!all )\bright)(?: \?)?$")
_PUTS_IN = re.compile(r"\b(?:must|surely|should|obviously|bet|your lot|not (?:you|it|they) )")
_HOW_IS_IT = r"how (?:is|are|was) (?:it going|things|you|yourself|(?:the|that|your) \w+)|how you (?:going|doing)"
_GREETS = re.compile(
    rf"^(?:(?:\w+ ,|\w+) )?(?:{_HOW_IS_IT}|what is (?:up|new|happening))"
    r"(?: (?:mate|man|love|there|today|going|doing|this \w+))*(?: \?)?$"
)
_WHEN = frozenset({"k.day", "k.clock"})
_PROMISES = frozenset({"n.i_will", "n.you_will", "n.recap", "n.see_you"})
_PAST = frozenset({"s.i_past", "s.i_used", "s.when_i"})
_STORY = frozenset({"s.kin_past"})
_MINE = frozenset({"s.my_kin", "s.my", "s.i_used", "s.i_feel", "s.when_i"})
_CARRY_LITTLE = (
    "the a an and or but so of to in on at for with by from as is are was were be been am do does did "
    "have has had i you he she it we they me him her us them my your his our their this that these "
    "those there here not no yes what who how why when where which if then than just like really would "
    "could can will 'd should must might up out about into get got go going know think want say said "
    "one some any all more much many very too still now back s t re well okay yeah because thing things "
    "people something anything nothing mean make made see way time good oh right bit "
)
_COMMON = frozenset(_CARRY_LITTLE.split())


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A rough stem, enough to find a member's word again in another form."""
    for ending in ("ingly", "ings", "ing", "edly", "ies", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] in "eyi" else word


@lru_cache(maxsize=2048)
def content(text: str) -> frozenset[str]:
    """Stems of the words that carry something."""
    return frozenset(
        stem(word) for sentence in sentences(text) for word in sentence.split() if len(word) > 2 and word not in _COMMON
    )


def features(text: str, before: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    """Names of what each sentence of an organizer's turn shows; none for a turn without words."""
    said = sentences(text)
    found = [cues(sentence) for sentence in said]
    around = _around(before)
    last = content(before[-1][1]) if before and before[-1][0] == "member" else frozenset[str]()
    earlier = frozenset[str]().union(*(content(line) for who, line in before[-13:-1] if who == "member"))
    shown: list[tuple[str, ...]] = []
    for i, (sentence, all_cues) in enumerate(zip(said, found, strict=True)):
        gives_back = _gives_back(sentence, all_cues, last, earlier)
        own = all_cues - _CHECKED if gives_back else all_cues
        mode = "asks" if own & _ASKING else "states"
        words = sentence.split()
        names = {
            mode,
            f"{mode}:long" if len(words) > 14 else f"{mode}:short" if len(words) < 5 else f"{mode}:mid",
        }
        names |= own | {f"{mode}:{cue}" for cue in own}
        names |= {f"{mode}:{thing}" for thing in around}
        names |= _echoes(mode, sentence, last, earlier)
        names |= {"checked"} if gives_back else set[str]()
        plain = [word for word in words if word not in ",?"]
        names |= {f"w:{word}" for word in plain}
        names |= {f"w:{one} {two}" for one, two in pairwise(plain)}
        names |= {f"first:{word}" for word in plain[:1]}
        names |= {f"{mode}:with:{cue}" for j, other in enumerate(found) if j != i for cue in other}
        names |= {f"{mode}:after:{cue}" for cue in (found[i - 1] if i else ("nothing",))}
        names |= {f"{mode}:then:{cue}" for cue in (found[i + 1] if i + 1 < len(said) else ("nothing",))}
        names.add(f"{mode}:of:{min(len(said), 6)}")
        names |= _composed(own, frozenset[str]().union(*found))
        if "turn:0" in around and _GREETS.search(sentence):
            names.add("greets")
        if i == 0 and mode == "states" and "heard:asked" in around:
            names.add("answers")
        if "t.against" in own and any("t.valued" in other for other in found[:i]):
            names.add("gap")
        if i == 0 and len(words) < 4 and "turn:0" in around and "form:plain" in names:
            names = names - {"form:plain"} | {"form:name"}
        shown.append(tuple(sorted(names)))
    return tuple(shown)


def _composed(own: frozenset[str], turn: frozenset[str]) -> set[str]:
    """What takes more than one cue: an ask with its time and place, a promise, a story."""
    names = {f"form:{form}"} if (form := _form(own)) else set[str]()
    if own & _ASKS or {"k.verbless", "q.mark"} <= own:
        names.add("ask:when" if turn & _WHEN else "ask:bare")
        if "k.place" in turn:
            names.add("ask:where")
    if {"k.verbless", "k.you_in"} <= turn and own & {"k.verbless", "k.you_in"}:
        names.add("ask:verbless")
    if own & _PROMISES and turn & _WHEN:
        names.add("will:when")
    if own & _STORY or (own & _PAST and own & _MINE):
        names.add("story")
    return names


def _form(own: frozenset[str]) -> str:
    """What kind of question a sentence is by its grammar; empty for none."""
    forms = (
        ("open", "q.ask_open" in own),
        ("fact", "q.ask_fact" in own),
        ("leave", bool(own & _LEAVE)),
        ("ask", "k.offer" in own or (bool(own & _ASKS) and not own & _WONDERS)),
        ("ask", {"k.verbless", "q.mark"} <= own),
        ("polar", "q.then_polar" in own),
        ("fact", bool(own & _FACT)),
        ("open", bool(own & _OPEN)),
        ("polar", bool(own & _POLAR)),
        ("plain", "q.mark" in own),
    )
    return next((form for form, holds in forms if holds), "")


def _gives_back(sentence: str, own: frozenset[str], last: frozenset[str], earlier: frozenset[str]) -> bool:
    """Whether a sentence tells them what they said, and only asks at its end if that is right."""
    if not _TAGGED.search(sentence) or _PUTS_IN.search(sentence) or own & (_WONDERS | {"q.aux", "q.wh_fact"}):
        return False
    words = content(sentence)
    return len(words & last) > 1 or len(words & (last | earlier)) * 2 >= max(len(words), 1)


def _echoes(mode: str, sentence: str, last: frozenset[str], earlier: frozenset[str]) -> set[str]:
    own = content(sentence)
    near, far = len(own & last), len(own & earlier - last)
    names = {f"{mode}:echo:{min(near, 3)}", f"{mode}:recall:{min(far, 3)}"}
    if near and near * 2 >= len(own):
        names.add(f"{mode}:echo:mostly")
    if mode == "states" and near:
        first = sentence.split()[0]
        names.add(f"echo:by:{first if first in {'i', 'you', 'we', 'so', 'it', 'that', 'and'} else 'other'}")
        if len(sentence.split()) < 8:
            names.add("echo:short")
    if own and not near and not far:
        names.add(f"{mode}:new")
    return names


def _around(before: Sequence[Line]) -> set[str]:
    """What came before: how far the talk is, what the member just did, whether an ask was already made."""
    turns = sum(who == "organizer" for who, _ in before)
    names = {f"turn:{turns if turns < 3 else '3-5' if turns < 6 else '6-9' if turns < 10 else '10+'}"}
    if before and before[-1][0] == "member":
        said = sentences(before[-1][1])
        names |= {f"heard:{cue}" for sentence in said for cue in heard(sentence)}
        if said and "member.asks" in heard(said[-1]):
            names.add("heard:asked")
        length = sum(len(sentence.split()) for sentence in said)
        names.add("heard:short" if length < 9 else "heard:long" if length > 45 else "heard:mid")
    for place, (who, line) in enumerate(before[-8:], max(len(before) - 8, 0)):
        if who == "organizer":
            shown = [cues(sentence) for sentence in sentences(line)]
            if place == len(before) - 2 and any(own & _STORY or (own & _PAST and own & _MINE) for own in shown):
                names.add("told")
                if "heard:asked" in names:
                    names.add("told:asked")
            asked = frozenset[str]().union(*shown)
            if asked & {"k.would_you", "k.involved", "k.ask_frame"} and asked & {"k.day", "k.involved"}:
                names.add("asked")
    return names
