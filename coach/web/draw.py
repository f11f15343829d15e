"""Values to HTML: templates that escape whatever they are given, and the portraits."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coach.errors import CoachError
from coach.web.words import count, for_script, say

TINTS = 10
"""How many portraits' tints the style sheet knows."""
SALT = "2769 "
"""Gives each of the ten members who ship a tint of their own."""

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def draw(template: str, **values: object) -> str:
    """The HTML of `templates/<template>.html`. Every value is escaped."""
    return _templates.get_template(f"{template}.html").render(**values)


def fault(error: CoachError, *, headed: bool = False) -> str:
    """An error as a person may read it. `headed`: with the bar at the top, where the page has none."""
    return draw("fault", message=error.message, mend=error.mend, headed=headed)


def go(to: str) -> str:
    """An element that takes the page elsewhere as soon as it is drawn."""
    return draw("go", to=to, sentence=say("app.loading"))


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    names = [part for part in name.replace("-", " ").split() if part]
    return "".join(part[0].upper() for part in ([names[0], names[-1]] if len(names) > 1 else names[:1]))


def portrait(persona_id: str, name: str) -> Markup:
    """A member's portrait: a landscape of their own with their initials; nothing to a screen reader."""
    seed = hashlib.sha256(f"{SALT}{persona_id}".encode()).digest()
    return Markup(  # noqa: S704 - it comes from a template, which has escaped the name
        draw(
            "portrait",
            tint=seed[0] % TINTS,
            sun_x=22 + seed[1] % 52,
            sun_y=22 + seed[2] % 14,
            near=62 + seed[3] % 10,
            far=50 + seed[4] % 10,
            lean=20 - seed[5] % 40,
            initials=initials(name),
        )
    )


def day(moment: datetime) -> str:
    """A date as people write it."""
    return f"{moment.astimezone():%A} {moment.astimezone().day} {moment.astimezone():%B %Y}"


def hour(moment: datetime) -> str:
    """The time of day."""
    return f"{moment.astimezone():%H:%M}"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.splitlines() if line.strip()]


cast(dict[str, object], _templates.globals).update(say=say, count=count, for_script=for_script, portrait=portrait)
cast(dict[str, object], _templates.filters).update(day=day, hour=hour, paragraphs=paragraphs)
