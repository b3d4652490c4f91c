"""The one writer of an index folder: changes in, commits out; all is on disk before the manifest names it."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from searchsvc.disks import unwritable
from searchsvc.engines.whoosh.building import Crew
from searchsvc.engines.whoosh.draft import Draft, Merge
from searchsvc.engines.whoosh.garbage import Garbage, Leases
from searchsvc.engines.whoosh.manifest import (
    MANIFEST,
    CommitNumber,
    Manifest,
    encode_manifest,
    read_manifest,
    write_durably,
)
from searchsvc.engines.whoosh.merger import merge_apart
from searchsvc.engines.whoosh.snapshot import Opener
from searchsvc.errors import IndexDamagedError, SearchsvcError, UnavailableError
from searchsvc.search import Delete, Put, Reached

log = logging.getLogger(__name__)

REBUILD_BATCH = 5_000
"""Articles that a rebuild holds in memory at a time, twice: one batch is read while another is indexed."""

MERGE_PAUSE = 60.0
"""Seconds before another merge is tried after one failed."""


class IndexWriter:
    """Applies and rebuilds; each holds the folder's lock while it lasts."""

    def __init__(
        self,
        folder: Path,
        opener: Opener,
        leases: Leases,
        *,
        processes: int = 1,
        pool: ProcessPoolExecutor | None = None,
        grace: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._opener = opener
        self._number = CommitNumber(folder, writable=True)
        self._garbage = Garbage(folder, leases, grace, clock)
        self._clock = clock
        self._mutex = threading.RLock()
        self._lock_file: BinaryIO | None = None
        self._lock_holders = 0
        self._manifest: Manifest | None = None
        self._draft: Draft | None = None
        self._spared: set[str] = set()
        self._replay: list[Put | Delete] | None = None
        self._replay_reached = Reached(0, "")
        self._stop = threading.Event()
        self._merger: threading.Thread | None = None
        self._merging: set[str] = set()
        self._merge_not_before = 0.0
        self._crew = Crew(processes, pool)

    def apply(self, changes: Iterable[Put | Delete], *, upto: int, mark: str = "") -> None:
        """One commit of the changes. Raises UnavailableError, IndexDamagedError."""
        batch = list(changes)
        with self._mutex, self._locked():
            base = self._committed()
            if base is None:
                draft = Draft(self._folder, self._new_build(), self._opener, self._crew)
            elif batch or self._manifest is None or self._manifest.reached != (upto, mark):
                draft = base.copy()
            else:
                return
            try:
                draft.index(batch)
                draft.tidy(self._merging)
                self._commit(draft, Reached(upto, mark))
                self._merge_apart()
            except FileNotFoundError as error:
                raise IndexDamagedError(f"A file of the index is missing: {error}") from error
            except OSError as error:
                raise unwritable(error, f"the index in {self._folder}") from error
            if self._replay is not None:
                self._replay.extend(batch)
                self._replay_reached = Reached(upto, mark)

    def rebuild(self, articles: Iterable[Put], *, upto: int, mark: str = "") -> None:
        """Build aside from ``articles``, replay what ``apply`` got meanwhile, swap in one commit.

        Of what ``apply`` got, changes up to ``upto`` are in ``articles`` already, or in a later state.
        """
        with self._locked():
            with self._mutex:
                if self._replay is not None:
                    raise UnavailableError("The index is being rebuilt already; wait until that is done")
                contiguous = self._position_or_zero() <= upto
                replay: list[Put | Delete] = []
                self._replay = replay
                self._replay_reached = Reached(0, "")
                build = self._new_build()
                self._spared.add(build)
            try:
                draft = Draft(self._folder, build, self._opener, self._crew)
                for batch in _batches(articles, REBUILD_BATCH):
                    draft.index_aside(batch)
                draft.finish()
                draft.settle()
                with self._mutex:
                    draft.index(change for change in replay if change.seq > upto)
                    draft.tidy()
                    further = contiguous and self._replay_reached.position > upto
                    self._commit(draft, self._replay_reached if further else Reached(upto, mark))
            except OSError as error:
                raise unwritable(error, f"the index in {self._folder}") from error
            finally:
                with self._mutex:
                    self._replay = None
                    self._spared.discard(build)

    def close(self) -> None:
        """Give up a merge that is under way, and let go of the mapped number."""
        self._stop.set()
        if self._merger is not None:
            self._merger.join()
        self._crew.close()
        with self._mutex:
            self._number.close()

    def _merge_apart(self) -> None:
        """Have larger segments merged by another process, while commits go on."""
        busy = self._merger is not None and self._merger.is_alive()
        if (
            self._draft
            and not busy
            and not self._stop.is_set()
            and time.monotonic() >= self._merge_not_before
        ):
            merge = self._draft.larger_merge()
            if merge:
                self._merging = merge.names
                self._merger = threading.Thread(target=self._run_merge, args=(merge,), daemon=True)
                self._merger.start()

    def _run_merge(self, merge: Merge) -> None:
        name = f"{merge.build}/merge-{secrets.token_hex(8)}"
        into, folder = self._folder / name, self._folder / merge.build / merge.target
        self._spared.add(name)
        try:
            with self._locked():
                result = merge_apart(folder, into, merge.target, merge.sources, self._stop)
                if result is None:
                    self._merge_not_before = time.monotonic() + MERGE_PAUSE
                    return
                with self._mutex:
                    for path in into.glob("*.seg"):
                        path.rename(folder / path.name)
                    base = self._committed()
                    draft = base.copy() if base else None
                    if draft and self._manifest and draft.adopt(merge, *result):
                        self._commit(draft, self._manifest.reached)
        except (SearchsvcError, OSError):
            # The commits stand; what is wrong shows, and is reported, at the next one.
            log.warning("a merge was given up", exc_info=True)
        finally:
            self._spared.discard(name)
            self._merging = set()
            shutil.rmtree(into, ignore_errors=True)

    def _commit(self, draft: Draft, reached: Reached) -> None:
        files = draft.write()
        known = self._manifest.files if self._manifest else {}
        draft.sync(files, known)
        manifest = Manifest(
            generation=max(self._manifest.generation if self._manifest else 0, self._number.read(), 0) + 1,
            build=draft.build,
            articles=draft.tocs["articles"],
            quotes=draft.tocs["quotes"],
            upto=reached.position,
            mark=reached.mark,
            committed=self._clock(),
            counts=draft.counts(),
            files=files,
            checksums=draft.checksums(),
        )
        write_durably(self._folder / MANIFEST, encode_manifest(manifest))
        self._opener.verified.add(set(files) - known.keys(), among=files)
        self._manifest, self._draft = manifest, draft
        self._number.write(manifest.generation)
        self._garbage.collect(manifest, self._spared)

    def _committed(self) -> Draft | None:
        """The committed state, read again where the folder is not as this writer left it."""
        found = read_manifest(self._folder)
        if found is None:
            self._manifest = self._draft = None
        elif self._draft is None or found != self._manifest:
            try:
                self._opener.open(found)
                self._draft = Draft(self._folder, found.build, self._opener, self._crew, found)
            except FileNotFoundError as error:
                raise IndexDamagedError(f"A file of the index is missing: {error}") from error
            self._take_over(found)
        return self._draft

    def _take_over(self, manifest: Manifest) -> None:
        """Another writer left this: see to it that readers know its commit, and what a crash left."""
        self._manifest = manifest
        self._number.write(manifest.generation)
        self._garbage.found_at_start(manifest, self._spared)
        self._garbage.collect(manifest, self._spared)

    def _position_or_zero(self) -> int:
        try:
            manifest = read_manifest(self._folder)
        except IndexDamagedError:
            return 0
        return manifest.upto if manifest else 0

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder's lock, shared by this process's threads: no other process writes meanwhile."""
        with self._mutex:
            if not self._lock_holders:
                self._lock_file = self._acquire()
            self._lock_holders += 1
        try:
            yield
        finally:
            with self._mutex:
                self._lock_holders -= 1
                if not self._lock_holders and self._lock_file:
                    self._lock_file.close()

    def _acquire(self) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise UnavailableError(f"Another process is writing to the index in {self._folder}") from error
        return file

    def _new_build(self) -> str:
        numbers = [int(path.name.removeprefix("build-")) for path in self._folder.glob("build-*")]
        return f"build-{max(numbers, default=0) + 1:06d}"


def _batches(articles: Iterable[Put], size: int) -> Iterator[list[Put]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, size)):
        yield batch
