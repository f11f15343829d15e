"""What the member says to an ask: a yes, a maybe or a no in the words of their file, and the fear behind a maybe."""

from collections.abc import Iterator

from coach.core.conversation import Answer
from coach.core.situation import Situation
from coach.partner.lines import Lines
from coach.partner.piece import Piece
from coach.partner.question import own_words


def answered(lines: Lines, answer: Answer, topics: tuple[str, ...]) -> Iterator[Piece]:
    """The answer to an ask; with a maybe, the one of these fears that is behind it, where none has been named."""
    yield _answer(lines, answer)
    if answer.kind == "maybe" and (fear := _fear_of(lines, answer.act, topics)):
        yield fear


def _answer(lines: Lines, answer: Answer) -> Piece:
    commitment = next((c for c in lines.persona.commitments if c.id == answer.act), None)
    refusal = next((r for r in lines.persona.refuses if r.id == answer.act), None)
    if commitment:
        says = commitment.says
        texts = {"agree": says.yes, "maybe": says.maybe, "no": says.no, "easy_yes": says.easy_yes}[answer.kind]
    else:
        texts = refusal.says if refusal else ()
    if text := next(lines.fresh(texts), None) or next((text for text in texts if not lines.said_here(text)), None):
        return Piece(text)
    return lines.anything(Situation.NEXT_STEP if answer.kind == "agree" else Situation.ASKED_OTHER)


def _fear_of(lines: Lines, act: str, topics: tuple[str, ...]) -> Piece | None:
    """The fear that has most to do with the act, else the first that is not yet told."""
    commitment = next((c for c in lines.persona.commitments if c.id == act), None)
    of_act = own_words(" ".join((commitment.act, *commitment.cues, *commitment.says.maybe))) if commitment else ()
    fears = [topic for topic in lines.persona.fears if topic.id in topics]
    ranked = sorted(fears, key=lambda fear: -len(own_words(" ".join(fear.says)).intersection(of_act)))
    return next((piece for fear in ranked if (piece := lines.topic(fear.id))), None)
