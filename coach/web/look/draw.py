"""Values to HTML: templates that escape whatever they are given, and the portraits."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coach.core.persona import Portrait
from coach.errors import CoachError
from coach.web.look.hints import hinted
from coach.web.look.levels import step, verdict
from coach.web.words import count, for_script, say
from coach.web.words.language import day, languages, now, told

TINTS = 10
"""How many portraits' tints the style sheet knows."""
SALT = "2769 "
"""Gives each of the ten members who ship a tint of their own."""
HAIR = tuple(head for head in get_args(Portrait) if head != "scarf")
"""What is picked from where a member's file is silent: nobody wears a scarf by chance."""
PAGES = {"talking": "talk", "reflecting": "reflect", "done": "feedback"}
"""Where a talk is gone on with, by its state."""

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
    return draw("fault", message=told(error.message), mend=told(error.mend), headed=headed)


def go(to: str) -> str:
    """An element that takes the page elsewhere as soon as it is drawn."""
    return draw("go", to=to, sentence=say("app.loading"))


def portrait(persona_id: str, head: Portrait | None = None) -> Markup:
    """A member's portrait, cut from paper: no face, tints of their own; nothing to a screen reader."""
    seed = hashlib.sha256(f"{SALT}{persona_id}".encode()).digest()
    return Markup(  # noqa: S704 - it comes from a template
        draw(
            "portrait",
            tint=seed[0] % TINTS,
            sun_x=(20 + seed[1] % 8) if seed[1] % 2 else (70 + seed[1] % 8),
            sun_y=18 + seed[2] % 10,
            far=60 + seed[4] % 8,
            lean=12 - seed[5] % 24,
            head=head or HAIR[seed[3] % len(HAIR)],
            clothes=("round", "open", "high")[seed[6] % 3],
        )
    )


def hour(moment: datetime) -> str:
    """The time of day."""
    return f"{moment.astimezone():%H:%M}"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.splitlines() if line.strip()]


cast(dict[str, object], _templates.globals).update(
    say=say, count=count, for_script=for_script, portrait=portrait, pages=PAGES, language=now, languages=languages,
    step=step, verdict=verdict,
)  # fmt: skip
cast(dict[str, object], _templates.filters).update(day=day, hour=hour, hinted=hinted, paragraphs=paragraphs, told=told)
