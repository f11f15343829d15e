"""Which sentence of a long turn shows what a criterion is about, so that a quote is not just how the turn began."""

from collections.abc import Callable, Mapping

from coach.assessor.exchange import Exchange
from coach.assessor.wording import (
    BRING,
    CHOICE,
    FEELING,
    FIRST_PERSON,
    HOW_LONG,
    I_WILL,
    MAY_ASK,
    NAMES_MISSTEP,
    OBSTACLE,
    OTHERS,
    OTHERS_TOO,
    PEOPLE,
    STATES_PURPOSE,
    WE,
    WHEN,
    content,
    plain,
    says,
)
from coach.core.moves import Move

Sign = Callable[[str, Exchange], bool]
"""Whether a sentence of a turn shows it."""


def shown(criterion: str, one: Exchange) -> str:
    """The words of this turn to show for a criterion: the sentence with the plainest sign of it, or how it begins."""

    def of(sign: Sign) -> Callable[[str], bool]:
        return lambda part: sign(part, one)

    return one.quote(*map(of, _SIGNS.get(criterion, ())))


def _asks(part: str, _: Exchange) -> bool:
    return part.endswith("?")


def _gives_back(part: str, one: Exchange) -> bool:
    return not part.endswith("?") and bool(content(part) & (one.carried | one.recalled))


def _tells(part: str, _: Exchange) -> bool:
    return bool(FIRST_PERSON.search(plain(part))) and says(FEELING, part)


def _asks_for(part: str, one: Exchange) -> bool:
    return says(WHEN, part) or (_asks(part, one) and says(BRING, part))


def _of_people(part: str, one: Exchange) -> bool:
    return says(PEOPLE, part) or says(BRING, part) or any(name in part for name in one.names)


def _of_others(part: str, _: Exchange) -> bool:
    return says(OTHERS_TOO, part) or says(OTHERS, part) or says(WE, part)


_SIGNS: Mapping[str, tuple[Sign, ...]] = {
    "1a": (_asks,),
    "1b": (_of_others, _of_people),
    "1c": (lambda part, one: _asks(part, one) and _of_people(part, one), _of_people),
    "1d": (
        lambda part, one: one.does(Move.AFFIRMATION) and _gives_back(part, one),
        lambda part, _: says(CHOICE, part),
        _gives_back,
    ),
    "2a": (_asks,),
    "2b": (_gives_back,),
    "2c": (_tells, lambda part, _: bool(FIRST_PERSON.search(plain(part)))),
    "2d": (_gives_back,),
    "2e": (lambda part, one: _asks(part, one) and _of_people(part, one), _asks),
    "3a": (
        lambda part, _: says(MAY_ASK, part),
        lambda part, _: says(STATES_PURPOSE, part),
        lambda part, _: says(HOW_LONG, part),
    ),
    "3c": (_gives_back,),
    "3d": (_asks_for, _asks),
    "3e": (lambda part, _: says(WHEN, part), lambda part, _: says(I_WILL, part), lambda part, _: says(OBSTACLE, part)),
    "4b": (lambda part, one: _asks(part, one) and not one.pushes, lambda part, _: says(CHOICE, part)),
    "4c": (lambda part, _: says(NAMES_MISSTEP, part),),
}
