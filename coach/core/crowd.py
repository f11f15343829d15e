"""Who may be counted together, so that no figure, and no difference between two figures, tells of one person.

A facilitator can take the talks that they may read away from a figure, and compare it with an earlier one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from coach.core.moves import Value

LEAST = 5
"""People in any figure."""
LEAST_HIDDEN = 3
"""People whose talks can't be read in any figure, and in any difference of two: there are none, or so many."""
LEFT_OUT = LEAST_HIDDEN - 1
"""People who are left out beside one who took back what they shared, so that three are gone at once."""
MOST_TRIED = 200
"""Ways to leave some out that are looked at: more take a second, and hardly ever find what fewer did not."""


class Person(Value):
    """Somebody who shares: by talk, what is counted. `key` tells them apart, nothing else."""

    key: str
    hidden: frozenset[str] = frozenset()
    """Talks of which only the scores are shared."""
    readable: frozenset[str] = frozenset()

    @property
    def talks(self) -> frozenset[str]:
        """All that is counted of them."""
        return self.hidden | self.readable


class Shown(Value):
    """What a facilitator was shown figures of at some time: the talks, as far as they are still kept."""

    number: int = 0
    """Counted up within the workshop."""
    hidden: Mapping[str, frozenset[str]] = {}
    """By person, what could not be read then."""
    readable: Mapping[str, frozenset[str]] = {}
    gone: bool = False
    """A talk that could not be read has been deleted since; whose it was is kept nowhere."""
    gone_readable: bool = False

    @property
    def talks(self) -> frozenset[str]:
        """All of them."""
        return frozenset[str]().union(*self.hidden.values(), *self.readable.values())


class Crowd(Value):
    """The talks to show figures of."""

    talks: frozenset[str]
    new: bool = False
    """It is not the one that was shown last: what is shown from now on must be compared with it too."""
    waiting: bool = False
    """More has been shared, or less, than can be told without telling of somebody."""


def crowd(people: Sequence[Person], shown: Sequence[Shown]) -> Crowd | None:
    """Who is counted now. `shown`: all that was shown before, oldest first. None: nobody may be.

    What was shown last stays until what is new tells of three people at least. Where somebody has taken back what they
    shared it can't stay, and two others are left out with them.
    """
    now = sorted((person for person in people if person.talks), key=lambda person: person.key)
    last = shown[-1] if shown else None
    everything = _talks(now)
    if _fit(now, shown):
        same = last is not None and last.talks == everything
        return Crowd(talks=everything, new=not same)
    if last is not None and not (last.gone or last.gone_readable):
        stands = [_only(person, last.talks) for person in now]
        if _talks(stands) == last.talks and _enough(stands):
            return Crowd(talks=last.talks, waiting=True)
    for fewer in islice(_without_some(now), MOST_TRIED):
        if _fit(fewer, shown):
            return Crowd(talks=_talks(fewer), new=True, waiting=True)
    return None


def enough(hidden: Sequence[bool]) -> bool:
    """Whether a figure over so many people may be shown; of each, whether what they add to it can't be read."""
    return len(hidden) >= LEAST and (not any(hidden) or sum(hidden) >= LEAST_HIDDEN)


def _without_some(people: Sequence[Person]) -> Iterator[list[Person]]:
    """The same people without the talks of one or two that can't be read."""
    hidden = [person.key for person in people if person.hidden]
    for number in range(1, LEFT_OUT + 1):
        for left_out in combinations(hidden, number):
            yield [_only(person, person.readable) if person.key in left_out else person for person in people]


def _fit(people: Sequence[Person], shown: Iterable[Shown]) -> bool:
    return _enough(people) and all(_tells_enough(people, earlier) for earlier in shown)


def _enough(people: Sequence[Person]) -> bool:
    return enough([bool(person.hidden) for person in people if person.talks])


def _tells_enough(people: Sequence[Person], earlier: Shown) -> bool:
    """Whether what is new against an earlier figure is nobody's, or that of enough people.

    What can be read, or could be then, is known and tells nothing.
    """
    now = {person.key: person for person in people}
    changed = 0
    for key in now.keys() | earlier.hidden.keys() | earlier.readable.keys():
        person = now.get(key, Person(key=key))
        known = person.readable | earlier.readable.get(key, frozenset())
        changed += person.hidden - known != earlier.hidden.get(key, frozenset()) - known
    changed = max(changed, earlier.gone)
    return not changed or changed >= LEAST_HIDDEN


def _only(person: Person, talks: frozenset[str]) -> Person:
    return Person(key=person.key, hidden=person.hidden & talks, readable=person.readable & talks)


def _talks(people: Iterable[Person]) -> frozenset[str]:
    return frozenset[str]().union(*(person.talks for person in people))
