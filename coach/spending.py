"""What talks with a model cost: counted by talk, learner and day, and ended politely where the host set limits."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime

from coach.core.moves import Value
from coach.errors import ModelSpent, StoreError
from coach.llm import Usage, paid_from
from coach.store import Store

log = logging.getLogger(__name__)

MILLION = 1_000_000
LEAST_WRITTEN = 0.01


class Limits(Value):
    """Tokens, in and out together, that may be used; None for as many as are wanted. A day is one of the host's."""

    talk: int | None = None
    learner: int | None = None
    """Of one learner in a day."""
    day: int | None = None
    """Of all learners in a day."""


class Prices(Value):
    """What a million tokens cost, in the host's money; None where nobody said."""

    tokens_in: float | None = None
    tokens_out: float | None = None

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """What so many tokens cost at most: those from a server's cache may be cheaper. None without prices."""
        if self.tokens_in is None or self.tokens_out is None:
            return None
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / MILLION


class Spent(Value):
    """Tokens that were used, and what they cost at most; no cost without prices."""

    tokens_in: int
    tokens_out: int
    cost: float | None = None

    @property
    def amount(self) -> str:
        """The cost as it is written, in the money of the prices; empty without them."""
        if self.cost is None:
            return ""
        return f"{self.cost:,.2f}" if self.cost >= LEAST_WRITTEN or not self.cost else f"less than {LEAST_WRITTEN}"


def spent_on(day: date, store: Store, prices: Prices) -> Spent:
    """What all learners together used on a day. Raises StoreError."""
    tokens_in, tokens_out = store.spent(day=day)
    return Spent(tokens_in=tokens_in, tokens_out=tokens_out, cost=prices.cost(tokens_in, tokens_out))


class Purse:
    """What may still be spent on one reply or feedback, and what has been. Counts until it is emptied."""

    def __init__(self, left: dict[str, int]) -> None:
        """`left`: tokens, by the sentence for a learner when there are none of them any more."""
        self._left = left
        self._spent = Usage()

    def check(self) -> None:
        """Raises ModelSpent where a limit is reached."""
        used = self._spent.prompt + self._spent.completion
        for sentence, tokens in self._left.items():
            if used >= tokens:
                mend = "COACH_TALK_TOKENS, COACH_LEARNER_TOKENS and COACH_DAY_TOKENS set how many there are."
                raise ModelSpent(sentence, mend)

    def spend(self, usage: Usage) -> None:
        """Count it."""
        self._spent += usage

    def emptied(self) -> Usage:
        """What was spent since the last time."""
        spent, self._spent = self._spent, Usage()
        used = spent.prompt + spent.completion
        self._left = {sentence: tokens - used for sentence, tokens in self._left.items()}
        return spent


OF_TALK = "This talk has used up what it may have of the model."
OF_LEARNER = "You have used up what you may have of the model today."
OF_DAY = "What all of you together may have of the model today is used up."


class Accounts:
    """Purses, filled from what the store knows was spent and emptied into it."""

    def __init__(self, store: Store, limits: Limits, clock: Callable[[], datetime]) -> None:
        self._store, self._limits, self._clock = store, limits, clock

    @asynccontextmanager
    async def paying(self, learner: str, talk: str, *, hurried: bool = True) -> AsyncGenerator["Payment"]:
        """Whatever is asked of a model in here is paid by this learner for this talk; `hurried`: while they wait."""
        limited = self._limits != Limits()
        purse = await asyncio.to_thread(self._filled, learner, talk) if limited else Purse({})
        payment = Payment(self._store, self._today(), learner, talk, purse)
        try:
            with paid_from(payment.purse):
                yield payment
        finally:
            await payment.keep(hurried=hurried)

    def _today(self) -> date:
        return self._clock().astimezone().date()

    def _filled(self, learner: str, talk: str) -> Purse:
        today, limits = self._today(), self._limits
        left: dict[str, int] = {}
        if limits.talk is not None:
            left[OF_TALK] = limits.talk - sum(self._store.spent(talk=talk))
        if limits.learner is not None:
            left[OF_LEARNER] = limits.learner - sum(self._store.spent(learner=learner, day=today))
        if limits.day is not None:
            left[OF_DAY] = limits.day - sum(self._store.spent(day=today))
        return Purse(left)


class Payment:
    """A purse, and whose it is."""

    def __init__(self, store: Store, day: date, learner: str, talk: str, purse: Purse) -> None:
        self.purse = purse
        self._store, self._day, self._learner, self._talk = store, day, learner, talk

    async def keep(self, *, hurried: bool = True) -> None:
        """Keep what was spent so far. A count that can't be kept is said in the log and stops nothing."""
        spent = self.purse.emptied()
        if spent.calls:
            try:
                keep = self._store.keep if hurried else self._store.keep_along
                await keep(self._store.spend, self._day, self._learner, self._talk, spent.prompt, spent.completion)
            except StoreError as fault:
                log.warning("tokens were not counted: %s", fault)
