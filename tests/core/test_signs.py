"""What can be seen of a member: where they close and open, seldom, and never taken back."""

from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import Move, Reading
from coach.core.persona import Persona
from coach.core.signs import signs
from coach.core.situation import Situation


def said(stance: Stance, **reading: object) -> OrganizerTurn:
    return OrganizerTurn(text="…", direction=Direction(situation=Situation.SMALL_TALK, stance=stance), **reading)  # pyright: ignore[reportArgumentType]


def talk(*turns: OrganizerTurn | MemberTurn) -> Conversation:
    return Conversation(turns=turns)


YES = MemberTurn(text="Yeah, nah.")


def test_a_member_draws_back_shuts_and_comes_out_again(mele: Persona) -> None:
    held = talk(
        *(said(Stance.ORDINARY), YES, said(Stance.GUARDED), YES, said(Stance.ORDINARY), YES),
        *(said(Stance.ORDINARY), YES, said(Stance.GUARDED), YES, said(Stance.SHUT), YES),
        *(said(Stance.GUARDED), YES, said(Stance.ORDINARY), YES),
    )
    assert signs(mele, held) == {4: "drew_back", 6: "eased", 10: "drew_back", 12: "shut", 16: "eased"}


def test_what_lies_deeper_shows_the_first_time_and_what_lies_on_the_surface_does_not(mele: Persona) -> None:
    first, second, third = (MemberTurn(text="…", told=(layer.tells[0].id,)) for layer in mele.story)
    more = MemberTurn(text="…", told=(mele.story[1].tells[1].id,))
    quiet = (said(Stance.OPEN), YES)
    held = talk(said(Stance.OPEN), first, said(Stance.OPEN), second, *quiet, said(Stance.OPEN), more)
    assert signs(mele, held) == {4: "deeper"}
    assert signs(mele, talk(*held.turns, said(Stance.OPEN), third)) == {4: "deeper", 10: "core"}


def test_a_later_reading_changes_no_sign_and_a_transcript_shows_none(mele: Persona) -> None:
    pushed = said(Stance.GUARDED)
    reread = pushed.model_copy(update={"reread": Reading(moves=(Move.REFLECTION,), words=9)})
    assert signs(mele, talk(reread, YES)) == signs(mele, talk(pushed, YES)) == {2: "drew_back"}
    assert signs(mele, talk(OrganizerTurn(text="Join now!"), YES)) == {}
