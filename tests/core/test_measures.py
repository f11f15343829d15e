import pytest

from coach import content
from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.core.measures import markers, measure, too_little
from coach.core.moves import MemberReading, Move, Reading
from coach.core.rubric import Rubric

RUBRIC = content.load_yaml(content.find_folders()[1] / "objectives.yaml", Rubric).of()
M = Move


def _talk(*turns: tuple[str, tuple[Move, ...]] | tuple[str, MemberReading] | str) -> Conversation:
    """A text and moves is an organizer's turn; a text alone, or with a member's reading, is a member's."""
    made: list[OrganizerTurn | MemberTurn] = []
    for turn in turns:
        if isinstance(turn, str):
            made.append(MemberTurn(text=turn))
        elif isinstance(turn[1], MemberReading):
            made.append(MemberTurn(text=turn[0], reading=turn[1]))
        else:
            made.append(OrganizerTurn(text=turn[0], reading=Reading(moves=turn[1])))
    return Conversation(turns=tuple(made))


def _seen(talk: Conversation) -> dict[str, tuple[int, ...]]:
    return {marker.id: marker.turns for marker in markers(talk, RUBRIC)}


def test_words_shares_and_questions_are_counted() -> None:
    measured = measure(
        _talk(
            ("How was it? And who helped?", (M.OPEN_QUESTION,)),
            "It was all right, I'd say.",
            ("what did you do then", (M.OPEN_QUESTION, M.FOLLOW_UP)),
            "Nothing.",
        )
    )
    assert (measured.words, measured.member_words, measured.organizer_share) == (11, 7, 0.61)
    assert (measured.questions, measured.stacked_turns, measured.open_questions, measured.follow_ups) == (
        3,
        1,
        2,
        1,
    )
    assert (measured.longest_turn_words, measured.member_longest_turn_words) == (6, 6)


def test_questions_are_counted_in_arabic_too() -> None:
    measured = measure(_talk(("كيف كان الأمر؟ ومن ساعدك؟", (M.OPEN_QUESTION,)), "لا بأس."))
    assert (measured.questions, measured.stacked_turns) == (2, 1)


def test_a_talk_without_a_word_has_no_share() -> None:
    assert measure(Conversation()).organizer_share is None


def test_moves_that_are_markers_name_their_turns() -> None:
    talk = _talk(("We have a campaign.", (M.PITCH, M.PRESSURE)), "Mm.", ("You should write it down.", (M.ADVICE,)))
    assert _seen(talk) == {"PITCH": (1,), "SELL": (1,), "FIX": (3,)}


def test_the_third_question_in_a_row_is_an_interrogation_until_something_is_given_back() -> None:
    ask = ("Why?", (M.CLOSED_QUESTION,))
    given = ("So it was the hours.", (M.REFLECTION,))
    assert _seen(_talk(ask, "A.", ask, "B.", ask, "C.", given, "D.", ask))["INTERROGATE"] == (5,)
    assert "INTERROGATE" not in _seen(_talk(ask, "A.", ask, "B.", given, "C.", ask))


def test_an_ask_is_early_until_they_have_told_something() -> None:
    ask = ("Would you come on Tuesday at six?", (M.ASK_SPECIFIC,))
    told = (
        "I came here nine years ago with nothing but a bag, and nobody said hello to me "
        + "for months and months. " * 3
    )
    assert _seen(_talk(("Hi there.", ()), "Hello.", ask))["EARLY_ASK"] == (3,)
    assert "EARLY_ASK" not in _seen(_talk(("Hi there.", ()), told, ask))


def test_asking_on_after_they_turned_aside_is_prying_unless_leave_is_asked_or_they_answer() -> None:
    aside = ("Why do you ask?", MemberReading(deflects=True))
    assert _seen(_talk(aside, ("Is it cash?", (M.CLOSED_QUESTION,)), "It's fine."))["PRY"] == (2,)
    assert "PRY" not in _seen(_talk(aside, ("May I ask?", (M.PERMISSION,)), "Go on."))
    assert "PRY" not in _seen(_talk(aside, ("Is it cash?", (M.CLOSED_QUESTION,)), "Well, it is, " + "if you know " * 8))


def test_four_turns_that_leave_the_person_out_are_the_issue_only() -> None:
    about = ("The rosters are bad all over the sector now.", (M.INFORMATION,))
    to_them = ("How is it for you?", (M.OPEN_QUESTION,))
    assert _seen(_talk(about, "A", about, "B", about, "C", about))["ISSUE_ONLY"] == (7,)
    assert "ISSUE_ONLY" not in _seen(_talk(about, "A", about, "B", to_them, "C", about))


def test_a_marker_that_a_trainer_made_up_is_left_out() -> None:
    marker = RUBRIC.markers[0].model_copy(update={"id": "SHOUTING"})
    assert markers(_talk(("Hi", (M.PITCH,))), RUBRIC.model_copy(update={"markers": (marker,)})) == ()


ENOUGH = ("I'd like to hear how it has been for you since the roster changed.", (M.OPEN_QUESTION,))


@pytest.mark.parametrize(
    ("talk", "word"),
    [
        (_talk(), "nothing"),
        (_talk("Hello?"), "nothing"),
        (_talk(("...", ()), "Hello?", ("…", ())), "nothing"),
        (_talk(ENOUGH, "Fine."), "one turn"),
        (_talk(*[("ok", ()), "And then I left."] * 20), "a word or two"),
        (_talk(ENOUGH, "Fine.", ("Okay then.", ()), "Yes.", ("Good.", ())), "too little"),
        (
            _talk(
                ENOUGH,
                ("Are you there today, or is it a bad time?", ()),
                ("I can wait here, no worries at all.", ()),
            ),
            "hardly",
        ),
    ],
)
def test_too_little_is_said_and_why(talk: Conversation, word: str) -> None:
    assert word in (too_little(talk) or "")


def test_insults_are_no_talk_to_assess() -> None:
    rude = [
        OrganizerTurn(
            text=f"You are a stupid idiot, number {n}, and everyone here knows it.",
            reading=Reading(insults=True),
        )
        for n in range(6)
    ]
    turns = [turn for one in rude for turn in (one, MemberTurn(text="Right. I'm off."))]
    assert "insults" in (too_little(Conversation(turns=tuple(turns))) or "")


def test_a_short_real_talk_is_enough() -> None:
    asked = ("What did you do when you heard about that?", (M.OPEN_QUESTION,))
    back = ("So you drove home, and nobody had noticed that you had gone.", (M.REFLECTION,))
    assert too_little(_talk(ENOUGH, "It's been hard.", asked, "I drove home.", back, "Yes.")) is None
