"""What the processes of a pool need, loaded when this is imported: code, and the tables that readers load
with the first copy they read. Only ``pool`` names it, to the process from which those are forked."""

from __future__ import annotations

import gc
import threading
from datetime import UTC, datetime
from importlib import import_module

from searchsvc import wire
from searchsvc.wire import language

MODULES = ("searchsvc.engines.whoosh.building", "searchsvc.ingest.batch", "searchsvc.ingest.originals")

COPY = """Harbour opens a second pier

OSLO, March 3 (Reuters) - The harbour of Oslo opened a second pier on Thursday, the ministry said.

"The pier doubles what we can take in," said the harbour master, Kari Berg. She told reporters that
ships from Rotterdam would be the first to use it.
"""
WORDS = "Aker Brygge, Bjorvika, Filipstad, Gronlia, Kongshavn, Ormsund"
"""Of no language whose small words tell it, so that the model is asked."""


def load() -> None:
    """Load the code, and have readers load their tables."""
    # Most of what the model of languages takes is its decompression, beside which a thread can run.
    model = threading.Thread(target=language.detect, args=(WORDS,))
    model.start()
    for module in MODULES:
        import_module(module)
    wire.read(COPY, anchor=datetime(2022, 3, 3, tzinfo=UTC))
    model.join()
    gc.collect()
    # What is here stays, and is not looked at again: in a fork, looking at it would copy it.
    gc.freeze()


load()
