"""What an organizer may say in a talk with anybody: twelve turns from hello to goodbye."""

TWELVE = (
    "Hi, thanks for making time. I'm Sam. I'd like half an hour to hear how you are. I may ask something at the end.",
    "What has this week been like for you?",
    "How did you come to do this work?",
    "So it was never only a job to you. What made you stay?",
    "My dad drove trucks at night for twenty years, and nobody asked him how that was. I think that is why I do this.",
    "What would you change first, if it were up to you and the people around you?",
    "It sounds as if you carry a lot of that by yourself. Who do you talk to about it?",
    "What worries you most about saying something?",
    "You know everybody there, and they trust you. Who else feels the way you do?",
    "What could you and they do about it together?",
    "Would you have a coffee with one of them before Thursday, and tell me how it went? It's your call.",
    "So you have a think, and I ring you on Friday after lunch. Thanks for telling me all this.",
)
