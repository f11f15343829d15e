"""What an organizer may say: twelve turns with anybody, from hello to goodbye, and a talk with Mele."""

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

WITH_MELE = (
    "Hi Mele, I'm Sam, from the carers' union. Thanks for the half hour. I may ask you something, and no is fine.",
    "How did you come to do this work?",
    "We have a big campaign on, two staff on every wing till eleven. We've got 400 names, we need everybody on board.",
    "Sorry, I was ahead of you there. You saw somebody do it properly, on your dad's ward. I'd rather hear about that.",
    "My nan was in a place like that. I always looked for the one carer who knew her. What are the evenings like now?",
    "They took ninety minutes off the shift and left all the work in it. What happens after half past nine?",
    "You're off the clock at half past nine, and you don't go. What keeps you there?",
    "What would you change first, if it were up to you and the ones you work with?",
)
"""For the pictures in the README: the third turn pushes, the fourth takes it back."""
