"""How one call goes on after a fault: with a pause, with less in the request, or not at all."""

from collections.abc import Awaitable, Callable, Iterator
from random import Random

from coach.llm.abilities import FORM_BLAME, Abilities, Call, blamed, names_any
from coach.llm.faults import Fault, Rule

MOST_PAUSES = 2
"""How often one call is asked again after a fault that may pass."""

FIRST_PAUSE = 0.4
"""Seconds; the next is twice as long. Half of it at least, by chance, so that talks don't knock together."""

MOST_STEPS = 12
"""How often one call may ask for less: more than all abilities have steps."""


class Tries:
    """The tries of one call. `abilities` are what the next try should make use of."""

    def __init__(
        self,
        call: Call,
        abilities: Abilities,
        *,
        seconds_left: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        chance: Random,
    ) -> None:
        self.abilities = abilities
        self._call = call
        self._seconds_left = seconds_left
        self._sleep = sleep
        self._chance = chance
        self._pauses = 0
        self._steps = 0
        self._once_more = True
        self._suspects: Iterator[Abilities] | None = None

    async def prepare(self, fault: Fault) -> None:
        """Makes ready for another try, pausing if need be; raises the fault where none would help."""
        match fault.rule:
            case Rule.AGAIN if self._pauses < MOST_PAUSES:
                await self._pause(fault)
            case Rule.ONCE_MORE if self._once_more:
                self._once_more = False
            case Rule.ROOM if not self.abilities.thinks:
                self.abilities = self.abilities.model_copy(update={"thinks": True})
            case Rule.LESS if self._steps < MOST_STEPS:
                self._ask_for_less(fault)
            case _:
                raise fault

    async def _pause(self, fault: Fault) -> None:
        pause = FIRST_PAUSE * 2**self._pauses * self._chance.uniform(0.5, 1)
        if fault.wait is not None:
            pause = max(pause, fault.wait)
        if pause >= self._seconds_left():
            raise fault
        self._pauses += 1
        await self._sleep(pause)

    def _ask_for_less(self, fault: Fault) -> None:
        """Leaves out what the server named, or else one suspect after the other.

        The form of the answer is not left out here: asking for another one changes what is said as well.
        """
        named = names_any(fault.said)
        if self._call.form != "text" and (FORM_BLAME.search(fault.said) or not named):
            raise fault
        self._steps += 1
        if named or self._suspects is None:
            self._suspects = blamed(fault.said, self.abilities, self._call)
        less = next(self._suspects, None)
        if less is None:
            raise fault
        self.abilities = less
