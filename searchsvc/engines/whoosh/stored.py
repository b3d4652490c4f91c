"""One segment on disk as arrays: dictionary, postings, lengths, columns, stored documents.

All are views of one map of the segment's file: opening reads its directory and nothing that grows with the
index. A segment never changes, so any thread may read it, and commits share it.
"""

from __future__ import annotations

import itertools
import mmap
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import EmptyColumnReader
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

from searchsvc.engines.whoosh.archive import Archive
from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn
from searchsvc.engines.whoosh.encoding import decode_fields
from searchsvc.engines.whoosh.postings import (
    DTYPES,
    PostingArrays,
    heads_of,
    positions_of,
    read_documents,
    read_frequencies,
    read_positions,
)
from searchsvc.engines.whoosh.sections import Sections


class PostingCache:
    """Arrays read lately, up to so many bytes in all; the least recently used go first."""

    def __init__(self, limit: int = 128 * 2**20) -> None:
        self._limit = limit
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> Any:
        """What was kept under ``key``, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: tuple[Any, ...], value: Any, size: int) -> None:
        """Keep ``value`` of ``size`` bytes."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (value, size + 200)
            self._size += size + 200
            while self._size > self._limit and self._kept:
                _, (_, freed) = self._kept.popitem(last=False)
                self._size -= freed


