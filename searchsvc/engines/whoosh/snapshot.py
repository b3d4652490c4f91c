"""A commit as a reader sees it: segments laid end to end in one space of document numbers, never changing."""

from __future__ import annotations

import pickle
import struct
import threading
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError

from searchsvc.engines.whoosh.manifest import Manifest
from searchsvc.engines.whoosh.schema import SCHEMAS, TARGETS
from searchsvc.engines.whoosh.segments import INDEX
from searchsvc.engines.whoosh.stored import POSITION_BITS, PostingCache, Postings, SegmentData
from searchsvc.errors import IndexDamagedError

UNREADABLE = (
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    NameError,
    AssertionError,
)
"""What Whoosh raises, besides the named errors below, over bytes that are not its own."""

DAMAGE = (WhooshIndexError, pickle.UnpicklingError, struct.error, zlib.error)


class Collection:
    """The documents of one target: numbers 0..count-1, segment after segment, dead ones included.

    ``live`` is a mask (bool, shape (count,)). Arrays over all documents are made once and kept.
    """

    def __init__(self, target: str, segments: list[tuple[SegmentData, NDArray[np.bool_]]]) -> None:
        self.target = target
        self.segments = [data for data, _ in segments]
        self.bases = np.cumsum([0, *(data.count for data in self.segments)])
        self.count = int(self.bases[-1])
        masks = [live for _, live in segments]
        self.live: NDArray[np.bool_] = np.concatenate(masks) if masks else np.zeros(0, np.bool_)
        self._kept: dict[tuple[str, str], Any] = {}

    @property
    def live_count(self) -> int:
        """How many documents are alive."""
        return int(np.count_nonzero(self.live))

    def postings(self, field: str, term: str) -> Postings:
        """Documents with the term and how often each has it; dead ones included, as idf counts them."""
        parts = [(data.postings(field, term), base) for data, base in self._each()]
        parts = [(part, base) for part, base in parts if part.docs.size]
        if len(parts) == 1 and not parts[0][1]:
            return parts[0][0]
        if not parts:
            return Postings(np.zeros(0, np.int64), np.zeros(0, np.float64))
        docs = np.concatenate([part.docs + base for part, base in parts])
        return Postings(docs, np.concatenate([part.weights for part, _ in parts]))

    def positions(self, field: str, term: str) -> NDArray[np.int64]:
        """Position keys (``document << POSITION_BITS | position``), ascending."""
        parts = [data.positions(field, term) + (base << POSITION_BITS) for data, base in self._each()]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _each(self) -> list[tuple[SegmentData, int]]:
        return list(zip(self.segments, self.bases.tolist()[:-1], strict=True))

    def doc_frequency(self, field: str, term: str) -> int:
        """How many documents have the term, dead ones included."""
        return sum(data.doc_frequency(field, term) for data in self.segments)

    def lengths(self, field: str) -> NDArray[np.float64]:
        """Each document's number of terms in the field, as Whoosh quantises it."""
        return self._joined((field, "lengths"), lambda data: data.lengths(field), np.float64)

    def average_length(self, field: str) -> float:
        """Terms a document, over all documents, as Whoosh's BM25F takes it; 1 for an empty field."""
        total = sum(data.field_length(field) for data in self.segments)
        return total / (self.count or 1) or 1.0

    def array(self, column: str) -> NDArray[Any]:
        """The values of an array column: shape (count,)."""
        dtype = SCHEMAS[self.target][column].column_type.dtype
        return self._joined((column, "column"), lambda data: data.column(column).array, dtype)

    def _joined(self, key: tuple[str, str], read: Any, dtype: Any) -> NDArray[Any]:
        if key not in self._kept:
            parts = [read(data) for data in self.segments]
            self._kept[key] = np.concatenate(parts) if parts else np.zeros(0, dtype)
        found: NDArray[Any] = self._kept[key]
        return found

    def values(self, column: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """A values column as distinct values, and pairs (document, ordinal) in order of documents."""
        key = (column, "values")
        if key not in self._kept:
            numbers: dict[str, int] = {}
            docs, ordinals = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
            for data, base in self._each():
                reader = data.column(column)
                mapping = np.array([numbers.setdefault(v, len(numbers)) for v in reader.values], np.int64)
                docs.append(np.repeat(np.arange(data.count), np.diff(reader.starts.astype(np.int64))) + base)
                ordinals.append(mapping[reader.members] if mapping.size else np.zeros(0, np.int64))
            self._kept[key] = (list(numbers), np.concatenate(docs), np.concatenate(ordinals))
        found: tuple[list[str], NDArray[np.int64], NDArray[np.int64]] = self._kept[key]
        return found

    def document(self, number: int) -> dict[str, Any]:
        """The stored document: ``shown``, ``texts``, ``language``."""
        segment = int(np.searchsorted(self.bases, number, side="right")) - 1
        stored = self.segments[segment].stored(number - int(self.bases[segment]))
        document: dict[str, Any] = orjson.loads(stored)
        return document

    def languages(self) -> tuple[str, ...]:
        """The languages in which words were stemmed; ``und`` among them where some were not."""
        key = ("stemmer", "terms")
        if key not in self._kept:
            found = {term.decode() for data in self.segments for term in data.terms("stemmer")}
            self._kept[key] = tuple(sorted(found))
        languages: tuple[str, ...] = self._kept[key]
        return languages


class Snapshot:
    """One commit, opened: the manifest, and a collection for each target."""

    def __init__(self, manifest: Manifest | None, collections: Mapping[str, Collection]) -> None:
        self.manifest = manifest
        self.collections = collections

    @property
    def generation(self) -> int:
        """The commit's generation; 0 for an index without one."""
        return self.manifest.generation if self.manifest else 0

    @property
    def upto(self) -> int:
        """The store sequence that the commit reached."""
        return self.manifest.upto if self.manifest else 0


class ClosingStorage(FileStorage):  # type: ignore[misc]
    """A folder that closes what Whoosh opened in it and left open when it failed.

    As a context manager; files opened outside of it are the caller's.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] | None = None

    def open_file(self, name: str, **options: Any) -> Any:
        file = super().open_file(name, **options)
        if self._opened is not None:
            self._opened.append(file)
        return file

    def __enter__(self) -> ClosingStorage:
        self._opened = []
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        opened, self._opened = self._opened or [], None
        for file in opened if kind else ():
            if not file.is_closed:
                file.close()


class Opener:
    """Opens commits, sharing the segments that are open already."""

    def __init__(self, folder: Path, cache: PostingCache) -> None:
        self._folder = folder
        self._cache = cache
        self._segments: weakref.WeakValueDictionary[str, SegmentData] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def open(self, manifest: Manifest | None, near: Snapshot | None = None) -> Snapshot:
        """Open what ``manifest`` names; collections that did not change are taken from ``near``.

        Raises FileNotFoundError where a file is gone (the manifest may be an old one), IndexDamagedError
        where one is cut short or unreadable.
        """
        if manifest is None:
            return Snapshot(None, {target: Collection(target, []) for target in TARGETS})
        with self._lock:
            return Snapshot(manifest, {t: self._collection(manifest, t, near) for t in TARGETS})

    def _collection(self, manifest: Manifest, target: str, near: Snapshot | None) -> Collection:
        old = near.manifest if near else None
        if near and old and (old.build, old.toc(target)) == (manifest.build, manifest.toc(target)):
            return near.collections[target]
        prefix = f"{manifest.build}/{target}/"
        for name, size in manifest.files.items():
            if name.startswith(prefix) and (self._folder / name).stat().st_size != size:
                raise IndexDamagedError(f"{self._folder / name} has not its {size} bytes; rebuild the index")
        storage = ClosingStorage(self._folder / prefix)
        try:
            with storage:
                toc = TOC.read(storage, INDEX, gen=manifest.toc(target))
                return Collection(
                    target, [self._segment(storage, target, segment) for segment in toc.segments]
                )
        except FileNotFoundError:
            raise
        except (*UNREADABLE, *DAMAGE, OSError) as error:
            raise IndexDamagedError(f"The index in {self._folder} cannot be opened: {error!r}") from error

    def _segment(self, storage: Any, target: str, segment: Any) -> tuple[SegmentData, NDArray[np.bool_]]:
        data = self.data(storage, target, segment)
        return data, live_mask(segment)

    def data(self, storage: Any, target: str, segment: Any) -> SegmentData:
        """The segment as arrays, shared with whoever has it open."""
        name = segment.segment_id()
        data = self._segments.get(name)
        if data is None:
            data = self._segments[name] = SegmentData(storage, SCHEMAS[target], segment, self._cache)
        return data


def live_mask(segment: Any) -> NDArray[np.bool_]:
    """Which of a Whoosh segment's documents are alive: bool, shape (documents,)."""
    mask = np.ones(segment.doc_count_all(), np.bool_)
    mask[list(segment.deleted_docs())] = False
    return mask
