"""Electing one process among many: whoever holds the lock on a file is it, until it ends.

The lock goes with the process, however that ends, so there is nothing to clean up after a crash.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path
from types import TracebackType

from searchsvc.errors import UnavailableError

RETRY_SECONDS = 0.5
"""How often a waiting process tries: a lock that is let go is taken over within it."""


class Lock:
    """The lock on ``path``, which is made if need be and stays. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None
        self._owner = 0

    @property
    def held(self) -> bool:
        """Whether this process holds it through this object; a forked child does not."""
        return self._descriptor is not None and self._owner == os.getpid()

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it. Raises UnavailableError where the file cannot be made."""
        if self.held:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise UnavailableError(f"the lock {self.path} cannot be made: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        if not _is_at(descriptor, self.path):
            # The file was removed meanwhile, and another process may hold a new one of this name.
            os.close(descriptor)
            return False
        self._descriptor, self._owner = descriptor, os.getpid()
        return True

    def acquire(self, *, timeout: float | None = None, stop: threading.Event | None = None) -> bool:
        """Wait for the lock, at most ``timeout`` seconds and until ``stop`` is set; whether it is held."""
        deadline = None if timeout is None else time.monotonic() + timeout
        stop = stop or threading.Event()
        while not stop.is_set():
            if self.try_acquire():
                return True
            remaining = RETRY_SECONDS if deadline is None else deadline - time.monotonic()
            if remaining <= 0:
                return False
            stop.wait(min(RETRY_SECONDS, remaining))
        return False

    def release(self) -> None:
        """Let the lock go; nothing where it is not held."""
        if self._descriptor is None:
            return
        if self.held:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = None

    def __enter__(self) -> Lock:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(descriptor)
    return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)
