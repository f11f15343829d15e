"""How words that speak to whoever assesses a talk can be told from words to the member, by their surface."""

import re

_ROLE = r"(?:assessors?|graders?|evaluators?|examiners?)"
_READER = rf"(?:{_ROLE}|whoever (?:assesses|grades|marks|scores)|(?:ai|model|marker|scorer|judge)\b)"
_SCORING = r"(?:scor(?:e|es|ing)|marks|rubric|criteri(?:on|a)|rate|grade)"
_WHICH = (
    r"(?:all|any|every|of|the|your|my|its|these|those|previous|prior|above|earlier|other|original|given|system|safety"
    r"|assessment|grading|scoring)"
)
_GIVE = (
    r"(?:give|award|assign|grant|return|output"
    r"|(?:score|rate|grade|mark|set)(?! (?:is|was|are|were|for|then|of|up|out|in|you|we|they)\b))"
)
_JUDGE = r"(?:rate|score|grade|assess|mark|evaluate)"
_MARK = r"(?:scores?|levels?|marks?|ratings?|grades?)"
_MOST = r"(?:[35](?!\d)|10|three|five|ten|full|top|max\w*|(?:its|the|their) (?:max\w*|highest|top))"
_TALK = r"(?:talk|conversation|transcript|session)"
_LEVEL = (
    r"(?:levels? (?:of )?(?:[0-5]\b|three)(?! (?:package|care|home))|level-?3|\d ?/ ?\d"
    r"|out of (?:3|5|10|three|five|ten)|full (?:marks|points|score)"
    r"|(?:top|best|maximum|high(?:est)?|perfect) (?:marks?|scores?|levels?|ratings?|grades?|points))"
)
_WORDINGS = (
    # set aside what was said before
    rf"\b(?:ignore|disregard|forget|override|bypass) (?:{_WHICH} )*(?:instructions?|prompts?|rubric|guidelines)\b",
    r"\b(?:ignore|disregard|override) (?:all |any |everything |of |the )*(?:above|previous)\b",
    r"\bforget (?:all|everything|anything) (?:above|previous|before|you (?:were|have been) told)\b",
    r"\b(?:new|following|previous|updated?) instructions?\b",
    # another speaker, or the end of the talk, made up
    r"^\W*(?:system|assistant|user|developer)\b(?: (?:message|prompt|note|update))?\s*:|(?-i:\b(?:SYSTEM|ASSISTANT)\b)",
    r"</?(?:transcript|system|assistant|user|instructions?|talk|turn)\b[^>]*>|<\|\w+\|>|\[/?inst\]",
    # the assessor spoken to, or of
    rf"\b{_ROLE}\s*:|^\W*{_ROLE}\b\s*[,–—-]",
    rf"\b(?:dear|hey|hello|attention,?|as an?|act as|to) (?:the |my |fair |lenient |an? )*{_ROLE}\b",
    rf"\b(?:note|message|memo|hint|instructions?)[ :]+(?:to|for) (?:the |my |any |all )*{_READER}",
    rf"\byou are (?:now )?(?:an? |the |my )?(?:\w+ )?(?:{_ROLE}|ai|bot|assistant)\b|\bwhoever {_JUDGE[:-1]})\w*",
    rf"\b{_ROLE}\b[^.?!]{{0,60}}\b{_SCORING}\b|\b(?:score|marks)\b[^.?!]{{0,40}}\b{_ROLE}\b",
    r"\b(?:rubric|system prompt|language model|as an ai)\b|\bcriteri(?:on|a)\b",
    # levels asked for, or given
    rf"(?<!you )(?<!they )(?<!the )(?<!a )\b{_GIVE}\b[^.?!;]{{0,60}}\b{_LEVEL}",
    r"\b(?:deserves?|earns?)\b[^.?!]{0,40}\b(?:levels? (?:[0-5]\b|three)|(?:top|highest|maximum) (?:level|score))",
    rf"\b{_MARK}\b[^.?!]{{0,30}} (?:is|are|should be|must be|=) (?:a |an |at )?{_MOST}\b",
    rf"\b(?:set|put|raise|make|keep) (?:every|each|all|the|my) (?:\w+ )?{_MARK}\b[^.?!]{{0,20}}\b{_MOST}\b",
    r"\b(?:threes?|full marks|top marks) (?:across the board|throughout|for everything|all round)\b",
    r"\b(?:report|find|list|mention|flag|name)(?: no| not? any) (?:faults?|markers?|mistakes?|missteps?|weakness\w*)\b",
    r"\b(?:treat|count|regard|classify|label|code) my\b[^.?!]{0,40}\bas (?:an? )?(?:open|reflect|strong|level|hope)",
    r"\bthe (?:organi[sz]er|learner|trainee) (?:demonstrat|deserve|passe|excel|(?:listened|did) (?:very )?well)",
    r"\b(?:your|these|this|the following) (?:system )?prompts?\b|\bend of (?:the )?transcript\b",
    r"\b(?:all|every|each) (?:levels?|scores?|marks?) (?:is|are|should|must|will|=)",
    rf"\b{_JUDGE} this (?:{_TALK}|turn)\b|\b{_JUDGE} the (?:organi[sz]er|learner|transcript)\b",
    rf"\b{_JUDGE} (?:my|each|every|all) (?:\w+ )?(?:turns?|talks?|answers?|performance)\b",
    rf"\bthis {_TALK} (?:is|was|should be|must be) (?:a |rated |scored )*(?:perfect|flawless|exemplary|level)\b",
    r"\"?\blevel\"?\s*[:=]\s*\"?\d|\b[1-4][a-g]\s*[:=]\s*[0-3]\b",
)
ASIDE = re.compile("|".join(_WORDINGS), re.IGNORECASE)
"""Words to an assessor. They end where the sentence does, or where `BACK` says."""

LEAD = re.compile(
    r"(?:(?:(?<!\w)(?:please|kindly|and (?:now|also|then)|also|btw|(?:important|note|p\.?s\.?)(?=:)"
    r"|(?:(?:to|for|of|on|with|in) )?(?:the|this|every|each)"
    r"|(?:i|we) (?:want|need|would like|ask|order) you to|i'd like you to"
    r"|you (?:must|should|have to|need to|will|are to)|make sure (?:you|to|that you)|be sure to|remember to"
    r"|as (?:the|an?))[\s,:–—-]+)|(?<=\s)[{\[(<\"“#*=-]+\s*)+$",
    re.IGNORECASE,
)
"""What leads, at the end of words to the member, into words to an assessor."""

CAPITAL = re.compile(r"(?<=\w )[A-Z{\[<(*#\"“]")
"""Where, with no full stop before it, such a lead begins anew."""

BACK = re.compile(
    r"(?<=[a-z0-9”\"'’)]) (?=(?:What|How|Why|When|Where|Who|Would|Could|Can|Did|Do|Is|Are|Was|Were|Have|Tell|So"
    r"|Thanks|Hi|Hello|Sorry|You)\b)"
    r"|(?<=,) (?=(?:so |and )?(?i:what|how|why|who|where|when) "
    r"(?:was|were|is|are|did|do|does|has|have|made|would|happened)\b)"
)
"""Where, with no full stop before it, the organizer turns back to the member."""
