"""Rows become a segment: terms are numbered as they come, and sorted once, as arrays, when it is written.

This takes the place of ``whoosh.writing.SegmentWriter``, which sorts one pickled tuple a posting, deletes
files that a manifest may still need, and merges when its own heuristic says so.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import NUMERIC, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence, Frequency, Positions

from searchsvc.engines.whoosh.archive import ArchiveWriter
from searchsvc.engines.whoosh.codec import WireSegment, write_segment
from searchsvc.engines.whoosh.columns import ArrayColumn, ValuesColumn
from searchsvc.engines.whoosh.encoding import RAW, encode_fields
from searchsvc.engines.whoosh.postings import PostingsWriter, TermPostings, length_bytes, position_gaps
from searchsvc.engines.whoosh.rows import Placed, Row
from searchsvc.engines.whoosh.sections import SectionWriter

INDEX = "MAIN"
"""The name under which ``whoosh.index.open_dir`` looks for an index."""

_SORTED_BITS = np.uint64(32)


class _Numbers(dict[Any, int]):
    """Terms numbered in the order of their first appearance."""

    def __missing__(self, term: Any) -> int:
        number = self[term] = len(self)
        return number


class _FieldTerms:
    """The occurrences of a field's terms: which term, and how many to each document."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.occurrences = array("I")
        self.places: array[int] | None = None
        """The position of each occurrence, once a document had other than 0, 1, 2, ..."""
        self.docs = array("I")
        self.counts = array("I")

    def add(self, doc: int, terms: Sequence[Any], places: Sequence[int] | None = None) -> None:
        if len(terms) == 1:
            self.occurrences.append(self.numbers[terms[0]])
        else:
            self.occurrences.fromlist(list(map(self.numbers.__getitem__, terms)))
        if places is not None and self.places is None:
            self.places = array("I", self._counted().astype(np.uint32).tobytes())
        if self.places is not None:
            self.places.extend(range(len(terms)) if places is None else places)
        self.docs.append(doc)
        self.counts.append(len(terms))

    def add_alike(
        self, first: int, count: int, terms: Sequence[Any], places: Sequence[int] | None = None
    ) -> None:
        """Add the same terms to ``count`` documents from ``first`` on."""
        if places is not None or self.places is not None:
            for doc in range(first, first + count):
                self.add(doc, terms, places)
            return
        self.occurrences.extend([self.numbers[term] for term in terms] * count)
        self.docs.extend(range(first, first + count))
        self.counts.extend([len(terms)] * count)

    def _counted(self) -> NDArray[np.int64]:
        counts = np.frombuffer(self.counts, np.uint32).astype(np.int64)
        return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)

    def lengths(self, count: int) -> NDArray[np.int64]:
        """How many terms each document has: int64, (count,)."""
        lengths = np.zeros(count, np.int64)
        lengths[np.frombuffer(self.docs, np.uint32)] = np.frombuffer(self.counts, np.uint32)
        return lengths

    def sort(self, encode: Callable[[Any], bytes], *, positions: bool) -> TermPostings:
        """All postings, by term and document. Takes the place of what was gathered."""
        coded = [encode(term) for term in self.numbers]
        order = sorted(range(len(coded)), key=coded.__getitem__)
        ranks = np.empty(len(order), np.uint64)
        ranks[order] = np.arange(len(order), dtype=np.uint64)
        keys = ranks[np.frombuffer(self.occurrences, np.uint32)] << _SORTED_BITS
        keys |= np.arange(keys.size, dtype=np.uint64)
        keys.sort()
        chosen = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
        terms = (keys >> _SORTED_BITS).astype(np.int64)
        counts = np.frombuffer(self.counts, np.uint32)
        docs = np.repeat(np.frombuffer(self.docs, np.uint32), counts).astype(np.int64)[chosen]
        first = np.ones(keys.size, np.bool_)
        first[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
        firsts = np.flatnonzero(first)
        gaps = None
        if positions:
            places = self._counted() if self.places is None else np.frombuffer(self.places, np.uint32)
            gaps = position_gaps(places[chosen].astype(np.int64), firsts)
        frequencies = np.diff(firsts, append=keys.size)
        return TermPostings(
            [coded[number] for number in order],
            np.bincount(terms[firsts], minlength=len(order)),
            docs[firsts],
            frequencies,
            gaps,
        )


class _Kind(NamedTuple):
    """What a field does with a value, asked for once: with every value it would take longer than all else."""

    numeric: bool
    column: bool
    indexed: bool

    @classmethod
    def of(cls, field: FieldType) -> _Kind:
        return cls(isinstance(field, NUMERIC), field.column_type is not None, bool(field.indexed))


class SegmentBuilder:
    """Takes rows and writes one segment of them. ``dictionary`` is one for the stored documents, of a
    segment written before. Raises ValueError for a schema that our segments cannot hold."""

    def __init__(self, storage: Any, schema: Schema, dictionary: bytes | None = None) -> None:
        self._storage = storage
        self._schema = schema
        self._fields = dict(schema.items())
        self._kinds = {name: _Kind.of(field) for name, field in self._fields.items()}
        self._terms: dict[str, _FieldTerms] = {}
        self._columns: dict[str, dict[int, Any]] = {}
        self._archive = ArchiveWriter(dictionary)
        self.count = 0
        self.occurrences = 0
        """Occurrences of terms held in memory, about 30 bytes each."""
        for name, field in schema.items():
            if field.indexed and type(field.format) not in (Existence, Frequency, Positions):
                raise ValueError(f"{name}: our segments keep no {type(field.format).__name__}")
            if field.indexed and getattr(field.format, "field_boost", 1.0) != 1.0:
                raise ValueError(f"{name}: our segments keep no boosts of fields")

    def add(self, row: Row) -> int:
        """Add one document; returns its number in the segment."""
        number = self.count
        for name, terms in row.terms.items():
            if terms and name in self._fields:
                self._add_terms(number, 1, name, terms)
        for name, value in row.columns.items():
            if value is not None and name in self._fields:
                self._add_value(number, 1, name, value)
        stored = row.stored
        self._archive.append(RAW + stored if isinstance(stored, bytes) else encode_fields(stored))
        self.count += 1
        return number

    def add_alike(self, rows: Sequence[Row], shared: Row) -> None:
        """Add documents that have the terms and columns of ``shared`` too; none has such a field of its
        own."""
        first, count = self.count, len(rows)
        for row in rows:
            self.add(row)
        for name, terms in shared.terms.items():
            if terms and name in self._fields:
                self._add_terms(first, count, name, terms)
        for name, value in shared.columns.items():
            if value is not None and name in self._fields:
                self._add_value(first, count, name, value)

    def _add_terms(self, first: int, count: int, name: str, terms: Sequence[Any] | Placed) -> None:
        into = self._terms.get(name)
        if into is None:
            into = self._terms[name] = _FieldTerms()
        placed, places = (terms.terms, terms.positions) if isinstance(terms, Placed) else (terms, None)
        if count == 1:
            into.add(first, placed, places)
        else:
            into.add_alike(first, count, placed, places)
        self.occurrences += len(placed) * count

    def _add_value(self, first: int, count: int, name: str, value: Any) -> None:
        kind = self._kinds[name]
        if kind.column:
            kept = self._fields[name].to_column_value(value) if kind.numeric else value
            into = self._columns.setdefault(name, {})
            for number in range(first, first + count):
                into[number] = kept
        if kind.numeric and kind.indexed:
            field = self._fields[name]
            # Without steps a number is one term; else Whoosh has one for each precision as well.
            terms = [term for term, *_ in field.index(value)] if field.shift_step else [value]
            self._add_terms(first, count, name, terms)

    def finish(self) -> WireSegment | None:
        """Write the segment's file and return the segment; None where no row was added."""
        if not self.count:
            return None
        segment = WireSegment(INDEX, self.count)
        folder = self._storage.folder if isinstance(self._storage, FileStorage) else None
        sections = SectionWriter(folder)
        try:
            self._archive.write(sections)
            for name, values in self._columns.items():
                sections.append_bytes(f"column:{name}", self._encode_column(name, values))
            postings = PostingsWriter(sections)
            totals: dict[str, int] = {}
            for name in sorted(self._terms):
                self._write_field(name, self._terms.pop(name), sections, postings, totals)
            write_segment(self._storage, segment, sections, postings, totals)
        finally:
            sections.discard()
        return segment

    def _write_field(
        self,
        name: str,
        found: _FieldTerms,
        sections: SectionWriter,
        postings: PostingsWriter,
        totals: dict[str, int],
    ) -> None:
        field = self._schema[name]
        stepless = isinstance(field, NUMERIC) and not field.shift_step
        encode = field.to_bytes if stepless else _encode
        lengths = np.zeros(self.count, np.uint8)
        if field.scorable:
            counted = found.lengths(self.count)
            totals[name] = int(counted.sum())
            lengths = length_bytes(counted)
            sections.append(f"lengths:{name}", lengths)
        sorted_terms = found.sort(encode, positions=isinstance(field.format, Positions))
        postings.add(name, sorted_terms, lengths)

    def _encode_column(self, name: str, values: Mapping[int, Any]) -> bytes:
        column = self._schema[name].column_type
        if isinstance(column, ArrayColumn):
            filled = np.full(self.count, column.default_value(), column.dtype)
            filled[list(values)] = list(values.values())
            return filled.tobytes()
        if isinstance(column, ValuesColumn):
            return column.encode(values, self.count)
        file = BytesIO()
        writer = column.writer(StructFile(file))
        for number, value in values.items():
            writer.add(number, value)
        writer.finish(self.count)
        return file.getvalue()


def _encode(term: str | bytes) -> bytes:
    return term if isinstance(term, bytes) else term.encode("utf-8", "replace")
