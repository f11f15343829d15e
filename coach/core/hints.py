"""What `prompts/hints.yaml` says: a ladder of hints for whoever is stuck, and which fits the talk as it stands."""

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import GIVING, Move, Reading, Value
from coach.core.persona import Persona, Scenario
from coach.core.rapport import Rapport, within_reach
from coach.core.replay import Step, now, replay
from coach.core.said import QUESTION_MARKS, ends_in_question, sentences

Rung = Literal["silence", "question", "move", "line"]
"""From the least help to the most: wait; ask yourself; the name of a move; a line that could be said."""
RUNGS: tuple[Rung, ...] = get_args(Rung)

Standing = Literal[
    "opening", "agreed", "easy_yes", "maybe", "no", "closing", "put_off", "closed", "asked_you", "slipped",
    "fear", "give", "told", "interview", "ready", "little", "further",
]  # fmt: skip
"""How the talk stands when it is the organizer's turn."""

IN_A_ROW = 2
"""Turns that ask and give nothing back; with one more, a talk is an interview."""
NOTED: Mapping[Standing, str] = {"opening": "purpose", "give": "own_story", "ready": "possible_ask"}
"""Which of the notes made beforehand helps where."""
BLANKS = frozenset({"theirs", "slip", "name", "minutes", "noted"})

LEAST_QUOTED, MOST_QUOTED = 4, 14
"""Words of a sentence of theirs that can be given back as it stands."""

GivesBack = Callable[[str], str]
"""A sentence that gives back what a member said, turned to "you"; "" where nothing of it can be turned."""


class Hint(Value):
    """A step that somebody took on the ladder, with the words they were given."""

    turn: int
    """The turn that they were about to take, by number."""
    rung: Rung
    says: str


def _only_known_blanks(text: str) -> str:
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"the braces of “{text}” don't match") from error
    if unknown := sorted(blanks - BLANKS):
        known = ", ".join(f"{{{blank}}}" for blank in sorted(BLANKS))
        raise ValueError(f"{{{unknown[0]}}} is no blank that can be filled; there are {known}")
    return text


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_only_known_blanks)
]


class HintWords(Value):
    """What to say to somebody who is stuck while the talk stands like this."""

    when: Standing
    question: Words
    """To ask oneself."""
    move: Move
    """The move that fits, by its id in the codebook."""
    named: Words
    """That move in plain words, and how it is done."""
    noted: Words | None = None
    """Said too where the learner noted something for it beforehand; {noted} is what."""
    lines: tuple[Words, ...] = ()
    """Lines that give back the member's words."""
    without_words: tuple[Words, ...] = Field(min_length=1)
    """Lines for where the member said nothing that could be given back: the first that was not said yet."""

    @model_validator(mode="after")
    def _gives_back(self) -> "HintWords":
        for line in self.lines:
            if "{theirs}" not in line and "{slip}" not in line:
                raise ValueError("each of lines needs {theirs} or {slip}: the member's own words")
        if any("{theirs}" in line or "{slip}" in line for line in self.without_words):
            raise ValueError("without_words is for where there are no words of theirs to give back")
        if self.noted and (self.when not in NOTED or "{noted}" not in self.noted):
            can = ", ".join(NOTED)
            raise ValueError(f"noted needs {{noted}}, and only these have a note to go by: {can}")
        return self


class Hints(Value):
    """The whole file."""

    silence: Words
    quotes: Words
    """Gives back a sentence of the member's as it stands."""
    hints: tuple[HintWords, ...]

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> "Hints":
        if "{slip}" not in self.quotes:
            raise ValueError("quotes needs {slip}: a sentence of the member's")
        given = [one.when for one in self.hints]
        if missing := [one for one in get_args(Standing) if one not in given]:
            raise ValueError(f"no hints for when the talk stands at {', '.join(missing)}")
        if twice := sorted({one for one in given if given.count(one) > 1}):
            raise ValueError(f"{', '.join(twice)} stands in the file more than once")
        return self

    def at(self, standing: Standing) -> HintWords:
        """The words for a talk that stands like this."""
        return next(one for one in self.hints if one.when == standing)


