"""What can be told from the words alone: content words, times and places, stock phrases, opening up and closing down."""

import re
from functools import lru_cache

BRIEF = 24
"""Words; a member who says more than this has not closed down, whatever the turn begins with."""

LEAST_ENGLISH = 0.3
"""Share of common English words in English talk: about 0.6 in talks; under 0.15 in other languages."""

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_COMMON = frozenset(
    """
    a able about actual actually after again against ago ah ain't all almost alone along already alright also always am
    among an and another any anybody anyone anything anyway are aren't around as ask asked asking at away awesome aye
    back bad bad be because been before being best better between big bit both but bye by call came can can't cannot
    case cause come comes coming completely could couldn't couple course cos d'you day days deal definitely did didn't
    different do does doesn't doing don't done down each easy eh either else end enough even ever every everybody
    everyone everything exactly fair far feel feeling feels few figure find fine first for found from full fun gave get
    gets getting give given gives go goes going gone gonna good got gotta great guess guy guys had hadn't half happen
    happened happening happens hard has hasn't have haven't having he he'd he's hear heard hello her here hers hey hi
    him his hmm hold honest honestly hope hour hours how how's i i'd i'll i'm i've idea if important in into is isn't it
    it'd it'll it's its just keen keep kept kind kinda know known knows last later least leave left less let let's like
    likely little living long look looked looking looks lot lots lovely made main make makes making many matter matters
    may maybe me mean means meant meet might mind mine minute minutes moment month months more most much must my myself
    nah need needs never new next nice no nobody none nor not nothing now of off often oh ok okay old on once one ones
    only onto or other others our out over own part people perhaps person place plan please point pretty probably
    problem put quite rather ready real really reason reckon right said same saw say saying says second see seem seems
    seen sense set shall she she'd she's should shouldn't show side since sit sitting so some somebody somehow someone
    something sometimes somewhere soon sorry sort sound sounded sounds spoke start started still stop stuff such super
    sure take taken takes taking talk talked talking tell telling than thank thanks that that'd that's the their them
    then there there's these they they'd they'll they're they've thing things think thinking this those though thought
    three through time times to today together told tomorrow tonight too took totally tried true try trying turn two
    under understand until up upon us use used very wait walk want wanted wants was wasn't way we we'd we'll we're we've
    week weeks well went were weren't what what'd what's whatever when where where's whether which while who who'd who's
    whole why will with without won't wonder word words work worked working world worse worst would wouldn't wow yeah
    year years yep yes yesterday yet you you'd you'll you're you've young your yours yourself mate hon love lol
    morning night evening afternoon monday tuesday wednesday thursday friday saturday sunday
    """.split()
)

