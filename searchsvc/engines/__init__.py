"""Search indexes, each rebuildable from the store at any time, behind ``searchsvc.search.Engine``."""

from __future__ import annotations

from pathlib import Path

from searchsvc.engines.whoosh import WhooshEngine
from searchsvc.errors import SettingsError
from searchsvc.search import Engine


def open_engine(url: str, *, processes: int = 1) -> Engine:
    """The engine that ``url`` names: ``whoosh:FOLDER`` is the embedded one. Raises SettingsError.

    ``processes`` is how many may be started to index a batch. Nothing is created
    until the first write: a folder that is not there is an empty index.
    """
    kind, colon, rest = url.partition(":")
    if kind != "whoosh" or not colon or not rest:
        raise SettingsError(f"engine is {url!r}; use whoosh:FOLDER, such as whoosh:index")
    return WhooshEngine(Path(rest), processes=processes)
