"""What a member's turn does: enough to assess a talk that nobody directed."""

from collections.abc import Sequence

from coach.core.moves import MemberReading
from coach.reader.cues import cues, heard
from coach.reader.features import Line
from coach.reader.sentences import sentences

_ASKS = frozenset({"k.would_you", "k.involved", "k.ask_frame", "u.need_you"})
TELLING_WORDS = 25
"""From about this many words on, a turn that speaks of the member's own past tells something."""
DODGING_WORDS = 20
"""A turn longer than this gives something, even where it changes the subject."""


def read(text: str, before: Sequence[Line] = ()) -> MemberReading:
    """Read a member's turn. Only what was asked for, now or one exchange ago, can be agreed to or refused."""
    said = sentences(text)
    found = frozenset[str]().union(*(heard(sentence) for sentence in said))
    opening = heard(said[0]) if said else frozenset[str]()
    words = sum(len(sentence.split()) for sentence in said)
    asked = any(
        cues(sentence) & _ASKS for who, line in before[-3:] if who == "organizer" for sentence in sentences(line)
    )
    hesitates = bool(found & {"member.try", "member.unsure"})
    offers = "member.offer" in found and "member.no" not in opening
    refuses = asked and not offers and "member.no" in (opening if hesitates else found)
    agrees = asked and not refuses and not hesitates and (offers or "member.yes" in opening)
    feels = "member.feels" in found
    tells = (words >= TELLING_WORDS and ("member.tells" in found or feels)) or (feels and words >= 8)
    dodges = bool(found & {"member.deflect", "member.clock"}) or words < 4
    deflects = dodges and not tells and not agrees and 0 < words <= DODGING_WORDS
    return MemberReading(tells=tells, deflects=deflects, hesitates=hesitates, agrees=agrees, refuses=refuses)
