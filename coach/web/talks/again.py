"""The route that begins a meeting with somebody who was met before."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.core.since import LaterKind
from coach.errors import InputError
from coach.practice import Practice
from coach.practice.reunions import Account
from coach.talk import Plan
from coach.web.gate.learner import Learner
from coach.web.words import say
from coach.web.words.language import now

WEEKS = (1, 2, 4)
"""How much later a meeting may be, as the page offers it."""
MOST_PROMISES = 60
LONGEST_NOTE = 1000


class Coming(BaseModel):
    """What the page's form says. Beside these fields there are outcome-N and words-N for the Nth promise."""

    model_config = ConfigDict(extra="allow")

    kind: LaterKind = "maintenance"
    weeks: int = Field(default=2, ge=1, le=52)
    more: str = ""
    more_outcome: str = "kept"
    purpose: str = Field(default="", max_length=LONGEST_NOTE)
    own_story: str = Field(default="", max_length=LONGEST_NOTE)
    possible_ask: str = Field(default="", max_length=LONGEST_NOTE)
    to_practise: str = Field(default="", max_length=LONGEST_NOTE)

    @property
    def accounts(self) -> dict[int, Account]:
        """What came of each promise, by its place. Raises InputError for what is none of the answers."""
        said = self.model_extra or {}
        answered = [place for place in range(MOST_PROMISES) if f"outcome-{place}" in said]
        return {place: _account(said[f"outcome-{place}"], words=said.get(f"words-{place}", "")) for place in answered}

    @property
    def one_more(self) -> Account | None:
        """A promise that was not found."""
        return _account(self.more_outcome, text=self.more) if self.more.strip() else None

    @property
    def plan(self) -> Plan:
        """The notes."""
        notes = {name: getattr(self, name).strip() for name in Plan.model_fields}
        return Plan(**notes)


def router(practice: Practice) -> APIRouter:
    """The route under /talks/{id}."""
    routes = APIRouter(prefix="/talks/{talk_id}")

    @routes.post("/meet-again")
    async def again(learner: Learner, talk_id: str, coming: Coming) -> dict[str, str]:
        """Sit down again with whom that talk was; where they were met again already, that meeting is gone to."""
        talk = await practice.meet_again(
            learner,
            talk_id,
            coming.kind,
            coming.accounts,
            weeks=coming.weeks,
            more=coming.one_more,
            plan=coming.plan,
            language=now().code,
        )
        return {"to": f"/talk?id={talk.id}"}

    return routes


def _account(outcome: object, **words: object) -> Account:
    try:
        return Account.model_validate({"outcome": outcome, **words})
    except ValidationError as wrong:
        raise InputError(say("error.form")) from wrong
