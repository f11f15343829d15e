"""The words of the primer on the one-to-one. Names and lines in it are made up."""

from collections.abc import Mapping

PRIMER: Mapping[str, str] = {
    "primer.title": "Two minutes on the one-to-one",
    "primer.what": "Two people find out what matters to each other, and whether there is something to do together. It "
    "is no interview, no pitch and no small talk: leave them two thirds of the words or more.",
    "primer.stages": "Four stages",
    "primer.purpose": "Purpose",
    "primer.purpose_what": "Why you meet, for how long, and that you may ask something at the end.",
    "primer.exploration": "Exploration",
    "primer.exploration_what": "Most of the time. Their story, what they care about, whom they know. Ask why, ask on, "
    "and wait.",
    "primer.exchange": "Exchange",
    "primer.exchange_what": "A short story of your own, with a choice in it. Then the floor goes back to them.",
    "primer.commitment": "Commitment",
    "primer.commitment_what": "What you will do together, or when you meet again.",
    "primer.organizing": "Organising, not mobilising",
    "primer.organizing_what": "Mobilising gets people who agree already to do one thing. Organising begins with the "
    "person, not with the campaign, and helps them grow into somebody who brings others.",
    "primer.ask": "A real ask",
    "primer.ask_what": "One act with a day, a time and a place, for a reason that they gave you. Then wait. “I'll try” "
    "is no yes. An honest “not yet” is a good ending.",
    "primer.example": "How it can sound",
    "primer.them": "Tess",
    "primer.line1": "I'm talking with people on nights about what they would change. Half an hour? I may ask you "
    "something at the end.",
    "primer.note1": "Purpose",
    "primer.line2": "Fine. To be honest, I nearly left in March.",
    "primer.line3": "You nearly left. What made you stay?",
    "primer.note3": "Exploration: their own words, and why",
    "primer.line4": "The two new ones. Nobody had shown them how to lift without wrecking their backs.",
    "primer.line5": "When I was new, an old hand stayed late for a week to show me. I could have gone elsewhere, and I "
    "stayed for her. Who did that for you?",
    "primer.note5": "Exchange: short, with a choice, and back to them",
    "primer.line6": "Nobody. I suppose that's why I do it.",
    "primer.line7": "So you look after whoever comes next. Would you bring one of them to the library on Tuesday at "
    "six, to say it in their own words?",
    "primer.note7": "Commitment: an act, a day, a time, a place, and Tess's own reason",
    "primer.line8": "Tuesday. Let me ask her first. I'll tell you by Friday.",
    "primer.note8": "An honest maybe with a day: better than a quick yes",
}
