"""What an organizer said they would do after the talk."""

import pytest

from coach.core.conversation import Conversation, MemberTurn, OrganizerTurn
from coach.reader.promises import given_in, promised


@pytest.mark.parametrize(
    "said",
    [
        "I'll ring you Thursday at six.",
        "I’ll find out what the roster says, and let you know.",
        "I will bring the form, and you bring Rosa.",
        "I'm going to ask Kemal about the ute tomorrow.",
        "I'll be here the thirteenth with the paper.",
        "I'll text you both Friday, yeah?",
    ],
)
def test_what_is_to_be_done_after_the_talk_is_a_promise(said: str) -> None:
    assert promised(f"That stays with me. {said} Thanks for your time.") == (said,)


@pytest.mark.parametrize(
    "said",
    [
        "I'll be honest with you.",
        "I'll listen.",
        "Let me ask you something.",
        "I'll tell you why I came.",
        "I'll leave it there.",
        "I'll help if you want me to.",
        "Will you bring Rosa?",
        "You'll ask her on Monday.",
        "",
    ],
)
def test_what_is_done_at_once_or_by_others_is_none(said: str) -> None:
    assert promised(said) == ()


def test_a_promise_is_found_once_where_it_was_first_made_and_the_members_own_is_none() -> None:
    said = ("I'll ring you on Friday.", "I'll bring a cake.", "I'll bring a cake. I'll ring you on Friday.")
    first, theirs, again = said
    talk = Conversation(turns=(OrganizerTurn(text=first), MemberTurn(text=theirs), OrganizerTurn(text=again)))
    assert given_in(talk) == ((1, first),)
    assert promised("Last time I told you: I'll ring you on Friday.") == ()
