"""The built-in partner in a conversation: what is asked is answered, and what is told runs over no question."""

import pytest

from coach.app import App
from coach.content import Content
from coach.core.conversation import Conversation, Direction, MemberTurn, OrganizerTurn, Stance
from coach.core.moves import Reading
from coach.core.persona import Persona
from coach.core.situation import Situation
from coach.partner.builtin import compose
from coach.partner.lines import YOU_FIRST
from coach.settings import Settings

HELLO = "Hi, I'm Anna. Thanks for making the time."
WHILE_TOGETHER = (
    "How has your week been?",
    "What do you do for work?",
    "My dad drove buses, so we mostly knew him by his lunchbox.",
    "What do you like about it?",
    "I like that too, I grew up with it.",
)


async def talk(member: Persona, *said: str) -> tuple[MemberTurn, ...]:
    stage = App(Settings()).stage
    conversation = Conversation(persona=member.id, scenario=member.scenarios[0].id)
    for text in said:
        conversation = await stage.hear(member, conversation.add(OrganizerTurn(text=text)))
        async for piece in stage.speak(member, conversation):
            if isinstance(piece, MemberTurn):
                conversation = conversation.add(piece)
    return tuple(turn for _, turn in conversation.member_turns)


@pytest.mark.parametrize(
    ("who", "asked", "topic"),
    [
        ("darren", "Do you get on with the neighbours?", "neighbourhood"),
        ("darren", "What do you get up to on a Saturday?", "free_time"),
        ("mele", "How's your back, with all that lifting?", "health"),
        ("mele", "Is the money any good?", "pay"),
        ("priya", "What languages do you speak?", "languages"),
        ("col", "What would make the biggest difference to you?", "change_wanted"),
        ("yusuf", "Is there anything you're hopeful about?", "gives_hope"),
        ("lan", "How did you hear about us?", "heard_of_us"),
        ("gloria", "Who do people in the congregation listen to?", "listened_to"),
        ("fatima", "Do the others think the same?", "others_say"),
    ],
)
async def test_a_strangers_question_is_answered_to_the_point(
    shipped: Content, who: str, asked: str, topic: str
) -> None:
    *_, reply = await talk(shipped.member(who), HELLO, asked)
    assert reply.told == (topic,)


@pytest.mark.parametrize(
    ("who", "asked", "word"),
    [
        ("yusuf", "What football team do you follow?", "team"),
        ("priya", "How often do you talk to your parents?", "Sundays"),
        ("jaz", "How are you sleeping?", "sleep"),
        ("gloria", "Do you have any grandchildren?", "Nia"),
    ],
)
async def test_of_several_lines_the_one_that_was_asked_for_comes_first(
    shipped: Content, who: str, asked: str, word: str
) -> None:
    *_, reply = await talk(shipped.member(who), HELLO, asked)
    assert word in reply.text


async def test_the_question_is_answered_and_not_what_was_said_around_it(shipped: Content) -> None:
    said = "Sorry about the rain and the insurance people. How many children have you got?"
    *_, reply = await talk(shipped.member("col"), HELLO, said)
    assert reply.told == ("children",)


async def test_a_reaction_is_not_heard_as_the_answer(shipped: Content) -> None:
    *_, reply = await talk(shipped.member("mele"), HELLO, "How old are your children?")
    assert reply.text.startswith("Four.")


async def test_a_check_is_confirmed_and_nothing_else_is_told(shipped: Content) -> None:
    mele = shipped.member("mele")
    recap = "So they took ninety minutes off the shift and left all the work in it. Have I got that right?"
    *_, reply = await talk(mele, HELLO, "What changed about your shifts?", recap)
    assert reply.text in mele.lines[Situation.CHECKED]
    assert reply.told == ()


async def test_before_they_have_said_anything_there_is_nothing_to_confirm(shipped: Content) -> None:
    for member in shipped.members:
        (hello,) = (await talk(member, "Hi, I'm Anna. I'd like half an hour to hear you. Is that all right?"))[-1:]
        assert not [line for line in member.lines.get(Situation.CHECKED, ()) if line in hello.text], member.id


async def test_a_question_about_them_that_the_file_has_no_answer_to_is_stepped_round(shipped: Content) -> None:
    lan = shipped.member("lan")
    *_, reply = await talk(lan, HELLO, "Where do you keep your telescope?")
    assert reply.text in lan.lines[Situation.SIDESTEPS]


