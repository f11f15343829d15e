"""Tables of an older version are brought forward at the start, step by step; SQLite's file is copied before that.

A step is plain SQL that both databases know, written once and never changed, since it has been run elsewhere by then.
"""

from dataclasses import dataclass

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from coach.errors import StoreError
from coach.store.backups import back_up, has_table
from coach.store.database import Database
from coach.store.tables import Base, SchemaVersion


@dataclass(frozen=True)
class Step:
    """From one version of the tables to the next."""

    brings: str
    """What is new, for whoever reads this list."""
    statements: tuple[str, ...]


STEPS = (
    Step(
        "a talk has a name; tokens are counted",
        (
            "ALTER TABLE talks ADD COLUMN name VARCHAR(200)",
            """CREATE TABLE usage (
                day DATE NOT NULL,
                talk VARCHAR(64) NOT NULL,
                learner VARCHAR(64) NOT NULL,
                tokens_in BIGINT NOT NULL,
                tokens_out BIGINT NOT NULL,
                PRIMARY KEY (day, talk)
            )""",
            "CREATE INDEX ix_usage_learner ON usage (learner)",
        ),
    ),
    Step(
        "workshops, who is in them and what they share; remarks on shared talks; what figures were shown over",
        (
            "ALTER TABLE talks ADD COLUMN workshop VARCHAR(64)",
            "ALTER TABLE talks ADD COLUMN shares VARCHAR(16)",
            "CREATE INDEX ix_talks_workshop ON talks (workshop)",
            """CREATE TABLE workshops (
                id VARCHAR(64) NOT NULL,
                code VARCHAR(64) NOT NULL,
                body JSON NOT NULL,
                made_at TIMESTAMP WITH TIME ZONE NOT NULL,
                PRIMARY KEY (id),
                UNIQUE (code)
            )""",
            """CREATE TABLE memberships (
                workshop VARCHAR(64) NOT NULL,
                learner VARCHAR(64) NOT NULL,
                shares VARCHAR(16) NOT NULL,
                called VARCHAR(80) NOT NULL,
                joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
                PRIMARY KEY (workshop, learner),
                FOREIGN KEY (workshop) REFERENCES workshops (id) ON DELETE CASCADE,
                FOREIGN KEY (learner) REFERENCES learners (id) ON DELETE CASCADE
            )""",
            "CREATE INDEX ix_memberships_learner ON memberships (learner)",
            """CREATE TABLE remarks (
                id VARCHAR(64) NOT NULL,
                talk VARCHAR(64) NOT NULL,
                body JSON NOT NULL,
                PRIMARY KEY (id),
                FOREIGN KEY (talk) REFERENCES talks (id) ON DELETE CASCADE
            )""",
            "CREATE INDEX ix_remarks_talk ON remarks (talk)",
            """CREATE TABLE shown (
                workshop VARCHAR(64) NOT NULL,
                number INTEGER NOT NULL,
                shown_at TIMESTAMP WITH TIME ZONE NOT NULL,
                hidden INTEGER NOT NULL,
                readable INTEGER NOT NULL,
                PRIMARY KEY (workshop, number),
                FOREIGN KEY (workshop) REFERENCES workshops (id) ON DELETE CASCADE
            )""",
            """CREATE TABLE shown_talks (
                workshop VARCHAR(64) NOT NULL,
                number INTEGER NOT NULL,
                talk VARCHAR(64) NOT NULL,
                hidden BOOLEAN NOT NULL,
                PRIMARY KEY (workshop, number, talk),
                FOREIGN KEY (workshop) REFERENCES workshops (id) ON DELETE CASCADE,
                FOREIGN KEY (talk) REFERENCES talks (id) ON DELETE CASCADE
            )""",
            "CREATE INDEX ix_shown_talks_talk ON shown_talks (talk)",
        ),
    ),
    Step(
        "hints that were taken are kept with the talk",
        (
            """CREATE TABLE hints (
                talk VARCHAR(64) NOT NULL,
                turn INTEGER NOT NULL,
                rung VARCHAR(16) NOT NULL,
                says VARCHAR NOT NULL,
                PRIMARY KEY (talk, turn, rung),
                FOREIGN KEY (talk) REFERENCES talks (id) ON DELETE CASCADE
            )""",
        ),
    ),
    Step(
        "a member is met again: what a talk began with, and how the one before left them",
        (
            "ALTER TABLE talks ADD COLUMN felt TEXT",
            """CREATE TABLE meetings (
                talk VARCHAR(64) NOT NULL,
                after_talk VARCHAR(64),
                next_of VARCHAR(64),
                since JSON NOT NULL,
                earlier JSON NOT NULL,
                PRIMARY KEY (talk),
                FOREIGN KEY (talk) REFERENCES talks (id) ON DELETE CASCADE
            )""",
            "CREATE UNIQUE INDEX ix_meetings_next_of ON meetings (next_of)",
        ),
    ),
)
"""Each makes the next version: the first leads from "1" to "2".

To add a table or a column, say it twice: in `tables`, which new databases are made of, and in a step at the end of this
list, as the first one does. A test holds the two against each other, column by column. A moment is TIMESTAMP WITH TIME
ZONE, a value JSON. What belongs to a learner has `learner VARCHAR(64) NOT NULL` with `FOREIGN KEY (learner) REFERENCES
learners (id) ON DELETE CASCADE`, or hangs on one of their talks in the same way, so that forgetting them reaches it.
"""
VERSION = str(len(STEPS) + 1)
"""Of the tables that this coach knows."""
ONE_AT_A_TIME = 0x636F616368
"""The name, as a number, of the lock that processes which start together wait for in PostgreSQL."""


def bring_forward(database: Database) -> None:
    """Make the tables, or bring them to this version. Raises StoreError for those of a newer coach."""
    with database.writing() as session:
        if database.in_file:
            session.execute(text("BEGIN IMMEDIATE"))
        else:
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        found = _version(session)
        if found is None:
            Base.metadata.create_all(session.connection())
            session.add(SchemaVersion(version=VERSION))
        elif found != VERSION:
            steps = _steps_from(found)
            if database.file:
                back_up(database.file, found)
            for step in steps:
                for statement in step.statements:
                    session.execute(text(statement))
            session.execute(update(SchemaVersion).values(version=VERSION))


def _version(session: Session) -> str | None:
    """Of the tables that are there; None where there are none."""
    if not has_table(session, SchemaVersion):
        return None
    return session.scalar(select(SchemaVersion.version))


def _steps_from(found: str) -> tuple[Step, ...]:
    known = [str(number) for number in range(1, len(STEPS) + 1)]
    if found not in known:
        raise StoreError(
            f"The database has tables of version {found}; this coach knows version {VERSION}.",
            "Start the newer coach, or set COACH_DATABASE_URL to another place.",
        )
    return STEPS[known.index(found) :]
