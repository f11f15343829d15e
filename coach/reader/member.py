"""What a member's turn does: enough to assess a talk that nobody directed."""

from collections.abc import Sequence

from coach.core.moves import MemberReading
from coach.reader.cues import cues
from coach.reader.features import Line
from coach.reader.sentences import sentences

_ASKS = frozenset({"k.would_you", "k.involved", "k.ask_frame", "k.come_along", "u.need_you"})
TELLING_WORDS = 25
"""From about this many words on, a turn that speaks of the member's own past tells something."""


def read(text: str, before: Sequence[Line] = ()) -> MemberReading:
    """Read a member's turn. Only what was asked for, now or one exchange ago, can be agreed to or refused."""
    said = sentences(text)
    found = frozenset[str]().union(*(cues(sentence) for sentence in said))
    opening = cues(said[0]) if said else frozenset[str]()
    words = sum(len(sentence.split()) for sentence in said)
    asked = any(
        cues(sentence) & _ASKS
        for who, line in before[-3:]
        if who == "organizer"
        for sentence in sentences(line)
    )
    hesitates = bool(found & {"member.try", "member.unsure"})
    refuses = asked and "member.no" in (found if not hesitates else opening)
    agrees = asked and not refuses and not hesitates and "member.yes" in found
    feels = "member.feels" in found
    tells = (words >= TELLING_WORDS and ("member.tells" in found or feels)) or (feels and words >= 8)
    deflects = not tells and (
        bool({"member.deflect", "member.clock"} & found) or (0 < words < 5 and not agrees)
    )
    return MemberReading(tells=tells, deflects=deflects, hesitates=hesitates, agrees=agrees, refuses=refuses)
