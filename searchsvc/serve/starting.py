"""Starting the service: what is wrong with the settings shows before any process begins."""

from __future__ import annotations

import logging
from collections.abc import Callable

from searchsvc.api import guard
from searchsvc.engines import must_compile, open_engine
from searchsvc.serve import logs
from searchsvc.serve.background import make_room
from searchsvc.serve.supervisor import Supervisor, claim
from searchsvc.settings import Settings
from searchsvc.store import Store

COMPILING = (
    "the kernels of searches are compiled, which takes up to two minutes, once; then the service answers"
    " (--kernels plain does without)"
)

logger = logging.getLogger(__name__)


def run(settings: Settings, *, announce: Callable[[str], None]) -> int:
    """Serve until SIGTERM or SIGINT. Returns an exit code.

    Raises SettingsError and UnavailableError, a port in use among them, before anything is started.
    ``announce`` is given the sentence that says where the service answers.
    """
    logs.configure(settings.log_level)
    guard.require_loopback(settings.host)
    settings = claim(settings)
    make_room(settings)
    Store.open(settings.store).close()
    open_engine(settings.engine).close()
    if must_compile(settings.kernels, settings.kernel_cache):
        logger.warning(COMPILING)
    return Supervisor(settings, announce=announce).run()
