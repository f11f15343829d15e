"""Where what learners say lies, as they are told it: made from the settings, so that it is true."""

from urllib.parse import urlsplit

from coach.core.moves import Value
from coach.settings import Settings

NEAR = frozenset({"", "127.0.0.1", "localhost", "::1"})
"""Hosts that are the machine itself."""


class Kept(Value):
    """Where it lies."""

    database: str = ""
    """Host of the database server; empty where the database is on the machine that runs the app."""
    days: int | None = None
    """How long talks are kept in which nothing happens; None where only somebody deletes them."""
    recorded: bool = False
    """Whether all that goes to the model, and comes from it, is recorded in files."""


def kept(settings: Settings) -> Kept:
    """What these settings mean for what is kept."""
    host = urlsplit(settings.database_url).hostname or ""
    recorded = settings.trace is not None and (settings.model_configured or settings.audio_configured)
    return Kept(database="" if is_near(host) else host, days=settings.keep_days, recorded=recorded)


def is_near(host: str) -> bool:
    """Whether a server is this machine itself."""
    return host in NEAR
