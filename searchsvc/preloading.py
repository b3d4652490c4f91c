"""What the processes of a pool need, loaded when this is imported: code, and the tables that readers load
with the first copy they read. Only ``pool`` names it, to the process from which those are forked."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

from searchsvc import wire
from searchsvc.engines.whoosh import building
from searchsvc.ingest import batch, originals

__all__ = ["batch", "building", "originals"]

COPY = """Harbour opens a second pier

OSLO, March 3 (Reuters) - The harbour of Oslo opened a second pier on Thursday, the ministry said.

"The pier doubles what we can take in," said the harbour master, Kari Berg. She told reporters that
ships from Rotterdam would be the first to use it.
"""
WORDS = "Aker Brygge, Bjorvika, Filipstad, Gronlia, Kongshavn, Ormsund"
"""Of no language whose small words tell it, so that the model is asked."""


def load() -> None:
    """Have readers load their tables."""
    anchor = datetime(2022, 3, 3, tzinfo=UTC)
    for text in (COPY, WORDS):
        wire.read(text, anchor=anchor)
    gc.collect()
    # What is here stays, and is not looked at again: in a fork, looking at it would copy it.
    gc.freeze()


load()
