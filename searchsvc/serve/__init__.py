"""Serving: a supervisor, below it the workers, and the process that indexes and does tasks.

``run(settings)`` is all that others call. ``supervisor`` starts and watches the processes, ``web`` and
``background`` are what runs in them, ``patience`` shields the application from slow clients, ``orphans``
ends processes whose parent is gone, and ``logs`` is how they all log.
"""

from __future__ import annotations

from collections.abc import Callable

from searchsvc.api import guard
from searchsvc.engines import open_engine
from searchsvc.serve import logs
from searchsvc.serve.supervisor import Supervisor, claim
from searchsvc.settings import Settings
from searchsvc.store import Store

__all__ = ["run"]


def run(settings: Settings, *, announce: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT. Returns an exit code.

    Raises SettingsError and UnavailableError, a port in use among them, before anything is started.
    ``announce`` is given the sentence that says where the service answers.
    """
    logs.configure(settings.log_level)
    guard.require_loopback(settings.host)
    settings = claim(settings)
    Store.open(settings.store).close()
    open_engine(settings.engine).close()
    return Supervisor(settings, announce=announce).run()
