"""Every error that a person may see, each with what they can do about it.

CoachError
├── InputError            what the person gave can't be used (exit 1)
│   ├── ContentError      a persona, rubric or prompt file, with its problems by file and line
│   ├── TranscriptError   a transcript that can't be read
│   ├── SettingError      a setting that can't be used
│   ├── NotFound          no such member, scenario or talk
│   │   └── NoWorkshop    no such workshop, or it was closed
│   ├── TurnTaken         the place of a turn is taken: it was sent twice, or from two pages
│   ├── MetAlready        somebody was met again already: from two pages
│   ├── FileChanged       a file was changed on the disk since it was opened
│   ├── CodeTaken         another workshop has this code already
│   └── WorkshopChanged   somebody else has saved it meanwhile
├── TooLittle             there is too little to judge honestly
├── StoreError            the database can't be used
├── Closing               the app is being stopped: what runs is finished, nothing new is begun
└── ModelError            the model server failed; the built-in player steps in
    ├── ModelUnreachable  refused, DNS, TLS, timed out
    ├── ModelRefused      401, 403, 404, 400: asking again will not help
    │   └── ModelOverflow the talk is longer than the model can hold
    ├── ModelSpent        the tokens set for this talk, learner or day are used up
    ├── ModelBusy         429, 500, 502, 503: asking again later may help
    └── ModelNonsense     it answered, but not with anything usable
        └── ModelCut      it broke off after it had begun: what came is kept and marked
"""

from dataclasses import dataclass


class CoachError(Exception):
    """Something that a person can understand and act on.

    `message` says what happened and where, `mend` what to do about it.
    """

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    @property
    def said(self) -> str:
        """Both as they are told to a person."""
        return f"{self.message} {self.mend}".strip()

    def __str__(self) -> str:
        return self.said


class InputError(CoachError):
    """What the person gave can't be used."""


class TranscriptError(InputError):
    """A transcript that can't be read."""


class SettingError(InputError):
    """A setting that can't be used: named, with where its value came from."""


class NotFound(InputError):
    """No such member, scenario or talk, or it belongs to somebody else."""


class NoWorkshop(NotFound):
    """No such workshop, or it was closed, or the learner is not in it."""

    def __init__(self) -> None:
        super().__init__("There is no such workshop here.", "It may have been closed. Ask your facilitator.")


class TurnTaken(InputError):
    """The place of a turn is taken: it was sent twice, or from two pages at once."""

    def __init__(self) -> None:
        super().__init__("This talk has gone on in another tab.", "Reload the page to see it.")


class MetAlready(InputError):
    """Somebody has been met again after this meeting: another tab was first."""

    def __init__(self) -> None:
        super().__init__("You have met them again after this meeting already.", "Go on from the newest meeting.")


class FileChanged(InputError):
    """A file says something else on the disk than when it was opened here: nothing was written."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} was changed elsewhere since you opened it, so nothing was saved.",
            "Your own text is still here. Look at the other one, then choose which to keep.",
        )


class CodeTaken(InputError):
    """Two workshops can't have one code: whoever gives it would not know which to join."""

    def __init__(self) -> None:
        super().__init__("Another workshop has this code already.", "Give this one another code.")


class WorkshopChanged(InputError):
    """A workshop says something else than when it was opened: nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has saved this workshop since you opened it, so nothing was saved.",
            "What you wrote still stands below. Look at theirs, then choose which to keep.",
        )


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a content file. `line` counts from 1; 0 where no line is known.

    `place`: the way to the part of the file, keys and positions counted from 0; empty where that is the whole of it.
    """

    file: str
    line: int
    what: str
    mend: str = ""
    place: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}" + (f" → {self.mend}" if self.mend else "")


class ContentError(InputError):
    """A persona, rubric or prompt file that can't be used."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class TooLittle(CoachError):
    """There is too little to judge honestly."""


class StoreError(CoachError):
    """The database can't be used. `message` and `mend` are fit for a learner's eyes.

    `detail` is what whoever runs the app needs to know, and what the error is as a string.
    """

    def __init__(self, message: str, mend: str = "", detail: str = "") -> None:
        super().__init__(message, mend)
        self.detail = detail or self.said

    def __str__(self) -> str:
        return self.detail


class Closing(CoachError):
    """The app is being stopped or restarted: what is under way is finished, nothing new is begun."""

    def __init__(self) -> None:
        super().__init__("The app is being restarted just now.", "What you wrote is still here: send it in a minute.")


class ModelError(CoachError):
    """The model server failed. `message` is fit for a learner's eyes: no key, no address, no trace."""


class ModelUnreachable(ModelError):
    """Nothing answered: refused, no such host, TLS, timed out."""


class ModelRefused(ModelError):
    """The server said no in a way that asking again will not change."""


class ModelOverflow(ModelRefused):
    """The messages and the room for the reply are more than the model's context can hold."""


class ModelSpent(ModelError):
    """The tokens that the host allows this talk, this learner or this day are used up."""


class ModelBusy(ModelError):
    """The server could not just now; later it may."""


class ModelNonsense(ModelError):
    """The server answered, but with nothing that can be used."""


class ModelCut(ModelNonsense):
    """The reply broke off after it had begun. What came before is kept, and marked as cut."""
