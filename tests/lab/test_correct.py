"""A reply that rings false is corrected in its own place of the file, and rehearsals hold the correction."""

from pathlib import Path

import pytest

from coach.app import App, Choice
from coach.core.conversation import MemberTurn
from coach.core.persona import Correction
from coach.errors import InputError
from coach.lab.correct import Doubt, parts
from coach.lab.rehearse import replay_correction
from coach.lab.report import document
from coach.lab.studio import Corrected, Studio, Tried
from coach.settings import Settings

TEXT = (Path(__file__).parents[2] / "personas" / "mele.yaml").read_text("utf-8")
ASKED = "How long have you been a carer?"
BETTER = "Eleven years. Eleven years and one bad hip."


@pytest.fixture(scope="module")
def studio() -> Studio:
    return App(Settings.read({}), Choice("builtin", "builtin", "builtin")).studio


@pytest.fixture
async def tried(studio: Studio) -> Tried:
    return await studio.say(TEXT, None, ASKED)


async def corrected(studio: Studio, tried: Tried, **doubt: object) -> Corrected:
    number = len(tried.conversation.turns)
    return await studio.correct(TEXT, tried.conversation, number, Doubt.model_validate(doubt))


def lines(text: str) -> set[str]:
    return set(text.splitlines())


async def test_the_better_line_takes_the_place_of_the_false_one_and_nothing_else_changes(
    studio: Studio, tried: Tried
) -> None:
    (part,) = parts(studio.member(TEXT), tried.conversation.turns[-1].text)
    assert part.place[0] == "facts"
    made = await corrected(studio, tried, better=BETTER, why="She would not count like that.")
    assert made.amended.place == part.place
    assert made.tried.conversation.turns[-1].text.startswith(BETTER)
    gone = lines(TEXT) - lines(made.amended.text)
    old, asked = " ".join(one.strip() for one in TEXT.splitlines() if one in gone).split(" - ", 1)
    assert old == f"- {part.text}"
    assert f"{asked} / {ASKED}" in " ".join(made.amended.text.split())  # and what was asked finds it
    assert "# What anybody may ask: the standard topics, in the order of prompts/topics.yaml." in made.amended.text
    (case,) = studio.member(made.amended.text).rehearse
    assert case.after == (ASKED,)
    assert case.never == (part.text,)
    assert case.says == BETTER
    assert case.why == "She would not count like that."


async def test_a_rehearsal_fails_when_the_reply_is_false_again(studio: Studio, tried: Tried) -> None:
    made = await corrected(studio, tried, better=BETTER)
    (held,) = (await studio.rehearse(made.amended.text)).replays
    assert held.broken == ()
    again = made.amended.text.replace(BETTER, tried.conversation.turns[-1].text.replace(": ", " "), 1)
    rehearsal = await studio.rehearse(again)
    assert any(what.startswith("correction-1: it says") for what in rehearsal.broken)
    assert document([rehearsal])["broken"] == [f"{rehearsal.member}: {what}" for what in rehearsal.broken]
    assert any("it does not say" in what for what in rehearsal.broken)


async def test_the_old_line_can_be_kept_for_another_moment(studio: Studio, tried: Tried) -> None:
    old = studio.member(TEXT)
    made = await corrected(studio, tried, better=BETTER, keep=True)
    new = studio.member(made.amended.text)
    section, entry = made.amended.place[:2]
    assert isinstance(entry, int)
    assert getattr(new, str(section))[entry].says == (BETTER, *getattr(old, str(section))[entry].says)
    assert made.replay.broken == ()


async def test_with_a_reason_alone_the_line_is_taken_out(studio: Studio, tried: Tried) -> None:
    made = await corrected(studio, tried, why="Too neat.")
    assert len(made.amended.text) < len(TEXT) + 200
    assert tried.conversation.turns[-1].text not in made.tried.conversation.turns[-1].text
    assert made.replay.broken == ()


async def test_words_that_jar_join_what_they_never_say(studio: Studio, tried: Tried) -> None:
    turn = MemberTurn(text="Eleven years now. It is a real learning journey for me.", spoken_by="llm")
    talk = tried.conversation.model_copy(update={"turns": (*tried.conversation.turns[:-1], turn)})
    by_model = tried.model_copy(update={"conversation": talk})
    made = await corrected(studio, by_model, words="learning  journey")
    assert studio.member(made.amended.text).voice.never_says[-1] == "learning journey"
    assert made.amended.place == ()
    better = await corrected(studio, by_model, better=BETTER)
    assert better.tried.conversation.turns[-1].text.startswith(BETTER), "it stands first where the question leads"
    with pytest.raises(InputError, match="nothing in the file to take out"):
        await corrected(studio, by_model, why="No.")


@pytest.mark.parametrize(
    ("doubt", "said"),
    [
        ({}, "Say what is wrong"),
        ({"part": 7, "better": "x"}, "which part"),
        ({"words": "never said here"}, "does not stand in that part"),
        ({"better": "x" * 1300}, "1200 characters"),
    ],
)
async def test_a_correction_that_says_nothing_or_too_much_is_refused(
    studio: Studio, tried: Tried, doubt: dict[str, object], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        await corrected(studio, tried, **doubt)
    with pytest.raises(InputError, match="none of their replies"):
        await studio.correct(TEXT, tried.conversation, 1, Doubt(better="x"))


async def test_what_they_say_first_is_corrected_too(studio: Studio) -> None:
    begun = await studio.say(TEXT, None, "", "after-choir")
    made = await studio.correct(TEXT, begun.conversation, 1, Doubt(better="You came. Mind the urn."))
    assert [turn.text for turn in made.tried.conversation.turns] == ["You came. Mind the urn."]
    member = studio.member(made.amended.text)
    assert member.scenario("after-choir").opening == "You came. Mind the urn."
    wrong = Correction(id="x", scenario="after-choir", never=("mind the urn",))
    assert (await replay_correction(studio.rehearsing, member, wrong)).broken
