"""An index in the making: segments of both targets, changed and merged before a commit makes them count."""

from __future__ import annotations

import contextlib
import copy
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import TOC

from searchsvc.article import Article
from searchsvc.engines.whoosh.documents import rows_of
from searchsvc.engines.whoosh.manifest import Manifest, sync
from searchsvc.engines.whoosh.merger import Numbers, merge_segments
from searchsvc.engines.whoosh.merging import AT_ONCE, LARGEST, choose_merges
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import INDEX, SegmentBuilder
from searchsvc.engines.whoosh.snapshot import ClosingStorage, Opener
from searchsvc.search import Delete, Put

OCCURRENCES_HELD = 4_000_000
"""Occurrences of terms gathered in memory before a segment is written: about 300 MB while it is sorted,
12,000 Reuters articles with surface terms and stems."""


@dataclass(frozen=True)
class Merge:
    """Segments of a draft to become one, as they were when it was chosen."""

    build: str
    target: str
    sources: list[Any]

    @property
    def names(self) -> set[str]:
        """The names of the sources."""
        return {source.segment_id() for source in self.sources}


class Draft:
    """An index in the making: segments that are committed, or will be. Nothing here is seen by readers."""

    def __init__(self, folder: Path, build: str, opener: Opener, manifest: Manifest | None = None) -> None:
        self.build = build
        self._opener = opener
        self._folder = folder / build
        self.storages = {target: ClosingStorage(self._folder / target) for target in TARGETS}
        self.tocs = dict.fromkeys(TARGETS, 0)
        self.segments: dict[str, list[Any]] = {target: [] for target in TARGETS}
        self._builders: dict[str, SegmentBuilder] = {}
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
        other._builders = {}
        return other

    def index(self, changes: Iterable[Put | Delete]) -> None:
        """Take the changes in: the last one of an article counts. Written, not yet committed."""
        latest: dict[str, Put | Delete] = {}
        for change in changes:
            latest[change.id if isinstance(change, Delete) else change.article.id] = change
        for target in TARGETS:
            self._delete(target, latest)
        try:
            for change in latest.values():
                if isinstance(change, Put):
                    self._add(change.article)
            self._flush(0)
        finally:
            self._builders = {}

    def _add(self, article: Article) -> None:
        row, quotes = rows_of(article)
        self._builder("articles").add(row)
        for quote in quotes:
            self._builder("quotes").add(quote)
        self._flush(OCCURRENCES_HELD)

    def _builder(self, target: str) -> SegmentBuilder:
        if target not in self._builders:
            self._builders[target] = SegmentBuilder(self.storages[target], SCHEMAS[target])
        return self._builders[target]

    def _flush(self, least: int) -> None:
        """Write the segments of builders that hold at least so many postings."""
        for target, builder in list(self._builders.items()):
            if builder.occurrences >= least:
                self.segments[target].append(self._builders.pop(target).finish())
                self.changed[target] = True

    def _delete(self, target: str, ids: Iterable[str]) -> None:
        for number, segment in enumerate(self.segments[target]):
            data = self._opener.data(self.storages[target], target, segment)
            dead = [doc for id_ in ids for doc in data.documents_of(id_) if not segment.is_deleted(doc)]
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
            if merged and (gone := new[died][new[died] >= 0]).size:
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
