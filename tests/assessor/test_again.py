"""The rows for people who meet again, as the built-in assessor judges them."""

from coach import content
from coach.assessor import Case
from coach.assessor.builtin import assess
from coach.assessor.transcript import earlier
from coach.core.conversation import Conversation, MemberTurn
from coach.core.persona import Persona
from coach.core.rubric import Rubric
from coach.core.since import LaterKind, Line, Promise, Since, Undertaking
from tests.assessor.talks import LINES, PROMPTS, WEAK, conversation

FILE = content.load_yaml(PROMPTS / "objectives.yaml", Rubric)
LAST_TIME: tuple[Line, ...] = (
    ("organizer", "What was that night like?"),
    ("member", "Mrs Papas rang the bell for forty minutes and I had the other corridor on my own."),
)
GOOD = (
    "Last time you told me about Mrs Papas and the bell, and the corridor you had on your own. How is she?",
    "She's gone to her daughter's, Ryde way. I helped pack the photos, and the daughter hugged me and wouldn't let go.",
    "You packed photos. I said I'd bring the other home's roster, and I brought it. How did the drive with Rosa go?",
    "I asked her. She was quiet as far as the servo, and then she didn't stop till my gate.",
    "She didn't stop till your gate. What did you make of that, her being so full of it?",
    "That she'd been waiting for somebody to ask. Nobody asks us a thing, so we stop having answers.",
    "Would you have Rosa and Binita over, in your kitchen, on Thursday at four? What might get in the way? Your call.",
    "Binita's shifts. But I'd like that. Thursday's alright.",
)
STARTS_OVER = (
    "Hi, I'm with the union. We have five hundred signatures, and we need you to sign today.",
    "Right. I'm due in at two.",
    "It's the biggest campaign this state has seen. Everybody is joining, so don't be the one who isn't.",
    "Leave it with me.",
    "It'll only take a minute of your time, and your friends will be glad of it.",
    "I've got to get in, love.",
)


def since(**changes: object) -> Since:
    """A first meeting in which both took something on."""
    values = {
        "occasion": "two-until-eleven",
        "meeting": 2,
        "weeks": 2,
        "trust": 5,
        "guard": 0,
        "promises": (Promise(turn=3, text="I'll bring you the roster from the other home.", outcome="kept"),),
        "undertakings": (Undertaking(act="ask_rosa", outcome="kept", meeting=2),),
        "lines": LAST_TIME,
    }
    return Since.model_validate({**values, **changes})


def levels(
    mele: Persona, said: tuple[str, ...], before: Since | None, kind: LaterKind = "maintenance"
) -> dict[str, int | None]:
    """The levels of the later rows."""
    held = conversation(*said).model_copy(update={"since": before})
    feedback = assess(Case(conversation=held, rubric=FILE.of(kind), persona=mele), LINES)
    return {one: feedback.results[one].level for one in ("1e", "2f", "2g", "3f") if one in feedback.results}


def test_coming_back_to_what_was_promised_and_told_stands_well_above_starting_over(mele: Persona) -> None:
    act = mele.commitments[0].id
    before = since(undertakings=(Undertaking(act=act, outcome="kept", meeting=2),))
    good, over = levels(mele, GOOD, before), levels(mele, STARTS_OVER, before)
    assert good == {"2f": 3, "2g": 2, "3f": 3}
    assert over == {"2f": 0, "2g": 0, "3f": 0}


def test_something_new_that_comes_of_it_is_further_than_last_time(mele: Persona) -> None:
    held = conversation(*GOOD).model_copy(update={"since": since()})
    turns = list(held.turns)
    assert isinstance(turns[1], MemberTurn)
    turns[1] = turns[1].model_copy(update={"told": (mele.values[0].id,)})
    case = Case(
        conversation=held.model_copy(update={"turns": tuple(turns)}), rubric=FILE.of("maintenance"), persona=mele
    )
    assert assess(case, LINES).results["2g"].level == 3


def test_a_part_that_builds_on_what_they_did_is_growth_and_pressing_is_not(mele: Persona) -> None:
    assert levels(mele, GOOD, since(), "escalation")["1e"] in (2, 3)
    assert levels(mele, STARTS_OVER, since(), "escalation")["1e"] in (0, 1)


def test_one_side_of_what_was_promised_is_half_of_it(mele: Persona) -> None:
    act = mele.commitments[0].id
    only_theirs = (GOOD[0], GOOD[1], "How did the drive with Rosa go?", *GOOD[3:])
    before = since(undertakings=(Undertaking(act=act, outcome="kept", meeting=2),))
    assert levels(mele, only_theirs, before)["2f"] == 1


def test_where_nothing_was_promised_there_is_nothing_to_come_back_to(mele: Persona) -> None:
    found = levels(mele, GOOD, since(promises=(), undertakings=()))
    assert found["2f"] is None
    assert found["3f"] is None


def test_what_is_no_longer_kept_is_not_scored(mele: Persona) -> None:
    held = conversation(*GOOD).model_copy(update={"since": since(lines=())})
    feedback = assess(Case(conversation=held, rubric=FILE.of("maintenance"), persona=mele), LINES)
    assert feedback.results["2g"].null_because == "not_scored"


def test_the_right_words_strewn_over_a_weak_talk_earn_next_to_nothing(mele: Persona) -> None:
    words = "Last time we met was great. I promised a lot. What did you learn?"
    stuffed = tuple(f"{text} {words}" if number % 2 == 0 else text for number, text in enumerate(WEAK))
    assert all((level or 0) <= 1 for level in levels(mele, stuffed, since()).values())


def test_a_model_that_judges_is_told_what_was_promised_and_only_what_was_told(mele: Persona) -> None:
    act, told = mele.commitments[0], mele.story[0].tells[0]
    before = since(undertakings=(Undertaking(act=act.id, outcome="partly", meeting=2),), told=(told.id,))
    text = "\n".join(earlier(Conversation(since=before), mele))
    assert told.says in text
    assert f"{act.act} (kept in part)" in text
    assert "roster from the other home. (kept)" in text
    assert all(t.says not in text for layer in mele.story[1:] for t in layer.tells)
