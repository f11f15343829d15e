"""The one door to a model server: replies as they come, answers with a shape, and what the server can do."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from random import Random
from typing import TypeVar

from pydantic import BaseModel

from coach.errors import ModelNonsense
from coach.llm import shape
from coach.llm.abilities import Abilities, Call, Form, thinking_room
from coach.llm.catalogue import Listed, offer
from coach.llm.faults import Fault, Rule, too_long
from coach.llm.line import Line
from coach.llm.message import Message
from coach.llm.purse import open_purse
from coach.llm.settings import NAMES, ModelSettings, check_settings, from_where, host_of
from coach.llm.tokens import count_tokens, load_vocabulary
from coach.llm.usage import Usage

log = logging.getLogger(__name__)

T = TypeVar("T", bound=BaseModel)

FORMS: tuple[Form, ...] = ("json_schema", "json_object", "text")
"""Ways to get an answer with a shape, the surest first."""

LEAST_SHARE = 0.5
"""Of the tokens asked for: a reply that can't have as many is not asked for."""

NOT_THERE = 404

VOCABULARY_SECONDS = 5.0
"""How long the start waits for tiktoken's vocabulary, which may have to be downloaded."""


class ModelServer:
    """The model server that the settings name, and what has been found out about it.

    One per process: talks share its connections. Calls raise ModelError and nothing else.
    The pauses between tries are made of `sleep` and `chance`.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        came_from: Mapping[str, str] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Random | None = None,
    ) -> None:
        """`came_from` as in `check_settings`. Raises SettingError for settings that can't be used."""
        self.doubts = check_settings(settings, came_from)
        """What works in these settings but is probably not meant, each with its mend."""
        self.settings = settings
        self._came_from = came_from or {}
        self._line = Line(settings, sleep=sleep, chance=chance or Random())

    @property
    def name(self) -> str:
        """What a learner is told about who receives their words: "gpt-x at api.example.org"."""
        return f"{self.settings.model} at {host_of(self.settings.address)}"

    @property
    def usage(self) -> Usage:
        """Tokens used since the start, by all models."""
        return sum(self._line.usage.values(), Usage())

    @property
    def usage_by_model(self) -> dict[str, Usage]:
        """Tokens used since the start, by each model."""
        return dict(self._line.usage)

    def model(self, *, small: bool = False) -> str:
        """The model that answers: for small work the reader's, where one is set."""
        return (self.settings.reader_model or self.settings.model) if small else self.settings.model

    def abilities(self, *, small: bool = False) -> Abilities:
        """What has been found out so far about what the server can do with this model."""
        return self._line.about(self.model(small=small)).abilities

    def thinks(self, *, small: bool = False) -> bool:
        """Whether the model was seen to think before it speaks: learners wait for that."""
        return self._line.about(self.model(small=small)).thinks

    def form(self, schema: type[BaseModel], *, small: bool = False) -> Form | None:
        """The way that worked to get an answer of this shape, once one has."""
        return self._line.about(self.model(small=small)).forms.get(schema.__name__)

    async def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.8,
        small: bool = False,
    ) -> AsyncGenerator[str, None]:
        """The model's words as they come, without its thoughts. Closing the generator cancels the request.

        Before the first word, faults that may pass are met with new tries, as long as the time for the first
        word lasts. After it, what came is kept, and ModelCut says that the reply broke off.
        """
        call = await self._call(messages, max_tokens, temperature, small=small)
        try:
            async with aclosing(self._line.words(call, self.settings.first_word_seconds)) as words:
                async for text in words:
                    yield text
        except Fault as fault:
            raise await self._line.told(fault, call) from fault

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        temperature: float = 0.8,
        small: bool = False,
    ) -> str:
        """The model's whole reply. Nothing of it is shown, so a fault in its middle gets new tries too."""
        call = await self._call(messages, max_tokens, temperature, small=small)
        try:
            return (await self._line.whole(call, self._line.patience(max_tokens))).text
        except Fault as fault:
            raise await self._line.told(fault, call) from fault

    async def structured(
        self,
        messages: Sequence[Message],
        schema: type[T],
        *,
        max_tokens: int,
        small: bool = False,
        heard: Callable[[str], None] | None = None,
    ) -> T:
        """The model's answer as a value of `schema`; ModelNonsense if it can't be brought to give one.

        `heard` is told what of the answer has come so far, each time more comes.

        The server is bound to the schema if it can be, else to JSON, else JSON is looked for in what it says;
        in the latter two the shape is told in a message at the end. Once, a wrong answer is sent back with
        what is wrong. The way that worked is kept for this model and shape.
        """
        forms = self._line.about(self.model(small=small)).forms
        patience = self._line.patience(max_tokens)
        repairs = 1
        for form in FORMS[FORMS.index(forms.get(schema.__name__, FORMS[0])) :]:
            told = () if form == "json_schema" else (shape.told_shape(schema),)
            call = await self._call([*messages, *told], max_tokens, 0.0, small=small, form=form, schema=schema)
            while True:
                try:
                    exchange = await self._line.whole(call, patience, heard)
                except Fault as fault:
                    if form != FORMS[-1] and _may_be_the_form(fault):
                        break
                    raise await self._line.told(fault, call) from fault
                try:
                    value = shape.value_in(exchange.text, schema)
                except shape.Misshapen as wrong:
                    log.info("No %s in the model's answer: %s", schema.__name__, wrong.complaint)
                    if not (repairs and wrong.found_json and exchange.finish != "length"):
                        break
                    repairs -= 1
                    again = shape.asked_again(exchange.text, wrong.complaint)
                    call = call.model_copy(update={"messages": (*call.messages, *again)})
                else:
                    forms[schema.__name__] = form
                    return value
        mend = "A larger model, or a server that can be bound to JSON schemas, will do better."
        raise ModelNonsense("The model's answer can't be used.", mend)

    async def window(self, *, small: bool = False) -> int | None:
        """How many tokens the model can hold, prompt and reply together, or None where nobody says.

        It is what the settings say, else what the server says; less, once it has refused a talk as too long.
        """
        return await self._line.window(self.model(small=small))

    async def room(self, max_tokens: int, *, small: bool = False) -> int | None:
        """How many tokens the messages may have beside a reply of so many, or None where nobody says."""
        window = await self.window(small=small)
        if window is None:
            return None
        thoughts = thinking_room(window) if self.abilities(small=small).thinks else 0
        return max(0, window - max_tokens - thoughts)

    async def models(self) -> tuple[Listed, ...]:
        """The models that the server lists."""
        try:
            return await self._line.listed()
        except Fault as fault:
            raise fault.error from fault

    async def warm_up(self) -> tuple[str, ...]:
        """Does what the first learner would else wait for, and tells what is doubtful, with its mend. Never raises.

        Opens a connection, loads the vocabulary, and has a server on this machine load its model.
        """
        _, doubts = await asyncio.gather(load_vocabulary(self.settings.model, VOCABULARY_SECONDS), self._reach())
        return doubts

    async def _reach(self) -> tuple[str, ...]:
        try:
            if self._line.is_private:
                await self._wake()
            await self._line.open()
            await self.window()
            return tuple(self._unlisted(await self._line.listed()))
        except Fault as fault:
            log.warning("%s, at the start: %s", self.name, fault.error)
            return ()

    async def _wake(self) -> None:
        probe = Message(role="user", content=shape.wording("probe"))
        try:
            await self._line.wake(Call(model=self.model(), messages=(probe,), max_tokens=1, temperature=0.0))
        except Fault as fault:
            if fault.status != NOT_THERE:  # that is better said with what the server has
                raise

    def _unlisted(self, listed: tuple[Listed, ...]) -> Iterator[str]:
        """Models that are set and not there, with those that are. One that has answered is there, by any name."""
        names = {one.id.removeprefix("models/").removesuffix(":latest") for one in listed}
        for field, model in (("model", self.settings.model), ("reader_model", self.settings.reader_model)):
            if model and not self._line.about(model).answered and model.removesuffix(":latest") not in names:
                where = from_where(field, self._came_from)
                host = host_of(self.settings.address)
                yield f"{NAMES[field]}{where} is {model}, which {host} does not list. {offer(model, listed)}"

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._line.close()

    async def _call(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        temperature: float,
        *,
        small: bool,
        form: Form = "text",
        schema: type[BaseModel] | None = None,
    ) -> Call:
        """What is asked for, if there are tokens left to pay for it and it fits into the model's window."""
        if purse := open_purse():
            purse.check()
        model, window = self.model(small=small), await self.window(small=small)
        if window is not None:
            left = window - count_tokens(messages, model)
            if left < max_tokens * LEAST_SHARE:
                raise too_long()  # most servers would refuse it; some cut it silently
            max_tokens = min(max_tokens, left)
        return Call(
            model=model,
            messages=tuple(messages),
            max_tokens=max_tokens,
            temperature=temperature,
            form=form,
            shape_name=schema.__name__ if schema else "",
            shape=shape.strict_schema(schema) if schema else None,
            thinking_tokens=thinking_room(window),
        )


def _may_be_the_form(fault: Fault) -> bool:
    """Whether another form could help: this one was refused, choked on, or answered with nothing."""
    return fault.rule in {Rule.LESS, Rule.ONCE_MORE, Rule.ROOM} or fault.status in {500, 501}
