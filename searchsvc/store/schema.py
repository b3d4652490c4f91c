"""The tables of the store as they are now; ``migrations`` holds how they came to be.

Instants are microseconds since 1970 (see ``records``), JSON is text, so that SQLite and PostgreSQL
keep and sort both alike.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
"""One row, ``seq``: raised inside each writing transaction, so that the order of commits is its order."""

values = Table(
    "key_values",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("uri", Text, nullable=False, unique=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("embargoed", BigInteger),
    Column("expires", BigInteger),
    Column("stored_at", BigInteger, nullable=False),
    Column("story", Text),
    Index("articles_embargoed", "embargoed"),
    Index("articles_expires", "expires"),
    Index("articles_story", "story"),
)
"""One row an article; ``number`` names its current row in ``versions``, ``story`` what it shares with
near-identical ones."""

story_signatures = Table(
    "story_signatures",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("story", Text, nullable=False),
    Column("dated", BigInteger),
    Column("places", LargeBinary, nullable=False),
)
"""What each text of a story is recognised by, in the order in which they came; ``dated`` is when the
text says that it is of, if it does."""

story_bands = Table(
    "story_bands",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("signature", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "signature"),
    sqlite_with_rowid=False,
)
"""The keys that signatures are looked up by: texts that are alike probably share one."""

versions = Table(
    "versions",
    metadata,
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
    # Last, so that SQLite need not walk over it to reach the others.
    Column("original", LargeBinary, nullable=False),
    PrimaryKeyConstraint("article", "number"),
)
"""Every version in order of arrival. ``parsed`` is what the reader made of it, ``edits`` the merge
patch laid over it later, ``edited`` the two together; neither of those where nobody edited."""

tasks = Table(
    "tasks",
    metadata,
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

task_results = Table(
    "task_results",
    metadata,
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

quarantine = Table(
    "quarantine",
    metadata,
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
"""What was refused of files, where it stood (``line`` is 0 where it has none) and why."""

drops = Table(
    "drops",
    metadata,
    Column("path", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    Index("drops_hash", "hash"),
)
"""The files of drop folders that were taken in; ``changed`` is in nanoseconds since 1970."""

links = Table(
    "links",
    metadata,
    Column("article", Text, primary_key=True),
    Column("relation", Text, nullable=False),
    Column("target", Text, nullable=False),
    Index("links_target", "target"),
)
"""Which article says that it corrects or updates which; both are ids."""
