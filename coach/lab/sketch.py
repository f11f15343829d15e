"""A first draft of a member, made by a model from a description: put into the template, and marked as a draft."""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coach.errors import InputError, ModelError, ModelNonsense
from coach.lab.cards import id_for
from coach.lab.new import TEMPLATE
from coach.lab.splice import put
from coach.llm import Message, ModelServer
from coach.located import Tree, parse

SHORTEST, LONGEST = 40, 6000
"""Characters of a description."""
MOST_TOKENS = 9000
Render = Callable[[str, Mapping[str, object]], str]


class Piece(BaseModel):
    """A telling of the story."""

    says: str
    marks: list[str]


class SketchedLayer(BaseModel):
    """A layer of the story."""

    title: str
    truth: str
    cues: list[str]
    hints: list[str]
    cover: list[str]
    would_open: str
    tells: list[Piece]


class SketchedTopic(BaseModel):
    """Something they speak of."""

    id: str
    says: list[str]
    cues: list[str]
    marks: list[str]


class Sketch(BaseModel):
    """What a model drafts: the heart of a file. It has no limits: the checks say what breaks, at its field."""

    name: str
    age: int
    pronouns: str
    work: str
    place: str
    summary: str
    known: list[str]
    style: str
    never_says: list[str]
    campaign: str
    meeting_place: str
    you_are: str
    why_you_meet: str
    facts: list[SketchedTopic]
    story: list[SketchedLayer]
    values: list[SketchedTopic]
    interests: list[SketchedTopic]
    resources: list[SketchedTopic]
    fears: list[SketchedTopic]


class Sketcher:
    """Asks a model for drafts."""

    def __init__(self, server: ModelServer, render: Render) -> None:
        self._server, self._render = server, render

    async def draft(self, description: str, name: str, today: date) -> tuple[str, str]:
        """The name and the file's text of a member drafted from a description; {{ID}} stands for the id in the text.

        Raises InputError where there is too little or too much of it, ModelError where no draft came.
        """
        wish = " ".join(description.replace("\x00", "").split())
        if not SHORTEST <= len(wish) <= LONGEST:
            raise InputError(
                f"The description has {len(wish):,} characters.",
                f"Write {SHORTEST} to {LONGEST:,}: who they are, what they do, what they keep to themselves.",
            )
        topics = [topic["id"] for topic in _template()["facts"]][:-1]
        asked = {"description": _as_data(wish), "name": _as_data(name)}
        messages: Sequence[Message] = (
            Message(role="system", content=self._render("sketch.md", {"topics": topics})),
            Message(role="user", content=self._render("sketch_of.md", asked)),
        )
        try:
            sketch = await self._server.structured(messages, Sketch, max_tokens=MOST_TOKENS)
        except ModelNonsense as wrong:
            mend = "Nothing was written. Try again, or begin from the template: your description is still here."
            raise ModelNonsense("The model sent no draft that can be used.", mend) from wrong
        except ModelError as wrong:
            raise type(wrong)(wrong.message, "Nothing was written, and your description is still here.") from wrong
        if name:
            sketch = sketch.model_copy(update={"name": name})
        return sketch.name, as_file(sketch, self._server.model(), today)


def as_file(sketch: Sketch, model: str, today: date) -> str:
    """The template with a draft in it, be it right or wrong: what the draft left out is still to be written."""
    by = f"drafted by a model ({_even(model)}) on {today:%d %B %Y}"
    head, rest = TEMPLATE.read_text("utf-8").replace("{{ID}}", "new-member").split("\n", 1)
    text = f"{head}\n# This member was {by}, and nobody has read them yet: make them true.\n{rest}"
    text = put(text, (), _filled(sketch, f"Not yet read by anybody: {by}"))
    return text.replace("id: new-member", "id: {{ID}}", 1)


def _filled(sketch: Sketch, by: str) -> Any:
    """The template's values, with those of the draft in their places."""
    tree = _template()
    said: Any = _evened(sketch.model_dump())
    for key in ("name", "age", "pronouns"):
        tree[key] = said[key] or tree[key]
    for part, keys in (("public", ("work", "place", "summary", "known")), ("voice", ("style", "never_says"))):
        tree[part] |= {key: said[key] for key in keys if said[key]}
    meeting: dict[str, str] = {"campaign": said["campaign"], "place": said["meeting_place"]}
    meeting |= {key: said[key] for key in ("you_are", "why_you_meet")}
    for scenario in tree["scenarios"]:
        scenario |= {key: value for key, value in meeting.items() if value}
    tree["facts"] = _facts(tree["facts"], said["facts"])
    for section in ("values", "interests", "resources", "fears"):
        tree[section] = [_topic(one, n, section) for n, one in enumerate(said[section], 1)] or tree[section]
    for depth, (layer, drafted) in enumerate(zip(tree["story"], said["story"], strict=False)):
        tells = [{"id": f"{layer['id']}-{n}", **_kept(one)} for n, one in enumerate(drafted.pop("tells"), 1)]
        if depth == 0:  # what anybody is told needs nothing before it
            drafted |= {"hints": [], "cover": []}
        layer |= {**_kept(drafted), "tells": tells or layer["tells"]}
    tree["review"]["written_by"] = by
    return tree


def _facts(standard: list[Any], drafted: list[Any]) -> list[Any]:
    """The standard questions with their answers, in their order; then what is this member's own."""
    *known, own = standard
    by_id = {id_for(one["id"].replace("_", "-")): one for one in drafted if one["says"]}
    filled = [
        {**one, "says": by_id.pop(id_)["says"]} if (id_ := one["id"].replace("_", "-")) in by_id else one
        for one in known
    ]
    theirs = [_topic(one, n, "own") for n, one in enumerate(by_id.values(), 1)]
    return [*filled, *(theirs or [own])]


def _topic(one: Any, number: int, section: str) -> Any:
    return {**_kept(one), "id": f"{section}-{number}-{id_for(one['id'])}"[:40].rstrip("-")}


def _kept(part: Any) -> Any:
    return {key: value for key, value in part.items() if value}


def _template() -> Any:
    text = TEMPLATE.read_text("utf-8").replace("{{ID}}", "new-member")
    return copy.deepcopy(parse(Path("the template"), text).data)


def _evened(value: Tree) -> Tree:
    """All texts on one line each, and none that is empty in a list."""
    if isinstance(value, dict):
        return {key: _evened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [even for one in value if (even := _evened(one)) != ""]
    return _even(value) if isinstance(value, str) else value


def _even(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).encode("utf-8", "ignore").decode().split())


def _as_data(said: str) -> str:
    return said.replace("<", "‹").replace(">", "›")