async def test_a_question_that_only_points_back_goes_on_about_the_same_until_there_is_no_more(shipped: Content) -> None:
    col = shipped.member("col")
    dog = next(topic for topic in col.topics if topic.id == "dog")
    asked = ("And then?", "What happened next?")
    _, first, *more = await talk(col, HELLO, "Got a good dog?", *asked)
    assert first.told == ("dog",)
    told = [reply for reply in more if "dog" in reply.told]
    assert told
    follow_ups = [one.says for one in col.follow_ups if any(one.follows in line for line in dog.says)]
    assert all(any(line in reply.text for line in (*dog.says, *follow_ups)) for reply in told)


@pytest.mark.parametrize(
    ("who", "before", "asked", "word"),
    [
        ("yusuf", "What do you call the wall?", "What's Kofi like?", "Kofi"),
        ("yusuf", "Who do you live with?", "I heard about your mum. How is she?", "mum"),
        ("rachel", "How is Ned going?", "Tell me about his dad.", "Glen"),
        ("mele", "What do you do here?", "How are the kids, by the way?", "kids"),
    ],
)
async def test_a_question_about_somebody_is_answered_about_them(
    shipped: Content, who: str, before: str, asked: str, word: str
) -> None:
    *_, reply = await talk(shipped.member(who), HELLO, before, asked)
    assert word in reply.text


@pytest.mark.parametrize(
    ("asked", "situation"),
    [
        ("Why is the moon on the side today?", Situation.DOES_NOT_KNOW),
        ("Who won the cricket then?", Situation.DOES_NOT_KNOW),
        ("Why do you whistle at the moon?", Situation.ASKED_WHY),
        ("Who could you beat at chess?", Situation.ASKED_WHO),
        ("How many stars can you count of an evening?", Situation.DOES_NOT_KNOW),
        ("If you were a bird, what would you look at first?", Situation.ASKED_WHAT_IF),
        ("Do you ever whistle?", Situation.ASKED_YES_NO),
        ("What would you need from me, for a start?", Situation.ASKED_TERMS),
    ],
)
async def test_a_question_without_an_answer_is_met_by_its_kind(
    shipped: Content, asked: str, situation: Situation
) -> None:
    mele = shipped.member("mele")
    *_, reply = await talk(mele, HELLO, asked)
    assert reply.text in mele.lines[situation]
    assert reply.told == ()


async def test_what_somebody_else_thinks_is_left_to_them(shipped: Content) -> None:
    mele = shipped.member("mele")
    *_, reply = await talk(mele, HELLO, "What is Sione like?", "Does he ever go roller skating?")
    assert reply.text.replace(" him", " them") in mele.lines[Situation.ASKED_OF_OTHERS]


async def test_leave_to_ask_is_given_and_nothing_is_told_with_it(shipped: Content) -> None:
    priya = shipped.member("priya")
    *_, reply = await talk(priya, HELLO, "Who do you live with?", "Can I ask you something a bit more personal?")
    assert reply.text in priya.lines[Situation.PERMISSION]


async def test_thanks_for_what_was_told_are_not_taken_for_goodbye(shipped: Content) -> None:
    priya = shipped.member("priya")
    said = ("How did you come to Melbourne?", "That's far.", "Who do you live with?", "I see.", "What do you study?")
    *_, reply = await talk(priya, HELLO, *said, "Thank you for telling me. It sounds like fairness matters to you.")
    assert reply.text not in priya.lines[Situation.GOODBYE]


async def test_what_they_have_said_no_to_is_not_confirmed(shipped: Content) -> None:
    darren = shipped.member("darren")
    ask = "Would you have a word with Sunny at break on Thursday and ask him what he's missed?"
    recap = "So you'll talk to Sunny Thursday at break, and I'll see you here Friday at six. Is that right?"
    *_, no, reply = await talk(darren, HELLO, "How long have you been on nights?", ask, recap)
    assert no.answer is None
    assert reply.text in darren.lines[Situation.LED]


async def test_whether_they_are_happy_is_no_ask(shipped: Content) -> None:
    rachel = shipped.member("rachel")
    *_, reply = await talk(rachel, HELLO, "Are you happy with the school?")
    assert reply.text not in (*rachel.lines[Situation.ASKED_TOO_SOON], *rachel.lines[Situation.ASKED_VAGUELY])


async def test_the_story_does_not_run_over_a_question(shipped: Content) -> None:
    darren = shipped.member("darren")
    pieces = {telling.id for layer in darren.story for telling in layer.tells}
    *_, story, reply = await talk(
        darren, HELLO, "What happened with the footy when you went on nights?", "Both till June! Do you have any kids?"
    )
    assert pieces.intersection(story.told)
    assert reply.told == ("children",)


async def test_no_line_comes_twice_however_long_one_asks_about_one_thing(shipped: Content) -> None:
    asked = [f"What else can you tell me about the river, part {n}?" for n in range(1, 16)]
    replies = [turn.text for turn in await talk(shipped.member("col"), HELLO, *asked)]
    assert len(set(replies)) == len(replies)


