"""The documents of one target in one commit: segments laid end to end in one space of numbers.

Nothing is computed when it is made; what searches need of a segment is made at its first use and kept.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from operator import attrgetter
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from searchsvc.engines.whoosh import kernels
from searchsvc.engines.whoosh.columns import ArrayColumn
from searchsvc.engines.whoosh.postings import LENGTHS
from searchsvc.engines.whoosh.schema import MISSING
from searchsvc.engines.whoosh.stored import SegmentData

NO_BITS = np.zeros(0, np.uint64)
NO_INSTANTS = np.zeros(0, np.int64)
NO_KEYS = np.zeros((0, 0), np.uint8)
KEY = 26
"""Bytes of a document's key: an article's id."""

NO_ORDINALS = np.zeros(0, np.int32)


_LOOKED_UP = 10_000
"""Terms whose numbers are kept a segment: about 2 MB."""


_base = attrgetter("base")


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


class Part:
    """A segment as kernels want it: ``base`` is the number of its first document in the collection."""

    def __init__(self, data: SegmentData, base: int, live: NDArray[np.bool_] | None) -> None:
        self.data = data
        self.base = base
        self.live = live
        self.count = data.count
        arrays = data.postings
        self.starts = arrays.starts
        self.postings = (
            arrays.doc_words,
            arrays.doc_offsets,
            arrays.doc_bases,
            arrays.freq_words,
            arrays.freq_offsets,
            arrays.block_freqs,
            arrays.block_lengths,
        )
        # All arrays of a segment are views of one map: kernels find the length bytes of any field in it.
        self.bytes: NDArray[np.uint8] = data.sections.whole
        self._offsets: dict[str, int | None] = {}
        self._numbers: dict[tuple[str, bytes], int | None] = {}
        self._allowed: NDArray[np.uint64] | None = None
        self._ties: tuple[Any, Any, Any] | None = None
        self._lock: tuple[int, int] | None = None

    def lengths_at(self, field: str) -> int | None:
        """Where the field's length bytes begin in ``bytes``; None where the segment has none."""
        if field not in self._offsets:
            place = _address(self.data.lengths(field)) - _address(self.bytes)
            self._offsets[field] = place if 0 <= place < self.bytes.size else None
        return self._offsets[field]

    def find(self, field: str, term: bytes) -> int | None:
        """The number of a term, None where the segment does not have it; those asked for lately are kept."""
        key = (field, term)
        if key in self._numbers:
            return self._numbers[key]
        if len(self._numbers) > _LOOKED_UP:
            self._numbers = {}
        number = self._numbers[key] = self.data.find(field, term)
        return number

    @property
    def allowed(self) -> NDArray[np.uint64]:
        """The live documents, a bit each; of length 0 where none is dead."""
        if self.live is None:
            return NO_BITS
        if self._allowed is None:
            packed = np.packbits(self.live, bitorder="little")
            words = np.zeros(self.count // 64 + 1, np.uint64)
            words.view(np.uint8)[: packed.size] = packed
            self._allowed = words
        return self._allowed

    @property
    def ties(self) -> tuple[Any, Any, Any]:
        """Instants, keys and ordinals by which equal scores are told apart; empty where they are not kept."""
        if self._ties is None:
            data = self.data
            instants = data.column("versioncreated").array if self._has("versioncreated") else NO_INSTANTS
            ordinals = data.column("ordinal").array if self._has("ordinal") else NO_ORDINALS
            keys = NO_KEYS
            if self._has("key"):
                keys = data.column("key").array.view(np.uint8).reshape(self.count, -1)
            self._ties = (instants, keys, ordinals)
        return self._ties

    def _has(self, column: str) -> bool:
        """Whether the segment keeps ``column``, in a schema that is ours."""
        schema = self.data.schema
        if schema is None or column not in schema or not self.data.has_column(column):
            return False
        return isinstance(schema[column].column_type, ArrayColumn)

    def tie(self, docs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int32]]:
        """Instant (less is later), key and ordinal of ``docs``, with what stands for missing ones."""
        created, keys, ordinals = self.ties
        values = created[docs] if created.size else np.full(docs.size, MISSING)
        return (
            np.where(values == MISSING, MISSING, -values),
            keys[docs] if keys.size else np.zeros((docs.size, KEY), np.uint8),
            ordinals[docs] if ordinals.size else np.zeros(docs.size, np.int32),
        )

    def always_visible(self, now: int) -> bool:
        """Whether no embargo or expiry hides a document at ``now`` (microseconds since 1970)."""
        if not self.data.has_column("embargoed") and not self.data.has_column("expires"):
            return True
        if self._lock is None:
            embargoed = self.data.column("embargoed").array
            held = embargoed[embargoed != MISSING]
            last = int(held.max()) if held.size else -(2**63)
            self._lock = (last, int(self.data.column("expires").array.min()))
        return self._lock[0] <= now < self._lock[1]


