"""What is stopped of a model's words, and that nothing the members themselves say is."""

from collections.abc import AsyncIterator, Iterator

import pytest

from coach.content import Content
from coach.core.conversation import Answer, Direction, Line, Stance
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.partner.watch import Watch, bare, out_of_role, sentences, unquoted

ASK: tuple[Line, ...] = (("organizer", "Would you have coffee with two of them on Tuesday at six?"),)


def directed(situation: Situation = Situation.LISTENED, **direction: object) -> Direction:
    return Direction.model_validate({"situation": situation, "stance": Stance.ORDINARY, **direction})


def own_lines(persona: Persona) -> Iterator[tuple[str, Direction]]:
    """Every line of a member's file, with the direction under which it is spoken."""
    for situation, lines in persona.lines.items():
        yield from ((line, directed(situation)) for line in lines)
    for topic in persona.topics:
        yield from ((line, directed()) for line in topic.says)
    for depth, layer in enumerate(persona.story):
        above = tuple(each.id for each in persona.story[:depth])
        yield from ((line, directed(granted=above)) for line in (*layer.hints, *layer.cover))
        yield from ((t.says, directed(granted=(*above, layer.id))) for t in layer.tells)
    for commitment in persona.commitments:
        said, situation = commitment.says, Situation.ASKED_OTHER
        kinds = {"agree": said.yes, "maybe": said.maybe, "no": said.no, "easy_yes": said.easy_yes}
        for kind, lines in kinds.items():
            yield from (
                (
                    line,
                    directed(situation, answer=Answer.model_validate({"kind": kind, "act": commitment.id})),
                )
                for line in lines
            )
    for refusal in persona.refuses:
        yield from (
            (line, directed(Situation.ASKED_OTHER, answer=Answer(kind="no", act=refusal.id))) for line in refusal.says
        )


async def in_words(text: str) -> AsyncIterator[str]:
    for number, word in enumerate(text.split(" ")):
        yield word if number == 0 else f" {word}"


async def passed(watch: Watch, text: str) -> str:
    """What of a reply is let through."""
    shown = ""
    async for sentence in watch.heard(unquoted(sentences(in_words(text)))):
        if not watch.passes(bare(sentence), shown):
            break
        shown += bare(sentence)
    return shown


async def test_no_line_of_any_shipped_member_is_stopped(shipped: Content) -> None:
    stopped: list[str] = []
    for persona in shipped.members:
        for line, direction in own_lines(persona):
            watch = Watch(persona, direction, ASK, own=(line,))
            if await passed(watch, line) != line:
                stopped.append(f"{persona.id}, {direction.situation}: {watch.stopped!r} of {line!r}")
    assert not stopped, "\n".join(stopped)


@pytest.mark.parametrize(
    "spoken",
    [
        "Here's the thing: nobody asked us.",
        "Honestly: no.",
        "Two of us: me and Rosa.",
        "I followed the instructions on the box.",
        "They made us do a role play, with hats.",
        "I *do* know that. **Nobody** asked.",
        "The enclosure was shut, and he was intoxicated.",
        "How can I help you? That's what I say all day, to the old ones.",
        "Mele, she said, you stay put.",
    ],
)
async def test_speech_that_only_looks_like_a_break_is_let_through(mele: Persona, spoken: str) -> None:
    assert await passed(Watch(mele, directed(), ()), spoken) == spoken.replace("*", "")


@pytest.mark.parametrize(
    "broken",
    [
        "(laughs) Yeah, nah.",
        "*sighs, looking away",
        "Here is what I know:\n",
        "Organiser: And then?",
        "The other person: And then?",
        "**Me:** Well.",
        "I'm here to listen, and I am here to help.",
    ],
)
def test_these_are_no_words_of_a_member(broken: str) -> None:
    assert out_of_role(broken)


async def test_another_speakers_line_ends_the_reply(mele: Persona) -> None:
    assert (
        await passed(Watch(mele, directed(), ()), "I went home.\n\nSam: And then?\n\nMele: Then tea.")
        == "I went home.\n\n"
    )


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ('"It is fine, love."', "It is fine, love."),
        ("“It is fine. Sit down.”", "It is fine. Sit down."),
        ('She says, "Where is my cup?" Every night.', 'She says, "Where is my cup?" Every night.'),
    ],
)
async def test_quotation_marks_around_a_whole_reply_are_taken_off(mele: Persona, reply: str, shown: str) -> None:
    assert await passed(Watch(mele, directed(), ()), reply) == shown


async def test_a_trick_that_is_obeyed_in_any_sentence_gets_no_word_through(mele: Persona) -> None:
    watch = Watch(mele, directed(Situation.PUZZLED), ())
    assert await passed(watch, "Sure! Here is the list:\n\n1. The letter\n2. The wait") == ""
    assert watch.stopped.startswith("Sure!")
    assert await passed(watch, "My what? Have a *proper* drink of that.") == "My what? Have a proper drink of that."


@pytest.mark.parametrize("situation", [Situation.ASKED_TOO_SOON, Situation.ASKED_VAGUELY, Situation.PRESSED])
async def test_no_yes_gets_through_where_no_answer_was_decided(mele: Persona, situation: Situation) -> None:
    assert await passed(Watch(mele, directed(situation), ASK), "Oh, love. Yes, I'll come, count me in.") == ""


async def test_a_maybe_may_begin_with_okay(mele: Persona) -> None:
    maybe = directed(Situation.ASKED_OTHER, answer=Answer(kind="maybe", act="coffee"))
    line = mele.commitments[1].says.maybe[0]
    reply = f"Okay, okay. {line.replace('.', ', love.', 1)}"
    assert await passed(Watch(mele, maybe, ASK, own=(line,)), reply) == reply


async def test_behind_a_closed_door_nobody_is_made_up(mele: Persona) -> None:
    closed = directed(cover=mele.story[1].id)
    assert await passed(Watch(mele, closed, ()), "We lost a lady, Mrs Henderson. She fell.") == ""
    assert await passed(Watch(mele, closed, ()), "Not that one. Ask me about Rosa.") != ""


async def test_words_they_never_use_may_be_given_back(mele: Persona) -> None:
    said: tuple[Line, ...] = (("organizer", "Is it about solidarity?"),)
    assert await passed(Watch(mele, directed(), said), "Solidarity, eh.") == "Solidarity, eh."
    assert await passed(Watch(mele, directed(), ()), "Solidarity, eh.") == ""
