"""The store: one object for all that is kept."""

from collections.abc import Iterable

from sqlalchemy import select

from coach.core.persona import Persona
from coach.store.database import Database
from coach.store.learners import Learners
from coach.store.meetings import Meetings
from coach.store.migrations import bring_forward
from coach.store.past import Past
from coach.store.retention import Retention
from coach.store.sharing import Sharings
from coach.store.talks import Talks
from coach.store.together import Together
from coach.store.usage import Usage
from coach.store.workshops import Workshops


class Store(Learners, Talks, Meetings, Past, Usage, Workshops, Sharings, Retention, Together):
    """Talks in a database. Every method is one transaction: when it returns, what it was given is kept.

    All raise StoreError where the database can't be used, and NotFound for a talk that is not this learner's.
    """

    def __init__(self, url: str) -> None:
        """Connect to the database at an SQLAlchemy URL; its tables are made, or brought to this version."""
        super().__init__(Database(url))
        try:
            bring_forward(self._database)
        except BaseException:
            self.close()
            raise

    def reach(self) -> None:
        """Ask the database for nothing. Raises StoreError where it does not answer."""
        with self._database.reading() as session:
            session.execute(select(1))

    def know(self, members: Iterable[Persona]) -> None:
        """From now on, talks with members that are like these are read as talks with these, and not with copies."""
        self._copies.know(members)

    def close(self) -> None:
        """Let go of all connections."""
        self._database.close()
