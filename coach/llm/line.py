"""The line to a server: sends calls with the patience they need, and keeps what they cost and taught."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from random import Random

from coach.errors import ModelError, ModelNonsense, ModelRefused
from coach.llm import catalogue, faults
from coach.llm.abilities import Abilities, Call
from coach.llm.connections import Connections
from coach.llm.exchange import Exchange, Patience
from coach.llm.faults import Fault, Rule
from coach.llm.known import Known
from coach.llm.purse import open_purse
from coach.llm.settings import ModelSettings, is_private
from coach.llm.tokens import count_tokens
from coach.llm.trace import Trace
from coach.llm.tries import Tries
from coach.llm.usage import Usage

USUAL_LENGTH = 2400
"""Tokens that the time for a whole reply is meant for: 20 a second with the 120 seconds that are set by default."""

GATHER_SECONDS, LONGEST_GATHERING = 0.01, 0.1
"""For each reply under way, how long words gather before they are taken in; a tenth of a second nobody sees."""

LIST_SECONDS = 3.0
"""How long a server may take to list its models."""


class Line:
    """One server's connections, and what has been found out and spent on them. Raises Fault."""

    def __init__(
        self,
        settings: ModelSettings,
        *,
        sleep: Callable[[float], Awaitable[None]],
        chance: Random,
    ) -> None:
        self.usage: dict[str, Usage] = {}
        self._settings = settings
        self._sleep = sleep
        self._chance = chance
        self._trace = Trace(settings.trace, settings.key) if settings.trace else None
        self._known: dict[str, Known] = {}
        self._under_way = 0
        self._connections = Connections(settings)

    @property
    def is_private(self) -> bool:
        """Whether the server is on this machine or in its private network."""
        return is_private(self._connections.client.base_url.host)

    def about(self, model: str) -> Known:
        """What is known of a model."""
        return self._known.setdefault(model, Known())

    def patience(self, max_tokens: int = 0, first_word_seconds: float | None = None) -> Patience:
        """How long a call that begins now may take: a long answer longer. Nobody watching, the first word may wait."""
        now = asyncio.get_running_loop().time()
        end_by = now + self._settings.total_seconds * max(1, max_tokens / USUAL_LENGTH)
        first_word_by = end_by if first_word_seconds is None else min(now + first_word_seconds, end_by)
        return Patience(first_word_by, self._settings.between_words_seconds, end_by)

    async def words(self, call: Call, first_word_seconds: float) -> AsyncGenerator[str, None]:
        """A reply as it comes. New tries are made only while nothing has been shown."""
        patience = self.patience(call.max_tokens, first_word_seconds)
        tries = self._tries(call, patience.first_word_by)
        shown = False
        while True:
            exchange = self._exchange(call, tries.abilities, patience)
            try:
                async with aclosing(exchange.words()) as words:
                    async for text in words:
                        shown = True
                        yield text
                return
            except Fault as fault:
                if shown:
                    raise fault.after_words() from fault
                await tries.prepare(fault)
            finally:
                self._ended(exchange, call, tries.abilities)

    async def whole(self, call: Call, patience: Patience, heard: Callable[[str], None] | None = None) -> Exchange:
        """An exchange that has come to a good end. `heard` is told what has come so far, each time more comes."""
        tries = self._tries(call, patience.end_by)
        while True:
            exchange = self._exchange(call, tries.abilities, patience)
            try:
                async for _ in exchange.words():
                    if heard:
                        heard(exchange.text)
                return exchange
            except Fault as fault:
                await tries.prepare(fault)
            finally:
                self._ended(exchange, call, tries.abilities)

    async def told(self, fault: Fault, call: Call) -> ModelError:
        """The error for people. Where the model is not there, those that are are offered."""
        if fault.status != 404 or not isinstance(fault.error, ModelRefused):
            return fault.error
        try:
            offered = catalogue.offer(call.model, await self.listed())
        except Fault:
            return fault.error
        return ModelRefused(fault.error.message, f"{fault.error.mend} {offered}")

    async def listed(self) -> tuple[catalogue.Listed, ...]:
        """The models that the server lists."""
        return await catalogue.listed_models(self._connections.client, LIST_SECONDS)

    async def window(self, model: str) -> int | None:
        """How many tokens a model can hold: as the settings or else the server say, or less after a refusal.

        The server is asked once, and where it did not know, once more when the model has been loaded.
        """
        known = self.about(model)
        told = self._settings.context_tokens
        if told is None:
            unknown = known.window is None and known.answered and not known.asked_window
            if known.asked_window is None or unknown:
                known.asked_window = known.answered
                known.window = await self._asked_window(model)
            told = known.window
        return min((size for size in (told, known.refused) if size), default=None)

    async def wake(self, call: Call) -> None:
        """Sends a call for what it does to the server alone, once: that it has loaded the model.

        A refusal of something in it, or an answer that is none, is no matter here.
        """
        exchange = self._exchange(call, self.about(call.model).abilities, self.patience())
        try:
            async for _ in exchange.words():
                return
        except Fault as fault:
            if fault.rule is not Rule.LESS and not isinstance(fault.error, ModelNonsense):
                raise
        finally:
            self._ended(exchange, call, self.about(call.model).abilities)

    async def open(self) -> None:
        """Has a connection ready for the next call."""
        try:
            await self._connections.open()
        except faults.BROKEN as error:
            raise faults.fault(error) from error

    async def close(self) -> None:
        """Closes all connections."""
        await self._connections.close()

    async def _asked_window(self, model: str) -> int | None:
        if self.is_private:
            loaded = await catalogue.ollama_context(self._connections.client, model, LIST_SECONDS)
            if loaded is not None:
                return loaded
        try:
            listed = await self.listed()
        except Fault:
            return None
        return next((one.context for one in listed if one.id == model), None)

    def _tries(self, call: Call, until: float) -> Tries:
        clock = asyncio.get_running_loop().time
        abilities = self.about(call.model).abilities
        return Tries(call, abilities, seconds_left=lambda: until - clock(), sleep=self._sleep, chance=self._chance)

    def _exchange(self, call: Call, abilities: Abilities, patience: Patience) -> Exchange:
        thinking = self.about(call.model).begins_thinking
        self._under_way += 1
        return Exchange(
            self._connections.sent,
            abilities.body(call),
            patience,
            room=call.max_tokens,
            thinking=thinking,
            pause=self._pause,
        )

    def _pause(self) -> float:
        """The busier, the more is taken in at once: with one talk words come as they are said."""
        return min((self._under_way - 1) * GATHER_SECONDS, LONGEST_GATHERING)

    def _ended(self, exchange: Exchange, call: Call, abilities: Abilities) -> None:
        """Keeps what a request cost and what it taught."""
        self._under_way -= 1
        self.about(call.model).learn(exchange, call, abilities)
        if exchange.answered:
            usage = exchange.usage or _estimated(exchange, call)
            self.usage[call.model] = self.usage.get(call.model, Usage()) + usage
            if purse := open_purse():
                purse.spend(usage)
        if self._trace is not None:
            self._trace.write(exchange.record())


def _estimated(exchange: Exchange, call: Call) -> Usage:
    """What a request cost by our own count, where the server gave none."""
    prompt = count_tokens(call.messages, call.model)
    return Usage(calls=1, prompt=prompt, completion=count_tokens(exchange.text, call.model), estimated=1)
