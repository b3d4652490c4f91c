"""The one writer of an index folder: changes in, commits out; all is on disk before the manifest is renamed."""

from __future__ import annotations

import copy
import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from searchsvc.engines.whoosh.documents import rows_of
from searchsvc.engines.whoosh.garbage import Garbage, Leases
from searchsvc.engines.whoosh.manifest import (
    MANIFEST,
    CommitNumber,
    Manifest,
    encode_manifest,
    read_manifest,
    sync,
    write_durably,
)
from searchsvc.engines.whoosh.merging import choose_merges
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder
from searchsvc.engines.whoosh.snapshot import Opener, live_mask
from searchsvc.errors import IndexDamagedError, UnavailableError
from searchsvc.search import Delete, Put

POSTINGS_HELD = 1_500_000
"""Postings gathered in memory before a segment is written: about 250 MB, 5,000 wire articles."""

REBUILD_BATCH = 5_000


class Draft:
    """An index in the making: segments that are committed, or will be. Nothing here is seen by readers."""

    def __init__(self, folder: Path, build: str, opener: Opener, manifest: Manifest | None = None) -> None:
        self.build = build
        self._opener = opener
        self._folder = folder / build
        self.storages = {target: FileStorage(str(self._folder / target)) for target in TARGETS}
        self.tocs = dict.fromkeys(TARGETS, 0)
        self.segments: dict[str, list[Any]] = {target: [] for target in TARGETS}
        self._builders: dict[str, SegmentBuilder] = {}
        self.changed = dict.fromkeys(TARGETS, manifest is None)
        for target in TARGETS:
            (self._folder / target).mkdir(parents=True, exist_ok=True)
            if manifest:
                self.tocs[target] = manifest.toc(target)
                toc = TOC.read(self.storages[target], INDEX, gen=self.tocs[target])
                self.segments[target] = list(toc.segments)

    def copy(self) -> Draft:
        """A draft to change while this one stays what was committed."""
        other = copy.copy(self)
        other.tocs = dict(self.tocs)
        other.segments = {target: list(segments) for target, segments in self.segments.items()}
        other.changed = dict.fromkeys(TARGETS, False)
        other._builders = {}
        return other

    def index(self, changes: Iterable[Put | Delete]) -> None:
        """Take the changes in: the last one of an article counts. Written, not yet committed."""
        latest: dict[str, Put | Delete] = {}
        for change in changes:
            latest[change.id if isinstance(change, Delete) else change.article.id] = change
        for target in TARGETS:
            self._delete(target, latest)
        for change in latest.values():
            if isinstance(change, Put):
                row, quotes = rows_of(change.article)
                self._builder("articles").add(row)
                for quote in quotes:
                    self._builder("quotes").add(quote)
                for target in list(self._builders):
                    if self._builders[target].postings_held >= POSTINGS_HELD:
                        self._flush(target)
        for target in list(self._builders):
            self._flush(target)

    def _builder(self, target: str) -> SegmentBuilder:
        if target not in self._builders:
            self._builders[target] = SegmentBuilder(self.storages[target], SCHEMAS[target])
        return self._builders[target]

    def _flush(self, target: str) -> None:
        self.segments[target].append(self._builders.pop(target).finish())
        self.changed[target] = True

    def _delete(self, target: str, ids: Iterable[str]) -> None:
        for number, segment in enumerate(self.segments[target]):
            data = self._opener.data(self.storages[target], target, segment)
            dead = [doc for id_ in ids for doc in data.documents_of(id_) if not segment.is_deleted(doc)]
            if dead:
                fresh = copy.deepcopy(segment)
                for doc in dead:
                    fresh.delete_document(doc)
                self.segments[target][number] = fresh
                self.changed[target] = True

    def tidy(self) -> None:
        """Drop segments in which nothing is alive, and merge small ones."""
        for target in TARGETS:
            kept = [segment for segment in self.segments[target] if segment.doc_count()]
            if len(kept) < len(self.segments[target]):
                self.segments[target] = kept
                self.changed[target] = True
            while groups := choose_merges(
                [(s.doc_count(), s.doc_count_all()) for s in self.segments[target]]
            ):
                self._merge(target, groups)

    def _merge(self, target: str, groups: list[list[int]]) -> None:
        segments = self.segments[target]
        storage = self.storages[target]
        gone = {number for group in groups for number in group}
        merged = []
        for group in groups:
            sources = [
                (self._opener.data(storage, target, segments[n]), live_mask(segments[n])) for n in group
            ]
            merged.append(SegmentBuilder(storage, SCHEMAS[target]).merge(sources))
        kept = [segment for number, segment in enumerate(segments) if number not in gone]
        self.segments[target] = kept + merged
        self.changed[target] = True

    def write(self) -> dict[str, int]:
        """Write tables of contents, put all on disk; the files needed, by name, with their sizes."""
        files = {}
        for target in TARGETS:
            folder = self._folder / target
            if self.changed[target]:
                self.tocs[target] += 1
                TOC(SCHEMAS[target], self.segments[target], self.tocs[target]).write(
                    self.storages[target], INDEX
                )
                shutil.rmtree(folder / f"{INDEX}.tmp", ignore_errors=True)
            names = [
                f"_{INDEX}_{self.tocs[target]}.toc",
                *(s.make_filename(s.COMPOUND_EXT) for s in self.segments[target]),
            ]
            for name in names:
                files[f"{self.build}/{target}/{name}"] = (folder / name).stat().st_size
        return files

    def sync(self, files: Iterable[str], known: Iterable[str]) -> None:
        """Put on disk what is not ``known`` to be there, then the folders."""
        for name in set(files) - set(known):
            sync(self._folder.parent / name)
        for folder in (*(self._folder / target for target in TARGETS), self._folder, self._folder.parent):
            sync(folder)

    def counts(self) -> dict[str, int]:
        """Live documents by target."""
        return {target: sum(s.doc_count() for s in self.segments[target]) for target in TARGETS}


