"""One segment on disk, read into arrays: postings, positions, lengths, columns, term list, stored documents.

A segment never changes, so what was read is kept and shared by threads and by later commits; Whoosh's own
readers keep a file position and are used under a lock.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import Schema
from whoosh.reading import TermNotFound

POSITION_BITS = 32
"""A position key is ``document << POSITION_BITS | position``."""


@dataclass(frozen=True)
class Postings:
    """``docs`` (int64, ascending) and each one's ``weights`` (float64: how often the term occurs)."""

    docs: NDArray[np.int64]
    weights: NDArray[np.float64]


NO_POSTINGS = Postings(np.zeros(0, np.int64), np.zeros(0, np.float64))
NO_POSITIONS = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Lexicon:
    """The terms of a field in order, how many documents have each (int64), and one text to scan."""

    terms: list[str]
    counts: NDArray[np.int64]
    text: str
    """Every term between line feeds: ``\\na\\nab\\n``."""
    starts: NDArray[np.int64]
    """Where each term starts in ``text``."""

    def between(self, low: str, high: str | None) -> range:
        """The numbers of the terms from ``low`` up to, not including, ``high`` (None: the end)."""
        stop = len(self.terms) if high is None else bisect_left(self.terms, high)
        return range(bisect_left(self.terms, low), stop)


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
    """A Whoosh segment as arrays. Raises OSError where its file is gone or cut short."""

    def __init__(self, storage: Any, schema: Schema, segment: Any, cache: PostingCache) -> None:
        self.name: str = segment.segment_id()
        self.count: int = segment.doc_count_all()
        files = segment.open_compound_file(storage) if segment.is_compound() else storage
        codec = segment.codec()
        self._schema = schema
        self._terms = codec.terms_reader(files, segment)
        self._documents = codec.per_document_reader(files, segment)
        self._cache = cache
        self._lock = threading.RLock()
        self._kept: dict[tuple[str, str], Any] = {}

    def postings(self, field: str, term: str | bytes) -> Postings:
        """The postings of a term, deleted documents included."""
        key = (self.name, field, term)
        found: Postings | None = self._cache.get(key)
        if found is None:
            raw = list(self._raw(field, term, values=False))
            found = NO_POSTINGS
            if raw:
                docs = np.array([posting[0] for posting in raw], np.int64)
                found = Postings(docs, np.array([posting[1] for posting in raw], np.float64))
            self._cache.put(key, found, found.docs.nbytes + found.weights.nbytes)
        return found

    def positions(self, field: str, term: str) -> NDArray[np.int64]:
        """The position keys of a term (int64, ascending), deleted documents included."""
        key = (self.name, field, term, "positions")
        found: NDArray[np.int64] | None = self._cache.get(key)
        if found is None:
            decode = self._schema[field].format.decode_positions
            keys = [
                (doc << POSITION_BITS) + position
                for doc, _, value in self._raw(field, term, values=True)
                for position in decode(value)
            ]
            found = np.array(keys, np.int64) if keys else NO_POSITIONS
            self._cache.put(key, found, found.nbytes)
        return found

    def raw_postings(self, field: str, term: bytes) -> list[tuple[int, float, bytes]]:
        """Postings as the codec keeps them, for merging."""
        return list(self._raw(field, term, values=True))

    def _raw(self, field: str, term: str | bytes, *, values: bool) -> Iterator[tuple[int, float, bytes]]:
        coded = term.encode("utf-8", "replace") if isinstance(term, str) else term
        with self._lock:
            try:
                matcher = self._terms.matcher(field, coded, self._schema[field].format)
            except TermNotFound:
                return
            while matcher.is_active():
                yield matcher.id(), matcher.weight(), (matcher.value() or b"") if values else b""
                matcher.next()

    def documents_of(self, id_: str) -> list[int]:
        """The documents of an article, deleted ones included."""
        return [doc for doc, _, _ in self._raw("id", id_, values=False)]

    def doc_frequency(self, field: str, term: str) -> int:
        """How many documents have the term, deleted ones included."""
        with self._lock:
            try:
                return int(self._terms.term_info(field, term.encode("utf-8", "replace")).doc_frequency())
            except TermNotFound:
                return 0

    def terms(self, field: str) -> list[bytes]:
        """The terms of a field as bytes, in order."""
        with self._lock:
            if field not in self._terms.indexed_field_names():
                return []
            ours = takewhile(lambda found: found[0] == field, self._terms.terms_from(field, b""))
            return [term for _, term in ours]

    def lexicon(self, field: str) -> Lexicon:
        """The field's term list."""
        with self._lock:
            key = (field, "lexicon")
            if key not in self._kept:
                self._kept[key] = self._read_lexicon(field)
            lexicon: Lexicon = self._kept[key]
            return lexicon

    def _read_lexicon(self, field: str) -> Lexicon:
        terms: list[str] = []
        counts: list[int] = []
        if field in self._terms.indexed_field_names():
            for (name, term), info in self._terms.items_from(field, b""):
                if name != field:
                    break
                terms.append(term.decode("utf-8", "replace"))
                counts.append(info.doc_frequency())
        lengths = np.array([len(term) + 1 for term in terms], np.int64)
        starts = np.cumsum(lengths) - lengths + 1
        return Lexicon(terms, np.array(counts, np.int64), "\n" + "".join(f"{t}\n" for t in terms), starts)

    def field_length(self, field: str) -> int:
        """How many terms the field has in all documents together."""
        return int(self._documents.field_length(field))

    def lengths(self, field: str) -> NDArray[np.float64]:
        """Each document's number of terms, to the precision that Whoosh keeps: a byte."""
        with self._lock:
            key = (field, "lengths")
            if key not in self._kept:
                read = self._documents.doc_field_length
                lengths = np.array([read(doc, field) or 0 for doc in range(self.count)], np.float64)
                self._kept[key] = lengths
            found: NDArray[np.float64] = self._kept[key]
            return found

    def column(self, name: str) -> Any:
        """The reader of a column of ours; one of defaults where no document had a value."""
        with self._lock:
            key = (name, "column")
            if key not in self._kept:
                self._kept[key] = self._read_column(name)
            return self._kept[key]

    def _read_column(self, name: str) -> Any:
        column = self._schema[name].column_type
        if self._documents.has_column(name):
            return self._documents.column_reader(name, column)
        return column.empty(self.count)

    def stored(self, doc: int) -> bytes:
        """The stored document of ``doc``."""
        with self._lock:
            document: bytes = self._documents.stored_fields(doc)["document"]
            return document
