"""Character cards V2 (JSON): a member as other programs know characters, and what can't be carried either way."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML

from coach.content import validated
from coach.core.persona import Persona
from coach.errors import ContentError, InputError
from coach.lab.splice import put
from coach.located import LARGEST as LARGEST_FILE
from coach.located import parse

LARGEST = 5_000_000
"""Characters of a card's file."""
EXTENSION = "coach"
"""Under which the member's own file travels, so that a card of ours comes back as it went, comments and all."""
SUMMARY, OPENING, LINE = 600, 400, 400
"""Characters that are taken over of a card's text; the rest is left out and named."""
MOST_LINES, MOST_ENTRIES = 40, 60

MARK = "id-to-come"
"""Stands for the id of a member who has none yet."""

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_EXAMPLE = re.compile(r"^\s*(?:\{\{char\}\}|<BOT>)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore")
    keys: list[str] = []
    content: str = ""


class _Book(BaseModel):
    model_config = ConfigDict(extra="ignore")
    entries: list[_Entry] = []


class _Data(BaseModel):
    model_config = ConfigDict(extra="ignore")
    name: str
    description: str = ""
    personality: str = ""
    scenario: str = ""
    first_mes: str = ""
    mes_example: str = ""
    creator_notes: str = ""
    system_prompt: str = ""
    post_history_instructions: str = ""
    alternate_greetings: list[str] = []
    character_book: _Book | None = None
    tags: list[str] = []
    creator: str = ""
    extensions: dict[str, Any] = {}


class Card(BaseModel):
    """A character card as it is read. Fields that nobody knows are ignored."""

    model_config = ConfigDict(extra="ignore")
    spec: str
    data: _Data


def read_card(text: str, name: str) -> Card:
    """A card from the text of its file. Raises InputError: what is wrong with it, and the mend."""
    if len(text) > LARGEST:
        raise InputError(f"{name} is larger than {LARGEST // 1_000_000} MB.", "A card in JSON is rarely over 100 kB.")
    try:
        found = json.loads(text)
        card = Card.model_validate(found)
    except (json.JSONDecodeError, RecursionError):
        raise InputError(f"{name} is no JSON.", "Save the card as JSON, not as a picture.") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise InputError(f"{name} is no character card V2: {where}: {first['msg']}.") from None
    if card.spec != "chara_card_v2":
        raise InputError(f"{name} is a card of the kind {card.spec[:40]!r}.", "Save it as character card V2.")
    return card


