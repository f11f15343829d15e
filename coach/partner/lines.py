"""The member's lines, and which of them are still unspoken in this talk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.core.conversation import Answer, Conversation, Leaving, OrganizerTurn
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.core.story import Topic
from coach.reader.kinds import asks_time, in_general, in_particular, kind_of, looks_like, wants
from coach.reader.people import asked_about, is_of_another
from coach.reader.questions import COMMON, JOINING, asks_leave, checks, listed, points_back, questions, remarks
from coach.reader.topics import weight
from coach.reader.words import find, stems, tokens

SHARED = 0.5
"""Share of a line's longer words: a reply that holds so many of them has said that line in words of its own."""
CLEARLY = 0.3
"""How much more of the question's own words a later line must share, to be told before those that stand first."""
LATER = 1.5
"""What a line of the next best topic must make up for, in words that no other line has."""
YES_NO = ("yes", "yeah", "yep", "no", "nah", "nope", "aye")
"""A reaction that opens with one of these would be heard as the answer to a question."""
EVERYBODY = 4
"""How many times as often a word is reckoned to be said that stands in the list of common ones."""
OF_THEM = frozenset({"you", "your"})
ALIKE_IN_KIND, NAMED = 0.4, 1.0
"""What it counts for a line to look like the kind of answer that is wanted, and to name whom the question is about."""
SMALL = 0.35
"""What it counts in a line to share a word that joins others but is asked with: "how long have you known them?"."""
SAY_NOTHING = frozenset(stems("have that this what with your they them when where there would could about from then"))
EVIDENCE = 0.3
"""How many of a question's own words a line must share at least to answer a question that wants one thing."""
LONGER, FEWEST = 4, 3
"""Letters of a longer word; a line with fewer such words has to be said as it stands."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, with what it tells and hints."""

    text: str
    told: tuple[str, ...] = ()
    hinted: str | None = None
    layer: str | None = None
    """The layer of their story that it tells of."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def says(text: str, line: str) -> bool:
    """Whether a text says a line: as it stands, or with half of its longer words."""
    if line in text:
        return True
    words = _longer_words(line)
    return len(words) >= FEWEST and len(words & _longer_words(text)) >= SHARED * len(words)


@lru_cache(maxsize=8192)
def _longer_words(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if len(word) >= LONGER)


@lru_cache(maxsize=8192)
def _own_words(text: str) -> frozenset[str]:
    """The stems of a text's words that do not only join others."""
    return frozenset(stems(text)) - listed(JOINING)


@lru_cache(maxsize=32)
def _line_counts(topics: tuple[Topic, ...]) -> dict[str, int]:
    """In how many lines of the topics each stem stands; one that everybody says counts as many more."""
    counts = Counter(stem for topic in topics for line in topic.says for stem in _own_words(line))
    return {stem: count * (EVERYBODY if stem in listed(COMMON) else 1) for stem, count in counts.items()}


WANT_ONE_THING = frozenset(
    {
        Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN, Situation.ASKED_WHAT_IF,
        Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_TO_EXPLAIN, Situation.ASKED_TERMS, Situation.ASKED_OF_OTHERS,
    }
)  # fmt: skip
"""Kinds of question that are not answered by whatever else there is to say on the same topic."""
LOOKS = frozenset({Situation.ASKED_WHY, Situation.ASKED_WHO, Situation.ASKED_WHEN})
"""Kinds whose answers can be told by their look: they hold a reason, a name, a figure."""
GO_ON = frozenset({Situation.ASKED_WHAT_HAPPENED, Situation.ASKED_FEELING})
"""Kinds that, when they only point back, are met by going on."""

FALLBACKS = (
    Situation.DOES_NOT_KNOW,
    Situation.CHANGES_SUBJECT,
    Situation.SILENCE,
    Situation.EMPTY,
    Situation.GUARDED,
)
"""Where to look when a situation has run out of lines, in a talk far longer than any 1:1."""


