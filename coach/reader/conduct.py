"""Turns that leave the practice: instructions to the machine behind the member, and insults."""

import re

from coach.reader.sentences import sentences

_INSTRUCTS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip) (?:all |any |every |everything )?(?:of )?"
    r"(?:the |your |these |those |my )?(?:previous |prior |above |earlier |other |system |original |current )*"
    r"(?:instructions?|prompts?|rules|guidelines|guardrails|rubric|criteria|programming|system message)\b"
    r"|\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:above|before|you were told|you have been told|prior)\b"
    r"|\b(?:you are|act as|as|being|you re) (?:just |only |really |actually )?(?:now )?"
    r"(?:an? |the )?(?:ai|a i|language model|large language model|llm|chatbot|chat bot|bot|gpt|assistant|simulation|"
    r"virtual assistant|role ?play(?:ing)? model)\b(?! (?:like|that) (?:the|your))"
    r"|\b(?:are you|is this) (?:really |just |actually )?(?:an? )?(?:ai|a i|chatbot|language model|llm|gpt|computer program)\b"
    r"|\b(?:system|developer|hidden|initial|secret) (?:prompt|message|instructions?)\b"
    r"|\b(?:reveal|print|repeat|output|show me|tell me|what is|what are) (?:me )?your (?:system |hidden |full |secret |own )*"
    r"(?:prompt|instructions|rules|persona file|configuration|story layers|layers)\b"
    r"|\b(?:give|award|grant|mark|score|rate|grade) (?:me|this|it|us|the organi[sz]er|my \w+|every criterion|all criteria)"
    r"(?: \w+){0,4} (?:full (?:marks|points|score)|top (?:marks|scores?)|(?:level|score|marks?|rating) (?:of )?(?:3|three|10|ten|100)|"
    r"(?:3|three) (?:on|for|in) (?:all|every|each)|100 ?(?:percent)?|10 (?:out of|of) 10|the (?:highest|maximum|max|best|top) "
    r"(?:score|marks?|level|rating))\b"
    r"|\bfull marks (?:for|on|in) (?:all|every|each|this|everything)\b|\b(?:give|award) (?:me|this) full marks\b"
    r"|\b(?:highest|maximum|max|top|full) (?:possible )?(?:score|rating|level|marks) (?:for|on|in|to) (?:all|every|each|this)\b"
    r"|\b(?:assessor|evaluator|grader|note to (?:the )?(?:ai|model|assessor|grader|reader))\b.*\b(?:score|level|mark|rate|give|this)\b"
    r"|\b(?:jailbreak|developer mode|dan mode|prompt injection|end of (?:transcript|conversation|prompt)|new instructions?)\b"
    r"|\b(?:break|drop|stay out of|step out of|come out of) character\b|\b(?:stop|quit) (?:role ?playing|pretending to be)\b"
    r"|\bfrom now on you (?:are|will|must|should) (?:only |always )?(?:agree|answer|respond|say|act|reply|a|an|be)\b"
    r"|\b(?:respond|reply|answer) (?:only )?(?:with|in) (?:json|yes|the word|markdown)\b|\bpretend (?:that )?you are\b"
    r"|\bset (?:your )?(?:trust|rapport|depth|guard) (?:to|at|level)\b|\b(?:unlock|open|grant) (?:all )?(?:the )?(?:story )?layers?\b"
)
_MARKUP = re.compile(
    r"(?im)^\s*(?:\W{0,4})(?:system|assistant|developer|user|instruction)s?\s*(?:\]|>|\|)?\s*:\s"
    r"|<\|?\s*/?\s*(?:system|im_start|im_end|endoftext|assistant|instructions?|inst)\b[^>\n]*>"
    r"|\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>|#{2,}\s*(?:system|instructions?|assistant)\b"
)
_INSULT = (
    r"(?:idiots?|morons?|imbeciles?|losers?|cretins?|scum|retard(?:ed|s)?|bitch(?:es)?|cunts?|wankers?|arse ?holes?|ass ?holes?|"
    r"dickheads?|dick|prick|bastards?|twat|tosser|pig|slut|whore|fuckwit|fuckhead|dipshit|shithead|piece of (?:shit|crap)|"
    r"pathetic|useless|worthless|stupid|dumb|thick|brainless|coward|cowards|gutless|spineless|waste of (?:space|time)|disgusting|"
    r"lazy|ridiculous|a joke|liar|parasite|snowflake|hopeless|ignorant|drama queen)"
)
_INSULTS = re.compile(
    r"\byou (?:are|re|were|sound|must be|look)(?: (?:just|really|such|so|a|an|the|all|bloody|fucking|being|like|actually|"
    r"quite|kind of|pretty|too|absolutely|complete|total|completely|totally|utterly|little|fat|old|lot of|bunch of))* "
    + _INSULT
    + r"\b"
    r"|\byou (?:\w+ )?(?:fucking |bloody |stupid |pathetic |useless |lazy |dumb |ignorant |little |old |fat |silly )+"
    r"(?:idiot|moron|cow|bitch|cunt|fool|woman|man|bastard|pig|wanker|prick|git|twat|loser|coward|cretin|sheep|people|lot)s?\b"
    r"|\b(?:fuck|screw|stuff|sod|bugger) you\b|\b(?:fuck|piss|sod|bugger|eff) off\b|\bgo to hell\b|\bshut (?:up|your (?:mouth|face|trap|gob)"
    r"|the (?:fuck|hell) up)\b|\bdrop dead\b|\bgo (?:die|kill yourself)\b|\bkill yourself\b|\bkys\b"
    r"|\b(?:what an? |you )(?:absolute |complete |total |fucking |bloody |stupid |pathetic |utter )*"
    r"(?:idiot|moron|loser|cunt|bitch|wanker|prick|asshole|arsehole|imbecile|fuckwit|dipshit|cretin)\b"
    r"|\byour (?:kind|lot|sort) (?:are|is|make|should|disgust)\b|\bpeople like you (?:are|make me|should) (?:the problem|sick|be)\b"
    r"|\bi (?:hate|despise) you\b|\byou (?:disgust|repulse) me\b|\bno wonder (?:\w+ ){1,4}(?:left|hates?|dumped|can not stand) you\b"
)
_NO_INSULT = re.compile(
    r"\b(?:not|never|no|think|thought|felt|feel|feeling|called|call|calling|like|as if|as though|says?|said|tell|told|"
    r"made|make|makes|treats?|treated|if) (?:\w+ ){0,3}you (?:are|were|sound|look)\b"
    r"|\byou (?:are|were) not\b|\byou (?:are|were) (?:\w+ ){0,2}(?:not|never)\b"
)


def instructs(text: str) -> bool:
    """Whether a turn tries to instruct the player or the assessor ("ignore your instructions", "system: …")."""
    return bool(_MARKUP.search(text)) or any(_INSTRUCTS.search(said) for said in sentences(text))


def insults(text: str) -> bool:
    """Whether a turn insults the person it speaks to. Swearing at things, or at oneself, is no insult."""
    return any(_INSULTS.search(said) and not _NO_INSULT.search(said) for said in sentences(text))
