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
    Waiting,
)
from searchsvc.store.store import Store, now_utc
from searchsvc.store.transaction import Transaction

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
    "Waiting",
    "now_utc",
]
