"""Rows become a segment: terms are numbered as they come, and sorted once, as arrays, when it is written.

This takes the place of ``whoosh.writing.SegmentWriter``, which sorts one pickled tuple a posting, deletes
files that a manifest may still need, and merges when its own heuristic says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import chain, repeat
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
from searchsvc.engines.whoosh.occurrences import Encode, FieldTerms, Lexicon, Occurrences, TextTerms
from searchsvc.engines.whoosh.packing import ranges
from searchsvc.engines.whoosh.postings import PostingsWriter, length_bytes
from searchsvc.engines.whoosh.rows import Placed, Row, Text
from searchsvc.engines.whoosh.sections import SectionWriter

INDEX = "MAIN"
"""The name under which ``whoosh.index.open_dir`` looks for an index."""


class _Kind(NamedTuple):
    """What a field does with a value, asked for once: with every value it would take longer than all else."""

    numeric: bool
    column: bool
    indexed: bool

    @classmethod
    def of(cls, field: FieldType) -> _Kind:
        return cls(isinstance(field, NUMERIC), field.column_type is not None, bool(field.indexed))


class _FieldValues:
    """The values of one column: each with the first of the documents that have it, and how many do."""

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.repeats: list[int] = []
        self.values: list[Any] = []

    def add(self, first: int, repeats: int, value: Any) -> None:
        self.firsts.append(first)
        self.repeats.append(repeats)
        self.values.append(value)

    def docs(self) -> NDArray[np.int64]:
        """The documents that have a value: int64, ascending."""
        return ranges(np.array(self.firsts, np.int64), np.array(self.repeats, np.int64))


class SegmentBuilder:
    """Takes rows and writes one segment of them. ``dictionary`` is one for the stored documents, of a
    segment written before; ``lexicon`` one that other builders use too. Raises ValueError for a schema that
    our segments cannot hold."""

    def __init__(
        self,
        storage: Any,
        schema: Schema,
        dictionary: bytes | None = None,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._storage = storage
        self._schema = schema
        self._fields = dict(schema.items())
        self._kinds = {name: _Kind.of(field) for name, field in self._fields.items()}
        self._lexicon = lexicon or Lexicon()
        self._terms: dict[str, FieldTerms] = {}
        self._texts: dict[str, TextTerms] = {}
        self._columns: dict[str, _FieldValues] = {}
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
        for name, text in row.texts.items():
            if text.chunks and name in self._fields:
                self._add_text(number, name, text)
        self._add(number, 1, row)
        stored = row.stored
        self._archive.append(RAW + stored if isinstance(stored, bytes) else encode_fields(stored))
        self.count += 1
        return number

    def add_alike(self, rows: Sequence[Row], shared: Row) -> None:
        """Add documents that have the terms and columns of ``shared`` too, which has no texts; none has such
        a field of its own."""
        if not rows:
            return
        first = self.count
        for row in rows:
            self.add(row)
        self._add(first, len(rows), shared)

    def _add(self, first: int, repeats: int, row: Row) -> None:
        """Add the terms and the columns of ``row`` to each of ``repeats`` documents from ``first`` on."""
        fields = self._fields
        for name, terms in row.terms.items():
            if terms and name in fields:
                self._add_terms(first, repeats, name, terms)
        for name, value in row.columns.items():
            if value is not None and name in fields:
                self._add_value(first, repeats, name, value)

    def _add_text(self, number: int, name: str, text: Text) -> None:
        into = self._texts.get(name)
        if into is None:
            into = self._texts[name] = TextTerms(self._lexicon)
        into.add(number, text.chunks, text.language)
        self.occurrences += 2 * len(text.chunks)

    def _add_terms(self, first: int, repeats: int, name: str, terms: Sequence[Any] | Placed) -> None:
        into = self._terms.get(name)
        if into is None:
            into = self._terms[name] = FieldTerms()
        placed, places = (terms.terms, terms.positions) if isinstance(terms, Placed) else (terms, None)
        into.add(first, repeats, placed, places)
        self.occurrences += len(placed) * repeats

    def _add_value(self, first: int, repeats: int, name: str, value: Any) -> None:
        kind = self._kinds[name]
        if kind.column:
            into = self._columns.get(name)
            if into is None:
                into = self._columns[name] = _FieldValues()
            into.add(first, repeats, self._fields[name].to_column_value(value) if kind.numeric else value)
        if kind.numeric and kind.indexed:
            field = self._fields[name]
            # Without steps a number is one term; else Whoosh has one for each precision as well.
            terms = [term for term, *_ in field.index(value)] if field.shift_step else [value]
            self._add_terms(first, repeats, name, terms)

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
            stems: dict[str, Occurrences] = {}
            for name in sorted({*self._terms, *self._texts, *(f"{text}_stem" for text in self._texts)}):
                if name in self._texts:
                    found, stems[f"{name}_stem"] = self._texts.pop(name).gathered(_encode)
                elif name in stems:
                    found = stems.pop(name)
                elif name in self._terms:
                    found = self._terms.pop(name).gathered(self._encoder(name))
                else:
                    continue
                self._write_field(name, found, sections, postings, totals)
            write_segment(self._storage, segment, sections, postings, totals)
        finally:
            sections.discard()
        return segment

    def _encoder(self, name: str) -> Encode:
        field = self._schema[name]
        stepless = isinstance(field, NUMERIC) and not field.shift_step
        return field.to_bytes if stepless else _encode

    def _write_field(
        self,
        name: str,
        found: Occurrences,
        sections: SectionWriter,
        postings: PostingsWriter,
        totals: dict[str, int],
    ) -> None:
        field = self._fields.get(name)
        if field is None or not found.ranks.size:
            return
        lengths = np.zeros(self.count, np.uint8)
        if field.scorable:
            counted = found.lengths(self.count)
            totals[name] = int(counted.sum())
            lengths = length_bytes(counted)
            sections.append(f"lengths:{name}", lengths)
        terms = found.sorted(positions=isinstance(field.format, Positions))
        postings.add(name, terms, lengths[terms.docs])

    def _encode_column(self, name: str, found: _FieldValues) -> bytes:
        column = self._schema[name].column_type
        docs = found.docs()
        if isinstance(column, ArrayColumn):
            filled = np.full(self.count, column.default_value(), column.dtype)
            filled[docs] = np.repeat(np.array(found.values, column.dtype), found.repeats)
            return filled.tobytes()
        if isinstance(column, ValuesColumn):
            return column.encode(docs, found.values, found.repeats, self.count)
        file = BytesIO()
        writer = column.writer(StructFile(file))
        values = chain.from_iterable(map(repeat, found.values, found.repeats))
        for number, value in zip(docs.tolist(), values, strict=True):
            writer.add(number, value)
        writer.finish(self.count)
        return file.getvalue()


def _encode(term: str | bytes) -> bytes:
    return term if isinstance(term, bytes) else term.encode("utf-8", "replace")
