"""How often somebody may do something: enough for anybody who practises, too little for whoever tries to break in."""

import math
from collections import OrderedDict
from collections.abc import Callable

MOST_KEYS = 50_000
"""Remembered at once; the longest unused is forgotten first, and begins with a full allowance."""


class Allowance:
    """A bucket for each key: `most` at once, refilled within `seconds`. `clock` tells seconds that never go back."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most, self._rate, self._clock = most, most / seconds, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Use one up: 0 where it may be done, else the seconds to wait."""
        left = self._left(key)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, self._clock())
        self._buckets.move_to_end(key)
        while len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) / self._rate)

    def wait(self, key: str) -> int:
        """The seconds until it may be done again, without using one up."""
        left = self._left(key)
        return 0 if left >= 1 else math.ceil((1 - left) / self._rate)

    def restore(self, key: str) -> None:
        """Give all of it back."""
        self._buckets.pop(key, None)

    def _left(self, key: str) -> float:
        left, at = self._buckets.get(key, (float(self._most), self._clock()))
        return min(float(self._most), left + (self._clock() - at) * self._rate)
