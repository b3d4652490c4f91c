"""Long work: bulk uploads waiting in the spool, rebuilds, and the runner that does one after another.

An upload is acknowledged once its file and its task are on disk; from then on no crash loses it, and
what was already taken in is never counted twice.
"""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from searchsvc.disks import unwritable
from searchsvc.errors import (
    NotFoundError,
    SearchsvcError,
    TooLargeError,
    UnavailableError,
    UnreadableError,
    UnsupportedError,
)
from searchsvc.formats import read_lines
from searchsvc.indexer import Indexer
from searchsvc.ingest import Ingestor, chunked
from searchsvc.store import Store, Task, TaskStatus, now_utc

log = logging.getLogger(__name__)

MAX_BULK_BYTES = 256 * 1024 * 1024
BULK_MEDIA_TYPES = (
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonlines",
    "application/json-lines",
)
MAX_BACKLOG = 600
"""Changes that a bulk may be ahead of the index, one to two seconds of indexing: what others write
meanwhile is found that much later, and not after the whole bulk."""
POLL_SECONDS = 0.2
"""How often the runner looks for a new task."""
ORPHAN_SECONDS = 24 * 3600
"""Age at which a spooled file that no task names is removed: no upload takes that long."""
MAX_ATTEMPTS = 5
"""How often a task may be begun again without getting on before it is given up: whatever ends the
process each time must not keep it from the tasks behind."""
LONGEST_PAUSE = 5.0
SECONDS_TO_REST = 30.0
"""Without a task, after which the processes that read copy give their memory back."""
PROGRESS_SECONDS = 1.0

_BLOCK = 1 << 20


class Spool:
    """Where work is handed in, by any process. ``folder`` is made on first need."""

    def __init__(self, store: Store, folder: Path, *, clock: Callable[[], datetime] = now_utc) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    def submit_bulk(self, stream: BinaryIO, media_type: str, *, limit: int = MAX_BULK_BYTES) -> Task:
        """Queue the NDJSON in ``stream``. When this returns it is on disk and will be taken in.

        Raises UnsupportedError, TooLargeError (more than ``limit`` bytes), UnreadableError (no line in
        it), UnavailableError (no room).
        """
        if media_type.partition(";")[0].strip().lower() not in BULK_MEDIA_TYPES:
            raise UnsupportedError(
                f"{media_type or 'no media type'} is no bulk; send {BULK_MEDIA_TYPES[0]}, or take files of"
                " other formats in with searchsvc ingest"
            )
        task = self._task("bulk", {"line": 0, "attempts": 0})
        target = self.path_of(task.id)
        part = target.with_name(f"{target.name}.part")
        try:
            try:
                lines = _spool(stream, part, limit)
                part.replace(target)
                _sync_folder(self._folder)
            except OSError as error:
                raise unwritable(error, "the spool") from error
            task = replace(task, total=lines)
            self._add(task)
        except BaseException:
            for left in (part, target):
                with suppress(OSError):  # what it was that went wrong is what the sender is to hear
                    left.unlink()
            raise
        return task

    def submit_reindex(self, *, reparse: bool = False) -> Task:
        """Queue a rebuild of the index; with ``reparse`` all originals are read anew first.

        One that is queued for the same and has not begun is returned instead. Raises UnavailableError.
        """
        for queued in self._store.tasks((TaskStatus.QUEUED,)):
            if queued.kind == "reindex" and queued.payload.get("reparse") == reparse:
                return queued
        task = self._task("reindex", {"reparse": reparse, "after": "", "attempts": 0})
        articles = self._store.count()
        self._add(task := replace(task, total=articles * (2 if reparse else 1)))
        return task

    def path_of(self, task: str) -> Path:
        """The file that the bulk task ``task`` reads."""
        return self._folder / f"{task}.ndjson"

    def tidy(self) -> None:
        """Remove files of finished tasks, and old ones that no task names: those were never
        acknowledged (the process ended between the file and its task), so their sender knows."""
        for path in sorted(self._folder.glob("*.ndjson*")):
            try:
                old = time.time() - path.stat().st_mtime > ORPHAN_SECONDS
            except FileNotFoundError:
                continue
            done = old if path.suffix == ".part" else self._is_done(path.stem, old)
            if done:
                path.unlink(missing_ok=True)

    def _is_done(self, task: str, old: bool) -> bool:
        try:
            return self._store.task(task).status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)
        except NotFoundError:
            return old

    def _task(self, kind: str, payload: dict[str, object]) -> Task:
        return Task(
            id=secrets.token_hex(8),
            kind=kind,
            status=TaskStatus.QUEUED,
            done=0,
            total=None,
            counts={},
            created=self._clock(),
            payload=payload,
        )

    def _add(self, task: Task) -> None:
        with self._store.transaction() as transaction:
            transaction.add_task(task)


