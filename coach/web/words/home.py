"""The words of the first page: whom one can meet, who plays, and what whoever runs the app is told."""

from collections.abc import Mapping

HOME: Mapping[str, str] = {
    "home.title": "Who would you like to sit down with?",
    "home.lead": "Practise the one-to-one meeting: sit down with a community member, listen, and get feedback on what "
    "you said.",
    "home.meet": "Meet {name}",
    "home.age": "{age}, {pronouns}",
    "home.empty": "Nobody is here yet. Whoever runs this app can add a member's file to the personas folder.",
    "home.intention": "You said that you would really sit down with {who}.",
    "home.intention_day": "When: {when}.",
    "home.intention_ask": "If that is still to come, practising once more before it is no cheating.",
    "home.left_open": "Left open",
    "home.open.talking": "You are in the middle of a talk with {name}.",
    "home.open.reflecting": "Your talk with {name} waits for what you heard. Feedback comes after that.",
    "home.problems.one": "One file can't be used as it is, so something is missing here.",
    "home.problems.many": "{count} files can't be used as they are, so something is missing here.",
    "home.problems.folder": "The members' folder is empty.",
    "home.problems.what": "For whoever looks after the members",
    "home.problems.mend": "Mend what is listed, then reload this page.",
    "home.how": "How it goes",
    "home.step1": "Prepare",
    "home.step1_what": "Why you meet, and what you might ask. You can skip it.",
    "home.step2": "Talk",
    "home.step2_what": "They tell you more when you have earned it, as people do.",
    "home.step3": "Reflect",
    "home.step3_what": "What did you hear? Write it down before anyone tells you.",
    "home.step4": "Feedback",
    "home.step4_what": "One strength, and one moment to go back to and try again.",
    # Who plays, and where words go.
    "players.builtin": "The built-in partner plays, on this computer or server. It understands English only. "
    "Your words go nowhere else.",
    "players.builtin_and_model": "The built-in partner plays, and understands English only; {model} reads what "
    "you say and gives feedback. "
    "Your words are sent to {server}.",
    "players.builtin_short": "Played by the built-in partner",
    "players.llm": "{model} plays. Your words are sent to {server}.",
    "players.llm_short": "Played by {model}",
    "players.kept": "Your talks are kept in this app's own database, under a cookie in this browser, until "
    "you delete them.",
    # For whoever runs the app.
    "upkeep.title": "For whoever runs this app",
    "upkeep.spent": "Today the model has read {tokens_in} tokens and written {tokens_out}.",
    "upkeep.cost": "By the prices that are set, that is at most {amount}.",
    "upkeep.no_prices": "Set COACH_PRICE_IN and COACH_PRICE_OUT, each for a million tokens, to see what that costs.",
    "upkeep.nearby": "{name} seems to run on this machine. It is not used. To let it play, set this and start again:",
    "upkeep.to_paste": "Settings for {name}",
}
