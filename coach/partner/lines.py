"""The member's lines, and which of them are still unspoken in this talk."""

import re
from collections.abc import Iterable, Iterator, Sequence

from coach.core.conversation import Conversation, Leaving
from coach.core.moves import Move
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import Topic
from coach.partner.answering import ENOUGH, ENOUGH_NAMED, Candidate, answers
from coach.partner.following import taken_up
from coach.partner.piece import Piece, says
from coach.partner.question import NEAR, Question
from coach.reader.wanted import asks_time
from coach.reader.words import tokens

CLEARLY = 0.3
"""How much more of the turn's own words a later line must share, to be told before those that stand first."""
YES_NO = ("yes", "yeah", "yep", "no", "nah", "nope", "aye")
"""A reaction that opens with one of these would be heard as the answer to a question."""
NEARER = 0.05
"""How much likelier than a follow-up another line must be to come first: follow-ups fit oftener than they promise."""
THEM, MANY = re.compile(r"\bthem\b"), re.compile(r"\b(?:they|their|themselves|people|everyone)\b", re.IGNORECASE)
"""How a line leaves others to speak for themselves, and what shows that it can only mean several."""
YOU_FIRST = re.compile(
    r"\b(?:hear|tell me|speak|have something|served)\b[^.]*\bfirst\b|\bsooner hear\b|\brather hear\b|\bglad to hear\b|"
    r"\bhear from you\b|\btold me about yourself\b",
    re.IGNORECASE,
)
"""What bids the organizer to begin: said to nobody who has told something of themselves."""
FALLBACKS = (
    Situation.DOES_NOT_KNOW,
    Situation.CHANGES_SUBJECT,
    Situation.SILENCE,
    Situation.EMPTY,
    Situation.GUARDED,
)
"""Where to look when a situation has run out of lines, in a talk far longer than any 1:1."""
INSTEAD = {Situation.CONSIDERS: (Situation.ASKED_OTHER,), Situation.REMARKED: (Situation.EMPTY,)}
"""Where to look first, for those that a file may leave out."""