def hint(
    hints: Hints,
    rung: Rung,
    persona: Persona,
    conversation: Conversation,
    notes: Mapping[str, str],
    gives_back: GivesBack,
) -> Hint:
    """This rung of the ladder for the turn that comes next. The same talk always gives the same hint.

    `notes` are those that the learner made beforehand, by the fields of their plan.
    """
    stands = standing(persona, conversation)
    words, turn = hints.at(stands), len(conversation.turns) + 1
    noted = " ".join(notes.get(NOTED.get(stands, ""), "").split())
    if rung == "silence":
        says = hints.silence
    elif rung == "question":
        says = words.question
    elif rung == "move":
        says = f"{words.named} {words.noted}" if noted and words.noted else words.named
    else:
        says = _line(words, hints.quotes, conversation, gives_back)
    return Hint(turn=turn, rung=rung, says=_filled(says, persona, persona.scenario(conversation.scenario), noted))


def standing(persona: Persona, conversation: Conversation) -> Standing:
    """How the talk stands now, as the one who is to speak next could have noticed."""
    steps, last = replay(persona, conversation), conversation.turns[-1] if conversation.turns else None
    if not steps:
        return "opening"
    step, said = steps[-1], _last_said(conversation)
    if isinstance(last, MemberTurn) and last.answer:
        return "agreed" if last.answer.kind == "agree" else last.answer.kind
    if step.rapport.agreed and said.does(Move.NEXT_STEP, Move.THANKS):
        return "closing"
    if any(reason.trust < 0 or reason.guard > 0 for reason in step.reasons):
        return "put_off"
    if step.rapport.stance in (Stance.GUARDED, Stance.SHUT):
        return "closed"
    return _open(persona, now(persona, conversation), step, said, last)


def _open(
    persona: Persona, state: Rapport, step: Step, said: Reading, last: OrganizerTurn | MemberTurn | None
) -> Standing:
    """How it stands with a member who is willing to talk."""
    if isinstance(last, MemberTurn):
        if ends_in_question(last.text):
            return "asked_you"
        if last.hinted:
            return "slipped"
    if state.fear == "raised":
        return "fear"
    if state.just_told:
        return "give" if said.does(*GIVING) and not state.gave else "told"
    if state.questions >= IN_A_ROW:
        return "interview"
    if within_reach(persona, state) and not state.agreed:
        return "ready"
    return "further" if step.rapport.told else "little"


def _last_said(conversation: Conversation) -> Reading:
    turns = conversation.organizer_turns
    return (turns[-1][1].counted if turns else None) or Reading()


def _line(words: HintWords, quotes: str, conversation: Conversation, gives_back: GivesBack) -> str:
    """The sample line, with the member's words in it where these can be said back."""
    text = _to_go_by(words.when, [turn.text for _, turn in conversation.member_turns])
    slip = _sentence(text)
    back = {"theirs": gives_back(text) or (quotes.replace("{slip}", slip) if slip else ""), "slip": slip}
    fitting = [line for line in words.lines if all(back[blank] for blank in back if f"{{{blank}}}" in line)]
    if not fitting:
        said = {_plainly(turn.text) for _, turn in conversation.organizer_turns}
        return next((one for one in words.without_words if _plainly(one) not in said), words.without_words[-1])
    line = fitting[len(conversation.turns) // 2 % len(fitting)]
    for blank, given in back.items():
        line = line.replace(f"{{{blank}}}", given)
    return line


def _to_go_by(stands: Standing, said: list[str]) -> str:
    """What a line starts from: their last words, those before they pulled back, or, at the end, the longest."""
    if stands in ("put_off", "closed"):
        return said[-2] if len(said) > 1 else ""
    return max(said, key=len) if stands == "closing" and said else said[-1] if said else ""


def _sentence(text: str) -> str:
    """The last sentence that says enough, and not too much, to be quoted."""
    short = [one for one in sentences(text) if LEAST_QUOTED <= len(one.split()) <= MOST_QUOTED]
    fitting = [one for one in short if not one.endswith(QUESTION_MARKS)]
    return fitting[-1].rstrip(".!…") if fitting else ""


def _plainly(text: str) -> str:
    return " ".join(text.casefold().split())


def _filled(text: str, persona: Persona, scenario: Scenario, noted: str) -> str:
    """The blanks that are left. Replaced one by one: what people said may hold braces of its own."""
    for blank, given in (("name", persona.name), ("minutes", str(scenario.minutes)), ("noted", noted)):
        text = text.replace(f"{{{blank}}}", given)
    return text