class TaskRunner:
    """Does the queued tasks, one at a time in their order. One process runs it, the one that indexes.

    ``rest`` is called when there has been nothing to do for some time after a task."""

    def __init__(
        self,
        store: Store,
        spool: Spool,
        ingestor: Ingestor,
        indexer: Indexer,
        *,
        clock: Callable[[], datetime] = now_utc,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self._rest = rest
        self._worked: float | None = None
        self._store = store
        self._spool = spool
        self._ingestor = ingestor
        self._indexer = indexer
        self._clock = clock

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set. A task that was running when its process ended goes on."""
        pause, tidy = POLL_SECONDS, True
        while not stop.is_set():
            try:
                if tidy:
                    self._spool.tidy()
                    tidy = False
                with self._store.watching() as changed:
                    while not stop.is_set():
                        if changed() and self.run_next(stop):
                            self._worked = time.monotonic()
                        else:
                            self._rest_after(SECONDS_TO_REST)
                            stop.wait(POLL_SECONDS)
                        pause = POLL_SECONDS
            except UnavailableError as error:
                log.warning("tasks wait: %s", error)
            except Exception:
                log.exception("the task runner failed; it goes on")
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _rest_after(self, seconds: float) -> None:
        if self._worked is not None and time.monotonic() - self._worked > seconds:
            self._worked = None
            self._rest()

    def run_next(self, stop: threading.Event) -> bool:
        """Do the task that is first in the queue; whether there was one. Raises UnavailableError."""
        waiting = self._store.tasks((TaskStatus.RUNNING, TaskStatus.QUEUED), limit=1)
        if not waiting:
            return False
        task = self._begin(waiting[0])
        try:
            if task.payload["attempts"] > MAX_ATTEMPTS:
                raise _GivenUpError(f"given up: it was begun {MAX_ATTEMPTS} times and never got further")
            finished = self._bulk(task, stop) if task.kind == "bulk" else self._reindex(task, stop)
        except UnavailableError:
            self._keep(_untried(self._store.task(task.id)))
            raise
        except (SearchsvcError, OSError) as error:
            self._finish(task.id, str(error))
        except Exception as error:
            log.exception("task %s failed", task.id)
            self._finish(task.id, f"it failed ({type(error).__name__}: {error}); the log has more")
        else:
            if finished:
                self._finish(task.id, None)
            else:
                self._keep(_untried(self._store.task(task.id)))
        return True

    def _begin(self, task: Task) -> Task:
        payload = {**task.payload, "attempts": task.payload["attempts"] + 1}
        started = task.started or self._clock()
        task = replace(task, status=TaskStatus.RUNNING, started=started, payload=payload)
        self._keep(task)
        log.info("task %s (%s) begins", task.id, task.kind)
        return task

    def _bulk(self, task: Task, stop: threading.Event) -> bool:
        """Take in what is left of an upload; whether all of it was."""
        reached = task.payload["line"]
        try:
            stream = self._spool.path_of(task.id).open("rb")
        except FileNotFoundError as error:
            raise _GivenUpError("its file is no longer in the spool; send it again") from error
        with stream:
            left = (each for each in read_lines(stream) if each.line is None or each.line > reached)
            for prepared in self._ingestor.prepare(chunked(left)):
                if stop.is_set():
                    return False
                # One commit for articles, outcomes and progress: whatever ends the process, the
                # lines after ``line`` are exactly those that are still to be taken in.
                with self._store.transaction() as transaction:
                    results = self._ingestor.write(transaction, prepared)
                    transaction.add_results(task.id, results)
                    counts = Counter(task.counts)
                    counts.update(result.outcome.value for result in results)
                    task = replace(
                        task,
                        done=task.done + len(results),
                        counts=dict(counts),
                        payload={"line": results[-1].line, "attempts": 0},
                    )
                    transaction.update_task(task)
                self._indexer.wait_until_near(MAX_BACKLOG, stop)
        return True

    def _reindex(self, task: Task, stop: threading.Event) -> bool:
        """Read the originals anew if asked to, then rebuild the index; whether it came to its end."""
        # What came while it was queued is read too.
        articles = self._store.count() * (2 if task.payload["reparse"] else 1)
        task = replace(task, total=max(task.total or 0, articles))
        self._keep(task)
        changed = int(task.counts.get("updated", 0))
        while task.payload["reparse"] and task.payload["after"] is not None:
            if stop.is_set():
                return False
            last, read, differing = self._ingestor.reparse(after=task.payload["after"])
            changed += differing
            task = replace(
                task,
                done=task.done + read,
                counts={"updated": changed},
                payload={"reparse": True, "after": last or None, "attempts": 0},
            )
            self._keep(task)
        try:
            self._indexer.rebuild(self._progress(task, stop))
        except _StoppedError:
            return False
        return True

    def _progress(self, task: Task, stop: threading.Event) -> Callable[[int], None]:
        kept_at = time.monotonic()

        def progress(read: int) -> None:
            nonlocal kept_at
            if stop.is_set():
                raise _StoppedError
            if time.monotonic() - kept_at > PROGRESS_SECONDS:
                kept_at = time.monotonic()
                self._keep(replace(task, done=task.done + read))

        return progress

    def _keep(self, task: Task) -> None:
        with self._store.transaction() as transaction:
            transaction.update_task(task)

    def _finish(self, task_id: str, error: str | None) -> None:
        task = self._store.task(task_id)
        status = TaskStatus.SUCCEEDED if error is None else TaskStatus.FAILED
        done = task.total if error is None and task.total is not None else task.done
        finished = self._clock()
        self._keep(replace(task, status=status, done=done, finished=finished, error=error))
        counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(task.counts.items()))
        took = (finished - (task.started or finished)).total_seconds()
        how = f": {error}" if error else f": {counts}" if counts else ""
        log.info("task %s (%s) %s in %.1f s%s", task.id, task.kind, status.value, took, how)
        self._spool.path_of(task_id).unlink(missing_ok=True)


class _GivenUpError(SearchsvcError):
    """A task that cannot be done; the message is for whoever asks after it."""


class _StoppedError(Exception):
    """The process is to end; the task goes on in the next one."""


def _untried(task: Task) -> Task:
    """The task with the attempt taken back that was ended in good order."""
    return replace(task, payload={**task.payload, "attempts": max(task.payload["attempts"] - 1, 0)})


def _spool(stream: BinaryIO, part: Path, limit: int) -> int:
    """Copy ``stream`` to ``part``, on disk on return; the number of lines that are not blank."""
    _make_folder(part.parent)
    size, lines, blank = 0, 0, True
    with part.open("xb") as target:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > limit:
                raise TooLargeError(f"the upload has more than {limit:,} bytes; send it in parts")
            target.write(block)
            first, *rest = block.split(b"\n")
            blank = blank and not first.strip()
            for line in rest:
                lines += not blank
                blank = not line.strip()
        lines += not blank
        if lines == 0:
            raise UnreadableError("the upload is empty; send one article's JSON a line")
        target.flush()
        os.fsync(target.fileno())
    return lines


def _make_folder(folder: Path) -> None:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        _sync_folder(made.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
