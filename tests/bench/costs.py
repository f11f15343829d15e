"""What a talk costs: tokens, how many of them a server's prefix cache can serve, and calls that a learner waits for."""

from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path

from coach.app import App
from coach.llm.tokens import count_tokens
from coach.settings import Settings
from tests.bench.model import paced
from tests.fake_server import Request
from tests.web.lines import TWELVE

LATER = (
    "How do the others see it?",
    "What did you do then?",
    "Who was there with you?",
    "What would your mum have said?",
    "How long has it been like that?",
    "What do you do when you get home after such a day?",
    "What keeps you going?",
    "Is there anybody I should talk to as well?",
)
TWENTY = (*TWELVE[:10], *LATER, *TWELVE[10:])


@dataclass(frozen=True)
class Costs:
    """Of one talk. `cached`: the share of the partner's input that stood in the request before, word for word."""

    turns: int
    tokens_in: int
    tokens_out: int
    reader_tokens_in: int
    cached: float
    waited_for: float
    """Calls a turn that the reply waits for."""
    calls: float
    """Calls a turn, those beside the reply included."""


async def of_a_talk(folder: Path, lines: tuple[str, ...] = TWENTY) -> Costs:
    """Hold a talk of so many turns, and look at what the model server was sent."""
    with paced(0) as server:
        options = {
            "base_url": server.url,
            "model": "fake-model",
            "database_url": f"sqlite:///{(folder / 'costs.sqlite3').as_posix()}",
        }
        app = App(Settings.read({}, options))
        practice = app.practice
        learner = await practice.new_learner()
        talk = await practice.open_talk(learner, "mele")
        spoken = 0
        for text in lines:
            reply = await practice.say(learner, talk.id, text)
            await reply.wait()
            spoken += count_tokens(reply.text, "fake-model")
        await app.practice.end_talk(learner, talk.id)
        await app.server.aclose()
        app.store.close()
        partner = [_text(request) for request in server.requests if request.form == "text"]
        beside = [_text(request) for request in server.requests if request.form != "text"]
    sent = [count_tokens(text, "fake-model") for text in partner]
    again = [count_tokens(_shared(before, after), "fake-model") for before, after in pairwise(partner)]
    return Costs(
        turns=len(lines),
        tokens_in=sum(sent),
        tokens_out=spoken,
        reader_tokens_in=sum(count_tokens(text, "fake-model") for text in beside),
        cached=sum(again) / sum(sent),
        waited_for=len(partner) / len(lines),
        calls=(len(partner) + len(beside)) / len(lines),
    )


def _shared(before: str, after: str) -> str:
    """What both begin with."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return "".join(letter for letter, _ in same)


def _text(request: Request) -> str:
    return "".join(f"<{role}>{content}" for role, content in request.said)
