"""Who pays for calls: whatever a task asks of a model is counted to the purse that was opened in it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from coach.llm.usage import Usage


class Purse(Protocol):
    """Something that tokens are counted to, and that may be empty."""

    def check(self) -> None:
        """Asked before each call. Raises ModelSpent where there is to be none."""
        ...

    def spend(self, usage: Usage) -> None:
        """Told what each request cost, in whatever way it ended."""
        ...


_open: ContextVar[Purse | None] = ContextVar("purse", default=None)


@contextmanager
def paid_from(purse: Purse) -> Generator[None]:
    """All calls in here, and those of tasks that are begun in here, are counted to this purse."""
    token = _open.set(purse)
    try:
        yield
    finally:
        _open.reset(token)


def open_purse() -> Purse | None:
    """The purse of the task at work; None where nobody counts."""
    return _open.get()
