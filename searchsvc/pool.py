"""Processes that share the work of taking in an archive: reading copy, and indexing it."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.context import BaseContext
from typing import Any

PRELOADED = "searchsvc.preloading"
"""The module that has in memory what the processes of every pool need."""
INDEXING = "searchsvc.engines.whoosh.building"
"""The one that has what processes need that index and read no copy; it is loaded in a third of the time."""
LEASH = "searchsvc.leash"
"""Ends a process that imports it with the one that started it."""
FORKS = sys.platform == "linux"
"""Elsewhere a process that has numerical libraries loaded cannot be relied on to live on in a fork."""
LONGEST_FOLDER = 70
"""Bytes of the name of the folder for temporary files: a socket in it must have a name of at most 107."""
NEW_OBJECTS = 50_000
"""Objects made before the collector of garbage looks at the youngest again. Reading and indexing make many
that go by themselves: with Python's own 700 a tenth of the time goes into looking."""


def begin(module: str = PRELOADED) -> None:
    """Start the process that those of pools are forked from, with ``module`` loaded, and do not wait: it
    takes a second or two, in which the caller can load what it needs itself. Where none are forked, nothing.

    For the main thread: the process ends with that, whether it has loaded all or not.
    """
    if _forks():
        forkserver.set_forkserver_preload([LEASH, module])
        forkserver.ensure_running()


def open_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of ``processes`` that start on first use, and end when the process that opened the pool does.

    They share no lock and no connection with it: they are forked from a third process, which has loaded
    what they need, once for all and in memory that they share. Where that cannot be they are spawned, and
    each loads it for itself.
    """
    return ProcessPoolExecutor(processes, mp_context=_context(), initializer=_prepare_process)


class RestingPool(Executor):
    """A pool whose processes end with ``rest``, and are there again for what comes next. For one thread."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As ProcessPoolExecutor's."""
        return self._awake().submit(fn, *args, **kwargs)

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[Any]:
        """As ProcessPoolExecutor's."""
        return self._awake().map(fn, *iterables, timeout=timeout, chunksize=chunksize)

    def rest(self) -> None:
        """End the processes, when they have done what they were given."""
        self.shutdown()
        self._pool = None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As ProcessPoolExecutor's."""
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _awake(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = open_pool(self._processes)
        return self._pool


def _context() -> BaseContext:
    if _forks():
        forkserver.set_forkserver_preload([PRELOADED])
        return get_context("forkserver")
    return get_context("spawn")


def _forks() -> bool:
    return FORKS and len(os.fsencode(tempfile.gettempdir())) <= LONGEST_FOLDER


def _prepare_process() -> None:
    # Ctrl-C reaches the whole group: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_rarely()


def collect_rarely() -> None:
    """Look for garbage less often, and never among what is here now: for a process that takes much in, or
    is about to be forked, for looking at it would copy it."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its pool; without this its processes would wait for ever.
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
