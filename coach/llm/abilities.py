"""What a server can do with a model, found out by trying: what to leave out, what to blame for a refusal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from coach.core.moves import Value
from coach.llm.message import Message, Systems, arranged

Body = dict[str, Any]
Form = Literal["json_schema", "json_object", "text"]


THINKING_ROOM = 4000
"""Tokens. Reasoning models mostly think for a few hundred to a few thousand before a short reply."""


class Call(Value):
    """One thing wanted of a model. `shape` is the JSON schema of the answer, where it shall have one."""

    model: str
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float
    form: Form = "text"
    shape_name: str = ""
    shape: Mapping[str, Any] | None = None
    thinking_tokens: int = THINKING_ROOM
    """What it may have beside, where it thinks before it speaks."""


def thinking_room(window: int | None) -> int:
    """Tokens for thoughts, of a window of so many: in a small one the talk comes first."""
    return min(THINKING_ROOM, window // 4) if window else THINKING_ROOM


class Abilities(Value):
    """What a server can do with one model. A new server is taken to be able to do everything."""

    streams: bool = True
    counts: bool = True
    """Gives the usage at the end of a stream."""
    temperature: bool = True
    limit: Literal["max_tokens", "max_completion_tokens", "none"] = "max_tokens"
    """What it calls the most tokens that a reply may have."""
    systems: Systems = "anywhere"
    thinks: bool = False
    """Spends tokens on thoughts before it speaks, so that it must be allowed more of them."""

    def body(self, call: Call) -> Body:
        """The request for a call, made of nothing that the server is known to refuse."""
        body: Body = {
            "model": call.model,
            "messages": [message.model_dump() for message in arranged(call.messages, self.systems)],
            "stream": self.streams,
        }
        if self.streams and self.counts:
            body["stream_options"] = {"include_usage": True}
        if self.temperature:
            body["temperature"] = call.temperature
        if self.limit != "none":
            body[self.limit] = call.max_tokens + call.thinking_tokens * self.thinks
        if call.form == "json_schema":
            shape = {"name": call.shape_name, "schema": call.shape, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif call.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def less(self, other: "Abilities") -> "Abilities":
        """What both can do: two talks may find out different things at once."""
        mine, theirs = self.model_dump(), other.model_dump()
        steps = {name: max(mine[name], theirs[name], key=ladder.index) for name, ladder in LADDERS.items()}
        return Abilities(**steps, thinks=self.thinks or other.thinks)

    def down(self, name: str) -> "Iterator[Abilities]":
        """The steps that are left below on the ladder of this ability, from where it stands."""
        ladder = LADDERS[name]
        for step in ladder[ladder.index(getattr(self, name)) + 1 :]:
            yield self.model_copy(update={name: step})


LADDERS: Mapping[str, Sequence[Any]] = {
    "counts": (True, False),
    "temperature": (True, False),
    "limit": ("max_tokens", "max_completion_tokens", "none"),
    "systems": ("anywhere", "first", "never"),
    "streams": (True, False),
}
"""Each ability's steps, best first; in the order of suspicion, where a server doesn't say what was wrong."""

BLAME: Mapping[str, re.Pattern[str]] = {
    "counts": re.compile(r"stream_options|include_usage", re.IGNORECASE),
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "limit": re.compile(r"max_tokens|max_completion_tokens|max_new_tokens", re.IGNORECASE),
    "systems": re.compile(r"\bsystem\b|\broles?\b|alternat|chat template|jinja", re.IGNORECASE),
    "streams": re.compile(r"\bstream(ing)?\b(?!_options)", re.IGNORECASE),
}
"""The words by which servers name each ability when they refuse it."""


FORM_BLAME = re.compile(r"response_format|json_schema|json_object|schema|grammar|structured", re.IGNORECASE)


def names_any(said: str) -> bool:
    """Whether a refusal names one of the abilities at all."""
    return any(words.search(said) for words in BLAME.values())


def blamed(said: str, abilities: Abilities, call: Call) -> Iterator[Abilities]:
    """What is left, for each ability that the server's refusal may be about.

    One that it names goes one step down. Where it names none, each step of each one in use is tried
    by itself, and last all that can be left out is left out.
    """
    used = tuple(name for name in LADDERS if _in_use(name, abilities, call))
    named = tuple(name for name in used if BLAME[name].search(said))
    for name in named:
        yield from islice(abilities.down(name), 1)
    if named:
        return
    plainest = abilities
    for name in used:
        for left in abilities.down(name):
            yield left
            plainest = plainest.less(left)
    yield plainest


def _in_use(name: str, abilities: Abilities, call: Call) -> bool:
    if name == "counts":
        return abilities.streams and abilities.counts
    if name == "systems":
        now = [message.role for message in arranged(call.messages, abilities.systems)]
        return "system" in now or len(now) > len(arranged(call.messages, "never"))
    return True