async def test_a_question_of_everyday_words_is_answered_before_they_go_on(shipped: Content) -> None:
    rachel = shipped.member("rachel")
    asked = "Glen's away half the month. How is it in the weeks when he's gone?"
    *_, reply = await talk(rachel, HELLO, "What is Glen like?", asked)
    assert "Glen" in reply.text
    assert "week" in reply.text.lower()


async def test_what_the_file_cannot_answer_first_thing_is_met_by_a_greeting(shipped: Content) -> None:
    jaz = shipped.member("jaz")
    (reply,) = await talk(jaz, "Do you ever whistle at the moon?")
    assert reply.text in jaz.lines[Situation.GREETING]


@pytest.mark.parametrize(
    ("situation", "stance", "slips"),
    [
        (Situation.DOES_NOT_KNOW, Stance.ORDINARY, False),
        (Situation.LISTENED, Stance.ORDINARY, True),
        (Situation.DOES_NOT_KNOW, Stance.OPEN, True),
    ],
)
def test_a_hint_hangs_on_no_plain_answer_but_slips_to_who_has_listened_or_is_trusted(
    shipped: Content, situation: Situation, stance: Stance, slips: bool
) -> None:
    mele = shipped.member("mele")
    layer = mele.story[1]
    topic = next(topic for topic in mele.facts if topic.asked)
    direction = Direction(situation=situation, stance=stance, topics=(topic.id,), hint=layer.id)
    reading = Reading(asks=True, topics=(topic.id,))
    said = OrganizerTurn(text=topic.questions(0)[0], direction=direction, reading=reading)
    reply = compose(mele, Conversation(persona="mele").add(OrganizerTurn(text=HELLO)).add(said))
    assert reply.told == (topic.id,)
    assert reply.hinted == (layer.id if slips else None)


def test_a_story_of_theirs_that_names_a_closed_layer_is_thanked_for(shipped: Content) -> None:
    mele = shipped.member("mele")
    direction = Direction(situation=Situation.SHARED_WITH, stance=Stance.OPEN, cover=mele.story[1].id)
    said = OrganizerTurn(text="My uncle painted his boat purple.", direction=direction, reading=Reading())
    reply = compose(mele, Conversation(persona="mele").add(OrganizerTurn(text=HELLO)).add(said))
    assert reply.text in mele.lines[Situation.SHARED_WITH]


@pytest.mark.parametrize(
    ("who", "said", "situation"),
    [
        ("darren", "I'll ring you after you've slept. Thanks for the half hour, enjoy the chop.", Situation.GOODBYE),
        ("jaz", "If you don't come I'll still be glad we met. Go and find your shift. Bye!", Situation.GOODBYE),
        ("priya", "That's alright. What size would be right? It could be just you and me.", Situation.ASKED_TERMS),
        ("gloria", "Does that touch you or Carlton at all?", Situation.ASKED_YES_NO),
        ("mele", "Tell me about one of them, somebody you're fond of.", Situation.SIDESTEPS),
    ],
)
async def test_after_a_while_together_this_is_met_by_lines_of_its_kind(
    shipped: Content, who: str, said: str, situation: Situation
) -> None:
    member = shipped.member(who)
    *_, reply = await talk(member, HELLO, *WHILE_TOGETHER, said)
    assert reply.text in member.lines[situation]


@pytest.mark.parametrize(("who", "asked"), [("priya", "Who's Dean?"), ("yusuf", "So who is Kofi?")])
async def test_who_somebody_is_can_be_said_of_those_they_know(shipped: Content, who: str, asked: str) -> None:
    *_, reply = await talk(shipped.member(who), HELLO, *WHILE_TOGETHER, asked)
    assert asked.split()[-1].strip("?") in reply.text


async def test_nobody_is_bidden_to_begin_who_has_told_something_of_themselves(shipped: Content) -> None:
    yusuf = shipped.member("yusuf")
    asked = ("Would you dance?", "Would you sing?", "If you were a bird, would you fly?", "Would you paint?")
    bidden = [line for line in yusuf.lines[Situation.ASKED_WHAT_IF] if YOU_FIRST.search(line)]
    assert bidden
    replies = await talk(yusuf, HELLO, *WHILE_TOGETHER, *asked)
    assert not any(line in reply.text for line in bidden for reply in replies)


async def test_an_open_question_after_a_leading_one_is_answered_where_they_know(shipped: Content) -> None:
    priya = shipped.member("priya")
    *_, reply = await talk(priya, HELLO, "You must be tired, don't you think? How has your week been?")
    assert reply.text not in priya.lines[Situation.LED]
    assert "My week" in reply.text