class IndexWriter:
    """Applies and rebuilds under the folder's lock, taken at the first write and kept until ``close``."""

    def __init__(
        self,
        folder: Path,
        opener: Opener,
        leases: Leases,
        *,
        grace: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._opener = opener
        self._number = CommitNumber(folder)
        self._garbage = Garbage(folder, leases, grace, clock)
        self._clock = clock
        self._mutex = threading.RLock()
        self._lock_file: BinaryIO | None = None
        self._manifest: Manifest | None = None
        self._draft: Draft | None = None
        self._building: set[str] = set()
        self._replay: list[Put | Delete] | None = None
        self._replay_upto = 0

    def apply(self, changes: Iterable[Put | Delete], *, upto: int) -> None:
        """One commit of the changes. Raises UnavailableError, IndexDamagedError."""
        batch = list(changes)
        with self._mutex:
            self._acquire()
            base = self._committed()
            if base is None:
                base = Draft(self._folder, self._new_build(), self._opener)
            elif not batch and self._manifest and self._manifest.upto == upto:
                return
            draft = base.copy() if self._draft else base
            draft.index(batch)
            draft.tidy()
            self._commit(draft, upto)
            if self._replay is not None:
                self._replay.extend(batch)
                self._replay_upto = upto

    def rebuild(self, articles: Iterable[Put], *, upto: int) -> None:
        """Build aside from ``articles``, replay what ``apply`` got meanwhile, swap in one commit."""
        with self._mutex:
            self._acquire()
            if self._replay is not None:
                raise UnavailableError("The index is being rebuilt already; wait until that is done")
            contiguous = self._position_or_zero() <= upto
            self._replay, self._replay_upto = [], 0
            build = self._new_build()
            self._building.add(build)
        try:
            draft = Draft(self._folder, build, self._opener)
            for batch in _batches(articles, REBUILD_BATCH):
                draft.index(batch)
            with self._mutex:
                draft.index(change for change in self._replay if change.seq > upto)
                draft.tidy()
                self._commit(draft, max(upto, self._replay_upto) if contiguous else upto)
        finally:
            with self._mutex:
                self._replay = None
                self._building.discard(build)

    def close(self) -> None:
        """Give up the lock."""
        with self._mutex:
            self._number.close()
            if self._lock_file:
                self._lock_file.close()
            self._lock_file = None

    def _commit(self, draft: Draft, upto: int) -> None:
        files = draft.write()
        draft.sync(files, self._manifest.files if self._manifest else ())
        manifest = Manifest(
            generation=max(self._manifest.generation if self._manifest else 0, self._number.read(), 0) + 1,
            build=draft.build,
            articles=draft.tocs["articles"],
            quotes=draft.tocs["quotes"],
            upto=upto,
            committed=self._clock(),
            counts=draft.counts(),
            files=files,
        )
        write_durably(self._folder / MANIFEST, encode_manifest(manifest))
        self._manifest, self._draft = manifest, draft
        self._number.write(manifest.generation)
        self._garbage.collect(manifest, self._building)

    def _committed(self) -> Draft | None:
        """The committed state, read again where the folder is not as this writer left it."""
        found = read_manifest(self._folder)
        if found is None:
            self._manifest = self._draft = None
        elif self._draft is None or found != self._manifest:
            self._opener.open(found)
            self._draft = Draft(self._folder, found.build, self._opener, found)
            self._manifest = found
        return self._draft

    def _position_or_zero(self) -> int:
        try:
            manifest = read_manifest(self._folder)
        except IndexDamagedError:
            return 0
        return manifest.upto if manifest else 0

    def _acquire(self) -> None:
        """Take the folder's lock, or find that it is still held on the folder that is there now."""
        path = self._folder / "lock"
        if self._lock_file:
            if path.exists() and path.stat().st_ino == os.fstat(self._lock_file.fileno()).st_ino:
                return
            self._lock_file.close()
            self._lock_file = None
        self._folder.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise UnavailableError(f"Another process is writing to the index in {self._folder}") from error
        self._lock_file = file
        self._start()

    def _start(self) -> None:
        """What a writer does first: see to it that readers know the last commit, and what a crash left."""
        try:
            manifest = read_manifest(self._folder)
        except IndexDamagedError:
            return
        if manifest:
            self._number.write(manifest.generation)
        self._garbage.found_at_start(manifest)
        self._garbage.collect(manifest, self._building)

    def _new_build(self) -> str:
        numbers = [int(path.name.removeprefix("build-")) for path in self._folder.glob("build-*")]
        return f"build-{max(numbers, default=0) + 1:06d}"


def _batches(articles: Iterable[Put], size: int) -> Iterator[list[Put]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, size)):
        yield batch