class Collection:
    """The documents of one target: numbers 0..count-1, segment after segment, dead ones included.

    ``live`` of a segment is a mask, bool (documents,), None where none is dead.
    """

    def __init__(self, target: str, segments: list[tuple[SegmentData, NDArray[np.bool_] | None]]) -> None:
        self.target = target
        self.segments = [data for data, _ in segments]
        self.bases = np.cumsum([0, *(data.count for data in self.segments)])
        self.count = int(self.bases[-1])
        starts = self.bases.tolist()
        self.parts = [Part(data, starts[n], live) for n, (data, live) in enumerate(segments)]
        self._kept: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        self._scored: dict[str, int] = {}
        self.tables: NDArray[np.float64] = np.zeros((1, kernels.COUNTED, 256))
        """Row 0 scores nothing."""
        self.norms: NDArray[np.float64] = np.ones((1, 256))

    @property
    def live_count(self) -> int:
        """How many documents are alive."""
        return sum(p.count if p.live is None else int(np.count_nonzero(p.live)) for p in self.parts)

    def table_of(self, field: str) -> int:
        """The row of a field in ``tables`` (float64, (fields, 16, 256)) and ``norms`` (float64, (fields,
        256)): made at its first use, as the average length moves with every commit."""
        row = self._scored.get(field)
        if row is None:
            with self._lock:
                row = self._scored.get(field)
                if row is None:
                    row = len(self.tables)
                    norms = kernels.norms_of(LENGTHS, self.average_length(field))
                    table = kernels.table_of(norms)
                    # Whoever holds the arrays of before keeps their rows.
                    self.norms = np.concatenate([self.norms, norms[None]])
                    self.tables = np.concatenate([self.tables, table[None]])
                    self._scored[field] = row
        return row

    def doc_frequency(self, field: str, term: str) -> int:
        """How many documents have the term, dead ones included."""
        return sum(data.doc_frequency(field, term.encode("utf-8", "replace")) for data in self.segments)

    def average_length(self, field: str) -> float:
        """Terms a document, over all documents, as Whoosh's BM25F takes it; 1 for an empty field."""
        total = sum(data.field_length(field) for data in self.segments)
        return total / (self.count or 1) or 1.0

    def gather(self, column: str, docs: NDArray[np.int64]) -> NDArray[Any]:
        """The values of an array column for ``docs`` (ascending): shape (docs,)."""
        found = [part.data.column(column).array[own] for part, own in self.split(docs)]
        if not found:
            return np.zeros(0, np.int64)
        return found[0] if len(found) == 1 else np.concatenate(found)

    def split(self, docs: NDArray[np.int64]) -> list[tuple[Part, NDArray[np.int64]]]:
        """``docs`` (ascending) by segment, numbered as there; every segment once."""
        if len(self.parts) == 1:
            return [(self.parts[0], docs)]
        places = np.searchsorted(docs, self.bases).tolist()
        return [
            (part, docs[low:high] - part.base)
            for part, low, high in zip(self.parts, places, places[1:], strict=False)
        ]

    def values(self, column: str) -> tuple[list[str], list[NDArray[np.int64]]]:
        """The distinct values of a values column, and for each segment the number of each of its values."""
        key = (column, "values")
        if key not in self._kept:
            numbers: dict[str, int] = {}
            maps = [
                np.array(
                    [numbers.setdefault(value, len(numbers)) for value in data.column(column).values],
                    np.int64,
                )
                for data in self.segments
            ]
            self._kept[key] = (list(numbers), maps)
        found: tuple[list[str], list[NDArray[np.int64]]] = self._kept[key]
        return found

    def members(self, column: str, docs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The values of ``docs`` (ascending) as pairs: places in ``docs``, and numbers of values."""
        _, maps = self.values(column)
        places, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        before = 0
        for (part, own), mapping in zip(self.split(docs), maps, strict=True):
            if mapping.size and own.size:
                reader = part.data.column(column)
                lows = reader.starts[own].astype(np.int64)
                sizes = reader.starts[own + 1].astype(np.int64) - lows
                ends = np.cumsum(sizes)
                inside = np.arange(int(ends[-1])) + np.repeat(lows - (ends - sizes), sizes)
                places.append(np.repeat(np.arange(own.size) + before, sizes))
                numbers.append(mapping[reader.members[inside]])
            before += own.size
        return np.concatenate(places), np.concatenate(numbers)

    def part_of(self, number: int) -> tuple[Part, int]:
        """The segment of a document, and its number there."""
        part = self.parts[bisect_right(self.parts, number, key=_base) - 1]
        return part, number - part.base

    def document(self, number: int) -> dict[str, Any]:
        """The stored document: ``shown``, ``texts``, ``language``, ``breaks``."""
        part, own = self.part_of(number)
        document: dict[str, Any] = orjson.loads(part.data.stored(own))
        return document

    def languages(self) -> tuple[str, ...]:
        """The languages in which words were stemmed; ``und`` among them where some were not."""
        key = ("stemmer", "terms")
        if key not in self._kept:
            found = {
                term.decode() for data in self.segments for term in data.terms(data.field_terms("stemmer"))
            }
            self._kept[key] = tuple(sorted(found))
        languages: tuple[str, ...] = self._kept[key]
        return languages
