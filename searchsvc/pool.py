"""Processes that share the work of taking in an archive: reading copy, and indexing it."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def open_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of ``processes`` that start on first use. They are spawned, not forked, so that they
    share no lock and no connection, and end when the process that opened the pool does."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_prepare_process)


def _prepare_process() -> None:
    # Ctrl-C reaches the whole group: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its pool; without this its processes would wait for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
