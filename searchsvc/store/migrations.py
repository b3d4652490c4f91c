"""The numbered steps that bring a store's schema to the present, run in one transaction.

A step is never changed once released: the tables it makes are written out here as they were then,
however ``schema`` reads today.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    text,
)

from searchsvc.errors import SettingsError

_steps = MetaData()
_applied = Table(
    "migrations",
    _steps,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", BigInteger, nullable=False),
)


def _first(connection: Connection) -> None:
    """Articles and their versions, the change counter, tasks and their results."""
    tables = MetaData()
    counters = Table(
        "counters",
        tables,
        Column("name", Text, primary_key=True),
        Column("value", BigInteger, nullable=False),
    )
    Table(
        "key_values",
        tables,
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    Table(
        "articles",
        tables,
        Column("id", Text, primary_key=True),
        Column("uri", Text, nullable=False, unique=True),
        Column("seq", BigInteger, nullable=False, unique=True),
        Column("state", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("embargoed", BigInteger),
        Column("expires", BigInteger),
        Column("stored_at", BigInteger, nullable=False),
        Index("articles_embargoed", "embargoed"),
        Index("articles_expires", "expires"),
    )
    Table(
        "versions",
        tables,
        Column("article", Text, ForeignKey("articles.id"), nullable=False),
        Column("number", Integer, nullable=False),
        Column("version", Text, nullable=False),
        Column("versioncreated", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        Column("received_at", BigInteger, nullable=False),
        Column("parser", Text),
        Column("media_type", Text, nullable=False),
        Column("parsed", Text, nullable=False),
        Column("edits", Text),
        Column("edited", Text),
        Column("sent", Text, nullable=False),
        Column("original", LargeBinary, nullable=False),
        PrimaryKeyConstraint("article", "number"),
    )
    Table(
        "tasks",
        tables,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("id", Text, nullable=False, unique=True),
        Column("kind", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("done", BigInteger, nullable=False),
        Column("total", BigInteger),
        Column("counts", Text, nullable=False),
        Column("created", BigInteger, nullable=False),
        Column("started", BigInteger),
        Column("finished", BigInteger),
        Column("error", Text),
        Column("payload", Text, nullable=False),
        Index("tasks_status", "status", "number"),
    )
    Table(
        "task_results",
        tables,
        Column("task", Text, ForeignKey("tasks.id"), nullable=False),
        Column("line", BigInteger, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("id", Text),
        Column("uri", Text),
        Column("message", Text),
        Column("position", BigInteger),
        Column("original", LargeBinary),
        PrimaryKeyConstraint("task", "line"),
        Index("task_results_outcome", "task", "outcome", "line"),
    )
    tables.create_all(connection, checkfirst=False)
    connection.execute(insert(counters).values(name="seq", value=0))


def _second(connection: Connection) -> None:
    """Stories: what articles share, and what tells that they are near-identical."""
    connection.execute(text("ALTER TABLE articles ADD COLUMN story TEXT"))
    tables = MetaData()
    Table(
        "story_signatures",
        tables,
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("story", Text, nullable=False),
        Column("dated", BigInteger),
        Column("places", LargeBinary, nullable=False),
    )
    Table(
        "story_bands",
        tables,
        Column("key", BigInteger, nullable=False),
        Column("signature", BigInteger, nullable=False),
        PrimaryKeyConstraint("key", "signature"),
        sqlite_with_rowid=False,
    )
    tables.create_all(connection, checkfirst=False)


def _third(connection: Connection) -> None:
    """The quarantine: what was refused of files."""
    tables = MetaData()
    Table(
        "quarantine",
        tables,
        Column("number", Integer, primary_key=True, autoincrement=True),
        Column("place", Text, nullable=False),
        Column("line", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        Column("position", BigInteger),
        Column("reason", Text, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("refused_at", BigInteger, nullable=False),
        Column("original", LargeBinary),
        UniqueConstraint("place", "line", "hash"),
        sqlite_autoincrement=True,  # a number that was dropped never means another
    )
    tables.create_all(connection, checkfirst=False)


def _fourth(connection: Connection) -> None:
    """Which files of drop folders were taken in."""
    tables = MetaData()
    Table(
        "drops",
        tables,
        Column("path", Text, primary_key=True),
        Column("size", BigInteger, nullable=False),
        Column("changed", BigInteger, nullable=False),
        Column("hash", Text, nullable=False),
        Column("taken_at", BigInteger, nullable=False),
        Index("drops_hash", "hash"),
    )
    tables.create_all(connection, checkfirst=False)


def _fifth(connection: Connection) -> None:
    """What corrections and updates replace, and the articles of a story."""
    connection.execute(text("CREATE INDEX articles_story ON articles (story)"))
    tables = MetaData()
    Table(
        "links",
        tables,
        Column("article", Text, primary_key=True),
        Column("relation", Text, nullable=False),
        Column("target", Text, nullable=False),
        Index("links_target", "target"),
    )
    tables.create_all(connection, checkfirst=False)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_first, _second, _third, _fourth, _fifth)
"""Step n is ``MIGRATIONS[n - 1]``; a store's version is the number of its last step."""


def migrate(connection: Connection) -> None:
    """Run the steps that this store lacks. ``connection`` is inside a writing transaction.

    Raises SettingsError for a store that a newer searchsvc has written.
    """
    known = inspect(connection)
    tables = set(known.get_table_names())
    if _applied.name not in tables:
        if tables:
            raise SettingsError(
                "store names a database that holds other tables; use one of its own"
                f" (found: {', '.join(sorted(tables)[:3])})"
            )
        _applied.create(connection)
    present = max(connection.scalars(select(_applied.c.number)), default=0)
    if present > len(MIGRATIONS):
        raise SettingsError(
            f"the store has schema version {present}, and this searchsvc knows up to {len(MIGRATIONS)};"
            " use the searchsvc that wrote it, or a newer one"
        )
    for number, step in enumerate(MIGRATIONS[present:], start=present + 1):
        step(connection)
        connection.execute(insert(_applied).values(number=number, applied_at=time.time_ns() // 1000))


def is_current(connection: Connection) -> bool:
    """Whether the store is at the present version already, so that nothing need be written."""
    if not inspect(connection).has_table(_applied.name):
        return False
    return max(connection.scalars(select(_applied.c.number)), default=0) == len(MIGRATIONS)
