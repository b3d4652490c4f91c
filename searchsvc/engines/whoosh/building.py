"""Articles become segments of both targets: in this process or, where there are many, in worker processes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from searchsvc.article import Article
from searchsvc.engines.whoosh.array_merge import merge, renumber
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.documents import rows_of_all
from searchsvc.engines.whoosh.occurrences import Lexicon
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import SegmentBuilder
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.heap import give_back
from searchsvc.pool import open_pool
from searchsvc.search import Put

log = logging.getLogger(__name__)

MANY = 200
"""Articles from which on it pays to send them to other processes: 0.2 s of analysis on one core."""

OCCURRENCES_HELD = 4_000_000
"""Occurrences of terms gathered in memory before a segment is written: about 300 MB while it is sorted,
12,000 Reuters articles with surface terms and stems."""

TOGETHER = 32
"""Articles that are made rows of together."""
CHARACTERS_TOGETHER = 200_000

IDLE_SECONDS = 60.0
"""How long worker processes are kept without work."""

Built = dict[str, list[WireSegment]]
"""New segments by target."""


@dataclass(frozen=True)
class Job:
    """Articles to build segments of, in the folder of each target below ``folder``."""

    folder: Path
    puts: Sequence[Put]
    dictionaries: Mapping[str, bytes | None] = field(default_factory=dict)
    """For the stored documents of each target."""


def build(job: Job) -> Built:
    """Analyse the articles and write their segments."""
    built: Built = {target: [] for target in TARGETS}
    builders: dict[str, SegmentBuilder] = {}
    for articles in _groups(job.puts):
        rows = rows_of_all(articles)
        builders = builders or _builders(job)
        for each in rows:
            builders["articles"].add(each.article)
        for each in rows:
            builders["quotes"].add_alike(each.quotes, each.shared)
        if max(builder.occurrences for builder in builders.values()) >= OCCURRENCES_HELD:
            _finish(builders, built)
            builders = {}
    _finish(builders, built)
    return built


def build_apart(job: Job) -> Built:
    """``build`` in a process of a pool, which may be idle afterwards or read copy."""
    built = build(job)
    give_back()
    return built


def _groups(puts: Sequence[Put]) -> Iterator[list[Article]]:
    """The articles, so many together that each step is done for several while its code and its tables are in
    the processor's cache: that saves an eighth of the time."""
    group: list[Article] = []
    characters = 0
    for put in puts:
        group.append(put.article)
        characters += len(group[-1].body_text)
        if len(group) == TOGETHER or characters >= CHARACTERS_TOGETHER:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _builders(job: Job) -> dict[str, SegmentBuilder]:
    """A builder for each target. They share their words, which go with them."""
    lexicon = Lexicon()
    return {
        target: SegmentBuilder(
            FileStorage(str(job.folder / target)), SCHEMAS[target], job.dictionaries.get(target), lexicon
        )
        for target in TARGETS
    }


def _finish(builders: Mapping[str, SegmentBuilder], built: Built) -> None:
    for target, builder in builders.items():
        if segment := builder.finish():
            built[target].append(segment)


def merge_run(folder: Path, target: str, segments: list[WireSegment]) -> WireSegment | None:
    """Merge segments in the folder of their target."""
    storage = FileStorage(str(folder / target))
    sources = [(SegmentData(storage, SCHEMAS[target], each), each.living_bits()) for each in segments]
    return merge(storage, SCHEMAS[target], renumber(sources))


class Crew:
    """Up to ``processes`` that build, started when there is much to do and ended when there is not; or those
    of ``shared``, a pool that others use and end."""

    def __init__(self, processes: int, shared: ProcessPoolExecutor | None = None) -> None:
        self._processes = processes
        self._shared = shared
        self._pool: ProcessPoolExecutor | None = None
        self._used = 0.0
        self._lock = threading.Lock()

    def start(self, job: Job) -> Callable[[], Built]:
        """Begin; what is returned waits for the segments. A process that dies leaves its part to this one."""
        count = len(job.puts)
        if self._processes < 2 or count < MANY:
            self._release()
            built = build(job)
            return lambda: built
        size = -(-count // self._processes)
        parts = [
            Job(job.folder, job.puts[start : start + size], job.dictionaries)
            for start in range(0, count, size)
        ]
        with self._lock:
            try:
                pool = self._opened()
                futures: list[Future[Built] | None] = [pool.submit(build_apart, part) for part in parts]
            except BrokenProcessPool:
                self._close()
                futures = [None] * len(parts)
        return lambda: self._gather(parts, futures)

    def _gather(self, parts: Sequence[Job], futures: Sequence[Future[Built] | None]) -> Built:
        built: Built = {target: [] for target in TARGETS}
        for part, future in zip(parts, futures, strict=True):
            try:
                found = future.result() if future else build(part)
            except BrokenProcessPool:
                log.warning("an indexing process ended unexpectedly; its articles are indexed here")
                with self._lock:
                    self._close()
                found = build(part)
            for target, segments in found.items():
                built[target] += segments
        return built

    def merge(self, folder: Path, runs: Sequence[tuple[str, list[WireSegment]]]) -> list[WireSegment | None]:
        """Merge each run of a target's segments into one; None for one in which nothing is alive."""
        if self._processes < 2 or len(runs) < 2:
            return [merge_run(folder, *run) for run in runs]
        with self._lock:
            pool = self._opened()
            futures = [pool.submit(merge_run, folder, *run) for run in runs]
        merged: list[WireSegment | None] = []
        for run, future in zip(runs, futures, strict=True):
            try:
                merged.append(future.result())
            except BrokenProcessPool:
                with self._lock:
                    self._close()
                merged.append(merge_run(folder, *run))
        return merged

    def _opened(self) -> ProcessPoolExecutor:
        if self._shared is not None:
            return self._shared
        self._used = time.monotonic()
        self._pool = self._pool or open_pool(self._processes)
        return self._pool

    def _release(self) -> None:
        with self._lock:
            if self._pool and time.monotonic() - self._used > IDLE_SECONDS:
                self._close()

    def _close(self) -> None:
        # One that is shared and broken is done without.
        pool, self._pool, self._shared = self._pool, None, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._close()
