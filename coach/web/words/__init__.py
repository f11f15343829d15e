"""All words of the interface, in English; `translations/` has them in other languages.

What people, members and models say never stands here.
"""

import json
from collections.abc import Mapping

from coach.web.words.again import AGAIN
from coach.web.words.app import APP
from coach.web.words.debrief import DEBRIEF
from coach.web.words.feedback import FEEDBACK
from coach.web.words.home import HOME
from coach.web.words.language import now
from coach.web.words.member_form import MEMBER_FORM
from coach.web.words.past import PAST
from coach.web.words.plan import PLAN
from coach.web.words.prepare import PREPARE
from coach.web.words.primer import PRIMER
from coach.web.words.privacy import PRIVACY
from coach.web.words.progress import PROGRESS
from coach.web.words.reflect import REFLECT
from coach.web.words.sharing import SHARING
from coach.web.words.studio import STUDIO
from coach.web.words.talk import TALK
from coach.web.words.workshops import WORKSHOPS

ENGLISH: Mapping[str, str] = {
    **APP, **HOME, **PREPARE, **TALK, **REFLECT, **FEEDBACK, **DEBRIEF, **PAST, **PROGRESS, **AGAIN,
    **PRIMER, **PRIVACY, **SHARING, **STUDIO, **MEMBER_FORM, **WORKSHOPS, **PLAN,
}  # fmt: skip


def say(key: str, **values: object) -> str:
    """The words of this key in the language spoken now, with its values filled in.

    English where the language has none; raises KeyError where English has none.
    """
    text = now().words.get(key) or ENGLISH[key]
    return text.format(**values) if values else text


def count(key: str, number: int, **values: object) -> str:
    """The words of `key.one` or `key.many` as the number asks for; other languages may have more forms, by CLDR."""
    language = now()
    form = f"{key}.{language.plural(number)}"
    return say(form if form in language.words or form in ENGLISH else f"{key}.many", count=number, **values)


def for_script(room: str) -> str:
    """The words of one room as JSON, for the page's script; it fills in what stands in braces."""
    start = f"{room}."
    return json.dumps({key.removeprefix(start): say(key) for key in ENGLISH if key.startswith(start)})