class SegmentData:
    """A segment as arrays. Raises OSError where its file is gone, IndexDamagedError where it is cut short."""

    def __init__(self, storage: Any, schema: Schema | None, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        file_name = segment.make_filename(segment.COMPOUND_EXT)
        self.sections = sections = Sections(map_file(storage, file_name), file_name)
        self.schema = schema
        self.postings = PostingArrays(**{name: sections.array(name, dtype) for name, dtype in DTYPES.items()})
        self.term_bytes: NDArray[np.uint8] = sections.array("term_bytes")
        self.term_offsets: NDArray[np.int64] = sections.array("term_offsets", "<i8")
        self._heads: NDArray[np.uint64] = sections.array("term_heads", "<u8")
        self._fields: dict[str, range] = {
            name: range(low, high) for name, (low, high) in sections.facts["fields"].items()
        }
        self._field_lengths: dict[str, int] = sections.facts["lengths"]
        self._no_lengths = np.zeros(self.count, np.uint8)
        self.archive = Archive(sections)
        self._columns: dict[str, Any] = {}

    # The dictionary

    @property
    def fields(self) -> list[str]:
        """The fields that have terms, in order."""
        return list(self._fields)

    def field_terms(self, field: str) -> range:
        """The numbers of the field's terms."""
        return self._fields.get(field, range(0))

    def find(self, field: str, term: bytes) -> int | None:
        """The number of a term; None where the field does not have it."""
        known = self._fields.get(field)
        if known is None:
            return None
        number = self._place(known, term)
        return number if number < known.stop and self.term(number) == term else None

    def between(self, field: str, low: bytes, high: bytes | None) -> range:
        """The numbers of the terms from ``low`` up to, not including, ``high`` (None: the end)."""
        known = self.field_terms(field)
        stop = known.stop if high is None else self._place(known, high)
        return range(self._place(known, low), stop)

    def _place(self, known: range, term: bytes) -> int:
        """The number of the first of ``known`` terms that is not less than ``term``."""
        heads = self._heads[known.start : known.stop]
        head = np.uint64(int.from_bytes(term[:8].ljust(8, b"\0"), "big"))
        first = known.start + int(heads.searchsorted(head))
        if first == known.stop or self.term(first) >= term:
            return first
        last = known.start + int(heads.searchsorted(head, "right"))
        return bisect_left(range(last), term, first, last, key=self.term)

    def term(self, number: int) -> bytes:
        """A term by its number."""
        offsets = self.term_offsets
        return self.term_bytes[offsets[number] : offsets[number + 1]].tobytes()

    def terms(self, numbers: range) -> list[bytes]:
        """Terms by their numbers, which follow one another."""
        if not numbers:
            return []
        offsets = self.term_offsets[numbers.start : numbers.stop + 1].tolist()
        joined = self.term_bytes[offsets[0] : offsets[-1]].tobytes()
        base = offsets[0]
        return [joined[low - base : high - base] for low, high in itertools.pairwise(offsets)]

    # Postings, decoded with NumPy: for what is not in a hurry

    def documents(self, number: int) -> NDArray[np.int64]:
        """The documents that have a term, dead ones included: int64, ascending."""
        return read_documents(self.postings, number, number + 1)

    def frequencies(self, number: int) -> NDArray[np.int64]:
        """How often each of those documents has the term."""
        return read_frequencies(self.postings, number, number + 1)

    def positions(self, number: int) -> list[list[int]]:
        """The positions of the term in each of those documents."""
        frequencies = self.frequencies(number)
        values = read_positions(self.postings, number, number + 1)
        found = positions_of(values, frequencies).tolist() if values.size else []
        ends = np.cumsum(frequencies).tolist()
        return [found[end - size : end] for end, size in zip(ends, frequencies.tolist(), strict=True)]

    def doc_frequency(self, field: str, term: bytes) -> int:
        """How many documents have the term, dead ones included."""
        number = self.find(field, term)
        return 0 if number is None else int(self.postings.starts[number + 1] - self.postings.starts[number])

    def documents_of(self, ids: Collection[str]) -> list[int]:
        """The documents of articles, dead ones included."""
        known = self.field_terms("id")
        wanted = [id_.encode() for id_ in ids]
        heads, sought = self._heads[known.start : known.stop], heads_of(wanted)
        if not heads.size or not sought.size:
            return []
        # Of many that are new none has even the beginning of one that is here: all are asked for at once.
        places = np.minimum(heads.searchsorted(sought), heads.size - 1)
        here = np.flatnonzero(heads[places] == sought).tolist()
        numbers = (self.find("id", wanted[place]) for place in here)
        return [doc for number in numbers if number is not None for doc in self.documents(number).tolist()]

    # By document

    def lengths(self, field: str) -> NDArray[np.uint8]:
        """Each document's length in the field as Whoosh's length byte, 0 where it has none."""
        name = f"lengths:{field}"
        return self.sections.array(name) if name in self.sections else self._no_lengths

    def field_length(self, field: str) -> int:
        """How many terms the field has in all documents together, unquantised."""
        return self._field_lengths.get(field, 0)

    def has_column(self, name: str) -> bool:
        """Whether any document has a value in the column."""
        return f"column:{name}" in self.sections

    def column(self, name: str) -> Any:
        """The reader of a column of the schema; one of defaults where no document had a value."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self.column_reader(name, self._column_type(name))
        return found

    def _column_type(self, name: str) -> Any:
        assert self.schema is not None  # noqa: S101 (only Whoosh's own readers have none, and give the type)
        return self.schema[name].column_type

    def column_reader(self, name: str, column: Any) -> Any:
        """Column ``name`` read as a ``column`` of Whoosh's, or of ours."""
        if not self.has_column(name):
            if isinstance(column, ArrayColumn | ValuesColumn):
                return column.empty(self.count)
            return EmptyColumnReader(column.default_value(), self.count)
        data = self.sections.array(f"column:{name}")
        if isinstance(column, ArrayColumn | ValuesColumn):
            return column.over(data, self.count)
        return column.reader(BufferFile(memoryview(data.tobytes())), 0, data.size, self.count)

    def stored(self, doc: int) -> bytes:
        """The stored document as it was given. Raises ValueError where it is damaged."""
        return self.archive.document(doc)[1:]

    def stored_fields(self, doc: int) -> dict[str, Any]:
        """The stored document as Whoosh's stored fields."""
        return decode_fields(self.archive.document(doc))

    def columns(self) -> list[str]:
        """The columns in which any document has a value."""
        return [name.removeprefix("column:") for name in self.sections if name.startswith("column:")]


def map_file(storage: Any, name: str) -> Any:
    """The bytes of a file, mapped where the storage is a folder."""
    if isinstance(storage, FileStorage):
        with Path(storage.folder, name).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with storage.open_file(name) as file:
        return bytes(file.read())
