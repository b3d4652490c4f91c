"""A process of the service ends with the one that started it, even where that one was killed outright."""

from __future__ import annotations

import os
import signal
import threading
import time

INTERVAL = 0.2
"""Seconds between two looks at who the parent is."""
GRACE = 5.0
"""Seconds that an orphan has to end in good order."""


def end_with(parent: int) -> None:
    """From now on end this process, by SIGTERM and then at once, when ``parent`` is gone."""
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="orphans").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
