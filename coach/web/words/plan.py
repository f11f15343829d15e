"""The words of the plan for a practice hour: from trainer to trainer."""

from collections.abc import Mapping

PLAN: Mapping[str, str] = {
    "plan.title": "A practice hour",
    "plan.lead": "One talk, one look back, one moment tried again. The hour is about that moment, not about the score.",
    "plan.minutes": "Length",
    "plan.minutes_of": "{minutes} minutes",
    "plan.way": "How they sit",
    "plan.way.alone": "Each at a screen",
    "plan.way.pairs": "In pairs, at one screen",
    "plan.way.together": "All at one screen",
    "plan.look": "What to look for, up to three",
    "plan.change": "Show this plan",
    "plan.print": "Print it",
    "plan.at": "minute {begins}",
    "plan.for": "{minutes} min",
    "plan.before": "Before they come",
    "plan.before_1": "Hold a talk yourself with the member they will meet, badly on purpose, and read the feedback. "
    "You will know where it hurts.",
    "plan.before_2": "Write the code on the board: {code}",
    "plan.before_3": "Decide what you tell them about sharing. Nothing is shared unless they choose to; say that "
    "“nothing” is a full answer, and mean it.",
    "plan.before_4": "Who in the room can somebody turn to if a talk comes too close? Say who it is at the start.",
    "plan.whom": "Whom they meet",
    "plan.whom_all": "Any member; agree on one, so that you can compare.",
    "plan.look_for": "What to look for today",
    "plan.look_none": "Choose up to three criteria above, and they stand here with what solid looks like.",
    "plan.solid": "Solid",
    "plan.strong": "Strong",
    "plan.arrive": "Arrive",
    "plan.arrive_1": "Everybody joins with the code and finds the member. Help whoever is stuck; start when they are "
    "in.",
    "plan.arrive_2": "Say three things: this is a place to be bad at it; the member is made up and nobody is marked; "
    "you may stop at any time.",
    "plan.warm_up": "Warm up",
    "plan.warm_up_1": "In twos, without a screen. One tells for two minutes why they do the work they do. The other "
    "may only ask, “What made you…?” and then wait. Swap.",
    "plan.warm_up_2": "Ask the room: where did you want to jump in? What happened when you waited?",
    "plan.aim": "One aim each",
    "plan.aim_1": "Read out what to look for today. Each picks one and writes it under “What I want to practise”.",
    "plan.aim_2": "Each thinks of one short story of their own, with a choice in it, that they would be willing to "
    "tell.",
    "plan.talk": "The talk",
    "plan.talk.alone": "Each holds the talk alone, at their own pace, to a natural end. Ten to fourteen turns are "
    "enough. Nobody looks over a shoulder, you neither.",
    "plan.talk.pairs": "One types, one watches. They agree on each line aloud before it is sent, and swap the "
    "keyboard halfway. The one who watches keeps an eye on the aim.",
    "plan.talk.together": "You type; the room decides. Take two suggestions for each line, ask what each would do to "
    "the member, let a show of hands choose. When it goes wrong, let it.",
    "plan.talk_2": "Five minutes before the end, say: find an honest ending. “Not yet” is one.",
    "plan.look_back": "Look back",
    "plan.look_back_1": "First on paper, before anybody opens the feedback: what did I hear that they would not tell "
    "just anyone? Where did it turn?",
    "plan.look_back_2": "Then the boxes in the app, then the feedback. Read the strength aloud to a neighbour. Then "
    "the moment to go back to.",
    "plan.look_back_3": "Feedback can be wrong. If theirs is, they say why by their own words in the talk: that is "
    "worth more than the level.",
    "plan.again": "Try again",
    "plan.again_1": "“Try again from here”, at that moment or at another that they would rather have back. Say the "
    "line aloud once before typing it. Three or four turns, then stop.",
    "plan.again_2": "What did the member do this time? Look at both ways side by side, not at the number.",
    "plan.debrief": "Together",
    "plan.debrief_1": "What did they tell you that you had not asked for? What came before it?",
    "plan.debrief_2": "Where did you stop listening? What were you afraid of just then?",
    "plan.debrief_3": "Did you ask for something? What made it theirs rather than yours?",
    "plan.debrief_4": "Which line of somebody else's would you like to steal?",
    "plan.debrief_5": "If enough of them share, open the group page and take only the first thing it says. One thing "
    "a session.",
    "plan.outside": "Outside",
    "plan.outside_1": "One name and one day: whom will you really sit down with? They write it at the end of the "
    "feedback; the app reminds them.",
    "plan.outside_2": "Begin the next session with it.",
    "plan.watch": "While they practise, watch for",
    "plan.watch_1": "Fast typing and long lines: they are pitching. Ask, “What did she just say?”",
    "plan.watch_2": "One question after another: an interview. Ask, “What could you give back?”",
    "plan.watch_3": "Somebody gone quiet. A story may have come close. Sit down beside them, say nothing about the "
    "screen.",
    "plan.watch_4": "Playing against the machine, for fun or for points. Ask what the member would say about it to a "
    "friend.",
    "plan.prompts": "If a talk is stuck",
    "plan.prompts_1": "“What do you know about them by now that is not on their page?”",
    "plan.prompts_2": "“What would you say if you were not trying to get anywhere?”",
    "plan.prompts_3": "“You jumped ahead. How would you own that in one sentence?”",
}