WHEN = re.compile(
    r"\b(mon|tues?|wed(nes)?|thurs?|fri|sat(ur)?|sun)(day|s)?\b(?!\s+(night|morning)s\b)"
    r"|\b\d{1,2}(st|nd|rd|th)\b|\bthe (first|second|third|twent\w+|thirt\w+|\w+teenth|\w+enth)\b"
    r"|\b(tomorrow|tonight|next week|this week(end)?|weekend|fortnight)\b"
    r"|\b\d{1,2}([:.]\d\d)?\s?(am|pm|o'clock)\b|\bhalf (past )?\w+\b|\bat (one|two|three|four|five|six|seven|eight|nine|ten|noon|\d{1,2})\b"
    r"|\b(january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
HOW_LONG = re.compile(
    r"\b(half an hour|an hour|\d+ ?min\w*|\w+ minutes|quarter (of an hour|to)|till|until|hour)\b", re.IGNORECASE
)
STATES_PURPOSE = re.compile(
    r"\b(the reason i|why i'?m here|i (want|wanted|asked|was hoping)( to|ed you)|i'?d like to (hear|know|ask|talk)|i'?ve been wanting to)\b"
    r"|\b(i'?m|we'?re|been) (just )?(sitting down|sitting|talking|chatting|speaking|catching up|going round|getting round|popping round|having (a )?(chats?|yarns?))\b"
    r"|\bcatch up\b",
    re.IGNORECASE,
)
MAY_ASK = re.compile(
    r"\b(might|may|will|want to|like to|going to|i'll) (ask|run|hit|put)\b[^.?!]{0,40}"
    r"|\bsomething i(?:'d| would) like to ask\b|\bask you (for )?something\b|\bno is (a )?fine\b|\bsay no\b|\bmight be an ask\b",
    re.IGNORECASE,
)
THEIR_AIMS = re.compile(
    r"\b(anything|what)\b[^.?!]{0,25}\byou('d)? (want|like|hope|need|after)\w*\b|\bwhat would (be|make)\b[^.?!]{0,30}\b(useful|worth)\b"
    r"|\bhear how it is for you\b|\b(that|this) (work|okay|ok|alright|suit)\b|\b(is that|sound) (ok|okay|alright|all right|good|fair)\b"
    r"|\byou can ask me\b",
    re.IGNORECASE,
)
CHOICE = re.compile(
    r"\byour call\b|\bup to you\b|\byours to\b|\bno('s| is) (a |an )?(fine|ok|okay)\b|\bno to (it|any)\b|\byou can say no\b"
    r"|\bor (tell|not)\b|\bwhichever\b|\byou (don't|needn't|do not) (have|need)?\b|\bif (you'd|you would|it feels|it suits|you want)\b"
    r"|\byou('d)? (pick|choose|decide|run it)\b|\bdown to you\b|\bsay when\b|\bleave it\b|\bwhat(ever)? (suits|works for) you\b|\bno pressure\b",
    re.IGNORECASE,
)
OBSTACLE = re.compile(
    r"\b(what|which|anything)\b[^.?!]{0,40}\b(get in the way|stuff it up|go wrong|goes wrong|stop you|hard(est)?|in your way|trip|likely to)\b"
    r"|\bif (it|that|he|she|they|you|something|anything|there)\b[^.?!]{0,40}\b(no|wrong|can't|cannot|won't|isn't|not|falls|late|called|goes|still|job)\b"
    r"|\bwhat if\b|\bwhat'?d get in\b|\bget in the way\b|\bneed to (see|know|be)\b|\bwhat would you need\b|\bcase\b[^.?!]{0,20}\b(can't|not)\b",
    re.IGNORECASE,
)
TESTS_ANSWER = re.compile(
    r"\bis (that|it) (a |an )?(yes|no|not yet|maybe)\b|\bnot yet\b|\bwhich (part|bit)\b|\bwhat (is|'s)? ?it about\b|\bhow (sure|firm|real)\b"
    r"|\bout of ten\b|\bwhat would (it|have|you need|need|make|feel|have to)\b|\bwhat'?d (it|get|have)\b|\bwhat(?:'s| is) (most )?likely\b|\bhow does that (sit|land)\b",
    re.IGNORECASE,
)
I_WILL = re.compile(r"\b(i'll|i will|i'm going to|i can|i've got|i'd (make|do|bring)|i wash|i promise to)\b", re.IGNORECASE)
YOU_WILL = re.compile(
    r"\b(you'll|you will|you're|you (cook|ask|bring|ring|talk|write|check|see|send)|you and|your|send me|that's you|you've)\b",
    re.IGNORECASE,
)
NAMES_MISSTEP = re.compile(
    r"\bi('m| am|'ve| have|'d)? ?(just )?(jumped|jumping|rushed|running|ran|went|gone|going|got|getting|put|stuck|talked|talking|letting|"
    r"assumed|pushed|pushing|cut|skipped|missed|forgotten|interrupted|shouldn'?t|asked too)\b|\bmy word\b|\bscratch that\b|\bscrap (it|that)\b"
    r"|\brubbish of me\b|\bthat('s| was) (us|me|on me|my|unfair|too|a big|butter|not fair|clumsy)\b|\bover the top of\b|\bahead of (you|myself)\b"
    r"|\b(that|this) went on\b|\btoo (fast|soon|much)\b|\blet me start again\b|\bi wasn'?t (listening|even)\b",
    re.IGNORECASE,
)
ACCEPTS = re.compile(
    r"\b(that's|it's|that is) (fine|fair|alright|all right|ok|okay|a proper|a good|a real|yours|your)\b|\bno (speech|dates|worries|names)\b|\bfair enough\b"
    r"|\b(we'll|let's) leave\b|\bforget (that|it)\b|\bi won'?t (ask|push|go|put)\b|\bdon't (then|post|have to)\b|\bthanks for the (straight )?no\b"
    r"|\bnot to ask again\b|\bi'd (sooner|rather) you\b|\bjust you\b|\bno stress\b|\bnothing to sign\b|\bcan (leave|wait)\b|\bwrong size\b|\btoo big\b",
    re.IGNORECASE,
)
FLATTERY = re.compile(
    r"\b(legend|amazing|angels?|superstar|incredible|inspir\w+|natural|born leader|the best|perfect|heart (and soul )?of|so (humble|brave|strong)|"
    r"resilient|brilliant|awesome|rare|special|dedication|smash it|star|hero|powerful)\b",
    re.IGNORECASE,
)
STOCK = re.compile(
    r"\b(i (totally |completely |really |do )?(hear|get|feel|understand)( you| that| it)?\b|that must (be|have been|'ve been)|must('ve| have) been|"
    r"(it |that )?sounds like (that|it|this|you|he|she|they)( was|'s| is|'re| are)? (a |really |so |very |pretty )?(really |so |very )?\w+( time| important)?|"
    r"(really|so|very|pretty) (important|meaningful|hard|tough|difficult|sad)|means a lot|matters to you|important to you|oh no|so sad|that's (awful|terrible|lovely|beautiful))",
    re.IGNORECASE,
)
FEELING = re.compile(
    r"\b(felt|feel|hated|loved|scared|frightened|ashamed|proud|gutted|sore|lonely|miss(ed)?|cried|couldn'?t|never|still think|wish|sorry|"
    r"afraid|angry|relie(f|ved)|hurt|hard|learned|learnt|realised|realized|because|cos|cause|so i|thought i|wanted|meant|didn'?t (say|tell|know|ask|want))\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(i|i'm|i've|i'd|me|my|mine|myself)\b", re.IGNORECASE)
PEOPLE = re.compile(
    r"\b(who|whose|anyone|anybody|someone|somebody|others|people|friends?|family|mates?|crew|neighbou?rs?|only you|the we|workmates?|co-?workers?)\b",
    re.IGNORECASE,
)
NAMES_SOMEBODY = re.compile(
    r"\b(mum|mom|mother|dad|daddy|father|sisters?|brothers?|cousins?|aunt(y|ies)?|nan|nana|wife|husband|partner|sons?|daughters?|kids?|boys?|girls?|"
    r"pastor|church|group|chat|crew|team|club|neighbou?rs?|mates?|friends?|workmates?|boss|lads?|blokes?|women|students|riders|drivers)\b"
    r"|(?<=[\w,;] )[A-Z][a-z]{2,}",
)
BRING = re.compile(
    r"\b(bring|get|ask|talk (to|with)|speak (to|with)|sit down with|invite|introduce|have (a )?(coffee|cuppa|yarn|tea) with|round up|you and|with)\b",
    re.IGNORECASE,
)
NAME_GATHERING = re.compile(
    r"\b(spread the word|sign (them )?up|flick me|their numbers?|put it in the (chat|group)|stick it in|the list|get (the )?names|pass it on|"
    r"tell your friends|share (it|the link)|anyone (else )?(who('d|'s| is| would)?|keen)|how many)\b",
    re.IGNORECASE,
)
OTHERS_TOO = re.compile(
    r"\b((two|three|four|five|six|seven|eight|nine|ten|twenty|forty|\d+|a few|several|some|couple|others|other people|everyone|most) (of (you|us|them|the)|people|others|on|workers|drivers|families|houses)?|"
    r"(you're|you are) not the only|not only you|same thing|in the same boat|between (us|you))\b",
    re.IGNORECASE,
)
WE = re.compile(r"\b(we|us|our|together|you (two|three|all)|between you|the (two|three|four) of you)\b", re.IGNORECASE)
CHECKS = re.compile(
    r"\b(is that (it|right|what|fair|how)|have i got|did i get|am i (right|hearing)|or (is it )?something else|or have i|tell me if|correct me)\b",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"\b(is|are|was|were|has|have|had|do|does|did|would|could|should|wo|ca)n'?t (it|you|they|he|she|we|that|there)\b[?.!]?$"
    r"|\byou must (be|feel|have)\b|\b(you know that|don't you think|wouldn't you say|surely you)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"^\W*(that'?s (it|right|exactly|what)|yes|yeah(?!,? (nah|no))|yep|exactly|pretty much|that\b\W|you could say|i (suppose|guess) (so|i)|too right|true|mm-?hm|"
    r"it is|it was|i do|i did|before i did|not [\w ]{2,24}\. it'?s|bit of both|never thought|ha\. righto)",
    re.IGNORECASE,
)
_SHUTS = re.compile(
    r"^\W*(yeah,? nah|nah,? (it'?s|i'?m)|no,? i'?m|i'?m (right|good|fine)|it'?s (fine|okay|right|nothing)|why do you ask|uh huh|mm\b|whatever|put (me|what)|"
    r"right\b\W|okay\W*$|ok\W*$|yep\W|sure\W*$|fine\W|if you say|good (on|for) (ya|you|her|him|them)|send (me|us)|it wasn'?t|who (said|told)|that'?s not|since when)"
    r"|\bwhat(?:'s| is) the time\b|\bwhat time\b|\bsend (me|us) (the|a|some)|\bis this (a|some|for)|\bcan we not\b"
    r"|\b(don't|do not|dont) want to (say|talk)\b|\bi (should|better|gotta|got to|have to) (go|head|run|shoot|hit)\b|\bi'?ve (only )?got (about )?\w+ minutes\b|\bnot (really )?your business\b",
    re.IGNORECASE,
)
HOLDS_BACK = re.compile(
    r"\bi'?ll (try|see|think|have a (look|think))\b|\bi (don'?t|dont|do not) (know|believe|want|think)\b|\bdunno\b|\bmaybe\b|\bmight\b|\bnot (yet|sure|me|really|promising|right now)\b|"
    r"^\W*(no|nah|hm+|um+)\b|\bi can'?t\b|\bdepends\b|\b(put|take) (me|my name|what you)\b|\bi'?d have to\b|\bi'?m (not|no good)\b|\bif he (sees|finds)\b|\bi ain'?t\b|\bsee how\b|\bonly if\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Straight apostrophes, so that the patterns hold."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=4096)
def content(text: str) -> frozenset[str]:
    """Stems of the words that carry something: no function words, no talk about talking, none under three letters."""
    words = _WORD.findall(plain(text).lower())
    return frozenset(_stem(word) for word in words if word not in _COMMON and (len(word) > 2 or word.isdigit()))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def confirms(text: str) -> bool:
    """The member says that this is what they meant."""
    return bool(_CONFIRMS.search(plain(text)))


def shuts(text: str) -> bool:
    """The member closes down by their words: a look at the clock, a turn aside, "yeah, nah"."""
    return len(text.split()) <= BRIEF and bool(_SHUTS.search(plain(text)))


def holds_back(text: str) -> bool:
    """The member hesitates, hedges or says no."""
    return bool(HOLDS_BACK.search(plain(text)))


def english(text: str) -> bool:
    """Whether enough of the words are common English ones to be read at all."""
    words = _WORD.findall(plain(text).lower())
    return bool(words) and sum(1 for word in words if word in _COMMON) >= LEAST_ENGLISH * len(words)