def to_card(persona: Persona, text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A member as a card, and what other programs will not do with it.

    `persona` answers to the standard cues too, so that the card's book does; `text` is the file, without them.
    """
    scenario = persona.scenarios[0]
    topics = [(topic.cues, " ".join(topic.says), topic.id) for topic in persona.topics]
    layers = [(layer.cues, layer.truth, layer.id) for layer in persona.story]
    data: dict[str, Any] = {
        "name": persona.name,
        "description": " ".join((persona.public.summary, *persona.public.known)),
        "personality": persona.voice.style,
        "scenario": f"{scenario.why_you_meet} {scenario.place}",
        "first_mes": scenario.opening or next(iter(next(iter(persona.lines.values()))), ""),
        "mes_example": "\n".join(_examples(persona)),
        "creator_notes": "A member of a practice partner for one-to-one meetings.",
        "system_prompt": "",
        "post_history_instructions": "",
        "alternate_greetings": [],
        "character_book": {
            "extensions": {},
            "entries": [
                {
                    "keys": list(cues), "content": content, "name": name, "enabled": True, "insertion_order": number,
                    "extensions": {},
                }
                for number, (cues, content, name) in enumerate((*topics, *layers))
            ],
        },
        "tags": [],
        "creator": persona.review.written_by,
        "character_version": "1",
        "extensions": {EXTENSION: {"file": text}},
    }  # fmt: skip
    lost = (
        "what earns a layer: other programs give the whole story to whoever says one of its words",
        "trust, guard, openers and closers: there is nothing in a card that acts by them",
        "commitments and refusals: a card can't say what a yes takes",
        "lines by situation: all but some examples of how they speak",
    )
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}, lost


def from_card(card: Card, template: str) -> tuple[Any, tuple[str, ...]]:
    """What a new member's file takes over from a card, and what could not be carried.

    `template` is the text of the file with its gaps; the answer is the same as a value that keeps its comments.
    """
    member: Any = YAML().load(template)
    data, lost = card.data, list[str]()

    def plain(text: str, most: int, what: str) -> str:
        named = re.sub(r"\{\{char\}\}|<BOT>", data.name, text, flags=re.IGNORECASE)
        named = re.sub(r"\{\{user\}\}|<USER>", "you", named, flags=re.IGNORECASE)
        bare = " ".join(_TAG.sub(" ", named).split())
        if bare != " ".join(named.split()):
            lost.append(f"{what}: markup in it")
        if len(bare) > most:
            lost.append(f"{what}: all after its first {most} characters")
        return bare[:most].rstrip()

    member["name"] = plain(data.name, 60, "name")
    if data.description.strip():
        member["public"]["summary"] = plain(data.description, SUMMARY, "description")
    if data.personality.strip():
        member["voice"]["style"] = plain(data.personality, SUMMARY, "personality")
    if data.scenario.strip():
        member["scenarios"][0]["why_you_meet"] = plain(data.scenario, SUMMARY, "scenario")
    if data.first_mes.strip():
        member["scenarios"][0]["opening"] = plain(data.first_mes, OPENING, "first message")
    examples = [plain(line, LINE, "example messages") for line in _EXAMPLE.findall(data.mes_example)][:MOST_LINES]
    if examples:
        member["lines"]["small_talk"] = examples
        lost.append("example messages: all stand under small_talk; move each to the situation it belongs to")
    entries = data.character_book.entries if data.character_book else []
    for number, entry in enumerate(entries[:MOST_ENTRIES], 1):
        said = plain(entry.content, LINE, f"book entry {number}")
        cues = [cue for key in entry.keys if (cue := plain(key, 80, f"book entry {number}")) and len(cue) > 1]
        if said and cues:
            member["facts"].append({"id": f"from-card-{number}", "says": [said], "cues": cues})
    lost.extend(_left_out(data, len(entries)))
    return member, tuple(dict.fromkeys(lost))


def id_for(name: str) -> str:
    """An id made of a name; "member" where nothing of the name can be used."""
    made = re.sub(r"[^a-z0-9]+", "-", _TAG.sub("", name).casefold()).strip("-")[:40]
    return made if made and made[0].isalpha() else f"member-{made}".rstrip("-")


def card_text(text: str, source: str, template: str) -> tuple[str, str, tuple[str, ...]]:
    """An id for a member, the text of their file, and what was lost of the card. {{ID}} stands for the id in the text.

    Raises InputError.
    """
    card = read_card(text, source)
    whole = card.data.extensions.get(EXTENSION)
    if isinstance(whole, dict) and isinstance(own := cast("dict[str, Any]", whole).get("file"), str):
        return _own(own, source)
    member, lost = from_card(card, template.replace("{{ID}}", MARK))
    yaml, written = YAML(), StringIO()
    yaml.width = 110
    yaml.dump(member, written)
    return id_for(card.data.name), written.getvalue().replace(MARK, "{{ID}}", 1), lost


def _own(text: str, source: str) -> tuple[str, str, tuple[str, ...]]:
    """A member's own file out of a card."""
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise InputError(f"{source}: the member in it is larger than a member's file can be.", "Cut it down.")
    try:
        persona, _ = validated(parse(Path("the member in the card"), text), Persona)
    except ContentError as wrong:
        first = wrong.problems[0]
        where = f"line {first.line}: " if first.line else ""
        raise InputError(f"{source}: the member in it can't be used: {where}{first.what}.", first.mend) from None
    return persona.id, put(text, ("id",), MARK).replace(MARK, "{{ID}}", 1), ()


def import_card(path: Path, text: str, personas: Path, template: str) -> tuple[Path, tuple[str, ...]]:
    """Write a member's file from a card. Gives its place and what was lost. Raises InputError."""
    member_id, written, lost = card_text(text, str(path), template)
    place = personas / f"{member_id}.yaml"
    try:
        with place.open("x", encoding="utf-8") as file:
            file.write(written.replace("{{ID}}", member_id, 1))
    except FileExistsError:
        raise InputError(f"{place} is there already.", "Move that file away, or change the name in the card.") from None
    except OSError as wrong:
        raise InputError(f"{place} can't be written: {wrong.strerror}.", "Check the folder.") from None
    return place, lost


def _examples(persona: Persona) -> Iterator[str]:
    for lines in persona.lines.values():
        yield f"<START>\n{{{{char}}}}: {lines[0]}"


def _left_out(data: _Data, entries: int) -> Iterator[str]:
    for field, why in {
        "system_prompt": "a member's file holds facts and lines, no instructions to a model",
        "post_history_instructions": "a member's file holds no instructions to a model",
        "alternate_greetings": "write a scenario for each",
        "creator_notes": "put what matters into `review`",
        "tags": "there is no place for them",
    }.items():
        if getattr(data, field):
            yield f"{field.replace('_', ' ')}: {why}"
    if entries > MOST_ENTRIES:
        yield f"book entries after the first {MOST_ENTRIES}"
    if data.extensions:
        yield f"extensions of other programs: {', '.join(sorted(data.extensions))[:200]}"
    yield "what earns a layer, openers, closers, commitments: a card says nothing of them; write them"