class Lines:
    """The lines of one member in one talk. A line that was spoken is not offered again."""

    def __init__(self, persona: Persona, conversation: Conversation) -> None:
        self.persona = persona
        self._spoken = [line for who, line in conversation.all_lines if who == "member"]
        self._passed: set[str] = set()
        before = conversation.since.told if conversation.since else ()
        self._told = {*before, *(id_ for _, turn in conversation.member_turns for id_ in turn.told)}
        self._last_told = conversation.member_turns[-1][1].told if conversation.member_turns else ()
        self._here = [turn.text for _, turn in conversation.member_turns]
        self._again = conversation.since is not None
        self._topics = {topic.id: topic for topic in persona.topics}
        last = conversation.turns[-1] if conversation.turns else None
        said = last.text if isinstance(last, OrganizerTurn) else ""
        self._wanted = [one for one in questions(said) if not checks(one) and not asks_leave(one)]
        self._asked = _own_words(" ".join(self._wanted) or said)
        self._asks_of_them = not OF_THEM.isdisjoint(stems(said))
        around = (*reversed(remarks(said)), *(line for _, line in conversation.all_lines[-2::-1][:2]))
        self._people = asked_about(persona, self._wanted, around)
        longer = frozenset(stem for stem in stems(" ".join(self._wanted)) if len(stem) >= LONGER)
        self._small = (longer & listed(JOINING)) - SAY_NOTHING
        self._names = frozenset[str]().union(*(one.words for one in self._people))
        of_another = self._people and is_of_another(self._wanted) and in_particular(self._wanted[-1])
        self.kind = Situation.ASKED_OF_OTHERS if of_another else kind_of(self._wanted)

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
        return [line for line in lines if not self._said_here(line)]

    def _said_here(self, line: str) -> bool:
        return any(says(spoken, line) for spoken in self._here)

    def line(self, situation: Situation, skip: int = 0) -> Piece | None:
        """The next line for a situation; with `skip` one further on, round and round."""
        left = list(self._fresh_of(situation))
        return Piece(left[skip % len(left)]) if left else None

    def anything(self, situation: Situation) -> Piece:
        """The next line for a situation; where it has none left, one that fits nearly as well, or one said long ago."""
        met = (Situation.SMALL_TALK,) if self._again and situation is Situation.GREETING else ()
        for choice in (situation, *met, *FALLBACKS):
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
        kind = Situation.ASKED_OF_OTHERS if self._people and is_of_another(self._wanted) else self.kind
        if kind is Situation.ASKED_WHEN and not asks_time(self._wanted[-1]):
            timeless = next((line for line in self._fresh_of(kind) if not asks_time(line)), None)
            return Piece(timeless) if timeless else None
        return self.line(kind) if kind else None

    def unanswered(self, reading: Reading) -> Piece:
        """What they say to a question that the file has no answer to, or no more than they have given."""
        if piece := self.evasion():
            return piece
        if not self._told.isdisjoint((*reading.topics, *reading.touches)) or (reading.follows and self._told):
            return self.anything(Situation.NO_MORE)
        return self.anything(Situation.SIDESTEPS if self._asks_of_them else Situation.DOES_NOT_KNOW)

    def telling(self, layer_id: str, *, asked_for: bool = True) -> Piece | None:
        """The next piece of a story layer; once it has begun, a later piece may come first that was asked for.

        Where something else was asked for (`asked_for` is False), nothing of a story that does not answer it.
        """
        layer = self.persona.layer(layer_id)
        begun = any(telling.id in self._told for telling in layer.tells)
        untold = [telling for telling in layer.tells if telling.id not in self._told]
        ids = {telling.says: telling.id for telling in untold}
        left = self._unspoken(ids)  # a story is told in its order, however often an answer is asked for
        text = self._best_of(left) if begun else next(iter(left), None)
        if text is None or not (asked_for or self._goes_with(text)):
            return None
        return Piece(text, told=(ids[text],), layer=layer_id)

    def _goes_with(self, telling: str) -> bool:
        """Whether going on with the story can stand for an answer to a question that names nothing of it."""
        if self.kind not in LOOKS | {Situation.ASKED_YES_NO, Situation.ASKED_TO_EXPLAIN, Situation.ASKED_OF_OTHERS}:
            return True
        return points_back(self._wanted[-1]) or looks_like(self.kind, telling) or self._shared(telling) >= EVIDENCE

    def cover(self, layer_id: str) -> Piece | None:
        """What stands before a layer that was reached for too soon."""
        text = next(self.fresh(self.persona.layer(layer_id).cover), None)
        return Piece(text) if text else self.line(Situation.GUARDED)

    def hint(self, layer_id: str, beside: Piece | None = None) -> Piece | None:
        """Something of a layer that slips out; beside an answer after a pause, and the one that is nearest to it."""
        fresh = list(self.fresh(self.persona.layer(layer_id).hints))
        if not fresh or beside is None:
            return Piece(fresh[0], hinted=layer_id) if fresh else None
        near = self._asked | _own_words(beside.text)
        nearest = max(fresh, key=lambda line: len(near & _own_words(line) - listed(COMMON)))
        return Piece(f"… {nearest}", hinted=layer_id)

    def topic(self, topic_id: str) -> Piece | None:
        """What comes next on a topic: the line that fits best what was asked, else the first; None where none fits."""
        topic = self._topics.get(topic_id)
        text = self._best_of(self._left_of(topic), topic) if topic else None
        return Piece(text, told=(topic_id,)) if text and topic and self._answers(text, topic) else None

    def on(self, topic_ids: Iterable[str]) -> Piece | None:
        """What they say on the best of these topics, or on one further down of which more of the words were asked."""
        pieces = [piece for id_ in topic_ids if (piece := self.topic(id_))]
        ranked = (
            (self._fit(piece.text, self._topics[piece.told[0]]) - LATER * rank, -rank, piece)
            for rank, piece in enumerate(pieces)
        )
        return max(ranked, key=lambda one: one[:2], default=(0, 0, None))[2]

    def more(self, strays: bool = True) -> Piece | None:
        """More of what the member was just speaking of, or, where they may stray, what that leads them to."""
        for topic_id in self._last_told:
            topic = self._topics.get(topic_id)
            if topic and (piece := self.topic(topic_id) or (self._led_to(topic) if strays else None)):
                return piece
        return None

    def of_them(self) -> Piece | None:
        """A line of any topic that names whom the question is about and has another of its words."""
        named = [
            (self._shared(line), topic.id, line)
            for topic in (self.persona.facts if self._people else ())
            for line in self._left_of(topic)
            if self._names_them(line, topic)
        ]
        shared, topic_id, text = max(named, key=lambda one: one[0], default=(0, "", ""))
        return Piece(text, told=(topic_id,)) if shared >= EVIDENCE else None

    def _left_of(self, topic: Topic) -> list[str]:
        if topic.id in self._told:
            return list(self.fresh(topic.says))
        # then none was said, however many words other lines share with it
        return [line for line in topic.says if not any(line in spoken for spoken in self._spoken)]

    def _best_of(self, left: Sequence[str], topic: Topic | None = None) -> str | None:
        if not left:
            return None
        fit = {line: self._fit(line, topic) for line in left}
        best = max(left, key=lambda line: fit[line])
        return best if fit[best] >= fit[left[0]] + CLEARLY else left[0]

    def _answers(self, line: str, topic: Topic) -> bool:
        """Whether a topic's line can stand for an answer: a question that wants one thing is not met by any other."""
        if not self._wanted or any(in_general(question) for question in self._wanted[-2:]):
            return not self._people or self._names_them(line, topic)
        if self._people and not self._names_them(line, topic):
            return False
        new = topic.id not in self._told
        if self.kind not in WANT_ONE_THING and (new or not self._people):
            return True
        shared = self._shared(line)
        asked = stems(self._wanted[-1])
        own_cues = [cue for cue in topic.cues if not self._names.issuperset(stems(cue))]
        cued, looks = weight(own_cues, asked), looks_like(self.kind, line)
        if looks and new and any(topic.id in one.topics for one in self._people):
            return True
        if points_back(self._wanted[-1]) and (looks or self.kind in GO_ON):
            return True
        if self.kind in LOOKS:
            worded = any(wants(self.kind, cue) for cue in own_cues if find(cue, asked))
            return shared >= 2 * EVIDENCE or worded or (looks and (cued > 0 or shared >= EVIDENCE))
        return cued > 0 or shared >= EVIDENCE

    def _names_them(self, line: str, topic: Topic | None) -> bool:
        return any(one.in_line(line) or (topic and topic.id in one.topics) for one in self._people)

    def _fit(self, line: str, topic: Topic | None = None) -> float:
        """How well a line fits what was asked: by the words, by the kind of answer, by whom it is about."""
        special = self.kind and not any(in_general(question) for question in self._wanted[-2:])
        kind = ALIKE_IN_KIND if special and looks_like(self.kind, line) else 0
        small = self._small & frozenset(stems(line)) if special else ()
        return self._shared(line) + kind + SMALL * len(small) + NAMED * self._names_them(line, topic)

    def _shared(self, line: str) -> float:
        """How many of the question's own words but for names a line has: one that a second line has too counts half."""
        counts = _line_counts(self.persona.topics)
        shared = (self._asked - self._names) & _own_words(line)
        return sum(1 / max(1, counts.get(stem, 1)) ** 0.5 for stem in shared)

    def answer(self, answer: Answer, topics: tuple[str, ...]) -> Iterator[Piece]:
        """The answer to an ask; with a maybe, the fear behind it where that has not been named."""
        yield self._answer(answer)
        if answer.kind == "maybe" and (fear := self._fear_of(answer.act, topics)):
            yield fear

    def _answer(self, answer: Answer) -> Piece:
        commitment = next((c for c in self.persona.commitments if c.id == answer.act), None)
        refusal = next((r for r in self.persona.refuses if r.id == answer.act), None)
        if commitment:
            says = commitment.says
            lines = {"agree": says.yes, "maybe": says.maybe, "no": says.no, "easy_yes": says.easy_yes}[answer.kind]
        else:
            lines = refusal.says if refusal else ()
        if text := next(self.fresh(lines), None) or next((line for line in lines if not self._said_here(line)), None):
            return Piece(text)
        return self.anything(Situation.NEXT_STEP if answer.kind == "agree" else Situation.ASKED_OTHER)

    def _fear_of(self, act: str, topics: tuple[str, ...]) -> Piece | None:
        """The fear that has most to do with the act, else the first that is not yet told."""
        commitment = next((c for c in self.persona.commitments if c.id == act), None)
        of_act = _own_words(" ".join((commitment.act, *commitment.cues, *commitment.says.maybe))) if commitment else ()
        fears = [self._topics[id_] for id_ in topics]
        ranked = sorted(fears, key=lambda fear: -len(_own_words(" ".join(fear.says)).intersection(of_act)))
        return next((piece for fear in ranked if (piece := self.topic(fear.id))), None)

    def _led_to(self, topic: Topic) -> Piece | None:
        return next((piece for id_ in topic.leads_to if (piece := self.topic(id_))), None)