class Lines:
    """The lines of one member in one talk. A line that was spoken is not offered again."""

    def __init__(self, persona: Persona, conversation: Conversation) -> None:
        self.persona = persona
        self._spoken = [line for who, line in conversation.all_lines if who == "member"]
        self._passed: set[str] = set()
        before = conversation.since.told if conversation.since else ()
        self._told = {*before, *(id_ for _, turn in conversation.member_turns for id_ in turn.told)}
        self._last_told = conversation.member_turns[-1][1].told if conversation.member_turns else ()
        self._replies = [turn for _, turn in conversation.member_turns]
        self._here = [turn.text for turn in self._replies]
        self._again = conversation.since is not None
        self._topics = {topic.id: topic for topic in persona.topics}
        self._said_already = False
        self._given = any(
            turn.counted and turn.counted.does(Move.OWN_STORY) for _, turn in conversation.organizer_turns
        )
        self.question = Question(persona, conversation)
        self.at_first = len(conversation.organizer_turns) == 1
        """Whether the organizer has only just begun to speak."""

    def pass_over(self, pieces: Iterable[Piece]) -> None:
        """From now on, others come before these: another answer is wanted than the one that they made."""
        self._passed.update(piece.text for piece in pieces)

    def fresh(self, lines: Iterable[str]) -> Iterator[str]:
        """Those of these lines that have not been spoken, in their order; what was passed over comes round at last."""
        unspoken = self._unspoken(lines)
        return iter([line for line in unspoken if line not in self._passed] or unspoken)

    def _unspoken(self, lines: Iterable[str]) -> list[str]:
        return [line for line in lines if not any(says(spoken, line) for spoken in self._spoken)]

    def _fresh_of(self, situation: Situation) -> Sequence[str]:
        """The unspoken lines for a situation; where earlier meetings took them all, those not spoken in this one.

        Nobody is greeted for the first time twice.
        """
        met = self._again and situation is Situation.GREETING
        lines = self.persona.lines.get(Situation.MET_AGAIN if met else situation, ())
        fresh = list(self.fresh(lines))
        if fresh or not self._again or met:
            return fresh
        return [line for line in lines if not self.said_here(line)]

    def said_here(self, line: str) -> bool:
        """Whether it was spoken in this meeting."""
        return any(says(spoken, line) for spoken in self._here)

    def line(self, situation: Situation, skip: int = 0) -> Piece | None:
        """The next line for a situation; with `skip` one further on, round and round."""
        left = list(self._fresh_of(situation))
        return Piece(left[skip % len(left)]) if left else None

    def anything(self, situation: Situation) -> Piece:
        """The next line for a situation; where it has none left, one that fits nearly as well, or one said long ago."""
        met = (Situation.SMALL_TALK,) if self._again and situation is Situation.GREETING else ()
        for choice in (situation, *met, *INSTEAD.get(situation, ()), *FALLBACKS):
            if piece := self.line(choice):
                return piece
        every = self.persona.lines.get(situation) or self.persona.lines[Situation.SILENCE]
        return Piece(every[len(self._spoken) % len(every)])

    def leave(self, why: Leaving, situation: Situation) -> Iterator[Piece]:
        """What they say who end the talk: to what was said last, unless that was goodbye or an insult, and goodbye."""
        if why != "goodbye":
            yield self.anything(Situation.CLOCK if why == "time" else situation)
        if why != "insulted":
            yield self.anything(Situation.GOODBYE)

    def reaction(self, situation: Situation, asked: bool) -> Piece | None:
        """The next line for a situation; before an answer none that would be heard as the answer itself."""
        left = self._fresh_of(situation)
        text = next((line for line in left if not asked or tokens(line)[0] not in YES_NO), None)
        return Piece(text) if text else None

    def began_with(self, situations: Iterable[Situation]) -> bool:
        """Whether the member's last reply began with a line for one of these situations."""
        last = self._here[-1] if self._here else ""
        return any(last.startswith(line) for one in situations for line in self.persona.lines.get(one, ()))

    def evasion(self) -> Piece | None:
        """How they evade a question of this kind, where the file has lines for it."""
        kind = self.question.evaded_as
        if kind and self.question.of_number:
            timeless = next((line for line in self._fresh_of(kind) if not asks_time(line)), None)
            return Piece(timeless) if timeless else None
        left = [line for line in self._fresh_of(kind) if not (self._given and YOU_FIRST.search(line))] if kind else []
        piece = Piece(self.question.nearest(left)) if left else None
        if piece and kind is Situation.ASKED_OF_OTHERS and self.question.of_one and not MANY.search(piece.text):
            return Piece(THEM.sub(self.question.of_one, piece.text))
        return piece

    def terms(self) -> Piece | None:
        """What any step would have to be like for them, where that is asked."""
        return self.line(Situation.ASKED_TERMS) if self.question.kind is Situation.ASKED_TERMS else None

    def answer_asked(self, named: Sequence[str], least: float = ENOUGH) -> Piece | None:
        """The line that most likely answers what was asked; None where none is likely enough, or where it was said.

        `named`: ids of the topics that the question's words name, best first. Where the file doesn't say what the lines
        of the first of these answer, its cues are enough.
        """
        first = self._topics.get(named[0]) if named else None
        if first and not first.asked:
            return self.topic(first.id)
        least_named = min(least, ENOUGH_NAMED)
        found = [
            one
            for one in answers(self.question, self.persona.topics, named)
            if one.likely >= (least_named if one.topic.id in named[:1] else least)
        ]
        fresh = self._fresh_answers(found)
        self._said_already = not fresh and any(one.likely >= ENOUGH for one in found)
        best = next((one for one in fresh if one.text not in self._passed), next(iter(fresh), None))
        return Piece(best.text, told=(best.topic.id,)) if best else None

    def taken_up(self, named: Sequence[str], least: float = ENOUGH) -> Piece | None:
        """What they answer who have just said a thing and are asked about it; None where another line is likelier."""
        found = [one for one in taken_up(self.question, self.persona, self._replies) if one.likely >= least]
        left = list(self.fresh(one.text for one in found))
        best = next((one for one in found if one.text in left), None)
        if best is None:
            return None
        others = self._fresh_answers(answers(self.question, self.persona.topics, named))
        likelier = bool(others) and others[0].likely > best.likely + NEARER
        return None if likelier else Piece(best.text, told=best.told, taken=True)

    def _fresh_answers(self, found: Iterable[Candidate]) -> list[Candidate]:
        return [one for one in found if one.text in self._left_of(one.topic)]

    def unanswered(self) -> Piece:
        """What they say to a question that the file has no answer to, or no more than they have given."""
        if self._said_already:
            return self.anything(Situation.NO_MORE)
        if self.question.of_things and (piece := self.line(Situation.DOES_NOT_KNOW)):
            return piece
        if piece := self.evasion():
            return piece
        return self.anything(Situation.SIDESTEPS if self.question.of_them else Situation.DOES_NOT_KNOW)

    def are_at(self, layer_id: str) -> bool:
        """Whether they have told or let slip something of a layer in one of their last two replies."""
        layer = self.persona.layer(layer_id)
        told = {telling.says for telling in layer.tells} | set(layer.hints)
        return any(line in text for text in self._here[-2:] for line in told)

    def telling(self, layer_id: str) -> Piece | None:
        """The next piece of a story layer; once it has begun, a later piece may come first that was asked for."""
        layer = self.persona.layer(layer_id)
        begun = any(telling.id in self._told for telling in layer.tells)
        untold = [telling for telling in layer.tells if telling.id not in self._told]
        ids = {telling.says: telling.id for telling in untold}
        left = self._unspoken(ids)  # a story is told in its order, however often an answer is asked for
        text = self._best_of(left) if begun else next(iter(left), None)
        if text is None:
            return None
        opens = not begun and self.persona.depth(layer_id) > 1
        aside = self.question.near(text) < NEAR
        return Piece(text, told=(ids[text],), layer=layer_id, opens=opens, aside=aside)

    def telling_met(self, layer_id: str) -> Piece | None:
        """The same, where it can stand for an answer to what was asked."""
        telling = self.telling(layer_id)
        met = telling and self.question.met_by(telling.text, at_it=self.are_at(layer_id))
        return telling if met else None

    def cover(self, layer_id: str) -> Piece | None:
        """What stands before a layer that was reached for too soon."""
        text = next(self.fresh(self.persona.layer(layer_id).cover), None)
        return Piece(text) if text else self.line(Situation.GUARDED)

    def hint(self, layer_id: str) -> Piece | None:
        """Something of a layer that slips out."""
        text = next(self.fresh(self.persona.layer(layer_id).hints), None)
        return Piece(text, hinted=layer_id) if text else None

    def topic(self, topic_id: str) -> Piece | None:
        """What comes next on a topic: the line that shares most words with what was said, else the first."""
        topic = self._topics.get(topic_id)
        text = self._best_of(self._left_of(topic)) if topic else None
        return Piece(text, told=(topic_id,)) if text else None

    def inner(self, topic_ids: Iterable[str]) -> tuple[str, ...]:
        """Those of these topics that are what matters to them."""
        own = {topic.id for topic in self.persona.inner}
        return tuple(id_ for id_ in topic_ids if id_ in own)

    def on(self, topic_ids: Iterable[str]) -> Piece | None:
        """What they say on the first of these topics of which something is left."""
        return next((piece for id_ in topic_ids if (piece := self.topic(id_))), None)

    def more(self, strays: bool = True) -> Piece | None:
        """More of what the member was just speaking of, or, where they may stray, what that leads them to."""
        for topic_id in self._last_told:
            topic = self._topics.get(topic_id)
            piece = self.topic(topic_id) or (self._led_to(topic) if strays and topic else None)
            if topic and piece and (strays or not self.question.of_people or self.question.names(piece.text, topic)):
                return piece
        return None

    def _left_of(self, topic: Topic) -> list[str]:
        if topic.id in self._told:
            return list(self.fresh(topic.says))
        # then none was said, however many words other lines share with it
        return [line for line in topic.says if not any(line in spoken for spoken in self._spoken)]

    def _best_of(self, left: Sequence[str]) -> str | None:
        if not left:
            return None
        shared = {line: self.question.shared(line) for line in left}
        best = max(left, key=lambda line: shared[line])
        return best if shared[best] >= shared[left[0]] + CLEARLY else left[0]

    def _led_to(self, topic: Topic) -> Piece | None:
        return next((piece for id_ in topic.leads_to if (piece := self.topic(id_))), None)
