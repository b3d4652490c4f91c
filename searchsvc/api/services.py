"""What the views work with: the parts that ``create_app`` wired together, found from a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from searchsvc.api.readiness import Readiness
from searchsvc.ingest import Ingestor
from searchsvc.search import Engine
from searchsvc.settings import Settings
from searchsvc.store import Store
from searchsvc.tasks import Spool

EXTENSION = "searchsvc"


@dataclass(frozen=True)
class Services:
    """One of each, shared by the threads of a process."""

    settings: Settings
    store: Store
    engine: Engine
    ingestor: Ingestor
    spool: Spool
    readiness: Readiness

    def close(self) -> None:
        """Let go of files and connections."""
        self.engine.close()
        self.store.close()


def services() -> Services:
    """Those of the application that answers the current request."""
    return cast(Services, current_app.extensions[EXTENSION])
