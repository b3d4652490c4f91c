"""Worker processes: forks of one parent, replaced when they die, and one by one on SIGHUP."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType

from searchsvc.errors import SearchsvcError, UnavailableError

TICK = 0.1
"""Seconds between two looks at the clock, where nothing happens."""
GRACE = 5.0
"""Seconds that a worker has to finish its requests when it is to end."""
LONGEST_PAUSE = 10.0
"""Seconds between two attempts to start what keeps dying."""

logger = logging.getLogger(__name__)

Ready = Callable[[], None]
Work = Callable[[Ready], None]


@dataclass(eq=False)
class Worker:
    """One process; ``ready`` once it said that it answers requests."""

    process: ForkProcess
    said: Connection
    ready: bool = False
    kill_at: float = field(default=float("inf"))

    def leave(self) -> None:
        """Tell it to end; it is killed where that takes too long."""
        self.process.terminate()
        self.kill_at = time.monotonic() + GRACE


class Workers:
    """``run`` keeps ``count`` processes that do ``work`` until SIGTERM or SIGINT.

    Forks, so that what was imported and mapped before is shared and a worker answers within a moment.
    """

    def __init__(self, work: Work, count: int) -> None:
        """``work`` is called in each process with a function to call when it answers requests."""
        self._work = work
        self._count = count
        self._workers: list[Worker] = []
        self._leaving: list[Worker] = []
        self._outdated: list[Worker] = []
        self._stop = False
        self._reload = False
        self._failures = 0
        self._due = 0.0

    def run(self) -> None:
        """Work until told to end. Raises UnavailableError where no worker can even start."""
        signal.signal(signal.SIGTERM, self._stopped)
        signal.signal(signal.SIGINT, self._stopped)
        signal.signal(signal.SIGHUP, self._reloaded)
        try:
            while not self._stop:
                self._step()
        finally:
            self._end()

    def _stopped(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    def _reloaded(self, _number: int, _frame: FrameType | None) -> None:
        self._reload = True

    def _step(self) -> None:
        if self._reload:
            self._reload = False
            self._outdated = list(self._workers)
        # One more than usual while there is one to replace; it takes over when it answers.
        wanted = self._count + bool(self._outdated)
        if len(self._workers) < wanted and time.monotonic() >= self._due:
            self._workers.append(self._start())
        self._listen()
        self._bury()
        if self._outdated and len(self._workers) > self._count and all(w.ready for w in self._workers):
            replaced = self._outdated.pop(0)
            self._workers.remove(replaced)
            replaced.leave()
            self._leaving.append(replaced)

    def _start(self) -> Worker:
        hear, say = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_live, args=(self._work, say))
        process.start()
        say.close()
        return Worker(process, hear)

    def _listen(self) -> None:
        everyone = self._workers + self._leaving
        starting = {worker.said: worker for worker in self._workers if not worker.ready}
        for happened in wait([*starting, *(worker.process.sentinel for worker in everyone)], TICK):
            worker = starting.get(happened)  # type: ignore[call-overload]
            if worker is None:
                continue
            try:
                worker.said.recv_bytes()
            except EOFError:
                continue  # it is dead, which shows below
            worker.ready = True
            self._failures = 0

    def _bury(self) -> None:
        now = time.monotonic()
        for worker in [*self._workers, *self._leaving]:
            if worker.kill_at < now and worker.process.is_alive():
                logger.warning("a worker did not end within %.0f s and is killed", GRACE)
                worker.process.kill()
            if worker.process.is_alive():
                continue
            worker.process.join()
            worker.said.close()
            if worker in self._leaving:
                self._leaving.remove(worker)
                continue
            self._workers.remove(worker)
            if worker in self._outdated:
                self._outdated.remove(worker)
            self._failed(worker, now)

    def _failed(self, worker: Worker, now: float) -> None:
        status = worker.process.exitcode
        if not worker.ready:
            if not any(other.ready for other in self._workers):
                raise UnavailableError(f"a worker ended with status {status} before it could answer")
            self._failures += 1
            self._due = now + min(LONGEST_PAUSE, 0.1 * 2**self._failures)
        logger.error("a worker ended with status %s and is started again", status)

    def _end(self) -> None:
        everyone = self._workers + self._leaving
        for worker in self._workers:
            worker.leave()
        deadline = time.monotonic() + GRACE
        for worker in everyone:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _live(work: Work, say: Connection) -> None:
    """A worker's life, in its own process."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    try:
        work(lambda: say.send_bytes(b"ready"))
    except SearchsvcError as error:
        logger.error("%s", error)
        raise SystemExit(1) from None


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(os.EX_OK)
