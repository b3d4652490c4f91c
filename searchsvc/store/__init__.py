"""The document store, the source of truth: articles, their versions and originals, tasks.

The only package that knows the database. See ``Store``.
"""

from searchsvc.store.records import (
    Drop,
    Entry,
    Kept,
    LineResult,
    Link,
    Original,
    Outcome,
    Quarantined,
    Received,
    Source,
    State,
    Stored,
    StorySignature,
    Task,
    TaskStatus,
    VersionRecord,
)
from searchsvc.store.store import Store, Transaction, now_utc

__all__ = [
    "Drop",
    "Entry",
    "Kept",
    "LineResult",
    "Link",
    "Original",
    "Outcome",
    "Quarantined",
    "Received",
    "Source",
    "State",
    "Store",
    "Stored",
    "StorySignature",
    "Task",
    "TaskStatus",
    "Transaction",
    "VersionRecord",
    "now_utc",
]
