"""The words of the privacy page."""

from collections.abc import Mapping

PRIVACY: Mapping[str, str] = {
    "privacy.title": "What happens to your words",
    "privacy.lead": "This page is made from how the app is set up just now.",
    "privacy.words": "Where your words go",
    "privacy.words_builtin": "Built-in players do everything here. Your words are not sent anywhere.",
    "privacy.words_llm": "What you say in a talk, and what you write down after it, is sent to {server}. "
    "The model there answers as the member, reads your turns and gives feedback.",
    "privacy.words_read": "What you say in a talk, and what you write down after it, is sent to {server}. "
    "The model there reads your turns or gives feedback; the built-in partner speaks as the member.",
    "privacy.words_not": "Your name and the plan that you note beforehand are not sent.",
    "privacy.words_near": "That is the same machine that runs this app.",
    "privacy.words_far": "What {server} does with it is up to whoever runs it. Ask who chose it, and leave out "
    "real names.",
    "privacy.recorded": "At the moment, all that is sent to the model and comes back is also written to files, to "
    "find faults. These are not deleted with your talks: ask whoever runs this app.",
    "privacy.voice": "Your voice",
    "privacy.voice_hears": "While you hold the button, what you say is recorded and sent to {server}, and comes "
    "back as words.",
    "privacy.voice_speaks": "If you want to hear the member, their words are sent to {server} and come back as sound.",
    "privacy.voice_browser": "If you want to hear the member, your browser reads their words with a voice of your "
    "own device.",
    "privacy.voice_kept": "This app keeps no sound, only for how long you spoke.",
    "privacy.voice_none": "This app records no sound.",
    "privacy.kept": "What is kept",
    "privacy.kept_what": "Your talks with what was noticed in each turn, your plans, what you wrote down "
    "afterwards, the feedback, and whom you said you would meet.",
    "privacy.kept_here": "It lies in a file on this computer.",
    "privacy.kept_there": "It lies in a file on the computer that runs this app.",
    "privacy.kept_server": "It lies in a database at {server}.",
    "privacy.kept_long": "It stays until you delete it, or whoever runs this app does.",
    "privacy.kept_days.one": "A talk in which nothing has happened for a day is deleted by itself.",
    "privacy.kept_days.many": "A talk in which nothing has happened for {count} days is deleted by itself.",
    "privacy.kept_account": "The name of your account, and a scrambled form of your password that can't be turned "
    "back, stand in a file of whoever runs this app.",
    "privacy.kept_tokens": "How much of the model a talk used is counted. That count stays, as nobody's, when you "
    "delete the talk.",
    "privacy.who": "Who can read it",
    "privacy.who_open": "Whoever uses this browser on this computer.",
    "privacy.who_account": "You, when you have signed in with your account.",
    "privacy.who_code": "You, in the browser in which you joined with the code.",
    "privacy.who_nobody": "No page shows your talks to other learners. In a workshop its facilitator sees what you "
    "choose to share and nothing else, until you take it back.",
    "privacy.who_host": "Whoever looks after the computer with the database can open it there, without this app.",
    "privacy.cookies": "Cookies",
    "privacy.cookies_learner": "One, coach_learner, tells the app that it is you, for up to {days} days after "
    "your last visit. It is signed, and no script can read it.",
    "privacy.cookies_language": "Another, coach_language, is there if you picked a language. There are no others, "
    "and nobody else's.",
    "privacy.cookies_browser": "What you have typed and not sent yet is kept by your browser until its tab is "
    "closed; the minutes of a talk, and whether you want to hear the member, until you delete everything about you.",
    "privacy.delete": "Taking it along, and deleting it",
    "privacy.delete_how": "Among your talks you can save all of it as a file, delete one talk, or delete "
    "everything about you. It is then gone from the database, at once.",
    "privacy.delete_copies": "Copies that somebody made of the database before, such as backups, are not reached "
    "by that.",
}
