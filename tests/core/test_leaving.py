"""When a member ends the talk, and when they never do."""

from coach.core.conversation import Conversation, Direction, Leaving, MemberTurn, OrganizerTurn, Stance
from coach.core.direct import direct
from coach.core.leaving import FAIR, LONG
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.situation import Situation

ANSWER = MemberTurn(text="Mm.")


def said(*moves: Move, clock: float | None = None, **reading: object) -> OrganizerTurn:
    read = Reading.model_validate({"words": 10, "moves": moves, **reading})
    return OrganizerTurn(text="…", reading=read, clock=clock)


ASK = said(Move.OPEN_QUESTION, asks=True)
PITCH = said(Move.PITCH)
LISTENS = said(Move.REFLECTION, echoes=("shift",))


def after(persona: Persona, *turns: OrganizerTurn) -> Direction:
    """The direction of the reply to the last of these turns."""
    held = [turn for one in turns for turn in (one, ANSWER)][:-1]
    return direct(persona, Conversation(turns=tuple(held)), may_leave=True)


def left(persona: Persona, *turns: OrganizerTurn) -> Leaving | None:
    return after(persona, *turns).leaves


def test_somebody_who_is_pushed_at_again_and_again_gets_up_but_not_before_a_fair_number_of_turns(mele: Persona) -> None:
    assert left(mele, *[PITCH] * (FAIR - 1)) is None
    found = after(mele, *[PITCH] * FAIR)
    assert (found.leaves, found.situation, found.answer, found.tell) == ("shut", Situation.PITCHED_AT, None, None)


def test_somebody_who_is_shut_stays_while_they_are_not_pushed(mele: Persona) -> None:
    assert left(mele, *[PITCH] * FAIR, said(Move.REPAIR)) is None
    assert left(mele, *[PITCH] * FAIR, said(Move.SMALL_TALK)) is None


def test_well_over_time_they_have_to_go_and_say_before_that_they_mind_the_clock(mele: Persona) -> None:
    minutes = mele.scenarios[0].minutes * 60
    paced = [LISTENS.model_copy(update={"clock": minutes / 10 * n}) for n in range(1, 16)]
    directions = [after(mele, *paced[:n]) for n in range(1, 16)]
    assert [n for n, one in enumerate(directions, 1) if one.leaves] == [15]
    assert directions[-1].leaves == "time"
    assert directions[-1].situation is Situation.GOODBYE
    assert directions[9].mind_the_clock, "the minutes ran out with the tenth turn"


def test_no_silence_drives_anybody_away(mele: Persona) -> None:
    hours = 3600.0 * 5
    slow = [ASK.model_copy(update={"clock": hours * n}) for n in range(1, 6)]
    assert left(mele, *slow) is None, "few turns, whatever the clock says"
    once = [LISTENS.model_copy(update={"clock": hours + n}) for n in range(1, LONG + 2)]
    assert left(mele, *once) is None, "one silence counts as a short one"


def test_where_there_is_no_clock_time_is_never_over(mele: Persona) -> None:
    assert left(mele, *[LISTENS] * 40) is None


def test_a_goodbye_is_a_goodbye_and_thanks_alone_are_not(mele: Persona) -> None:
    talked = [LISTENS] * 6
    assert left(mele, *talked, said(Move.THANKS)) is None
    assert left(mele, *talked, said(Move.THANKS, farewell=True)) == "goodbye"
    assert left(mele, said(Move.THANKS, farewell=True)) is None, "nobody says goodbye in their first words"
    leave = Direction(situation=Situation.GOODBYE, stance=Stance.OPEN)
    again = said(Move.THANKS).model_copy(update={"direction": leave})
    assert left(mele, *talked, again, said(Move.THANKS)) == "goodbye"


def test_an_insult_is_borne_once(mele: Persona) -> None:
    insult = said(insults=True)
    assert left(mele, *[LISTENS] * FAIR, insult) is None
    found = after(mele, *[LISTENS] * FAIR, insult, insult)
    assert (found.leaves, found.situation) == ("insulted", Situation.INSULTED)
    assert left(mele, insult, insult) is None


def test_who_is_asked_for_something_answers_first(mele: Persona) -> None:
    minutes = mele.scenarios[0].minutes * 60
    paced = [LISTENS.model_copy(update={"clock": minutes / 10 * n}) for n in range(1, 16)]
    act = mele.commitments[0].id
    ask = said(Move.ASK_SPECIFIC, clock=minutes * 4, ask={"act": act, "when": True}, echoes=("shift",))
    assert left(mele, *paced) == "time"
    assert left(mele, *paced, ask) is None


def test_nobody_leaves_where_nobody_could_end_the_talk(mele: Persona) -> None:
    held = Conversation(turns=tuple([turn for _ in range(FAIR) for turn in (PITCH, ANSWER)][:-1]))
    assert direct(mele, held).leaves is None
