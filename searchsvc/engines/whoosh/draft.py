"""An index in the making: segments of both targets, changed and merged before a commit makes them count."""

from __future__ import annotations

import contextlib
import copy
import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC

from searchsvc.engines.whoosh.building import Built, Crew, Job
from searchsvc.engines.whoosh.codec import WireSegment
from searchsvc.engines.whoosh.manifest import Manifest, sync
from searchsvc.engines.whoosh.merger import Numbers, merge_segments
from searchsvc.engines.whoosh.merging import AT_ONCE, LARGEST, SETTLED, choose_merges
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import INDEX
from searchsvc.engines.whoosh.snapshot import ClosingStorage, Opener
from searchsvc.engines.whoosh.stored import SegmentData
from searchsvc.search import Delete, Put


@dataclass(frozen=True)
class Merge:
    """Segments of a draft to become one, as they were when it was chosen."""

    build: str
    target: str
    sources: list[WireSegment]

    @property
    def names(self) -> set[str]:
        """The names of the sources."""
        return {source.segment_id() for source in self.sources}


class Draft:
    """An index in the making: segments that are committed, or will be. Nothing here is seen by readers."""

    def __init__(
        self, folder: Path, build: str, opener: Opener, crew: Crew, manifest: Manifest | None = None
    ) -> None:
        self.build = build
        self._opener = opener
        self._crew = crew
        self._folder = folder / build
        self.storages = {target: ClosingStorage(self._folder / target) for target in TARGETS}
        self.tocs = dict.fromkeys(TARGETS, 0)
        self.segments: dict[str, list[WireSegment]] = {target: [] for target in TARGETS}
        self._open: dict[str, SegmentData] = {}
        self._pending: Callable[[], Built] | None = None
        self.changed = dict.fromkeys(TARGETS, manifest is None)
        for target in TARGETS:
            (self._folder / target).mkdir(parents=True, exist_ok=True)
            if manifest:
                self.tocs[target] = manifest.toc(target)
                with self.storages[target]:
                    table = opener.table(manifest, target, self.storages[target])
                self.segments[target] = list(table.segments)

    def copy(self) -> Draft:
        """A draft to change while this one stays what was committed."""
        other = copy.copy(self)
        other.tocs = dict(self.tocs)
        other.segments = {target: list(segments) for target, segments in self.segments.items()}
        other.changed = dict.fromkeys(TARGETS, False)
        held = {segment.segment_id() for segments in self.segments.values() for segment in segments}
        other._open = {name: data for name, data in self._open.items() if name in held}
        return other

    def index(self, changes: Iterable[Put | Delete]) -> None:
        """Take the changes in: the last one of an article counts. Written, not yet committed."""
        self.index_aside(changes)
        self.finish()

    def index_aside(self, changes: Iterable[Put | Delete]) -> None:
        """Begin to take changes in; ``finish`` waits for the end, as does the next call."""
        latest: dict[str, Put | Delete] = {}
        for change in changes:
            latest[change.id] = change
        self.finish()
        for target in TARGETS:
            self._delete(target, latest)
        puts = [change for change in latest.values() if isinstance(change, Put)]
        if puts:
            self._pending = self._crew.start(Job(self._folder, puts, self._dictionaries()))

    def finish(self) -> None:
        """Wait until all is written."""
        pending, self._pending = self._pending, None
        for target, segments in (pending() if pending else {}).items():
            if segments:
                self.segments[target] += segments
                self.changed[target] = True

    def _dictionaries(self) -> dict[str, bytes | None]:
        """For the stored documents of each target, a dictionary that is in use already."""
        found: dict[str, bytes | None] = {}
        for target in TARGETS:
            kept = (self._data(target, segment).archive.dictionaries for segment in self.segments[target])
            found[target] = next((each[0] for each in kept if each), None)
        return found

    def _data(self, target: str, segment: WireSegment) -> SegmentData:
        """The segment as arrays, kept open as long as a draft has it."""
        name = segment.segment_id()
        if name not in self._open:
            self._open[name] = self._opener.data(self.storages[target], target, segment)
        return self._open[name]

    def _delete(self, target: str, ids: Collection[str]) -> None:
        for number, segment in enumerate(self.segments[target]):
            data = self._data(target, segment)
            dead = [doc for doc in data.documents_of(ids) if not segment.is_deleted(doc)]
            if dead:
                fresh = copy.deepcopy(segment)
                fresh.delete_documents(dead)
                self.segments[target][number] = fresh
                self.changed[target] = True

    def tidy(self, busy: Collection[str] = ()) -> None:
        """Drop segments in which nothing is alive, and merge the smallest; those named in ``busy`` stay."""
        for target in TARGETS:
            held = self.segments[target]
            kept = [segment for segment in held if segment.doc_count() or segment.segment_id() in busy]
            if len(kept) < len(held):
                self.segments[target] = kept
                self.changed[target] = True
            while merges := self._merges(target, AT_ONCE, busy):
                for merge in merges:
                    storage = self.storages[target]
                    self.adopt(merge, *merge_segments(storage, storage, target, merge.sources))

    def settle(self) -> None:
        """Merge all there is, in runs of at most ``SETTLED`` live documents: for a draft that nobody has."""
        runs: list[tuple[str, list[WireSegment]]] = []
        for target in TARGETS:
            room = 0
            self.segments[target] = [each for each in self.segments[target] if each.doc_count()]
            for segment in self.segments[target]:
                if segment.doc_count() > room:
                    runs.append((target, []))
                    room = SETTLED
                runs[-1][1].append(segment)
                room -= segment.doc_count()
        runs = [run for run in runs if len(run[1]) > 1]
        for (target, sources), merged in zip(runs, self._crew.merge(self._folder, runs), strict=True):
            held = [segment for segment in self.segments[target] if segment not in sources]
            self.segments[target] = [*held, merged] if merged else held
            self.changed[target] = True
            for source in sources:
                self._open.pop(source.segment_id(), None)
                # No commit has named it, so nobody can be reading it.
                (self._folder / target / source.make_filename(source.COMPOUND_EXT)).unlink()

    def larger_merge(self) -> Merge | None:
        """A merge that is too large to be done within a commit; None where none is due."""
        merges = [merge for target in TARGETS for merge in self._merges(target, LARGEST)]
        return merges[0] if merges else None

    def _merges(self, target: str, largest: int, busy: Collection[str] = ()) -> list[Merge]:
        free = [segment for segment in self.segments[target] if segment.segment_id() not in busy]
        groups = choose_merges([(segment.doc_count(), segment.doc_count_all()) for segment in free], largest)
        return [Merge(self.build, target, [free[number] for number in group]) for group in groups]

    def adopt(self, merge: Merge, merged: Any, numbers: Numbers) -> bool:
        """Put ``merged`` in the place of what it was made of, what was deleted since taken out of it.

        False, and nothing done, where the draft does not have all of its sources.
        """
        segments = {segment.segment_id(): segment for segment in self.segments[merge.target]}
        if merge.build != self.build or not merge.names <= segments.keys():
            return False
        for source, new in zip(merge.sources, numbers, strict=True):
            died = np.fromiter(segments.pop(source.segment_id()).deleted_docs(), np.int64)
            numbers_now = new.new(died)
            if merged and (gone := numbers_now[numbers_now >= 0]).size:
                merged.delete_documents(gone.tolist())
        self.segments[merge.target] = [*segments.values(), *([merged] if merged else [])]
        self.changed[merge.target] = True
        return True

    def write(self) -> dict[str, int]:
        """Write tables of contents, put all on disk; the files needed, by name, with their sizes."""
        files = {}
        for target in TARGETS:
            folder = self._folder / target
            if self.changed[target]:
                self.tocs[target] += 1
                # A crash may have left one of this name, which Whoosh would not write over.
                (folder / f"_{INDEX}_{self.tocs[target]}.toc").unlink(missing_ok=True)
                TOC(SCHEMAS[target], self.segments[target], self.tocs[target]).write(
                    self.storages[target], INDEX
                )
                with contextlib.suppress(OSError):
                    (folder / f"{INDEX}.tmp").rmdir()
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

    def checksums(self) -> dict[str, int]:
        """The CRC-32 of each target's table of contents, as it was written."""
        names = {target: f"_{INDEX}_{self.tocs[target]}.toc" for target in TARGETS}
        return {t: zlib.crc32((self._folder / t / name).read_bytes()) for t, name in names.items()}

    def counts(self) -> dict[str, int]:
        """Live documents by target."""
        return {target: sum(s.doc_count() for s in self.segments[target]) for target in TARGETS}
